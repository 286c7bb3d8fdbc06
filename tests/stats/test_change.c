/* Is the 90 % interval honest? Seeded simulation of weekly counts with a known ratio, and what the
 * estimate says about plain cases. Prints the coverage it finds. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "stats/change.h"

enum { WEEKS = 78, RECENT = 4, BEFORE = 8, ROUNDS = 1200 };

typedef struct World {
    const char *name;
    double dispersion; /* of the negative binomial; 0: Poisson */
    double drift_sd;   /* of a log rate that wanders, AR(1) with rho 0.9 a week */
    double growth;     /* a week, in everything */
    bool totals;       /* compare shares */
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

static double draw_count(Rng *r, const World *w, double mean) {
    if (w->dispersion > 0) mean *= draw_gamma(r, 1 / w->dispersion) * w->dispersion;
    return (double)rng_poisson(r, mean);
}

/* The part of rounds whose interval holds the ratio of the rates in the two windows. */
static double coverage(const World *w, double level, double ratio, uint64_t seed, double *called) {
    Rng r = rng_new(seed);
    int covered = 0, judged = 0, moved = 0;
    for (int k = 0; k < ROUNDS; k++) {
        double weeks[WEEKS], totals[WEEKS], drift = w->drift_sd * rng_normal(&r), old = 0, new = 0;
        for (int i = 0; i < w->weeks; i++) {
            drift = 0.9 * drift + sqrt(1 - 0.81) * w->drift_sd * rng_normal(&r);
            bool after = i >= w->weeks - RECENT;
            double common = exp(w->growth * (i - w->weeks)), rate = level * exp(drift) * (after ? ratio : 1);
            weeks[i] = draw_count(&r, w, rate * common);
            double others = 20 * level * common;
            totals[i] = weeks[i] + round(fmax(0, others + sqrt(others) * rng_normal(&r)));
            if (i >= w->weeks - RECENT - BEFORE)
                *(after ? &new : &old) += rate * common / (w->totals ? rate * common + others : 1);
        }
        Change c = change_estimate(weeks, w->totals ? totals : NULL, (size_t)w->weeks, RECENT, BEFORE);
        if (c.verdict == CHANGE_TOO_FEW) continue;
        double truth = new / RECENT / (old / BEFORE);
        judged++;
        covered += c.low <= truth && truth <= c.high;
        moved += c.verdict != CHANGE_UNCLEAR;
    }
    *called = judged ? (double)moved / judged : 0;
    return judged ? (double)covered / judged : 1;
}

static void interval_covers(void **state) {
    (void)state;
    static const World WORLDS[] = {
        {"Poisson", 0, 0, 0, false, 78},
        {"Poisson, 16 weeks", 0, 0, 0, false, 16},
        {"negative binomial 0.1", 0.1, 0, 0, false, 78},
        {"negative binomial 0.1, 16 weeks", 0.1, 0, 0, false, 16},
        {"negative binomial 0.1, growth 2 % a week, shares", 0.1, 0, 0.02, true, 78},
        {"negative binomial 0.1, AR(1) drift 0.2", 0.1, 0.2, 0, false, 78},
    };
    static const double LEVELS[] = {2, 5, 15, 50}, RATIOS[] = {1, 0.5, 2};
    for (size_t w = 0; w < sizeof WORLDS / sizeof *WORLDS; w++) {
        for (size_t k = 0; k < 3; k++) {
            print_message("%-50s ratio %.1f:", WORLDS[w].name, RATIOS[k]);
            for (size_t l = 0; l < 4; l++) {
                double called, found = coverage(&WORLDS[w], LEVELS[l], RATIOS[k], 100 * w + 10 * k + l, &called);
                print_message("  %2.0f/week %.1f %% (moved %.0f %%)", LEVELS[l], 100 * found, 100 * called);
                assert_true(found >= 0.87);
                if (RATIOS[k] == 1 && WORLDS[w].drift_sd == 0) assert_true(called <= 0.13);
            }
            print_message("\n");
        }
    }
}

static void plain_cases(void **state) {
    (void)state;
    double weeks[20], totals[20];
    for (int i = 0; i < 20; i++) weeks[i] = 20 + i % 3, totals[i] = 200;
    assert_int_equal(change_estimate(weeks, NULL, 20, 4, 8).verdict, CHANGE_UNCLEAR);
    for (int i = 16; i < 20; i++) weeks[i] = 60;
    Change up = change_estimate(weeks, NULL, 20, 4, 8);
    assert_int_equal(up.verdict, CHANGE_UP);
    assert_true(up.low < up.ratio && up.ratio < up.high && up.ratio > 2.7 && up.ratio < 3);
    assert_float_equal(up.after, 60, 1e-12);
    assert_float_equal(up.dispersion, 1, 1e-12);
    for (int i = 16; i < 20; i++) totals[i] = 570; /* everything grew as much */
    assert_int_equal(change_estimate(weeks, totals, 20, 4, 8).verdict, CHANGE_UNCLEAR);
    for (int i = 16; i < 20; i++) weeks[i] = 3;
    assert_int_equal(change_estimate(weeks, NULL, 20, 4, 8).verdict, CHANGE_DOWN);
}

static void no_statement_without_data(void **state) {
    (void)state;
    double weeks[20] = {0}, none[20] = {0};
    assert_int_equal(change_estimate(weeks, NULL, 20, 4, 8).verdict, CHANGE_TOO_FEW);
    assert_true(isnan(change_estimate(weeks, NULL, 20, 4, 8).ratio));
    weeks[18] = 9;
    assert_int_equal(change_estimate(weeks, NULL, 20, 4, 8).verdict, CHANGE_TOO_FEW);
    for (int i = 0; i < 20; i++) weeks[i] = 30;
    assert_int_equal(change_estimate(weeks, NULL, 20, 0, 8).verdict, CHANGE_TOO_FEW);
    assert_int_equal(change_estimate(weeks, NULL, 20, 4, 17).verdict, CHANGE_TOO_FEW);
    assert_int_equal(change_estimate(weeks, NULL, 20, 21, SIZE_MAX).verdict, CHANGE_TOO_FEW);
    assert_int_equal(change_estimate(weeks, NULL, 5, 2, 3).verdict, CHANGE_TOO_FEW);
    assert_int_equal(change_estimate(weeks, none, 20, 4, 8).verdict, CHANGE_TOO_FEW);
}

/* A theme that did not exist before: no division by zero, and clearly up. */
static void from_nothing(void **state) {
    (void)state;
    double weeks[30] = {0};
    for (int i = 26; i < 30; i++) weeks[i] = 10 + i % 2;
    Change c = change_estimate(weeks, NULL, 30, 4, 8);
    assert_true(c.verdict == CHANGE_TOO_FEW || c.verdict == CHANGE_UP);
    weeks[3] = weeks[9] = weeks[15] = 1;
    c = change_estimate(weeks, NULL, 30, 4, 8);
    assert_int_equal(c.verdict, CHANGE_UP);
    assert_true(isfinite(c.ratio) && isfinite(c.high) && c.low > 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interval_covers),
        cmocka_unit_test(plain_cases),
        cmocka_unit_test(no_statement_without_data),
        cmocka_unit_test(from_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
