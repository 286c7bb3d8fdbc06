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
} ThemePart;

#define ORDER(a, b) ((a) < (b) ? -1 : (a) > (b))
#define THEN(c)                                                                                                        \
    if ((c) != 0) return (c)

int census_by_number(const void *x, const void *y); /* uint64_t */

/* census_theme.c: everything but the entries, which it puts into an order of its own. */
void census_theme(ThemePart *p);
void census_theme_free(ThemePart *p);
/* census_spread.c: how a theme spreads over sources, channels, products. */
void census_spread(ThemePart *p);
void census_spread_store(const Census *t, Arena *a, const ThemePart *p, ThemeCensus *theme);
/* census_values.c: days of a theme by segment, product, channel; of all of them, in the order of the parts. */
void census_values(ThemePart *p);
void census_values_store(const Census *t, Arena *a, const ThemePart *parts, size_t n, CensusValues *values);
