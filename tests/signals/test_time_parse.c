/* test_time_parse.c - instants as exports write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "signals/time_parse.h"

static void expect(const char *in, bool day_first, const char *iso) {
    Arena *a = arena_new();
    int64_t at = 0;
    if (!time_parse(str_from_c(in), day_first, &at)) fail_msg("%s was not read", in);
    Str got = time_iso(a, at);
    if (!str_eq(got, str_from_c(iso))) fail_msg("%s gave %.*s, expected %s", in, STR_ARG(got), iso);
    arena_free(a);
}

static void test_iso(void **state) {
    (void)state;
    expect("2026-05-03", false, "2026-05-03T00:00:00Z");
    expect("2024-01-01T08:15:30.000Z", false, "2024-01-01T08:15:30Z");
    expect("2026-05-03T08:15:30+02:00", false, "2026-05-03T06:15:30Z");
    expect("2026-05-03T08:15:30-0700", false, "2026-05-03T15:15:30Z");
    expect("2020-01-02 17:14:21+00:00", false, "2020-01-02T17:14:21Z");
    expect("2017-11-14 21:45:08", false, "2017-11-14T21:45:08Z");
    expect("2026-05-03 08:15 UTC", false, "2026-05-03T08:15:00Z");
    expect(" 2026/05/03 ", true, "2026-05-03T00:00:00Z");
    expect("20260503", false, "2026-05-03T00:00:00Z");
}

static void test_months_by_name(void **state) {
    (void)state;
    expect("30/Sep/21 17:20", false, "2021-09-30T17:20:00Z");
    expect("11/May/24 03:26 PM", false, "2024-05-11T15:26:00Z");
    expect("11/May/24 12:01 am", false, "2024-05-11T00:01:00Z");
    expect("May 3, 2026", false, "2026-05-03T00:00:00Z");
    expect("May 3rd, 2026 at 4:05 PM", false, "2026-05-03T16:05:00Z");
    expect("3 May 2026 10:00", false, "2026-05-03T10:00:00Z");
    expect("03-Sept-1999", false, "1999-09-03T00:00:00Z");
    expect("Tue, 05 May 2026 08:15:30 -0500", false, "2026-05-05T13:15:30Z");
    expect("Tue, 5 May 2026 08:15:30 GMT (UTC)", false, "2026-05-05T08:15:30Z");
    expect("Tue May  5 08:15:30 2026", false, "2026-05-05T08:15:30Z");
    expect("Tue May  5 08:15:30 PDT 2026", false, "2026-05-05T15:15:30Z");
}

static void test_slashes(void **state) {
    (void)state;
    expect("03/04/2026", false, "2026-03-04T00:00:00Z");
    expect("03/04/2026", true, "2026-04-03T00:00:00Z");
    expect("13/04/2026", false, "2026-04-13T00:00:00Z");
    expect("04/13/2026", true, "2026-04-13T00:00:00Z");
    expect("5/3/26, 8:15 PM", false, "2026-05-03T20:15:00Z");
    expect("3.5.2026 08:15", false, "2026-05-03T08:15:00Z");
    assert_true(time_shows_day_first(STR("13/04/2026 10:00")));
    assert_false(time_shows_day_first(STR("04/13/2026")));
    assert_false(time_shows_day_first(STR("2026-04-13")));
}

static void test_unix(void **state) {
    (void)state;
    expect("1514764800", false, "2018-01-01T00:00:00Z");
    expect("1514764800123", false, "2018-01-01T00:00:00Z");
    expect("1514764800123456", false, "2018-01-01T00:00:00Z");
    expect("1514764800.123", false, "2018-01-01T00:00:00Z");
}

static void test_junk(void **state) {
    (void)state;
    static const char *const JUNK[] = {"",
                                       "yesterday",
                                       "XX/XX/2015",
                                       "2026-02-30",
                                       "2026-13-01",
                                       "20261301",
                                       "2026-05-03 25:00",
                                       "2026-05-03 10:61",
                                       "2026-05-03T10:00:00+99:00",
                                       "2026-05-03 13:00 PM",
                                       "2026-05-03 then",
                                       "2026-05-03 10:00 ABC",
                                       "May 2026",
                                       "12",
                                       "1e9",
                                       "-1514764800",
                                       "99999999999999999999",
                                       "5/3",
                                       "1/2/3/4",
                                       "May",
                                       "Tue"};
    for (size_t i = 0; i < sizeof JUNK / sizeof *JUNK; i++) {
        int64_t at = 42;
        if (time_parse(str_from_c(JUNK[i]), false, &at)) fail_msg("'%s' was read as a time", JUNK[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_iso),  cmocka_unit_test(test_months_by_name), cmocka_unit_test(test_slashes),
        cmocka_unit_test(test_unix), cmocka_unit_test(test_junk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
