/* Episodes: one alert each, at the right time, and not too many without cause. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "emerging_parts.h"

enum { DAYS = 600 };
static const double WEEK[7] = {1.25, 1.2, 1.15, 1.1, 1.05, 0.75, 0.5};

typedef struct Made {
    double days[DAYS], all[DAYS];
} Made;

static void draw(Made *m, double level, uint64_t seed) {
    Rng r = rng_new(seed);
    for (int d = 0; d < DAYS; d++) {
        m->days[d] = (double)rng_poisson(&r, level * WEEK[d % 7]);
        m->all[d] = m->days[d] + (double)rng_poisson(&r, 100 * WEEK[d % 7]);
    }
}

static void raise(Made *m, int begin, int end, double more, uint64_t seed) {
    Rng r = rng_new(seed);
    for (int d = begin; d < end; d++) m->days[d] += (double)rng_poisson(&r, more * WEEK[d % 7]);
}

static void a_rise_is_one_alert(void **state) {
    (void)state;
    Arena *a = arena_new();
    Made m;
    size_t n;
    draw(&m, 4, 2);
    raise(&m, 400, 420, 12, 3);
    Episode *e = emerging_find(a, m.days, m.all, DAYS, &n), *hit = NULL;
    for (size_t i = 0; i < n; i++)
        if (e[i].alerted >= 400 && e[i].alerted < 440) {
            assert_null(hit);
            hit = &e[i];
        }
    assert_non_null(hit);
    assert_true(hit->alerted <= 404 && hit->last >= 415 && hit->last <= 436 && !hit->open);
    assert_true(hit->baseline > 3 && hit->baseline < 5 && hit->signals > hit->expected && hit->level > 10);
    arena_free(a);
}

static void soon_again_is_the_same_one(void **state) {
    (void)state;
    Arena *a = arena_new();
    Made m;
    size_t n, near = 0;
    draw(&m, 4, 12);
    raise(&m, 400, 410, 16, 5);
    raise(&m, 434, 444, 16, 6);
    Episode *e = emerging_find(a, m.days, m.all, DAYS, &n);
    for (size_t i = 0; i < n; i++)
        if (e[i].alerted >= 400 && e[i].alerted < 440) {
            near++;
            assert_int_equal(e[i].reopened, 1);
        }
    assert_int_equal(near, 1);
    arena_free(a);
}

static void what_stays_becomes_usual(void **state) {
    (void)state;
    Arena *a = arena_new();
    Made m;
    size_t n;
    draw(&m, 4, 7);
    raise(&m, 300, DAYS, 8, 8);
    Episode *e = emerging_find(a, m.days, m.all, DAYS, &n);
    assert_true(n >= 1 && n <= 2);
    assert_true(e[n - 1].alerted < 310 || n == 2);
    assert_false(e[0].open);
    arena_free(a);
}

/* No past at all, and then a few voices in two days. */
static void born_yesterday(void **state) {
    (void)state;
    Arena *a = arena_new();
    Made m;
    size_t n;
    draw(&m, 0, 9);
    m.days[DAYS - 2] = 2;
    assert_int_equal((emerging_find(a, m.days, m.all, DAYS, &n), n), 0);
    m.days[DAYS - 1] = 3;
    Episode *e = emerging_find(a, m.days, m.all, DAYS, &n);
    assert_int_equal(n, 1);
    assert_true(e[0].open && e[0].alerted == DAYS - 1 && e[0].signals == 5);
    arena_free(a);
}

static void data_that_begins_is_no_rise(void **state) {
    (void)state;
    Arena *a = arena_new();
    Made m;
    size_t n;
    draw(&m, 4, 10);
    for (int d = 0; d < 300; d++) m.days[d] = m.all[d] = 0;
    Episode *e = emerging_find(a, m.days, m.all, 330, &n);
    (void)e;
    assert_int_equal(n, 0);
    arena_free(a);
}

static void calm_themes_stay_calm(void **state) {
    (void)state;
    Arena *a = arena_new();
    Made m;
    size_t n, all = 0, years = 0;
    for (uint64_t i = 0; i < 200; i++) {
        draw(&m, 2, 100 + i);
        emerging_find(a, m.days, m.all, DAYS, &n);
        all += n;
        years++;
        arena_reset(a);
    }
    double a_year = (double)all / (double)years / ((DAYS - 28) / 365.0);
    print_message("false alarms of a theme a year: %.2f\n", a_year);
    assert_true(a_year < 1);
    arena_free(a);
}

static void limits_are_what_they_claim(void **state) {
    (void)state;
    static const double MEANS[] = {0.02, 0.08, 0.32, 1.28, 5.12};
    for (size_t i = 0; i < sizeof MEANS / sizeof *MEANS; i++) {
        double limit = emerging_limit(MEANS[i]), anew = emerging_threshold(MEANS[i], EMERGING_RUN);
        if (fabs(limit / anew - 1) > 0.01) fail_msg("mean %g: table %g, computed %g", MEANS[i], limit, anew);
    }
}

/* The Markov chain against plain simulation. */
static void run_length_as_simulated(void **state) {
    (void)state;
    Rng r = rng_new(11);
    double mean = 2, reference = mean * CUSUM_K, threshold = 4, days = 0;
    enum { RUNS = 4000 };
    for (int i = 0; i < RUNS; i++) {
        double sum = 0;
        do {
            sum = fmax(0, sum + (double)rng_poisson(&r, mean) - reference);
            days++;
        } while (sum <= threshold);
    }
    double chain = emerging_run_length(mean, reference, threshold), simulated = days / RUNS;
    assert_true(fabs(chain / simulated - 1) < 0.06);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rise_is_one_alert),         cmocka_unit_test(soon_again_is_the_same_one),
        cmocka_unit_test(what_stays_becomes_usual),    cmocka_unit_test(born_yesterday),
        cmocka_unit_test(data_that_begins_is_no_rise), cmocka_unit_test(calm_themes_stay_calm),
        cmocka_unit_test(limits_are_what_they_claim),  cmocka_unit_test(run_length_as_simulated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
