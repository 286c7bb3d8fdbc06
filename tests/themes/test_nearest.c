/* The texts most like a given one, and the themes nearest to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "themes/nearest.h"

static const Str OTHERS[] = {
    STR_INIT("The app crashes when it opens"),
    STR_INIT("My cards were declined in the shop"),
    STR_INIT(""),
    STR_INIT("Card declined at the shop again"),
    STR_INIT("Refund did not arrive"),
};
enum { N = sizeof OTHERS / sizeof *OTHERS };

static void test_the_most_alike_come_first(void **state) {
    (void)state;
    Arena *a = arena_new();
    NearText near[N];
    size_t n = nearest_texts(a, STR("Card declined in a shop"), OTHERS, N, N, near);
    assert_true(n >= 2);
    assert_true((near[0].index == 1 || near[0].index == 3) && (near[1].index == 1 || near[1].index == 3));
    for (size_t i = 0; i < n; i++) {
        assert_true(near[i].cosine > 0 && near[i].cosine <= 1);
        assert_true(i == 0 || near[i].cosine <= near[i - 1].cosine);
        assert_int_not_equal(near[i].index, 2);
    }
    assert_int_equal(nearest_texts(a, STR("Card declined in a shop"), OTHERS, N, 1, near), 1);
    arena_free(a);
}

static void test_equal_texts_are_wholly_alike(void **state) {
    (void)state;
    Arena *a = arena_new();
    NearText near[N];
    assert_true(nearest_texts(a, OTHERS[4], OTHERS, N, N, near) >= 1);
    assert_int_equal(near[0].index, 4);
    assert_true(near[0].cosine > 0.999);
    arena_free(a);
}

static void test_nothing_in_common(void **state) {
    (void)state;
    Arena *a = arena_new();
    NearText near[N];
    assert_int_equal(nearest_texts(a, STR("xylophone"), OTHERS, N, N, near), 0);
    assert_int_equal(nearest_texts(a, STR(""), OTHERS, N, N, near), 0);
    assert_int_equal(nearest_texts(a, STR("card"), OTHERS, 0, N, near), 0);
    arena_free(a);
}

/* "Karten" is stemmed in the German text, although it was met in an English one before. */
static void test_a_word_is_stemmed_in_the_language_of_its_text(void **state) {
    (void)state;
    Arena *a = arena_new();
    NearText near[2];
    const Str others[] = {STR("it is not with them before Karten"), STR("und nicht auch aber die Karte")};
    assert_int_equal(nearest_texts(a, STR("wir haben noch oder Karten"), others, 2, 2, near), 1);
    assert_int_equal(near[0].index, 1);
    arena_free(a);
}

static void test_a_word_said_often_counts_more_but_not_as_often(void **state) {
    (void)state;
    Arena *a = arena_new();
    NearText near[3];
    const Str others[] = {STR("refund card"), STR("refund refund refund card"), STR("parcel locker")};
    assert_int_equal(nearest_texts(a, STR("refund refund refund card"), others, 3, 3, near), 2);
    assert_int_equal(near[0].index, 1);
    assert_true(near[0].cosine > 0.999 && near[1].cosine > 0.8 && near[1].cosine < 0.99);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_most_alike_come_first),
        cmocka_unit_test(test_equal_texts_are_wholly_alike),
        cmocka_unit_test(test_nothing_in_common),
        cmocka_unit_test(test_a_word_is_stemmed_in_the_language_of_its_text),
        cmocka_unit_test(test_a_word_said_often_counts_more_but_not_as_often),
    };
    return cmocka_run_group_tests_name("themes/nearest", tests, NULL, NULL);
}
