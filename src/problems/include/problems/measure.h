/* measure.h - the acceptance measure: what must fall, where, by how much, how long it is watched, at which weeks it is
 * looked at, and when watching stops. Fixed before the work starts, so that nobody can choose the yardstick afterwards.
 */
#pragma once
#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

enum { MEASURE_THEMES = 50, MEASURE_LOOKS = 8, MEASURE_WEEKS_MAX = 104 };

typedef struct Measure {
    int64_t themes[MEASURE_THEMES]; /* whose rate: voices of these themes for each voice of all others, a week */
    size_t themes_n;
    Str segment, product, channel; /* the population; empty: all */
    double fall;                   /* expected fall of the rate, above 0 and at most 1 (0.3: by 30 %) */
    int64_t looks[MEASURE_LOOKS];  /* weeks after the release, ascending; the last ends the window */
    size_t looks_n;
    double error; /* chance of a false "fell" over all looks together, an equal part each */
    /* Known once it is sealed: what the rate was then. NAN: not sealed. */
    double baseline_voices; /* a week, over */
    int64_t baseline_weeks; /* weeks before */
    Str baseline_until;     /* this day, "2026-05-03" */
} Measure;

/* Over eight weeks, looked at in weeks 2, 4 and 8, error 0.05 (docs: shared OUTCOMES, method B); no themes, no fall. */
Measure measure_default(void);

/* ERR_INPUT says what is wrong with it, beginning with the field. */
bool measure_check(const Measure *m, Err *err);
bool measure_same(const Measure *a, const Measure *b); /* but for the baseline */

/* As docs/schemas/acceptance-measure.json describes it. New reference. */
json_t *measure_json(const Measure *m);
/* Canonical bytes: keys sorted, no white space. What is hashed and stored. */
Str measure_text(Arena *a, const Measure *m);
bool measure_read(Arena *a, Str text, Measure *m, Err *err);

/* One sentence with all of it. */
Str measure_says(Arena *a, const Measure *m);
