/* cusum.c - run length of a Poisson CUSUM, and the threshold for one false alarm in so many days. */
#include <math.h>
#include <stdlib.h>

#include "emerging_parts.h"

enum { STATES_MIN = 80, STATES_MAX = 1000, STATES_A_STEP = 6 };

/* P(X <= 0), P(X <= 1), ... by recurrence, in logs where the mean is large. */
static void poisson_cdf(double mean, double *cdf, size_t n) {
    double log_p = -mean, sum = 0;
    for (size_t k = 0; k < n; k++) {
        if (k) log_p += log(mean / (double)k);
        sum += exp(log_p);
        cdf[k] = fmin(1, sum);
    }
}

static double cdf_at(const double *cdf, size_t n, double x) {
    if (x < 0) return 0;
    return x >= (double)n ? 1 : cdf[(size_t)x];
}

/* Solves m x = right in place (Gauss; the matrix is diagonally dominant, so no pivots); x[0] is what is wanted. */
static double solve(double *m, double *right, size_t n) {
    for (size_t i = 0; i < n; i++) {
        for (size_t r = i + 1; r < n; r++) {
            double factor = m[r * n + i] / m[i * n + i];
            if (factor == 0) continue;
            for (size_t c = i + 1; c < n; c++) m[r * n + c] -= factor * m[i * n + c];
            right[r] -= factor * right[i];
        }
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t c = i + 1; c < n; c++) right[i] -= m[i * n + c] * right[c];
        right[i] /= m[i * n + i];
    }
    return right[0];
}

/* States narrow enough that the sum falls by several of them on a day without a signal. */
static size_t states_of(double reference, double threshold) {
    double wanted = ceil(STATES_A_STEP * threshold / reference);
    return wanted < STATES_MIN ? STATES_MIN : wanted > STATES_MAX ? STATES_MAX : (size_t)wanted;
}

/* Brook and Evans 1972: the sum cut into states of equal width, the first of half of it. */
double emerging_run_length(double mean, double reference, double threshold) {
    enum { COUNTS = 4096 };
    size_t states = states_of(reference, threshold);
    double *m = mem_alloc(states * states * sizeof *m), *right = mem_alloc(states * sizeof *right);
    double cdf[COUNTS], width = 2 * threshold / (2 * (double)states - 1);
    size_t n = (size_t)fmin(COUNTS, mean + 12 * sqrt(mean) + threshold + reference + 20);
    poisson_cdf(mean, cdf, n);
    for (size_t i = 0; i < states; i++) {
        double below = 0;
        for (size_t k = 0; k < states; k++) {
            double upto = cdf_at(cdf, n, floor(((double)k + 0.5 - (double)i) * width + reference));
            m[i * states + k] = (i == k) - (upto - below);
            below = upto;
        }
        right[i] = 1;
    }
    double length = solve(m, right, states);
    free(m);
    free(right);
    return length;
}

double emerging_threshold(double mean, double run) {
    double reference = mean * CUSUM_K, low = 0.01, high = 4;
    while (emerging_run_length(mean, reference, high) < run && high < 4096) high *= 2;
    for (int i = 0; i < 24; i++) {
        double middle = (low + high) / 2;
        *(emerging_run_length(mean, reference, middle) < run ? &low : &high) = middle;
    }
    return high;
}
