/* test_safe.c - hostile text comes out inert and visible. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/safe.h"
#include "text/utf8.h"

#define PICTURE_ESC "\xE2\x90\x9B"
#define UNKNOWN "\xEF\xBF\xBD"

static void check_terminal(Str in, bool one_line, Str expected) {
    Buf b = buf_new(4096);
    safe_terminal(&b, in, one_line);
    assert_true(str_eq(buf_str(&b), expected));
    buf_free(&b);
}

static void test_terminal_shows_controls(void **state) {
    (void)state;
    check_terminal(STR("\x1B[31mred\x1B]0;title\a"), false,
                   STR(PICTURE_ESC "[31mred" PICTURE_ESC "]0;title\xE2\x90\x87"));
    check_terminal(STR("a\x7F"
                       "b\rc\bd"),
                   false,
                   STR("a\xE2\x90\xA1"
                       "b\xE2\x90\x8D"
                       "c\xE2\x90\x88"
                       "d"));
    check_terminal(STR("csi \xC2\x9B"
                       "31m"),
                   false, STR("csi " UNKNOWN "31m")); /* C1 */
    check_terminal(STR("bad \xFF"), false, STR("bad " UNKNOWN));
}

static void test_terminal_lines(void **state) {
    (void)state;
    check_terminal(STR("a\nb\tc"), false, STR("a\nb\tc"));
    check_terminal(STR("a\nb\tc\xE2\x80\xA8"
                       "d"),
                   true, STR("a b c d"));
}

static void test_terminal_shows_the_invisible(void **state) {
    (void)state;
    check_terminal(STR("x\xE2\x80\xAEgpj.exe"), false, STR("x" UNKNOWN "gpj.exe")); /* right-to-left override */
    check_terminal(STR("a\xE2\x81\xA6"
                       "b"),
                   false, STR("a" UNKNOWN "b")); /* isolate */
    check_terminal(STR("a\xE2\x80\x8B"
                       "b"),
                   false, STR("a" UNKNOWN "b"));                       /* zero-width space */
    check_terminal(STR("a\xF3\xA0\x81\x81"), false, STR("a" UNKNOWN)); /* tag letter A */
    check_terminal(STR("a\xF3\xA0\x84\x80"), false, STR("a" UNKNOWN)); /* variation selector 17 */
    check_terminal(STR("a\xE3\x85\xA4"), false, STR("a" UNKNOWN));     /* Hangul filler */
}

static void test_terminal_leaves_writing_alone(void **state) {
    (void)state;
    static const Str rows[] = {STR_INIT("na\xC3\xAFve \xE6\xBC\xA2\xE5\xAD\x97 \xD8\xB9\xD8\xB1\xD8\xA8"),
                               STR_INIT("\xE2\x9D\xA4\xEF\xB8\x8F"),                      /* heart with its colour */
                               STR_INIT("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB")}; /* woman technologist */
    for (size_t i = 0; i < 3; i++) check_terminal(rows[i], false, rows[i]);
}

static void check_csv(Str in, Str expected) {
    Buf b = buf_new(4096);
    safe_csv_field(&b, in);
    assert_true(str_eq(buf_str(&b), expected));
    buf_free(&b);
}

static void test_csv_quotes(void **state) {
    (void)state;
    check_csv(STR("plain"), STR("plain"));
    check_csv(STR(""), STR(""));
    check_csv(STR("a,b"), STR("\"a,b\""));
    check_csv(STR("say \"no\""), STR("\"say \"\"no\"\"\""));
    check_csv(STR("two\nlines"), STR("\"two\nlines\""));
    check_csv(STR(" edge"), STR("\" edge\""));
}

static void test_csv_formulas_become_text(void **state) {
    (void)state;
    check_csv(STR("=1+1"), STR("'=1+1"));
    check_csv(STR("=HYPERLINK(\"x\",1)"), STR("\"'=HYPERLINK(\"\"x\"\",1)\""));
    check_csv(STR("@SUM(A1)"), STR("'@SUM(A1)"));
    check_csv(STR("+cmd|' /C calc'!A0"), STR("'+cmd|' /C calc'!A0"));
    check_csv(STR("-2+3"), STR("'-2+3"));
    check_csv(STR("\t=1"), STR("'\t=1"));
    check_csv(STR(" =1"), STR("\"' =1\""));
    check_csv(STR("\xEF\xBC\x9D"
                  "1"),
              STR("'\xEF\xBC\x9D"
                  "1"));
}

static void test_csv_numbers_stay_numbers(void **state) {
    (void)state;
    check_csv(STR("-12.5"), STR("-12.5"));
    check_csv(STR("+3"), STR("+3"));
    check_csv(STR("-1e-5"), STR("-1e-5"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_terminal_shows_controls),
                                       cmocka_unit_test(test_terminal_lines),
                                       cmocka_unit_test(test_terminal_shows_the_invisible),
                                       cmocka_unit_test(test_terminal_leaves_writing_alone),
                                       cmocka_unit_test(test_csv_quotes),
                                       cmocka_unit_test(test_csv_formulas_become_text),
                                       cmocka_unit_test(test_csv_numbers_stay_numbers)};
    return cmocka_run_group_tests_name("text/safe", tests, NULL, NULL);
}
