/* change.c - how much a weekly rate changed, and how sure that is.
 *
 * Estimate: the log ratio of the two windows' rates, half a signal added to each so that an empty window
 * still gives a (wide) interval. Variance: that of a Poisson count times a dispersion, by the delta method.
 *
 * Dispersion: from neighbouring weeks of the whole history (dispersion.h); the step that is being tested is left out.
 *
 * What it does not know: a rate that wanders by itself. The interval is for the ratio of the rates in these
 * two windows, not for what caused it; that needs the placebos of the outcomes layer. */
#include "stats/change.h"

#include <math.h>

#include "dispersion.h"

enum { MIN_SIGNALS = 10 }; /* in both windows together; below, even a doubling is within the interval */

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

static double variance_of_log(Window w, const Dispersion *d) {
    return dispersion_at(d, w.mean) / (w.signals + 0.5);
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
    Dispersion d = dispersion_measure(weeks, totals, n, step);
    c.dispersion = d.factor;
    bool enough = old.signals + new.signals >= MIN_SIGNALS &&dispersion_is_known(&d);
    if (!enough || old.exposure <= 0 || new.exposure <= 0) return c;
    double log_ratio = log((new.signals + 0.5) / new.exposure) - log((old.signals + 0.5) / old.exposure);
    double variance = variance_of_log(old, &d) + variance_of_log(new, &d);
    if (totals) variance += 1 / (old.exposure + 0.5) + 1 / (new.exposure + 0.5);
    return judge(c, log_ratio, student_quantile(0.95, d.df) * sqrt(variance));
}
