/* Sentences by their words, the choice of different ones, line diffs, measures, states, priorities. */
#include "problems_test.h"

#include <math.h>

#include "base/buf.h"
#include "base/rng.h"
#include "problems/evidence.h"
#include "problems/life.h"
#include "problems/linediff.h"
#include "problems/priority.h"

static void test_sentences_by_their_words(void **state) {
    (void)state;
    static const struct {
        const char *text;
        unsigned kinds;
    } CASES[] = {
        {"I was trying to pay my rent with the app.", 1U << SAID_AIM},
        {"So I had to drive to the branch with cash.", 1U << SAID_INSTEAD},
        {"The new app works fine on my old phone.", 1U << SAID_AGAINST},
        {"The new app worked fine until the last update.", 0}, /* a happy word that is taken back */
        {"It would be great if the app works fine one day.", 0},
        {"They told me the card works fine everywhere.", 0}, /* hearsay */
        {"The card was declined in the shop again.", 0},
        {"trying to pay", 0}, /* too short to quote */
    };
    Tokenizer *t = tokenizer_new();
    Said said[4];
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        size_t n = sentences_said(t, str_from_c(CASES[i].text), false, said, 4);
        if ((n ? said[0].kinds : 0) != CASES[i].kinds) fail_msg("%s: %u", CASES[i].text, n ? said[0].kinds : 0);
    }
    Str two = STR("Hello there. I tried to log in on Monday morning! Nothing.\nWe had to\ncall the bank by telephone.");
    assert_int_equal(sentences_said(t, two, false, said, 4), 1); /* the second one is not on one line */
    Str first = str_slice(two, said[0].begin, said[0].end);
    assert_true(str_eq(first, STR("I tried to log in on Monday morning!")));
    tokenizer_free(t);
}

static void test_the_choice_shows_what_is_different(void **state) {
    (void)state;
    const Candidate c[] = {
        {.signal = 1, .face = 1, .voice = 1, .worth = 1},   {.signal = 2, .face = 1, .voice = 2, .worth = 0.9},
        {.signal = 3, .face = 2, .voice = 1, .worth = 0.9}, {.signal = 4, .face = 2, .voice = 4, .worth = 0.1},
        {.signal = 5, .face = 1, .voice = 5, .segment = 9}, {.signal = 1, .face = 3, .voice = 0, .worth = 1},
    };
    size_t chosen[6];
    assert_int_equal(evidence_select(c, 6, 3, chosen), 3);
    assert_true(chosen[0] == 0 && chosen[1] == 3); /* another face, of a voice not heard yet */
    assert_int_equal(chosen[2], 1);
    assert_int_equal(evidence_select(c, 6, 6, chosen), 4); /* a signal and a voice once */
    assert_int_equal(evidence_select(c, 0, 6, chosen), 0);
    Candidate said[] = {{.signal = 1}, {.signal = 2}, {.signal = 3}};
    static const Str TEXTS[] = {STR_INIT("I ended up paying cash at the shop"),
                                STR_INIT("I ended up paying by cash in the shop."),
                                STR_INIT("My brother lent me his card")};
    Tokenizer *t = tokenizer_new();
    for (size_t i = 0; i < 3; i++) said[i].words_n = words_of(t, a, TEXTS[i], &said[i].words);
    assert_int_equal(evidence_select(said, 3, 3, chosen), 2); /* nearly the same sentence once */
    assert_true(chosen[0] == 0 && chosen[1] == 2);
    tokenizer_free(t);
}

/* ---- diff ------------------------------------------------------------------------------------ */

static const char *diff(const char *x, const char *y) {
    DiffLine *lines;
    size_t n = diff_lines(a, str_from_c(x), str_from_c(y), &lines);
    Buf b = buf_new(1 << 20);
    for (size_t i = 0; i < n; i++) buf_printf(&b, "%c%.*s|", " -+"[lines[i].kind], STR_ARG(lines[i].text));
    Str s = arena_str(a, buf_str(&b));
    buf_free(&b);
    return s.p;
}

static void test_diffs(void **state) {
    (void)state;
    assert_string_equal(diff("a\nb\nc\n", "a\nx\nc\n"), " a|-b|+x| c|");
    assert_string_equal(diff("a\nb\nc\nd\n", "b\nc\ne\nd\n"), "-a| b| c|+e| d|");
    assert_string_equal(diff("", "a\n"), "+a|");
    assert_string_equal(diff("a\n", "a\n"), " a|");
}

/* A diff read by either side is that text, and its length is that of the longest common subsequence. */
static void test_diffs_are_shortest(void **state) {
    (void)state;
    enum { N = 12 };
    Rng rng = rng_new(7);
    for (int round = 0; round < 300; round++) {
        char x[2 * N + 1], y[2 * N + 1];
        size_t lengths[2] = {rng_below(&rng, N) + 1, rng_below(&rng, N) + 1}, best[N + 1][N + 1] = {{0}};
        for (size_t i = 0; i < lengths[0]; i++) x[2 * i] = (char)('a' + rng_below(&rng, 3)), x[2 * i + 1] = '\n';
        for (size_t i = 0; i < lengths[1]; i++) y[2 * i] = (char)('a' + rng_below(&rng, 3)), y[2 * i + 1] = '\n';
        x[2 * lengths[0]] = y[2 * lengths[1]] = '\0';
        for (size_t i = 1; i <= lengths[0]; i++)
            for (size_t k = 1; k <= lengths[1]; k++) {
                size_t longer = best[i - 1][k] > best[i][k - 1] ? best[i - 1][k] : best[i][k - 1];
                best[i][k] = x[2 * i - 2] == y[2 * k - 2] ? best[i - 1][k - 1] + 1 : longer;
            }
        DiffLine *lines;
        size_t n = diff_lines(a, str_from_c(x), str_from_c(y), &lines), same = 0, left = 0, right = 0;
        for (size_t i = 0; i < n; i++) {
            same += lines[i].kind == DIFF_SAME;
            if (lines[i].kind != DIFF_NEW) assert_true(lines[i].text.p[0] == x[2 * left] && lines[i].before == ++left);
            if (lines[i].kind != DIFF_GONE)
                assert_true(lines[i].text.p[0] == y[2 * right] && lines[i].after == ++right);
        }
        assert_true(left == lengths[0] && right == lengths[1]);
        assert_int_equal(same, best[lengths[0]][lengths[1]]);
    }
}

