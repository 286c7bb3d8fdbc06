/* test_identity.c - which themes go on, and what became of the others; themes defined by words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "themes/identity.h"
#include "themes/phrase_rule.h"

enum { MOST = 8 };

static size_t match(size_t before_n, size_t after_n, const uint32_t *shared, const bool *absorbs, int32_t *same,
                    Lineage *out) {
    uint32_t before[MOST] = {0}, after[MOST] = {0};
    for (size_t i = 0; i < before_n; i++)
        for (size_t j = 0; j < after_n; j++) {
            before[i] += shared[i * after_n + j];
            after[j] += shared[i * after_n + j];
        }
    return identity_match(&(Overlap){before_n, after_n, shared, before, after, absorbs}, same, out);
}

static void test_order_does_not_matter(void **state) {
    (void)state;
    const uint32_t shared[] = {0, 50, 3, 2, 1, 40, 60, 0, 5};
    int32_t same[3];
    Lineage out[6];
    assert_int_equal(match(3, 3, shared, NULL, same, out), 3);
    assert_int_equal(same[0], 2);
    assert_int_equal(same[1], 0);
    assert_int_equal(same[2], 1);
    for (int i = 0; i < 3; i++) assert_int_equal(out[i].kind, LINEAGE_CONTINUED);
}

static void test_split(void **state) {
    (void)state;
    const uint32_t shared[] = {70, 30};
    int32_t same[2];
    Lineage out[3];
    assert_int_equal(match(1, 2, shared, NULL, same, out), 2);
    assert_int_equal(same[0], 0);
    assert_int_equal(same[1], -1);
    assert_int_equal(out[1].kind, LINEAGE_SPLIT);
    assert_int_equal(out[1].before, 0);
    assert_int_equal(out[1].after, 1);
}

static void test_merged(void **state) {
    (void)state;
    const uint32_t shared[] = {70, 30};
    int32_t same[1];
    Lineage out[3];
    assert_int_equal(match(2, 1, shared, NULL, same, out), 2);
    assert_int_equal(same[0], 0);
    assert_int_equal(out[1].kind, LINEAGE_MERGED);
    assert_int_equal(out[1].before, 1);
    assert_int_equal(out[1].after, 0);
}

static void test_new_and_retired(void **state) {
    (void)state;
    /* the old theme's signals are unthemed now, the new one's were unthemed before */
    const uint32_t shared[] = {0}, before[] = {40}, after[] = {50};
    int32_t same[1];
    Lineage out[2];
    assert_int_equal(identity_match(&(Overlap){1, 1, shared, before, after, NULL}, same, out), 2);
    assert_int_equal(same[0], -1);
    assert_int_equal(out[0].kind, LINEAGE_NEW);
    assert_int_equal(out[1].kind, LINEAGE_RETIRED);
}

static void test_half_of_the_mean_size_is_needed(void **state) {
    (void)state;
    const uint32_t before[] = {100}, after[] = {100};
    uint32_t shared[] = {50};
    int32_t same[1];
    Lineage out[2];
    identity_match(&(Overlap){1, 1, shared, before, after, NULL}, same, out);
    assert_int_equal(same[0], 0);
    shared[0] = 49;
    identity_match(&(Overlap){1, 1, shared, before, after, NULL}, same, out);
    assert_int_equal(same[0], -1);
}

static void test_joined_by_people_stays_joined(void **state) {
    (void)state;
    const uint32_t shared[] = {40, 35, 25, 0, 0, 0, 0, 90};
    const bool absorbs[] = {true, false};
    int32_t same[4];
    Lineage out[6];
    assert_int_equal(match(2, 4, shared, absorbs, same, out), 2);
    for (int j = 0; j < 3; j++) assert_int_equal(same[j], 0);
    assert_int_equal(same[3], 1);
}

static void test_best_sum_wins_over_first_come(void **state) {
    (void)state;
    /* greedy would take (0, 0) with 60 and leave old 1 nothing that fits */
    const uint32_t shared[] = {60, 55, 58, 0};
    const uint32_t before[] = {115, 58}, after[] = {118, 55};
    int32_t same[2];
    Lineage out[4];
    identity_match(&(Overlap){2, 2, shared, before, after, NULL}, same, out);
    assert_int_equal(same[0], 1);
    assert_int_equal(same[1], 0);
}

static void test_nothing_before(void **state) {
    (void)state;
    const uint32_t after[] = {0, 0};
    int32_t same[2];
    Lineage out[2];
    assert_int_equal(identity_match(&(Overlap){0, 2, NULL, NULL, after, NULL}, same, out), 2);
    assert_int_equal(out[0].kind, LINEAGE_NEW);
    assert_int_equal(out[1].kind, LINEAGE_NEW);
}

static bool has(const char *phrase, const char *text) {
    Arena *a = arena_new();
    Err err = {0};
    PhraseRule *rule = phrase_rule_new(a, str_from_c(phrase), &err);
    assert_non_null(rule);
    PhraseMatcher *m = phrase_matcher_new();
    phrase_matcher_see(m, str_from_c(text));
    bool found = phrase_matcher_has(m, rule);
    phrase_matcher_free(m);
    arena_free(a);
    return found;
}

static void test_phrase(void **state) {
    (void)state;
    assert_true(has("charged twice", "I was Charged TWICE for the same thing"));
    assert_true(has("card decline", "All of my cards declined when I was paying in the shop"));
    assert_false(has("charged twice", "They charged me twice for this"));
    assert_false(has("charged twice", "twice charged"));
    assert_false(has("charged twice", "charged"));
    assert_false(has("charged twice", ""));
    assert_true(has("doppelt abgebucht", "Der Betrag wurde doppelt abgebucht und ich will ihn zurück"));
}

static void test_bad_phrase(void **state) {
    (void)state;
    Arena *a = arena_new();
    Err err = {0};
    assert_null(phrase_rule_new(a, STR(" -- "), &err));
    assert_int_equal(err.code, ERR_INPUT);
    err = (Err){0};
    assert_null(phrase_rule_new(a, STR("a b c d e f g h i j k l m n o p q r s t u"), &err));
    assert_int_equal(err.code, ERR_INPUT);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_does_not_matter),
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_merged),
        cmocka_unit_test(test_new_and_retired),
        cmocka_unit_test(test_half_of_the_mean_size_is_needed),
        cmocka_unit_test(test_joined_by_people_stays_joined),
        cmocka_unit_test(test_best_sum_wins_over_first_come),
        cmocka_unit_test(test_nothing_before),
        cmocka_unit_test(test_phrase),
        cmocka_unit_test(test_bad_phrase),
    };
    return cmocka_run_group_tests_name("themes/identity", tests, NULL, NULL);
}
