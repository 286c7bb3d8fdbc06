/* test_utf8.c - validation against the table of the standard, cleaning, folding, width and cutting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "text/utf8.h"

static Arena *arena;

static int setup(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

#define ASSERT_STR(actual, literal) assert_true(str_eq((actual), STR(literal)))

static void test_valid_follows_the_standard(void **state) {
    (void)state;
    static const struct {
        Str s;
        bool valid;
    } rows[] = {
        {STR_INIT(""), true},
        {STR_INIT("plain words, longer than a machine word"), true},
        {STR_INIT("gr\xC3\xBC\xC3\x9F"), true},
        {STR_INIT("\xEF\xBF\xBF"), true},      /* U+FFFF, a noncharacter, is well formed */
        {STR_INIT("\xF4\x8F\xBF\xBF"), true},  /* U+10FFFF */
        {STR_INIT("\xF4\x90\x80\x80"), false}, /* past it */
        {STR_INIT("\xC0\x80"), false},         /* overlong NUL */
        {STR_INIT("\xE0\x9F\xBF"), false},     /* overlong */
        {STR_INIT("\xF0\x8F\xBF\xBF"), false}, /* overlong */
        {STR_INIT("\xED\xA0\x80"), false},     /* surrogate */
        {STR_INIT("\xED\x9F\xBF"), true},      /* the last before them */
        {STR_INIT("12345678\x80"), false},     /* behind a whole machine word */
        {STR_INIT("1234567\xC3"), false},      /* cut off at the end */
        {STR_INIT("\xFE"), false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_int_equal(utf8_valid(rows[i].s), rows[i].valid);
}

static void test_clean_replaces_maximal_subparts(void **state) {
    (void)state;
    size_t replaced;
    /* The example of the Unicode standard, section 3.9, table 3-8. */
    Str s = utf8_clean(arena,
                       STR("a\xF1\x80\x80\xE1\x80\xC2"
                           "b\x80"
                           "c\x80\xBF"
                           "d"),
                       &replaced);
    ASSERT_STR(s, "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
                  "b\xEF\xBF\xBD"
                  "c\xEF\xBF\xBD\xEF\xBF\xBD"
                  "d");
    assert_int_equal(replaced, 6);

    ASSERT_STR(utf8_clean(arena, STR("a\0b"), &replaced), "ab");
    assert_int_equal(replaced, 0);

    Str fine = STR("nothing to do \xE2\x82\xAC");
    assert_ptr_equal(utf8_clean(arena, fine, NULL).p, fine.p);
}

static void test_clean_of_any_bytes_is_valid(void **state) {
    (void)state;
    Rng rng = rng_new(7);
    for (int round = 0; round < 2000; round++) {
        char bytes[40];
        size_t n = rng_below(&rng, sizeof bytes);
        for (size_t i = 0; i < n; i++)
            bytes[i] = (char)(rng_below(&rng, 2) ? 0x80 + rng_below(&rng, 128) : rng_below(&rng, 256));
        Str clean = utf8_clean(arena, (Str){bytes, n}, NULL);
        assert_true(utf8_valid(clean));
        assert_ptr_equal(utf8_clean(arena, clean, NULL).p, clean.p);
        arena_reset(arena);
    }
}

static void test_fold(void **state) {
    (void)state;
    ASSERT_STR(utf8_fold(arena, STR("Hello 42!")), "hello 42!");
    ASSERT_STR(utf8_fold(arena, STR("STRASSE")), "strasse");
    ASSERT_STR(utf8_fold(arena, STR("Stra\xC3\x9F"
                                    "e")),
               "strasse");
    ASSERT_STR(utf8_fold(arena, STR("\xEF\xBC\xA1\xEF\xAC\x81")), "afi");          /* full-width A, ligature fi */
    ASSERT_STR(utf8_fold(arena, STR("E\xCC\x81")), "\xC3\xA9");                    /* composed */
    ASSERT_STR(utf8_fold(arena, STR("pass\xC2\xADword\xE2\x80\x8B")), "password"); /* soft hyphen, zero-width space */
    assert_true(utf8_valid(utf8_fold(arena, STR("bad \xFF byte"))));
    assert_true(utf8_holds(arena, STR("the \xC3\x89T\xC3\x89 card"), STR("\xC3\xA9t\xC3\xA9 c")));
    assert_true(utf8_holds(arena, STR(""), STR("")) && !utf8_holds(arena, STR("card"), STR("cards")));
}

static void test_next_and_put_agree(void **state) {
    (void)state;
    Buf b = buf_new(64);
    const int32_t points[] = {'a', 0xE9, 0x20AC, 0x1F600, 0x10FFFF};
    for (size_t i = 0; i < 5; i++) {
        buf_clear(&b);
        utf8_put(&b, points[i]);
        int32_t c;
        assert_int_equal(utf8_next(buf_str(&b), 0, &c), b.n);
        assert_int_equal(c, points[i]);
    }
    int32_t c;
    assert_int_equal(utf8_next(STR("\xE2\x82"), 0, &c), 1);
    assert_int_equal(c, 0xFFFD);
    buf_clear(&b);
    utf8_put(&b, 0xD800);
    ASSERT_STR(buf_str(&b), "\xEF\xBF\xBD");
    buf_free(&b);
}

static void test_width_counts_columns(void **state) {
    (void)state;
    assert_int_equal(utf8_width(STR("")), 0);
    assert_int_equal(utf8_width(STR("caf\xC3\xA9")), 4);
    assert_int_equal(utf8_width(STR("cafe\xCC\x81")), 4);                                 /* combining accent */
    assert_int_equal(utf8_width(STR("\xE6\xBC\xA2\xE5\xAD\x97")), 4);                     /* two wide characters */
    assert_int_equal(utf8_width(STR("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB")), 2); /* one emoji of three */
    assert_int_equal(utf8_width(STR("\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA")), 2);             /* a flag */
}

static void test_cut_keeps_characters_whole(void **state) {
    (void)state;
    ASSERT_STR(utf8_cut(STR("hello"), 10), "hello");
    ASSERT_STR(utf8_cut(STR("hello"), 3), "hel");
    ASSERT_STR(utf8_cut(STR("h\xC3\xA9llo"), 2), "h");
    ASSERT_STR(utf8_cut(STR("ae\xCC\x81z"), 2), "a"); /* not between e and its accent */
    ASSERT_STR(utf8_cut(STR("ae\xCC\x81z"), 4), "ae\xCC\x81");
    ASSERT_STR(utf8_cut(STR("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB!"), 8), "");
    ASSERT_STR(utf8_cut(STR("abc"), 0), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid_follows_the_standard),  cmocka_unit_test(test_clean_replaces_maximal_subparts),
        cmocka_unit_test(test_clean_of_any_bytes_is_valid), cmocka_unit_test(test_fold),
        cmocka_unit_test(test_next_and_put_agree),          cmocka_unit_test(test_width_counts_columns),
        cmocka_unit_test(test_cut_keeps_characters_whole)};
    return cmocka_run_group_tests_name("text/utf8", tests, setup, teardown);
}
