/* dispersion.h - how much more than Poisson weekly counts vary. Private to the layer.
 *
 * Complaints come in bursts, so their variance is above Poisson. It is measured from neighbouring weeks (von Neumann
 * 1941): given that two weeks hold s signals together, a Poisson process puts s*q of them into the second, with
 * variance s*q*(1-q), where q is that week's part of the exposure. Squared misses over those variances estimate the
 * dispersion. Growth, seasons and past steps hardly touch it, because neighbours share them. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

typedef struct Dispersion {
    double factor, level; /* at least 1; mean signals a week where it was measured, weighted as it was */
    double df;
    size_t pairs; /* of neighbours that hold any signals */
} Dispersion;

/* Weekly counts, oldest first; `exposure` of the same weeks, NULL: all the same. Leaves out the pair that ends with
 * week `step` (0: none). */
Dispersion dispersion_measure(const double *weeks, const double *exposure, size_t n, size_t step);
bool dispersion_is_known(const Dispersion *d); /* false: too few pairs to say */
/* The factor at a level of so many a week. Bursts grow with the level: above the one it was measured at, the excess
 * over Poisson is taken as proportional to the mean (negative binomial); below, it is left as it is, which errs to the
 * wide side. */
double dispersion_at(const Dispersion *d, double level);
