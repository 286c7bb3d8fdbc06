/* Verdicts on companies whose truth is known. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "outcomes/outcome.h"

enum { THEMES = 12, BEFORE = 60, AFTER = 22, WEEKS = BEFORE + AFTER };

typedef struct Company {
    double counts[THEMES * WEEKS];
} Company;

static void draw(Company *c, double level, uint64_t seed) {
    Rng r = rng_new(seed);
    for (size_t i = 0; i < THEMES * WEEKS; i++) c->counts[i] = (double)rng_poisson(&r, level);
}

/* Draws weeks [begin, end) of a theme anew at this level. */
static void redraw(Company *c, size_t theme, size_t begin, size_t end, double level, uint64_t seed) {
    Rng r = rng_new(seed);
    for (size_t w = begin; w < end; w++) c->counts[theme * WEEKS + w] = (double)rng_poisson(&r, level);
}

static OutcomeAsk ask_of(const Company *c) {
    return (OutcomeAsk){.panel = {c->counts, THEMES, WEEKS, BEFORE}, .codebook_before = 1, .codebook_after = 1};
}

static void a_fall_is_found_with_its_size(void **state) {
    (void)state;
    Arena *a = arena_new();
    Company c;
    Outcome o;
    draw(&c, 80, 1);
    redraw(&c, 0, BEFORE, WEEKS, 40, 2);
    OutcomeAsk ask = ask_of(&c);
    outcome_judge(a, &ask, &o);
    assert_int_equal(o.verdict, VERDICT_FELL);
    assert_int_equal(o.looks_done, LOOKS_USUAL.n);
    assert_true(o.low <= log(0.5) && log(0.5) <= o.high);
    assert_true(o.avoided_low < 320 && 320 < o.avoided_high && o.avoided_low > 0); /* 40 a week for 8 weeks */
    assert_int_equal(o.lasting, LASTING_STILL);
    assert_int_equal(o.weeks_n, WEEKS);
    for (size_t w = BEFORE; w < BEFORE + 8; w++) {
        assert_true(o.weeks[w].after && o.weeks[w].low < 80 && 80 < o.weeks[w].high);
        assert_true(o.weeks[w].observed < o.weeks[w].expected);
    }
    arena_free(a);
}

static void nothing_is_not_called_a_success(void **state) {
    (void)state;
    Arena *a = arena_new();
    Company c;
    Outcome o;
    draw(&c, 400, 3);
    OutcomeAsk ask = ask_of(&c);
    outcome_judge(a, &ask, &o);
    assert_int_equal(o.verdict, VERDICT_DID_NOT_FALL); /* so many signals rule a fall of 20 % out */
    draw(&c, 6, 4);
    outcome_judge(a, &ask, &o);
    assert_int_equal(o.verdict, VERDICT_CANNOT_TELL);
    assert_true(o.smallest < log(0.8)); /* and it says that only more than that would have been seen */
    arena_free(a);
}

static void codebooks_must_be_one(void **state) {
    (void)state;
    Arena *a = arena_new();
    Company c;
    Outcome o;
    draw(&c, 80, 5);
    redraw(&c, 0, BEFORE, WEEKS, 40, 6);
    OutcomeAsk ask = ask_of(&c);
    ask.codebook_after = 2;
    outcome_judge(a, &ask, &o);
    assert_int_equal(o.verdict, VERDICT_REFUSED);
    assert_int_equal(o.why, REFUSED_CODEBOOK);
    arena_free(a);
}

/* Four themes are called otherwise from `week` on. */
static void replace_labels(Company *c, size_t week) {
    for (size_t t = 4; t < 8; t++) {
        redraw(c, t, week, WEEKS, 0, 7);
        redraw(c, t + 4, 0, week, 0, 8);
    }
}

static void replaced_labels_are_noticed(void **state) {
    (void)state;
    Arena *a = arena_new();
    Company c;
    Outcome o;
    OutcomeAsk ask = ask_of(&c);
    draw(&c, 80, 9);
    replace_labels(&c, BEFORE + 3);
    outcome_judge(a, &ask, &o);
    assert_int_equal(o.verdict, VERDICT_REFUSED);
    assert_int_equal(o.why, REFUSED_RECODED);
    draw(&c, 80, 10);
    replace_labels(&c, 20); /* long ago: what is older is left out, and both methods must agree */
    redraw(&c, 0, BEFORE, WEEKS, 30, 11);
    outcome_judge(a, &ask, &o);
    assert_int_equal(o.verdict, VERDICT_FELL);
    assert_true(o.recoded_week >= 20 && o.recoded_week <= 22 && o.weeks_used == BEFORE - o.recoded_week);
    assert_true(o.agreed);
    arena_free(a);
}

