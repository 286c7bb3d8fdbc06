/* Slices, numbers, errors, the calendar. */
#include "base_test.h"

#include <math.h>

#include "base/clock.h"
#include "base/err.h"

static const Str NOTHING = {NULL, 0};

static void slices_compare(void **state) {
    (void)state;
    assert_true(str_eq(NOTHING, STR("")));
    assert_false(str_eq(STR("a"), STR("ab")));
    assert_true(str_eq_nocase(STR("Ab[Z"), STR("aB[z")));
    assert_false(str_eq_nocase(STR("["), STR("{"))); /* 32 apart, but no letters */
    assert_false(str_eq_nocase(STR("\xc3\x84"), STR("\xc3\xa4")));
    assert_true(str_cmp(STR("a"), STR("ab")) < 0 && str_cmp(STR("b"), STR("ab")) > 0 && str_cmp(STR(""), NOTHING) == 0);
    assert_true(str_cmp(STR("\xff"), STR("a")) > 0); /* bytes are unsigned */
    assert_true(str_starts(STR("abc"), STR("ab")) && str_starts(STR("abc"), NOTHING) &&
                !str_starts(STR("a"), STR("ab")));
    assert_true(str_ends(STR("abc"), STR("bc")) && str_ends(NOTHING, STR("")) && !str_ends(STR("c"), STR("bc")));
    assert_int_equal(str_from_c(NULL).n, 0);
}

static void slices_are_cut(void **state) {
    (void)state;
    assert_str(str_trim(STR(" \t\r\n a b \v\f")), "a b");
    assert_int_equal(str_trim(STR("  \n ")).n, 0);
    assert_str(str_slice(STR("abcdef"), 2, 4), "cd");
    assert_str(str_slice(STR("abc"), 1, 99), "bc");
    assert_int_equal(str_slice(STR("abc"), 7, 99).n, 0);
    assert_int_equal(str_slice(STR("abc"), 2, 1).n, 0);
    assert_int_equal(str_slice(NOTHING, 0, 1).n, 0);
    assert_int_equal(str_find(STR("banana"), STR("nan")), 2);
    assert_int_equal(str_find(STR("banana"), STR("nab")), SIZE_MAX);
    assert_int_equal(str_find(STR("ba"), STR("ban")), SIZE_MAX);
    assert_int_equal(str_find(NOTHING, NOTHING), 0);
    assert_int_equal(str_find(STR("a\0b"), STR("\0b")), 1);
}

static void a_list_is_walked_with_its_empty_items(void **state) {
    (void)state;
    static const struct {
        Str list;
        int items;
    } cases[] = {
        {STR_INIT("a,b,c"), 3}, {STR_INIT(",,"), 3}, {STR_INIT("a,"), 2}, {STR_INIT("a"), 1}, {STR_INIT(""), 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int items = 0;
        for (Str rest = cases[i].list; rest.p; items++) str_cut(&rest, ',');
        assert_int_equal(items, cases[i].items);
    }
}

static void whole_numbers(void **state) {
    (void)state;
    static const struct {
        Str text;
        int64_t value;
    } good[] = {{STR_INIT("0"), 0},
                {STR_INIT("-0"), 0},
                {STR_INIT("+7"), 7},
                {STR_INIT("007"), 7},
                {STR_INIT("9223372036854775807"), INT64_MAX},
                {STR_INIT("-9223372036854775808"), INT64_MIN}};
    static const Str bad[] = {STR_INIT(""),
                              STR_INIT("-"),
                              STR_INIT("+"),
                              STR_INIT("1 "),
                              STR_INIT(" 1"),
                              STR_INIT("1x"),
                              STR_INIT("--1"),
                              STR_INIT("0x10"),
                              STR_INIT("1.0"),
                              STR_INIT("9223372036854775808"),
                              STR_INIT("-9223372036854775809"),
                              STR_INIT("99999999999999999999"),
                              STR_INIT("1\0")};
    int64_t v;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(str_to_i64(good[i].text, &v));
        assert_true(v == good[i].value);
    }
    v = 42;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(str_to_i64(bad[i], &v));
    assert_int_equal(v, 42);
}

static void fractions(void **state) {
    (void)state;
    double v;
    assert_true(str_to_f64(STR("1.5e-3"), &v) && v == 1.5e-3);
    assert_true(str_to_f64(STR("-.5"), &v) && v == -0.5);
    static const Str bad[] = {STR_INIT(""),    STR_INIT("inf"), STR_INIT("nan"), STR_INIT("0x1p3"), STR_INIT("1e999"),
                              STR_INIT("1,5"), STR_INIT(" 1"),  STR_INIT("1 "),  STR_INIT("e"),     STR_INIT("1\0")};
    v = 42;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(str_to_f64(bad[i], &v));
    assert_true(v == 42);
}

