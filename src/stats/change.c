/* change.c - how much a weekly rate changed, and how sure that is.
 *
 * Estimate: the log ratio of the two windows' rates, half a signal added to each so that an empty window
 * still gives a (wide) interval. Variance: that of a Poisson count times a dispersion, by the delta method.
 *
 * Dispersion: complaints come in bursts, so their variance is above Poisson. It is measured over the whole
 * history from neighbouring weeks (von Neumann 1941): given that two weeks hold s signals together, a
 * Poisson process puts s*q of them into the second, with variance s*q*(1-q), where q is that week's part of
 * the exposure. Squared misses over those variances estimate the dispersion. Growth, seasons and past steps
 * hardly touch it, because neighbours share them; the step that is being tested is left out.
 *
 * What it does not know: a rate that wanders by itself. The interval is for the ratio of the rates in these
 * two windows, not for what caused it; that needs the placebos of the outcomes layer. */
#include "stats/change.h"

#include <math.h>

enum {
    MIN_SIGNALS = 10, /* in both windows together; below, even a doubling is within the interval */
    MIN_PAIRS = 4     /* neighbouring weeks that tell about the dispersion */
};

typedef struct Window {
    double signals, exposure, mean;
} Window;

static Window window_sum(const double *weeks, const double *totals, size_t begin, size_t end) {
    Window w = {0};
    for (size_t i = begin; i < end; i++) {
        w.signals += weeks[i];
        w.exposure += totals ? totals[i] : 1;
    }
    w.mean = w.signals / (double)(end - begin);
    return w;
}

typedef struct Dispersion {
    double factor, level; /* at least 1; mean signals a week where it was measured, weighted as it was */
    double df;
    size_t pairs;
} Dispersion;

/* Ratio of sums, so that weeks with many signals say more. Degrees of freedom after Satterthwaite 1946;
 * overlapping differences carry two thirds of what independent ones would. */
static Dispersion measure_dispersion(const double *weeks, const double *totals, size_t n, size_t step) {
    double misses = 0, variance = 0, squares = 0, level = 0;
    size_t pairs = 0;
    for (size_t i = 1; i < n; i++) {
        double both = weeks[i - 1] + weeks[i];
        double first = totals ? totals[i - 1] : 1, second = totals ? totals[i] : 1;
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

/* Bursts grow with the level: above the level it was measured at, the excess over Poisson is taken as
 * proportional to the mean (negative binomial); below, it is left as it is, which errs to the wide side. */
static double variance_of_log(Window w, const Dispersion *d) {
    double factor = 1 + (d->factor - 1) * fmax(1, w.mean / d->level);
    return factor / (w.signals + 0.5);
}

static Change judge(Change c, double log_ratio, double margin) {
    c.ratio = exp(log_ratio);
    c.low = exp(log_ratio - margin);
    c.high = exp(log_ratio + margin);
    c.verdict = c.low > 1 ? CHANGE_UP : c.high < 1 ? CHANGE_DOWN : CHANGE_UNCLEAR;
    return c;
}

Change change_estimate(const double *weeks, const double *totals, size_t n, size_t recent, size_t before) {
    Change c = {CHANGE_TOO_FEW, NAN, NAN, NAN, 1, 0, 0};
    if (recent == 0 || before == 0 || recent > n || before > n - recent) return c;
    size_t step = n - recent;
    Window old = window_sum(weeks, totals, step - before, step), new = window_sum(weeks, totals, step, n);
    c.before = old.mean;
    c.after = new.mean;
    Dispersion d = measure_dispersion(weeks, totals, n, step);
    c.dispersion = d.factor;
    bool enough = old.signals + new.signals >= MIN_SIGNALS &&d.pairs >= MIN_PAIRS;
    if (!enough || old.exposure <= 0 || new.exposure <= 0) return c;
    double log_ratio = log((new.signals + 0.5) / new.exposure) - log((old.signals + 0.5) / old.exposure);
    double variance = variance_of_log(old, &d) + variance_of_log(new, &d);
    if (totals) variance += 1 / (old.exposure + 0.5) + 1 / (new.exposure + 0.5);
    return judge(c, log_ratio, student_quantile(0.95, d.df) * sqrt(variance));
}
