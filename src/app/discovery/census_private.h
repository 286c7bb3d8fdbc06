/* census_private.h - what the files of the census share. */
#pragma once
#include "census.h"

typedef struct Entry {
    uint64_t voice, customer;
    int64_t at;
    int32_t theme, source; /* theme: 0 unthemed, 1 + position */
    int32_t week;          /* filled in when all is known: weeks before the last day, -1 without a date */
    uint32_t channel, product, segment;
    bool severe, internal; /* internal: told by internal developers */
    bool new_week;         /* filled in: the first of its voice in that theme and week */
} Entry;

/* Few distinct strings, met often: channels, products, segments. */
typedef struct Names {
    Str *at;
    size_t n, size;
    uint32_t *slots; /* index + 1; 0 empty */
    size_t slots_n;
} Names;

struct Census {
    Arena *arena;
    size_t themes;
    Entry *entries;
    size_t n, size;
    Names names; /* [0] is the empty one; sorted when all is known */
};

#define ORDER(a, b) ((a) < (b) ? -1 : (a) > (b))
#define THEN(c)                                                                                                        \
    if ((c) != 0) return (c)

/* A value of one dimension on one day. */
typedef struct Cell {
    int32_t signals, voices;
    uint32_t value; /* of the names; 0: the empty one */
    int64_t day;
} Cell;

/* A value and how many signals have it. */
typedef struct Pair {
    int64_t value; /* id of a source, or one of the names */
    int64_t n;
} Pair;

typedef enum Spread { SPREAD_SOURCE, SPREAD_CHANNEL, SPREAD_PRODUCT, SPREADS } Spread;

/* What is counted of the entries of one theme alone; lists are owned. */
typedef struct ThemePart {
    int32_t theme; /* 0 unthemed, 1 + position */
    Entry *entries;
    size_t n;
    ThemeCensus census; /* but for the spreads */
    DayRow *days;       /* by source and day */
    size_t days_n;
    Cell *cells[DIMENSIONS]; /* by value and day */
    size_t cells_n[DIMENSIONS];
    Pair *spread[SPREADS]; /* by value */
    size_t spread_n[SPREADS];
    uint64_t *keys, *room; /* n each; to sort, while it is counted */
} ThemePart;

/* What is counted by day, as one number that is cheap to sort: of what (a value of the names, a source), on which day,
 * and whether its voice is new there. Days further than three million years from 1970 are taken for the last of these.
 */
static inline uint64_t census_key(uint32_t of, int64_t day, bool new_week) {
    const int64_t most = (int64_t)1 << 30;
    int64_t near = day < -most ? -most : day < most ? day : most - 1;
    return (uint64_t)of << 32 | (uint64_t)(near + most) << 1 | new_week;
}
static inline uint32_t census_key_of(uint64_t key) {
    return (uint32_t)(key >> 32);
}
static inline int64_t census_key_day(uint64_t key) {
    return (int64_t)(key >> 1 & 0x7FFFFFFF) - ((int64_t)1 << 30);
}
static inline bool census_key_new(uint64_t key) {
    return key & 1;
}
/* Both are of the same thing on the same day. */
static inline bool census_key_same(uint64_t a, uint64_t b) {
    return a >> 1 == b >> 1;
}

/* census_theme.c: everything but the entries, which it puts into an order of its own. */
void census_theme(ThemePart *p);
void census_theme_free(ThemePart *p);
/* census_spread.c: how a theme spreads over sources, channels, products. */
void census_spread(ThemePart *p);
void census_spread_store(const Census *t, Arena *a, const ThemePart *p, ThemeCensus *theme);
/* census_values.c: days of a theme by segment, product, channel; of all of them, in the order of the parts. */
void census_values(ThemePart *p);
void census_values_store(const Census *t, Arena *a, const ThemePart *parts, size_t n, CensusValues *values);
