/* effect.c - weighted least squares of three columns: see outcomes/effect.h for the method. */
#include "outcomes/effect.h"

#include <math.h>
#include <string.h>

enum { COLUMNS = 3, ROUNDS = 2, BEFORE_MIN = 5 };
enum { LEVEL, EFFECT, SLOPE };

typedef struct Normal {
    double xx[COLUMNS][COLUMNS], xz[COLUMNS];
} Normal;

double rollout_share(const Rollout *r, size_t week) {
    return r->share ? r->share[week] : 1;
}

static double z_of(double theme, double others) {
    return log((theme + 0.5) / (others + 0.5));
}

/* The weeks of a fit as rows of the design; false: this week is left out. */
static bool row_of(const Rollout *r, size_t before, size_t week, double x[COLUMNS]) {
    x[LEVEL] = 1;
    x[SLOPE] = (double)week - (double)before;
    x[EFFECT] = week < before ? 0 : rollout_share(r, week - before);
    return week < before || week - before >= r->skip;
}

/* Inverse of a symmetric matrix of n by n, by Gauss and Jordan; false: singular. */
static bool invert(double m[COLUMNS][COLUMNS], size_t n, double out[COLUMNS][COLUMNS]) {
    double a[COLUMNS][2 * COLUMNS] = {{0}};
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n; k++) a[i][k] = m[i][k];
        a[i][n + i] = 1;
    }
    for (size_t i = 0; i < n; i++) {
        double pivot = a[i][i];
        if (!(pivot > 1e-12 * fabs(m[i][i])) || m[i][i] <= 0) return false; /* positive definite, or nothing */
        for (size_t k = 0; k < 2 * n; k++) a[i][k] /= pivot;
        for (size_t r = 0; r < n; r++) {
            double factor = a[r][i];
            for (size_t k = 0; r != i && k < 2 * n; k++) a[r][k] -= factor * a[i][k];
        }
    }
    memset(out, 0, sizeof(double) * COLUMNS * COLUMNS);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) out[i][k] = a[i][n + k];
    return true;
}

static double fitted(const double beta[COLUMNS], const double x[COLUMNS]) {
    return beta[LEVEL] * x[LEVEL] + beta[EFFECT] * x[EFFECT] + beta[SLOPE] * x[SLOPE];
}

/* Inverse variance of z when the theme has what is fitted. */
static double weight_of(double z, double others) {
    double theme = exp(z) * (others + 0.5);
    return 1 / (1 / (theme + 0.5) + 1 / (others + 0.5));
}

typedef struct Data {
    const double *others, *z; /* z: of each week, computed once */
    size_t before, n, columns;
    const Rollout *rollout;
} Data;

static Normal sum_up(const Data *d, const double *beta /* NULL: all weights 1 */) {
    Normal sums = {0};
    double x[COLUMNS];
    for (size_t w = 0; w < d->n; w++) {
        if (!row_of(d->rollout, d->before, w, x)) continue;
        double z = d->z[w], weight = beta ? weight_of(fitted(beta, x), d->others[w]) : 1;
        for (size_t i = 0; i < d->columns; i++) {
            sums.xz[i] += weight * x[i] * z;
            for (size_t k = 0; k < d->columns; k++) sums.xx[i][k] += weight * x[i] * x[k];
        }
    }
    return sums;
}

/* Squared misses of the fit, by the weights it was made with; counts the weeks. */
static double misses(const Data *d, const double *weights_by, const double *beta, size_t *weeks) {
    double sum = 0, x[COLUMNS];
    *weeks = 0;
    for (size_t w = 0; w < d->n; w++) {
        if (!row_of(d->rollout, d->before, w, x)) continue;
        double miss = d->z[w] - fitted(beta, x);
        sum += weight_of(fitted(weights_by, x), d->others[w]) * miss * miss;
        ++*weeks;
    }
    return sum;
}

bool effect_fit(const double *theme, const double *others, size_t before, const Rollout *rollout, bool trend,
                Fit *fit) {
    double z[FIT_WEEKS_MAX];
    Data d = {others, z, before, before + rollout->weeks, trend ? COLUMNS : COLUMNS - 1, rollout};
    double beta[COLUMNS] = {0}, last[COLUMNS] = {0}, inverse[COLUMNS][COLUMNS];
    size_t weeks;
    if (before < BEFORE_MIN || d.n > FIT_WEEKS_MAX) return false;
    for (size_t w = 0; w < d.n; w++) z[w] = z_of(theme[w], others[w]);
    for (int round = 0; round <= ROUNDS; round++) {
        Normal sums = sum_up(&d, round ? beta : NULL);
        memcpy(last, beta, sizeof beta);
        if (!invert(sums.xx, d.columns, inverse)) return false;
        for (size_t i = 0; i < COLUMNS; i++) {
            beta[i] = 0;
            for (size_t k = 0; k < d.columns; k++) beta[i] += inverse[i][k] * sums.xz[k];
        }
    }
    double rest = misses(&d, last, beta, &weeks);
    fit->df = (double)weeks - (double)d.columns;
    if (fit->df < 2) return false;
    fit->scatter = fmax(1, rest / fit->df);
    fit->level = beta[LEVEL], fit->effect = beta[EFFECT], fit->slope = beta[SLOPE];
    for (size_t i = 0; i < COLUMNS; i++)
        for (size_t k = 0; k < COLUMNS; k++) fit->covariance[i][k] = fit->scatter * inverse[i][k];
    fit->variance = fit->covariance[EFFECT][EFFECT];
    return isfinite(fit->effect) && isfinite(fit->variance);
}

double fit_without(const Fit *fit, double week) {
    return fit->level + fit->slope * week;
}

double fit_variance(const Fit *fit, double week, double theme, double others) {
    double line = fit->covariance[LEVEL][LEVEL] + 2 * week * fit->covariance[LEVEL][SLOPE] +
                  week * week * fit->covariance[SLOPE][SLOPE];
    return line + fit->scatter * (1 / (theme + 0.5) + 1 / (others + 0.5));
}
