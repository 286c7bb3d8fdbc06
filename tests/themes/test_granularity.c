/* The number of themes: near the best, steady, and the one of before while that is nearly as good. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "granularity.h"

enum { STEPS = 14, N = 6000, TRIES = 200 };

/* As measured on the demo company: flat from 59 to 77 themes. */
static const GranularityStep FLAT[STEPS] = {{0.747, 29},  {0.812, 37},  {0.870, 44},  {0.890, 50}, {0.900, 55},
                                            {0.916, 59},  {0.916, 64},  {0.902, 71},  {0.906, 77}, {0.880, 89},
                                            {0.862, 105}, {0.839, 132}, {0.812, 164}, {0.802, 198}};

static size_t best(const GranularityStep *steps, size_t before) {
    return granularity_best(steps, STEPS, N, before);
}

static void test_the_best_is_found(void **state) {
    (void)state;
    size_t k = best(FLAT, 0);
    assert_true(k >= 59 && k <= 77);
    for (double peak = 20; peak <= 200; peak *= 1.2) { /* a sharp one outweighs what a team would like to read */
        GranularityStep steps[STEPS];
        for (size_t i = 0; i < STEPS; i++) {
            steps[i].themes = (size_t)(8 * pow(2, 0.4 * (double)i));
            double away = log2((double)steps[i].themes / peak);
            steps[i].agreement = 0.9 - 0.3 * away * away;
        }
        assert_true(fabs(log2((double)best(steps, 0) / peak)) < 0.5);
    }
}

/* Other data of the same kind give each step other luck, and other numbers of themes. */
static void test_luck_does_not_move_it(void **state) {
    (void)state;
    Rng rng = rng_new(3);
    size_t least = SIZE_MAX, most = 0;
    for (int t = 0; t < TRIES; t++) {
        GranularityStep steps[STEPS];
        for (size_t i = 0; i < STEPS; i++) {
            steps[i] = FLAT[i];
            steps[i].agreement += (double)rng_below(&rng, 2001) / 1e5 - 0.01;
            steps[i].themes += rng_below(&rng, 3);
        }
        size_t k = best(steps, 0);
        least = k < least ? k : least;
        most = k > most ? k : most;
        assert_int_equal(best(steps, 66), 66);
    }
    assert_true(most - least <= 8); /* the step with the best value: 59 to 77 */
}

static void test_before_is_kept_only_when_it_is_good(void **state) {
    (void)state;
    assert_int_equal(best(FLAT, 60), 60);
    assert_int_equal(best(FLAT, 80), 80);
    size_t fresh = best(FLAT, 0);
    assert_int_equal(best(FLAT, 30), fresh);
    assert_int_equal(best(FLAT, 1), fresh);
    assert_int_equal(best(FLAT, 400), fresh);
    assert_int_equal(granularity_best(FLAT, STEPS, 100, 60), granularity_best(FLAT, STEPS, 100, 0)); /* of 100 texts */
}

static void test_steps_without_themes_say_nothing(void **state) {
    (void)state;
    GranularityStep steps[STEPS] = {{0.99, 0}, {0.99, 1}};
    assert_int_equal(best(steps, 0), 1);
    assert_int_equal(best(steps, 50), 1);
    steps[5] = (GranularityStep){0.5, 40};
    assert_int_equal(best(steps, 0), 40);
    steps[9] = (GranularityStep){0.5, 40};
    assert_int_equal(best(steps, 0), 40);
    steps[9].agreement = steps[5].agreement = -0.01; /* less than by chance */
    assert_int_equal(best(steps, 0), 40);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_best_is_found),
                                       cmocka_unit_test(test_luck_does_not_move_it),
                                       cmocka_unit_test(test_before_is_kept_only_when_it_is_good),
                                       cmocka_unit_test(test_steps_without_themes_say_nothing)};
    return cmocka_run_group_tests_name("themes/granularity", tests, NULL, NULL);
}
