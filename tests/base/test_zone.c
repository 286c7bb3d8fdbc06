/* Time zones: every one of the system against the C library, around its last two changes; gaps and repeated hours. */
#include "base_test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/zone.h"

#define ZONEINFO "/usr/share/zoneinfo/"
enum { LAST_YEAR = 2037 };

static const Zone *zone(const char *name) {
    Err err = {0};
    const Zone *z = zone_find(str_from_c(name), &err);
    if (!z) fail_msg("%s", err.message);
    return z;
}

static int64_t utc(int64_t year, int month, int day, int hour, int minute) {
    return days_from_civil(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60;
}

static void names(void **state) {
    (void)state;
    Err err = {0};
    assert_int_equal(zone_offset(zone(""), 0, NULL, NULL), 0);
    assert_ptr_equal(zone("Europe/Berlin"), zone("Europe/Berlin"));
    static const char *const WRONG[] = {"Europe/Nowhere", "../../etc/passwd", "/etc/passwd", "Europe",
                                        "europe/berlin x"};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        err.code = ERR_NONE;
        assert_null(zone_find(str_from_c(WRONG[i]), &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
}

static void zones_to_choose_from(void **state) {
    (void)state;
    Arena *a = arena_new();
    size_t n;
    const Str *all = zone_names(a, &n);
    bool utc_is_there = false, berlin = false, mine = false;
    assert_true(n > 300);
    for (size_t i = 0; i < n; i++) {
        assert_non_null(zone_find(all[i], NULL));
        assert_true(i == 0 || str_cmp(all[i - 1], all[i]) < 0);
        assert_false(str_starts(all[i], STR("Etc/")));
        utc_is_there |= str_eq(all[i], STR("UTC"));
        berlin |= str_eq(all[i], STR("Europe/Berlin"));
        mine |= str_eq(all[i], zone_of_machine(a));
    }
    assert_true(utc_is_there && berlin && mine);
    arena_free(a);
}

static void clocks_go_forward_and_back(void **state) {
    (void)state;
    const Zone *berlin = zone("Europe/Berlin");
    ZoneFit fit;
    assert_int_equal(zone_local(berlin, utc(2027, 3, 28, 0, 59)), utc(2027, 3, 28, 1, 59));
    assert_int_equal(zone_local(berlin, utc(2027, 3, 28, 1, 0)), utc(2027, 3, 28, 3, 0));
    assert_int_equal(zone_to_utc(berlin, utc(2027, 3, 28, 2, 30), &fit), utc(2027, 3, 28, 1, 30));
    assert_int_equal(fit, ZONE_NEVER);
    assert_int_equal(zone_to_utc(berlin, utc(2027, 10, 31, 2, 30), &fit), utc(2027, 10, 31, 0, 30));
    assert_int_equal(fit, ZONE_TWICE);
    assert_int_equal(zone_to_utc(berlin, utc(2027, 6, 1, 9, 0), &fit), utc(2027, 6, 1, 7, 0));
    assert_int_equal(fit, ZONE_ONCE);
    assert_int_equal(zone_offset(zone("Asia/Kathmandu"), 0, NULL, NULL), 5 * 3600 + 30 * 60); /* as it was in 1970 */
    int64_t from, to;
    zone_offset(berlin, utc(2027, 6, 1, 0, 0), &from, &to);
    assert_int_equal(from, utc(2027, 3, 28, 1, 0));
    assert_int_equal(to, utc(2027, 10, 31, 1, 0));
}

/* ---- every zone against the C library -------------------------------------------------------- */

static size_t zones_n, changes_n;

static void agrees(const char *name, const Zone *z, int64_t at) {
    time_t t = (time_t)at;
    struct tm tm;
    localtime_r(&t, &tm);
    if (zone_offset(z, at, NULL, NULL) != tm.tm_gmtoff)
        fail_msg("%s at %lld: %d, but the C library says %ld", name, (long long)at, zone_offset(z, at, NULL, NULL),
                 tm.tm_gmtoff);
    int64_t local = zone_local(z, at);
    ZoneFit fit;
    int64_t back = zone_to_utc(z, local, &fit);
    assert_int_not_equal(fit, ZONE_NEVER);
    if (fit == ZONE_ONCE ? back != at : back > at) fail_msg("%s at %lld: not there and back", name, (long long)at);
}

static int one_zone(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
    (void)st, (void)ftw;
    const char *name = path + strlen(ZONEINFO);
    char magic[4] = "";
    if (kind == FTW_D && (!strcmp(name, "posix") || !strcmp(name, "right"))) return FTW_SKIP_SUBTREE;
    FILE *file = kind == FTW_F ? fopen(path, "r") : NULL;
    bool is_zone = file && fread(magic, 1, 4, file) == 4 && memcmp(magic, "TZif", 4) == 0;
    if (file) fclose(file);
    if (!is_zone || !strncmp(name, "posix", 5) || !strcmp(name, "localtime") || !strcmp(name, "Factory"))
        return FTW_CONTINUE;
    const Zone *z = zone(name);
    setenv("TZ", name, 1);
    tzset();
    int64_t at = utc(LAST_YEAR, 1, 1, 0, 0), from = at;
    for (int i = 0; i < 2; i++) {
        zone_offset(z, from - (i > 0), &from, NULL);
        if (from < utc(1902, 1, 1, 0, 0)) break; /* it never changed */
        changes_n++;
        for (int64_t hours = -30; hours <= 30; hours++) agrees(name, z, from + hours * 1800);
        agrees(name, z, from - 1);
    }
    for (at = utc(2000, 1, 1, 12, 0); at < utc(LAST_YEAR, 1, 1, 0, 0); at += 11 * SECONDS_PER_DAY) agrees(name, z, at);
    zones_n++;
    return FTW_CONTINUE;
}

static void every_zone_is_as_the_c_library_says(void **state) {
    (void)state;
    assert_int_equal(nftw("/usr/share/zoneinfo", one_zone, 16, FTW_PHYS | FTW_ACTIONRETVAL), 0);
    unsetenv("TZ");
    tzset();
    print_message("%zu zones, %zu changes\n", zones_n, changes_n);
    assert_true(zones_n > 300 && changes_n > 500);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(zones_to_choose_from),
        cmocka_unit_test(clocks_go_forward_and_back),
        cmocka_unit_test(every_zone_is_as_the_c_library_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
