/* draw_counts.h - seeded counts with more noise than Poisson, and a week's season. */
#pragma once
#include <math.h>

#include "base/rng.h"

static const double WEEK_SEASON[7] = {1.25, 1.2, 1.15, 1.1, 1.05, 0.75, 0.5}; /* Monday first */

/* Marsaglia and Tsang 2000; shape at least 1. */
static inline double draw_gamma(Rng *r, double shape) {
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double x = rng_normal(r), v = 1 + c * x;
        if (v <= 0) continue;
        v = v * v * v;
        if (log(1 - rng_unit(r)) < x * x / 2 + d - d * v + d * log(v)) return d * v;
    }
}

/* Negative binomial: variance mean + dispersion * mean^2; dispersion at most 1, 0: Poisson. */
static inline double draw_count(Rng *r, double mean, double dispersion) {
    if (dispersion > 0) mean *= draw_gamma(r, 1 / dispersion) * dispersion;
    return (double)rng_poisson(r, mean);
}
