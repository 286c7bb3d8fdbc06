/* outcome_words.h - outcomes in plain words. */
#pragma once
#include "base/clock.h"
#include "outcomes/outcome.h"

/* "fell by 38 % (90 % interval: 29 to 46 %)" of log ratios; "rose by ..." */
Str effect_words(Arena *a, double effect, double low, double high);
double fall_percent(double log_ratio); /* 38 of log(0.62) */

Str outcome_says(Arena *a, const Outcome *o);                        /* the verdict in one sentence */
Str outcome_advice(Arena *a, const Outcome *o, int64_t release_day); /* empty: nothing to do */
Str moved_says(Arena *a, const Outcome *o);                          /* empty: not asked */
Str lasting_says(Arena *a, const Outcome *o);
