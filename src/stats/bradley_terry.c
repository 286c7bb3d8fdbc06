/* bradley_terry.c - Newton's method on the log posterior, which is concave; Cholesky for the steps and the covariance.
 */
#include "stats/bradley_terry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "stats/change.h"

enum { STEPS_MAX = 100 };

/* Gradient, and minus the Hessian, of the log posterior. */
static void derivatives(const double *wins, size_t n, const double *x, double *gradient, double *curve) {
    const double prior = 1 / (BT_PRIOR_SD * BT_PRIOR_SD);
    memset(curve, 0, n * n * sizeof *curve);
    for (size_t i = 0; i < n; i++) {
        gradient[i] = -x[i] * prior;
        curve[i * n + i] = prior;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            double won = wins[i * n + j], all = won + wins[j * n + i];
            if (all <= 0) continue;
            double p = 1 / (1 + exp(x[j] - x[i])), bend = all * p * (1 - p);
            gradient[i] += won - all * p;
            gradient[j] -= won - all * p;
            curve[i * n + i] += bend;
            curve[j * n + j] += bend;
            curve[i * n + j] -= bend;
            curve[j * n + i] -= bend;
        }
}

/* Lower triangle of the Cholesky factor in place; the matrix is positive definite by the prior. */
static void factor(double *m, size_t n) {
    for (size_t j = 0; j < n; j++)
        for (size_t i = j; i < n; i++) {
            double sum = m[i * n + j];
            for (size_t k = 0; k < j; k++) sum -= m[i * n + k] * m[j * n + k];
            m[i * n + j] = i == j ? sqrt(sum) : sum / m[j * n + j];
        }
}

static void solve(const double *factored, size_t n, double *b) {
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++) b[i] -= factored[i * n + k] * b[k];
        b[i] /= factored[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++) b[i] -= factored[k * n + i] * b[k];
        b[i] /= factored[i * n + i];
    }
}

/* Full steps overshoot only where curves are flat, which the prior keeps from happening; longer ones than 2 are cut. */
static bool climb(const double *wins, size_t n, double *x, double *gradient, double *curve) {
    for (int step = 0; step < STEPS_MAX; step++) {
        derivatives(wins, n, x, gradient, curve);
        factor(curve, n);
        solve(curve, n, gradient);
        double longest = 0;
        for (size_t i = 0; i < n; i++) longest = fmax(longest, fabs(gradient[i]));
        for (size_t i = 0; i < n; i++) x[i] += longest > 2 ? gradient[i] * 2 / longest : gradient[i];
        if (longest < 1e-10) return true;
    }
    return false;
}

/* Columns of the covariance, from the factor of its inverse. */
static void covariance(const double *factored, size_t n, double *out) {
    memset(out, 0, n * n * sizeof *out);
    for (size_t i = 0; i < n; i++) {
        out[i * n + i] = 1;
        solve(factored, n, out + i * n);
    }
}

static void score(const double *wins, const double *x, const double *cov, size_t n, size_t i, BtScore *out) {
    double z = normal_quantile(0.95), spread = z * sqrt(cov[i * n + i]);
    *out = (BtScore){.ability = x[i], .low = x[i] - spread, .high = x[i] + spread, .rank_low = 1, .rank_high = n};
    for (size_t j = 0; j < n; j++) {
        if (j == i) continue;
        out->judged += wins[i * n + j] + wins[j * n + i];
        double far = z * sqrt(fmax(0, cov[i * n + i] + cov[j * n + j] - 2 * cov[i * n + j]));
        out->rank_low += x[j] - x[i] > far;
        out->rank_high -= x[i] - x[j] > far;
    }
}

bool bradley_terry(const double *wins, size_t n, BtScore *out) {
    double *room = mem_zeros(2 * n * n + 2 * n + 1, sizeof *room);
    double *curve = room, *cov = room + n * n, *x = cov + n * n, *gradient = x + n;
    bool ok = climb(wins, n, x, gradient, curve);
    if (ok) {
        covariance(curve, n, cov);
        for (size_t i = 0; i < n; i++) score(wins, x, cov, n, i, &out[i]);
    }
    free(room);
    return ok;
}
