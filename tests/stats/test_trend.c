/* Is the band around the weekly levels honest, and is the day of the week gone? Seeded simulations of daily counts with
 * known rates. Prints what it finds. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "stats/trend.h"

enum { WEEKS = 52, DAYS = WEEKS * WEEK_DAYS, ROUNDS = 400, LEFT_DAYS = 3 };

static const double OFFICE[WEEK_DAYS] = {1.4, 1.3, 1.2, 1.2, 1.1, 0.4, 0.4}, ALIKE[WEEK_DAYS] = {1, 1, 1, 1, 1, 1, 1};

typedef struct World {
    const char *name;
    const double *factors;
    double bursts;       /* variance of a week's factor: negative binomial; 0: Poisson */
    double growth, step; /* growth a week; what everything is times from the middle on */
    int weeks;
} World;

/* Marsaglia and Tsang 2000; shape >= 1 here. */
static double draw_gamma(Rng *r, double shape) {
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double x = rng_normal(r), v = 1 + c * x;
        if (v <= 0) continue;
        v = v * v * v;
        if (log(1 - rng_unit(r)) < x * x / 2 + d - d * v + d * log(v)) return d * v;
    }
}

static double rate_of(const World *w, double level, int week) {
    return level * exp(w->growth * (week - w->weeks / 2.0)) * (week >= w->weeks / 2 ? w->step : 1);
}

static void draw_days(Rng *r, const World *w, double level, double *days) {
    for (int k = 0; k < w->weeks; k++) {
        double rate = rate_of(w, level, k);
        if (w->bursts > 0) rate *= draw_gamma(r, 1 / w->bursts) * w->bursts;
        for (int d = 0; d < WEEK_DAYS; d++)
            days[k * WEEK_DAYS + d] = (double)rng_poisson(r, rate * w->factors[d] / WEEK_DAYS);
    }
}

typedef struct Found {
    double covered, judged;           /* of whole weeks */
    double last_covered, last_judged; /* of the last one, of which LEFT_DAYS are missing */
    double level, truth, last_level, last_truth;
} Found;

static Found simulate(const World *w, double level, uint64_t seed) {
    Rng r = rng_new(seed);
    Found f = {0};
    for (int round = 0; round < ROUNDS; round++) {
        double days[DAYS], own = level * exp(0.5 * (rng_unit(&r) - 0.5)); /* else a lattice of counts meets one rate */
        TrendWeek weeks[WEEKS];
        draw_days(&r, w, own, days);
        size_t n = (size_t)w->weeks;
        trend_estimate(days, n, 0, n * WEEK_DAYS - LEFT_DAYS, weeks, NULL);
        for (size_t k = 0; k < n; k++) {
            double truth = rate_of(w, own, (int)k);
            bool last = k == n - 1, covers = weeks[k].low <= truth && truth <= weeks[k].high;
            assert_true(weeks[k].whole == !last && weeks[k].low <= weeks[k].level && weeks[k].level <= weeks[k].high);
            *(last ? &f.last_covered : &f.covered) += covers;
            *(last ? &f.last_judged : &f.judged) += 1;
            *(last ? &f.last_level : &f.level) += weeks[k].level;
            *(last ? &f.last_truth : &f.truth) += truth;
        }
    }
    return f;
}

static void intervals_cover_and_levels_are_not_biased(void **state) {
    (void)state;
    static const World WORLDS[] = {
        {"Poisson", ALIKE, 0, 0, 1, 52},
        {"Poisson, office days", OFFICE, 0, 0, 1, 52},
        {"Poisson, office days, 16 weeks", OFFICE, 0, 0, 1, 16},
        {"bursts 0.1, office days", OFFICE, 0.1, 0, 1, 52},
        {"bursts 0.1, office days, growth 2 % a week", OFFICE, 0.1, 0.02, 1, 52},
        {"bursts 0.1, office days, doubles in the middle", OFFICE, 0.1, 0, 2, 52},
    };
    static const double LEVELS[] = {2, 5, 15, 50, 200};
    for (size_t w = 0; w < sizeof WORLDS / sizeof *WORLDS; w++) {
        Found all = {0};
        print_message("%-48s", WORLDS[w].name);
        for (size_t l = 0; l < sizeof LEVELS / sizeof *LEVELS; l++) {
            Found f = simulate(&WORLDS[w], LEVELS[l], 10 * w + l);
            double found = f.covered / f.judged, bias = f.level / f.truth, last = f.last_level / f.last_truth;
            print_message("  %3.0f: %.1f %%", LEVELS[l], 100 * found);
            assert_true(found >= 0.87 && found <= 0.95);
            assert_true(fabs(bias - 1) < 0.01);
            if (LEVELS[l] >= 15) assert_true(fabs(last - 1) < 0.05); /* below, too little tells of the days */
            all.covered += f.covered, all.judged += f.judged;
            all.last_covered += f.last_covered, all.last_judged += f.last_judged;
        }
        double found = all.covered / all.judged, last = all.last_covered / all.last_judged;
        print_message("  all %.1f %%, weeks of four days %.1f %%\n", 100 * found, 100 * last);
        assert_true(found >= 0.87 && found <= 0.93);
        assert_true(last >= 0.87 && last <= 0.95);
    }
}