static void errors_say_what_and_what_to_do(void **state) {
    (void)state;
    Err e = {0};
    assert_false(err_set(&e, ERR_LIMIT, "do less", "%d of %s", 3, "them"));
    assert_int_equal(e.code, ERR_LIMIT);
    assert_string_equal(e.message, "3 of them");
    assert_string_equal(e.hint, "do less");
    assert_false(err_see(&e, "/themes/%d", 7));
    assert_string_equal(e.see, "/themes/7");
    assert_false(err_prefix(&e, "%s: ", "a.csv"));
    assert_string_equal(e.message, "a.csv: 3 of them");
    err_set(&e, ERR_INPUT, NULL, "again: %s", e.message); /* out of its own old text */
    assert_string_equal(e.message, "again: a.csv: 3 of them");
    assert_string_equal(e.see, ""); /* another error, another way on */
    assert_string_equal(e.hint, "");
    char longer[2000];
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    err_set(&e, ERR_INPUT, longer, "%s", longer);
    assert_int_equal(strlen(e.message), sizeof e.message - 1);
    assert_int_equal(strlen(e.hint), sizeof e.hint - 1);
    err_prefix(&e, "%s", longer);
    assert_int_equal(strlen(e.message), sizeof e.message - 1);
    assert_false(err_set(NULL, ERR_INPUT, NULL, "nobody listens"));
    assert_false(err_prefix(NULL, "nobody listens"));
}

static void every_code_has_a_name_a_status_and_an_exit(void **state) {
    (void)state;
    for (int i = 0; i < ERR_CODES; i++) {
        assert_true(err_code_name((ErrCode)i)[0] != '\0');
        assert_true(i == ERR_NONE ? err_exit_code((ErrCode)i) == 0 : err_exit_code((ErrCode)i) > 1);
        assert_true(i == ERR_NONE ? err_http_status((ErrCode)i) == 200 : err_http_status((ErrCode)i) >= 400);
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(err_code_name((ErrCode)i), err_code_name((ErrCode)k));
            assert_int_not_equal(err_exit_code((ErrCode)i), err_exit_code((ErrCode)k));
        }
    }
}

static void the_calendar_goes_there_and_back(void **state) {
    (void)state;
    int64_t year;
    int month, day, days_in_400_years = 146097;
    assert_int_equal(days_from_civil(1970, 1, 1), 0);
    assert_int_equal(days_from_civil(2000, 3, 1), 11017);
    assert_int_equal(days_from_civil(1969, 12, 31), -1);
    for (int64_t d = -800000; d < 800000; d += 13) {
        civil_from_days(d, &year, &month, &day);
        assert_int_equal(days_from_civil(year, month, day), d);
        assert_true(civil_valid(year, month, day));
        int64_t later;
        int m, n;
        civil_from_days(d + days_in_400_years, &later, &m, &n);
        assert_true(later == year + 400 && m == month && n == day);
    }
    assert_true(civil_valid(2024, 2, 29) && civil_valid(2000, 2, 29) && !civil_valid(2023, 2, 29) &&
                !civil_valid(1900, 2, 29));
    assert_true(!civil_valid(2024, 4, 31) && !civil_valid(2024, 0, 1) && !civil_valid(2024, 13, 1) &&
                !civil_valid(2024, 1, 0));
}

static void instants_before_the_epoch_round_down(void **state) {
    (void)state;
    Arena *a = arena_new();
    assert_int_equal(day_of(-1), -1);
    assert_int_equal(day_of(-SECONDS_PER_DAY), -1);
    assert_int_equal(day_of(SECONDS_PER_DAY - 1), 0);
    assert_int_equal(weekday_of(0), 3);
    assert_int_equal(weekday_of(-1), 2);
    assert_int_equal(weekday_of(days_from_civil(2026, 5, 4)), 0); /* a Monday */
    assert_str(time_iso(a, -1), "1969-12-31T23:59:59Z");
    assert_str(time_iso(a, 1777796130), "2026-05-03T08:15:30Z");
    assert_str(time_iso_date(a, 1777796130), "2026-05-03");
    assert_int_equal(time_iso(a, TIME_NONE).n, 0);
    assert_int_equal(time_iso_date(a, TIME_NONE).n, 0);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_compare),
        cmocka_unit_test(slices_are_cut),
        cmocka_unit_test(a_list_is_walked_with_its_empty_items),
        cmocka_unit_test(whole_numbers),
        cmocka_unit_test(fractions),
        cmocka_unit_test(errors_say_what_and_what_to_do),
        cmocka_unit_test(every_code_has_a_name_a_status_and_an_exit),
        cmocka_unit_test(the_calendar_goes_there_and_back),
        cmocka_unit_test(instants_before_the_epoch_round_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
