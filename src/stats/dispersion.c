/* dispersion.c - how much more than Poisson weekly counts vary. */
#include "dispersion.h"

#include <math.h>

enum { MIN_PAIRS = 4 };

/* Ratio of sums, so that weeks with many signals say more. Degrees of freedom after Satterthwaite 1946;
 * overlapping differences carry two thirds of what independent ones would. */
Dispersion dispersion_measure(const double *weeks, const double *exposure, size_t n, size_t step) {
    double misses = 0, variance = 0, squares = 0, level = 0;
    size_t pairs = 0;
    for (size_t i = 1; i < n; i++) {
        double both = weeks[i - 1] + weeks[i];
        double first = exposure ? exposure[i - 1] : 1, second = exposure ? exposure[i] : 1;
        if (i == step || both <= 0 || first <= 0 || second <= 0) continue;
        double q = second / (first + second), v = both * q * (1 - q), miss = weeks[i] - both * q;
        misses += miss * miss;
        variance += v;
        squares += v * v;
        level += v * both / 2;
        pairs++;
    }
    if (pairs == 0) return (Dispersion){.factor = 1};
    return (Dispersion){fmax(1, misses / variance), level / variance, variance * variance / squares * 2 / 3, pairs};
}

bool dispersion_is_known(const Dispersion *d) {
    return d->pairs >= MIN_PAIRS;
}

double dispersion_at(const Dispersion *d, double level) {
    return 1 + (d->factor - 1) * fmax(1, level / d->level);
}