/* A week that has only its working days yet is not taken for a rise. */
static void the_day_of_the_week_is_taken_out(void **state) {
    (void)state;
    const World busy = {"", OFFICE, 0.1, 0, 1, 52}, quiet = {"", OFFICE, 0, 0, 1, 52}, flat = {"", ALIKE, 0, 0, 1, 52};
    Rng r = rng_new(7);
    double days[DAYS], naive = 0, level = 0, far = 0;
    TrendWeek weeks[WEEKS];
    TrendDays t;
    for (int round = 0; round < 200; round++) {
        draw_days(&r, &busy, 100, days);
        trend_estimate(days, WEEKS, 0, DAYS - 2, weeks, &t);
        for (int d = 0; d < WEEK_DAYS; d++) assert_true(fabs(t.factors[d] - OFFICE[d]) < 0.2);
        level += weeks[WEEKS - 1].level / 200;
        naive += (weeks[WEEKS - 1].count - days[DAYS - 1] - days[DAYS - 2]) * 7 / 5 / 200;
    }
    print_message("five days of a week of 100: %.1f, taken as they are %.1f\n", level, naive);
    assert_true(fabs(level - 100) < 5 && naive > 120);
    for (int round = 0; round < 200; round++) { /* 26 signals in all say little, and are not believed much */
        draw_days(&r, &quiet, 0.5, days);
        trend_estimate(days, WEEKS, 0, DAYS, weeks, &t);
        double kept = 0, raw = 0, all = 0, shares[WEEK_DAYS] = {0};
        for (int i = 0; i < DAYS; i++) shares[i % WEEK_DAYS] += days[i], all += days[i];
        for (int d = 0; d < WEEK_DAYS; d++) kept += fabs(t.factors[d] - 1), raw += fabs(7 * shares[d] / all - 1);
        assert_true(kept < raw);
    }
    for (int round = 0; round < 200; round++) { /* no effect: none is made up */
        draw_days(&r, &flat, 20, days);
        trend_estimate(days, WEEKS, 0, DAYS, weeks, &t);
        for (int d = 0; d < WEEK_DAYS; d++) far += fabs(t.factors[d] - 1) / WEEK_DAYS / 200;
    }
    print_message("made up where there is none: %.3f\n", far);
    assert_true(far < 0.02);
}

static void plain_cases(void **state) {
    (void)state;
    double days[DAYS] = {0};
    TrendWeek weeks[WEEKS];
    TrendDays t;
    trend_estimate(days, WEEKS, 0, DAYS, weeks, &t); /* nothing at all */
    assert_true(weeks[9].level == 0 && isnan(weeks[9].low) && isnan(weeks[9].high) && weeks[9].whole);
    assert_float_equal(t.factors[3], 1, 0);
    for (int i = 0; i < DAYS; i++) days[i] = 2;
    trend_estimate(days, WEEKS, 10, DAYS - 9, weeks, NULL);
    assert_true(!weeks[0].whole && isnan(weeks[0].level)); /* before the first day that was observed */
    assert_true(!weeks[1].whole && weeks[2].whole && weeks[WEEKS - 3].whole && !weeks[WEEKS - 2].whole);
    assert_float_equal(weeks[1].level, 14, 1e-9); /* from four days */
    assert_float_equal(weeks[WEEKS - 2].level, 14, 1e-9);
    assert_true(isnan(weeks[WEEKS - 1].level) && weeks[WEEKS - 1].count == 14);
    assert_true(weeks[5].low < 14 && weeks[5].high > 14);
    assert_true(weeks[WEEKS - 2].high - weeks[WEEKS - 2].low > weeks[5].high - weeks[5].low);
    trend_estimate(days, 1, 0, 3, weeks, NULL);
    assert_true(weeks[0].level == 14 && isnan(weeks[0].low));
    trend_estimate(days, 0, 0, 0, weeks, &t);
    assert_float_equal(t.counted, 0, 0);
    days[14] = 1e9; /* one day beyond all others */
    trend_estimate(days, WEEKS, 0, DAYS, weeks, NULL);
    for (int k = 0; k < WEEKS; k++)
        assert_true(isfinite(weeks[k].low) && isfinite(weeks[k].high) && weeks[k].low <= weeks[k].level);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_cover_and_levels_are_not_biased),
        cmocka_unit_test(the_day_of_the_week_is_taken_out),
        cmocka_unit_test(plain_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
