/* outcome_peers.h - how others would judge the same release. Estimates are log ratios with a 90 % interval. */
#pragma once
#include "outcome_worlds.h"

typedef struct Answer {
    double effect, low, high, p; /* p: two-sided; NaN everywhere: no answer */
} Answer;

/* 28 days after against 28 days before, per exposure, as two Poisson counts: what a dashboard shows. */
Answer peer_dashboard(const Series *s);
/* Interrupted time series: negative binomial, log link, [1, after, week], offset log exposure; weekly; the dispersion
 * by moments (Breslow 1984), Wald test. Bernal, Cummins and Gasparrini 2017. */
Answer peer_segmented(Arena *a, const Series *s);
/* The same with quasi-Poisson and the other themes as offset: difference in differences with trend. */
Answer peer_differences(Arena *a, const Series *s);