/* ---- measure, states, priorities ------------------------------------------------------------- */

static Measure measure(void) {
    Measure m = measure_default();
    m.themes[0] = 12;
    m.themes_n = 1;
    m.fall = 0.3;
    m.segment = STR("premium");
    return m;
}

static void test_measures(void **state) {
    (void)state;
    Err err = {0};
    Measure m = measure(), again;
    m.baseline_voices = 4.5;
    m.baseline_weeks = 13;
    m.baseline_until = STR("2026-05-03");
    Str text = measure_text(a, &m);
    if (!measure_read(a, text, &again, &err)) fail_msg("%s", err.message);
    assert_true(measure_same(&m, &again) && again.baseline_weeks == 13 && again.baseline_voices == 4.5);
    assert_string_equal(measure_text(a, &again).p, text.p);
    again.fall = 0.4;
    assert_false(measure_same(&m, &again));
    assert_non_null(
        strstr(measure_says(a, &m).p,
               "theme 12 (voices for each voice of all other themes) in segment \"premium\" falls by 30 %"));
    assert_false(measure_read(a, STR("{}"), &again, &err));
    assert_false(measure_read(a, STR("[]"), &again, &err));
}

static void test_states(void **state) {
    (void)state;
    static const struct {
        ProblemState from, to;
        bool may;
    } STEPS[] = {{PROBLEM_DRAFT, PROBLEM_OPEN, true},         {PROBLEM_DRAFT, PROBLEM_COMMITTED, false},
                 {PROBLEM_OPEN, PROBLEM_COMMITTED, true},     {PROBLEM_OPEN, PROBLEM_RELEASED, false},
                 {PROBLEM_COMMITTED, PROBLEM_RELEASED, true}, {PROBLEM_RELEASED, PROBLEM_MERGED, false},
                 {PROBLEM_DECLINED, PROBLEM_OPEN, true},      {PROBLEM_DECLINED, PROBLEM_COMMITTED, false},
                 {PROBLEM_MERGED, PROBLEM_OPEN, false},       {PROBLEM_RELEASED, PROBLEM_OPEN, true}};
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++) {
        Err err = {0};
        assert_int_equal(problem_step_check(STEPS[i].from, STEPS[i].to, &err), STEPS[i].may);
        assert_true(STEPS[i].may || (err.code == ERR_CONFLICT && err.hint[0]));
    }
    for (int i = 0; i < PROBLEM_STATES; i++) {
        ProblemState found;
        assert_true(problem_state_find(str_from_c(problem_state_name((ProblemState)i)), &found) && (int)found == i);
    }
}

static void test_priorities(void **state) {
    (void)state;
    Brief b = brief_new();
    PriorityFacts f = {.voices_a_week = 5,
                       .signals_a_week = 10,
                       .weeks = 13,
                       .voices_most = 10,
                       .growth = 2,
                       .grows = true,
                       .severe = 0.5,
                       .severity = STR("high"),
                       .effort_weeks = NAN,
                       .voices = 60,
                       .customers = 40,
                       .signals = 130,
                       .top_customer = 5};
    assert_true(isnan(value_a_year(&b, &f).middle) && isnan(wsjf(&f)) && isnan(rice(&f)) &&
                value_says(a, &b, &f).n == 0);
    b.value = (BriefValue){12, 9, 15, STR("EUR"), STR("study")};
    b.measure = measure();
    Range r = value_a_year(&b, &f);
    assert_true(fabs(r.middle - 10 * 52 * 0.3 * 12) < 1e-6 && r.low < r.middle * 0.75 && r.high > r.middle * 1.25);
    assert_non_null(strstr(
        value_says(a, &b, &f).p,
        "10.0 signals a week (last 13 weeks) x 52 weeks x 30 % fewer x 12 EUR a contact (study) = 1872 EUR a year"));
    f.effort_weeks = 4;
    assert_true(fabs(wsjf(&f) - (5.5 + 5.5 + 5.5) / 4) < 1e-9);
    assert_true(fabs(rice(&f) - 5 * 13 * 2 * 1 / (4 / (52.0 / 12))) < 1e-9);
    assert_int_equal(loudness_of(&f), LOUD_BROAD);
    f.top_customer = 60;
    assert_int_equal(loudness_of(&f), LOUD_ONE);
    f.customers = 0;
    assert_int_equal(loudness_of(&f), LOUD_UNKNOWN);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sentences_by_their_words),
                                       cmocka_unit_test(test_the_choice_shows_what_is_different),
                                       cmocka_unit_test(test_diffs),
                                       cmocka_unit_test(test_diffs_are_shortest),
                                       cmocka_unit_test(test_measures),
                                       cmocka_unit_test(test_states),
                                       cmocka_unit_test(test_priorities)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
