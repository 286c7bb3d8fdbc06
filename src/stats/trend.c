/* trend.c - weekly levels out of daily counts: see stats/trend.h for the method. */
#include "stats/trend.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "dispersion.h"
#include "stats/change.h"

enum { NEAR = 4 }; /* weeks on each side */

typedef struct Range {
    size_t begin, end; /* observed days */
} Range;

static bool is_observed(Range r, size_t day) {
    return day >= r.begin && day < r.end;
}

static bool is_whole(Range r, size_t week) {
    return is_observed(r, week * WEEK_DAYS) && is_observed(r, week * WEEK_DAYS + WEEK_DAYS - 1);
}

static double sum(const double *days) {
    double s = 0;
    for (int d = 0; d < WEEK_DAYS; d++) s += days[d];
    return s;
}

/* Variance within weeks over that of a multinomial with these shares; one week pays for their estimation. */
static double measure_within(const double *days, size_t weeks, Range observed, const double *shares) {
    double misses = 0, variance = 0, of_one = 0, n = 0;
    for (int d = 0; d < WEEK_DAYS; d++) of_one += shares[d] * (1 - shares[d]);
    for (size_t w = 0; w < weeks; w++) {
        double all = sum(days + w * WEEK_DAYS);
        if (!is_whole(observed, w) || all <= 0) continue;
        for (int d = 0; d < WEEK_DAYS; d++) {
            double miss = days[w * WEEK_DAYS + (size_t)d] - all * shares[d];
            misses += miss * miss;
        }
        variance += all * of_one;
        n++;
    }
    return n < 2 || variance <= 0 ? 1 : fmax(1, misses / variance * n / (n - 1));
}

static TrendDays learn_factors(const double *days, size_t weeks, Range observed) {
    TrendDays t = {.dispersion = 1};
    double shares[WEEK_DAYS] = {0}, spread = 0, chance;
    for (size_t w = 0; w < weeks; w++)
        for (size_t d = 0; is_whole(observed, w) && d < WEEK_DAYS; d++) shares[d] += days[w * WEEK_DAYS + d];
    for (int d = 0; d < WEEK_DAYS; d++) t.factors[d] = 1;
    t.counted = sum(shares);
    if (t.counted <= 0) return t;
    for (int d = 0; d < WEEK_DAYS; d++) {
        shares[d] /= t.counted;
        spread += pow(WEEK_DAYS * shares[d] - 1, 2) / WEEK_DAYS;
    }
    t.dispersion = measure_within(days, weeks, observed, shares);
    chance = (WEEK_DAYS - 1) * t.dispersion / t.counted; /* the spread when all days are alike */
    double keep = spread > 0 ? fmax(0, 1 - (WEEK_DAYS - 3.0) / (WEEK_DAYS - 1) * chance / spread) : 0;
    for (int d = 0; d < WEEK_DAYS; d++) t.factors[d] = 1 + keep * (WEEK_DAYS * shares[d] - 1);
    return t;
}

/* The means at which a count of y is t standard deviations away: variance factor * mean + relative * mean^2. */
static void score_interval(double y, double t, double factor, double relative, double *low, double *high) {
    double a = fmax(0.1, 1 - t * t * relative), b = y + t * t * factor / 2, root = sqrt(fmax(0, b * b - a * y * y));
    *low = y * y / (b + root); /* (b - root) / a, without its cancellation */
    *high = (b + root) / a;
    if (y <= 0) *low = 0;
}

typedef struct Observed {
    double count, part; /* of its observed days; their part of a week */
} Observed;

static Observed observe(const double *days, Range observed, size_t week, const TrendDays *t) {
    Observed o = {0};
    for (size_t d = 0; d < WEEK_DAYS; d++) {
        if (!is_observed(observed, week * WEEK_DAYS + d)) continue;
        o.count += days[week * WEEK_DAYS + d];
        o.part += t->factors[d] / WEEK_DAYS;
    }
    if (is_whole(observed, week)) o.part = 1;
    return o;
}

/* Relative variance that comes from not knowing the factors of the days which were not observed. */
static double not_seen(Observed o, const TrendDays *t) {
    return o.part < 1 && o.part > 0 ? (1 - o.part) / o.part * t->dispersion / fmax(1, t->counted) : 0;
}

/* Mean count a week around week `at`: by one count alone, chance would widen the high ones and not narrow the low ones.
 */
static double level_around(const double *counts, const double *parts, size_t weeks, size_t at) {
    double count = 0, part = 0;
    for (size_t w = at > NEAR ? at - NEAR : 0; w < weeks && w <= at + NEAR; w++) count += counts[w], part += parts[w];
    return part > 0 ? count / part : 0;
}

/* Chance of the Poisson kind is known, only what is above it was estimated (Satterthwaite 1946). */
static double quantile(const Dispersion *d) {
    double share = 1 - 1 / d->factor;
    return share <= 0 ? normal_quantile(0.95) : student_quantile(0.95, fmax(1, d->df / (share * share)));
}

static TrendWeek judge(Observed o, double count, bool whole, double factor, double t, double relative) {
    TrendWeek w = {.count = count, .level = NAN, .low = NAN, .high = NAN, .whole = whole};
    if (o.part <= 0) return w;
    w.level = o.count / o.part;
    if (isnan(factor)) return w;
    score_interval(o.count, t, factor, relative, &w.low, &w.high);
    w.low /= o.part;
    w.high /= o.part;
    return w;
}

void trend_estimate(const double *days, size_t weeks, size_t begin, size_t end, TrendWeek *out, TrendDays *factors) {
    Range observed = {begin, end};
    TrendDays t = learn_factors(days, weeks, observed);
    if (factors) *factors = t;
    double *counts = mem_alloc((weeks + 1) * sizeof *counts), *parts = mem_alloc((weeks + 1) * sizeof *parts);
    for (size_t w = 0; w < weeks; w++) {
        Observed o = observe(days, observed, w, &t);
        counts[w] = o.count, parts[w] = o.part;
    }
    Dispersion d = dispersion_measure(counts, parts, weeks, 0);
    for (size_t w = 0; w < weeks; w++) {
        Observed o = {counts[w], parts[w]};
        double factor = dispersion_is_known(&d) ? dispersion_at(&d, level_around(counts, parts, weeks, w)) : NAN;
        out[w] = judge(o, sum(days + w * WEEK_DAYS), is_whole(observed, w), factor, quantile(&d), not_seen(o, &t));
    }
    free(counts);
    free(parts);
}
