/* The parts of the score and the words of harm. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "themes/rank.h"

static RankInput middling(void) {
    return (RankInput){.voices = 50,
                       .voices_max = 500,
                       .change = {.verdict = CHANGE_UP, .ratio = 2, .low = 1.5, .high = 2.6},
                       .severe = 10,
                       .signals = 60,
                       .customers = 45,
                       .top_customer = 3};
}

static void parts_make_the_score(void **state) {
    (void)state;
    RankInput in = middling();
    Rank r = rank_theme(&in);
    double weights = RANK_WEIGHTS.size + RANK_WEIGHTS.growth + RANK_WEIGHTS.severity + RANK_WEIGHTS.spread;
    assert_true(fabs(weights - 1) < 1e-12);
    double sum = RANK_WEIGHTS.size * r.size + RANK_WEIGHTS.growth * r.growth + RANK_WEIGHTS.severity * r.severity +
                 RANK_WEIGHTS.spread * r.spread;
    assert_true(fabs(r.score - 100 * sum) < 1e-9);
    assert_true(r.size > 0.5 && r.size < 1 && r.growth > 0 && r.growth < 1 && r.severity > 0 && r.spread > 0.9);
}

static void each_part_goes_the_right_way(void **state) {
    (void)state;
    RankInput in = middling(), more = in;
    Rank base = rank_theme(&in);
    more.voices = 200;
    assert_true(rank_theme(&more).size > base.size);
    more = in, more.change.low = 2;
    assert_true(rank_theme(&more).growth > base.growth);
    more = in, more.change.verdict = CHANGE_UNCLEAR;
    assert_true(rank_theme(&more).growth == 0);
    more = in, more.severe = 40;
    assert_true(rank_theme(&more).severity > base.severity);
    more = in, more.top_customer = 50;
    assert_true(rank_theme(&more).spread < base.spread);
}

static void nothing_gives_zero_not_nan(void **state) {
    (void)state;
    RankInput none = {.change = {.verdict = CHANGE_UP, .low = NAN}};
    Rank r = rank_theme(&none);
    assert_true(r.score == 0 && r.size == 0 && r.growth == 0 && r.severity == 0 && r.spread == 0);
    RankInput wild = {.voices = 1e9,
                      .voices_max = 1,
                      .severe = 9,
                      .signals = 3,
                      .customers = 5,
                      .top_customer = -4,
                      .change = {.verdict = CHANGE_UP, .low = 1e9}};
    r = rank_theme(&wild);
    assert_true(r.size <= 1 && r.growth <= 1 && r.severity <= 1 && r.spread <= 1 && r.score <= 100.0001);
}

static void harm_is_heard_in_several_languages(void **state) {
    (void)state;
    assert_true(text_is_severe(STR("I was SCAMMED by this shop")));
    assert_true(text_is_severe(STR("ich wurde betrogen, mein Geld ist weg")));
    assert_true(text_is_severe(STR("on m'a vol\xc3\xa9 ma carte")));
    assert_true(text_is_severe(STR("\xe6\x88\x91\xe7\x9a\x84\xe5\x8d\xa1\xe8\xa2\xab\xe7\x9b\x97\xe4\xba\x86")));
    assert_false(text_is_severe(STR("How do I change my address?")));
    assert_false(text_is_severe(STR("the campfire emoji")));
    assert_false(text_is_severe(STR("")));
}

/* Words are looked for in blocks of 64 bytes: a word may begin in one and end in the next, or go on. */
static void harm_is_heard_wherever_it_stands(void **state) {
    (void)state;
    char text[160];
    for (size_t at = 1; at < 150; at++) {
        for (size_t i = 0; i < sizeof text; i++) text[i] = 'q';
        memcpy(text + at, "scam", 4);
        assert_false(text_is_severe((Str){text, sizeof text}));
        text[at - 1] = ' ';
        assert_true(text_is_severe((Str){text, sizeof text}));
        assert_true(text_is_severe((Str){text, at + 4}));
        assert_false(text_is_severe((Str){text, at + 3}));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(harm_is_heard_wherever_it_stands),   cmocka_unit_test(parts_make_the_score),
        cmocka_unit_test(each_part_goes_the_right_way),       cmocka_unit_test(nothing_gives_zero_not_nan),
        cmocka_unit_test(harm_is_heard_in_several_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
