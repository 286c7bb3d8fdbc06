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

/* census_spread.c: how a theme spreads over sources, channels, products; into themes[]. */
void census_spread(const Census *t, Arena *a, ThemeCensus *themes);
/* census_values.c: days of themes by segment, product, channel; into r->values. */
void census_values(const Census *t, Arena *a, CensusResult *r);
