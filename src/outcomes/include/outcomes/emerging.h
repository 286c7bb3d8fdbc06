/* emerging.h - a theme that suddenly has more signals than it should: one alert per episode.
 *
 * Poisson CUSUM (Page 1954; Lucas 1985) tuned for a doubling: S = max(0, S + x - k m), k = (2 - 1) / ln 2, where m is
 * what the day should hold: the mean of the 56 days that ended a week ago, times the weekday's factor, which is learned
 * from the theme where it has enough and from everything else. Signals that come in bursts are divided by
 * how much more than Poisson they vary, on the 168 days before. The threshold is the one that a Poisson series of that
 * mean passes once in EMERGING_RUN days (average run length by a Markov chain, Brook and Evans 1972). That is longer
 * than the year between two false alarms that is wanted, because the baseline is an estimate; docs/outcomes.md has what
 * it comes to.
 *
 * An alert opens an episode; while it lasts the baseline stands still. It ends when 14 days hold no more than the
 * baseline and its noise, or after 56 days: then its level is what is usual. A new rise within 28 days re-opens it
 * instead of being a new one, and so does a doubling of the level that an open one rose to. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum { EMERGING_RUN = 1300, EMERGING_BASE_DAYS = 56, EMERGING_GAP_DAYS = 7 };

typedef struct Episode {
    size_t began;    /* day on which the sum last left 0: where the rise began */
    size_t alerted;  /* day of the alert */
    size_t last;     /* last day of it; days_n - 1 while it goes on */
    size_t reopened; /* how often it rose again soon after it had ended */
    size_t told;     /* day of the alert or of the newest re-opening */
    bool open;
    double baseline; /* signals a day, mean over the week, that it left */
    double signals;  /* from `began` to `alerted` */
    double expected; /* in the same days */
    double level;    /* signals a day from `began` to `last` */
} Episode;

/* `days`: of the theme; `all`: of everything, the same days (for the weekday where the theme is too small to say, and
 * for how old the data is). Memory from `a`. Days are judged from the 28th with data on.
 */
Episode *emerging_find(Arena *a, const double *days, const double *all, size_t days_n, size_t *n);

/* Threshold of the sum for a mean a day such that a Poisson series passes it once in `run` days. */
double emerging_threshold(double mean, double run);
/* Mean days until a Poisson series of `mean` a day passes the threshold, with the reference value of `reference` a day.
 */
double emerging_run_length(double mean, double reference, double threshold);
