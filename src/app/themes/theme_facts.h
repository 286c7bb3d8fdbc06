/* theme_facts.h - from counts to what a theme's row and page show; all of it derived, none of it remembered. */
#pragma once
#include <jansson.h>

#include "base/clock.h"
#include "census.h"
#include "stats/change.h"
#include "theme_map.h"
#include "themes/rank.h"

enum {
    RECENT_WEEKS = 4, /* compared with the */
    BEFORE_WEEKS = 8, /* weeks in front of them */
    SPARK_WEEKS = 12,
    HISTORY_WEEKS = 52 /* what the noise of the weekly counts is learned from */
};

/* Voices of `weeks` weeks that end with last_day, oldest first, out of DayRows of one theme (theme_id >= 0) or of
 * all (-1). `signals` may be NULL. */
void weeks_of(const DayRow *days, size_t n, int64_t theme_id, int64_t last_day, double *voices, double *signals,
              size_t weeks);

/* Weeks of dated history, capped at HISTORY_WEEKS, from the first day that has anything. */
size_t weeks_known(const DayRow *days, size_t n, int64_t last_day);

typedef struct ThemeFacts {
    Change change;
    Rank rank;
    double spark[SPARK_WEEKS], spark_signals[SPARK_WEEKS];
} ThemeFacts;

/* Facts of the theme at `slot`; `result.days` still hold 1 + slot. */
ThemeFacts theme_facts(const CensusResult *result, size_t themes, size_t slot);

/* Fits SHAPE_OF_CHANGE; new reference. */
json_t *change_json(const Change *c);

/* ThemeRow.stats: everything that the list and the page show beside the row's own columns. */
/* `facets`: signals of each facet of the slot. */
Str theme_stats_json(Arena *a, const ThemeMap *map, size_t slot, const int64_t *facets, const ThemeCensus *census,
                     const ThemeFacts *facts, int64_t last_day, double voices_max);