static void rollout_and_rollback(void **state) {
    (void)state;
    Arena *a = arena_new();
    Company c;
    Outcome o;
    double share[AFTER];
    OutcomeAsk ask = ask_of(&c);
    draw(&c, 200, 12);
    for (size_t w = 0; w < AFTER; w++) { /* a quarter more each week; taken back after the seventh */
        share[w] = w >= 6 ? 0 : fmin(1, 0.25 * (double)(w + 1));
        redraw(&c, 0, BEFORE + w, BEFORE + w + 1, 200 * pow(0.5, share[w]), 100 + w);
    }
    ask.share = share;
    outcome_judge(a, &ask, &o);
    assert_int_equal(o.verdict, VERDICT_FELL);
    assert_true(o.low <= log(0.5) && log(0.5) <= o.high); /* the effect on those who had it */
    for (size_t w = 0; w < AFTER; w++) share[w] = w < 4 ? 0 : 1;
    outcome_judge(a, &ask, &o);
    assert_true(o.looks[0].done && isnan(o.looks[0].effect)); /* nobody had it yet */
    assert_int_equal(o.looks[0].verdict, VERDICT_CANNOT_TELL);
    arena_free(a);
}

static void friction_that_only_moved(void **state) {
    (void)state;
    Arena *a = arena_new();
    Company c;
    Outcome o;
    const size_t near[] = {1, 2};
    OutcomeAsk ask = ask_of(&c);
    ask.near = near, ask.near_n = 2;
    draw(&c, 100, 13);
    redraw(&c, 0, BEFORE, WEEKS, 50, 14);
    redraw(&c, 1, BEFORE, WEEKS, 150, 15);
    outcome_judge(a, &ask, &o);
    assert_int_equal(o.verdict, VERDICT_FELL);
    assert_int_equal(o.moved, MOVED_ONLY);
    redraw(&c, 1, BEFORE, WEEKS, 100, 16);
    outcome_judge(a, &ask, &o);
    assert_int_equal(o.moved, MOVED_NOT);
    assert_true(o.together < 0 && o.together > o.effect);
    arena_free(a);
}

static void a_fall_that_did_not_last(void **state) {
    (void)state;
    Arena *a = arena_new();
    Company c;
    Outcome o;
    OutcomeAsk ask = ask_of(&c);
    draw(&c, 300, 17);
    redraw(&c, 0, BEFORE, BEFORE + 9, 120, 18);
    outcome_judge(a, &ask, &o);
    assert_int_equal(o.verdict, VERDICT_FELL);
    assert_int_equal(o.lasting, LASTING_GONE);
    arena_free(a);
}

static void looks_are_taken_when_due(void **state) {
    (void)state;
    Arena *a = arena_new();
    Company c;
    Outcome o;
    draw(&c, 80, 19);
    double *counts = ARENA_ARRAY(a, double, THEMES *(BEFORE + 5));
    for (size_t t = 0; t < THEMES; t++)
        for (size_t w = 0; w < BEFORE + 5; w++) counts[t * (BEFORE + 5) + w] = c.counts[t * WEEKS + w];
    OutcomeAsk ask = {.panel = {counts, THEMES, BEFORE + 5, BEFORE}};
    outcome_judge(a, &ask, &o);
    assert_int_equal(o.looks_done, 2);
    assert_true(o.looks[1].done && !o.looks[2].done);
    assert_int_equal(o.lasting, LASTING_EARLY);
    arena_free(a);
}

static void more_weeks_prove_smaller_falls(void **state) {
    (void)state;
    Arena *a = arena_new();
    Company c;
    draw(&c, 50, 20);
    const size_t weeks[] = {2, 4, 8};
    double smallest[3];
    Panel p = {c.counts, THEMES, WEEKS, WEEKS};
    outcome_provable(a, &p, 0, weeks, 3, looks_error(&LOOKS_USUAL), smallest);
    assert_true(smallest[0] < smallest[1] && smallest[1] < smallest[2] && smallest[2] < 0);
    assert_true(smallest[2] > log(0.5)); /* 50 a week, and next to no unrest: a half is seen */
    arena_free(a);
}

static void days_become_weeks_around_the_date(void **state) {
    (void)state;
    Arena *a = arena_new();
    double days[2 * 30];
    for (int d = 0; d < 60; d++) days[d] = d;
    Panel p = panel_of_days(a, days, 2, 30, 16, 52, 8);
    assert_int_equal(p.release, 2);
    assert_int_equal(p.weeks, 4); /* days 2..15, 16..29 */
    assert_true(panel_theme(&p, 0)[0] == 2 + 3 + 4 + 5 + 6 + 7 + 8);
    assert_true(panel_theme(&p, 1)[3] == 30 * 7 + 23 + 24 + 25 + 26 + 27 + 28 + 29);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fall_is_found_with_its_size),  cmocka_unit_test(nothing_is_not_called_a_success),
        cmocka_unit_test(codebooks_must_be_one),          cmocka_unit_test(replaced_labels_are_noticed),
        cmocka_unit_test(rollout_and_rollback),           cmocka_unit_test(friction_that_only_moved),
        cmocka_unit_test(a_fall_that_did_not_last),       cmocka_unit_test(looks_are_taken_when_due),
        cmocka_unit_test(more_weeks_prove_smaller_falls), cmocka_unit_test(days_become_weeks_around_the_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
