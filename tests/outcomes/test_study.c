/* Estimates against those of statsmodels and scipy (golden/make.py), and what a study refuses. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "outcomes/study.h"

static double read_number(FILE *f) {
    double x = NAN;
    assert_int_equal(fscanf(f, "%lf", &x), 1);
    return x;
}

static size_t read_size(FILE *f) {
    return (size_t)read_number(f);
}

static double *read_numbers(Arena *a, FILE *f, size_t n) {
    double *x = ARENA_ARRAY(a, double, n);
    for (size_t i = 0; i < n; i++) x[i] = read_number(f);
    return x;
}

static void same(const char *what, size_t at, double ours, double theirs) {
    if (fabs(ours - theirs) <= 1e-6 * fmax(1e-3, fabs(theirs))) return;
    fail_msg("study %zu: %s is %.12g, statsmodels has %.12g", at, what, ours, theirs);
}

static void check_study(Arena *a, FILE *f, size_t at) {
    size_t themes = read_size(f), weeks = read_size(f), release = read_size(f), treated = read_size(f);
    bool trend = read_size(f);
    Rollout rollout = {.weeks = read_size(f)};
    rollout.skip = read_size(f);
    size_t also_n = read_size(f), *also = ARENA_ARRAY(a, size_t, also_n);
    for (size_t i = 0; i < also_n; i++) also[i] = read_size(f);
    rollout.share = read_numbers(a, f, rollout.weeks);
    Panel p = {read_numbers(a, f, themes * weeks), themes, weeks, release};
    Study s;
    assert_int_equal(study_make(a, &p, treated, also, also_n, &rollout, trend, &s), STUDY_OK);
    same("effect", at, s.fit.effect, read_number(f));
    same("variance", at, s.fit.variance, read_number(f));
    same("level", at, s.fit.level, read_number(f));
    same("slope", at, s.fit.slope, read_number(f));
    same("scatter", at, s.fit.scatter, read_number(f));
    same("lambda", at, s.lambda, read_number(f));
    same("df", at, s.df, read_number(f));
    same("low", at, s.low, read_number(f));
    same("high", at, s.high, read_number(f));
    same("p", at, s.p, read_number(f));
    assert_int_equal(s.placebos_n, read_size(f));
    assert_int_equal(s.as_far, read_size(f));
}

static void as_statsmodels(void **state) {
    (void)state;
    FILE *f = fopen(GOLDEN "/studies.txt", "r");
    assert_non_null(f);
    Arena *a = arena_new();
    size_t n = read_size(f);
    assert_true(n >= 12);
    for (size_t i = 0; i < n; i++) check_study(a, f, i);
    fclose(f);
    arena_free(a);
}

static Panel quiet(Arena *a, size_t themes, size_t weeks, size_t release, double level) {
    double *counts = ARENA_ARRAY(a, double, themes *weeks);
    Rng r = rng_new(5);
    for (size_t i = 0; i < themes * weeks; i++) counts[i] = (double)rng_poisson(&r, level);
    return (Panel){counts, themes, weeks, release};
}

static void refuses_what_it_cannot_judge(void **state) {
    (void)state;
    Arena *a = arena_new();
    Study s;
    Rollout rollout = {NULL, 8, 0};
    Panel p = quiet(a, 12, 19, 11, 20);
    assert_int_equal(study_make(a, &p, 0, NULL, 0, &rollout, true, &s), STUDY_SHORT);
    p = quiet(a, 3, 28, 20, 20);
    assert_int_equal(study_make(a, &p, 0, NULL, 0, &rollout, true, &s), STUDY_FEW);
    p = quiet(a, 12, 60, 52, 0);
    assert_int_equal(study_make(a, &p, 0, NULL, 0, &rollout, true, &s), STUDY_EMPTY);
    p = quiet(a, 12, 60, 52, 20);
    double never[8] = {0};
    assert_int_equal(study_make(a, &p, 0, NULL, 0, &(Rollout){never, 8, 0}, true, &s), STUDY_SHORT);
    assert_int_equal(study_make(a, &p, 0, NULL, 0, &rollout, true, &s), STUDY_OK);
    arena_free(a);
}

/* One other theme that floods or vanishes must not look like an effect on ours. */
static void one_other_hardly_matters(void **state) {
    (void)state;
    Arena *a = arena_new();
    Study calm, flooded;
    Rollout rollout = {NULL, 8, 0};
    Panel p = quiet(a, 12, 60, 52, 50);
    assert_int_equal(study_make(a, &p, 0, NULL, 0, &rollout, true, &calm), STUDY_OK);
    for (size_t w = 52; w < 60; w++) ((double *)(uintptr_t)p.counts)[3 * 60 + w] *= 20;
    assert_int_equal(study_make(a, &p, 0, NULL, 0, &rollout, true, &flooded), STUDY_OK);
    assert_true(fabs(flooded.fit.effect - calm.fit.effect) < log(20) / 10);
    assert_true(flooded.lambda > 2 * calm.lambda); /* and the doubt grows */
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_statsmodels),
        cmocka_unit_test(refuses_what_it_cannot_judge),
        cmocka_unit_test(one_other_hardly_matters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
