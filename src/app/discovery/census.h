/* census.h - from coded signals to counts: voices, days, customers, sources.
 *
 * A voice is a customer; where the customer is not known, a group of copies. So a complaint mill and a retry
 * count once, and a customer who complains ten times about one thing is one voice of that theme. Voices of a
 * day are voices first heard in that week on that day, so that the days of a week add up to its voices. */
#pragma once
#include "base/arena.h"
#include "base/par.h"
#include "store/day_store.h"
#include "store/theme_store.h"

typedef struct CensusEntry {
    int32_t theme;  /* position, or UNTHEMED */
    int32_t source; /* id */
    int64_t at;     /* or TIME_NONE */
    uint64_t voice;
    uint64_t customer; /* 0: not known */
    Str channel, product, segment;
    bool severe, internal;
} CensusEntry;

typedef struct CensusValue {
    Str value;
    int64_t source; /* for sources: id */
    int64_t signals;
} CensusValue;

typedef struct ThemeCensus {
    int64_t signals, voices, customers, severe, top_customer; /* top_customer: signals of the loudest one */
    int64_t first_at, last_at;
    CensusValue *sources, *channels, *products; /* largest first */
    size_t sources_n, channels_n, products_n;
} ThemeCensus;

typedef struct CensusValues {
    DayValueRow *rows; /* theme_id holds 1 + position; sorted by theme, value, day */
    size_t n;
} CensusValues;

typedef struct CensusResult {
    ThemeCensus *themes; /* [0]: unthemed; [1 + position]: the themes */
    DayRow *days;        /* theme_id holds 1 + position, 0 for unthemed */
    size_t days_n;
    CensusValues values[DIMENSIONS];
    int64_t voices;   /* distinct over everything */
    int64_t last_day; /* of the newest signal not after `now`; INT64_MIN when nothing has a date */
} CensusResult;

/* A voice of several themes of an area is one voice of the area. */
typedef struct AreaCensus {
    int64_t signals, voices;
} AreaCensus;

typedef struct Census Census;
Census *census_new(size_t themes);
void census_free(Census *t);
void census_add(Census *t, const CensusEntry *entry);
/* The result does not depend on the order of the entries, nor on the threads. `now`: later days count for no week. */
CensusResult census_finish(Census *t, Arena *a, Par *par, int64_t now);
/* `area_of`: per theme, its area 0..areas-1 or -1. */
AreaCensus *census_areas(const Census *t, Arena *a, const int32_t *area_of, size_t areas);
