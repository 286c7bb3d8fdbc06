/* Trends of themes after a real import: they add up, come back by rebuild, and silence is not taken for a fall. */
#include "app_test.h"

#include <stdlib.h>

/* The series of a theme together are the theme, week by week. Returns how many there are. */
static size_t expect_trend_adds_up(App *app, const char *theme, const char *by) {
    const json_t *whole = ask(app, "themes.get", theme, NULL), *series, *week;
    const json_t *trend = ask(app, "themes.trend", theme, by, "weeks=1040", NULL);
    size_t n = json_array_size(at_path(whole, "theme.weeks")), i, k;
    assert_true(n > 50);
    long long *left = mem_alloc(n * sizeof *left), of_series = 0, before = -1;
    json_array_foreach(at_path(whole, "theme.weeks"), k, week) left[k] = number(week, "voices");
    json_array_foreach(at_path(trend, "series"), i, series) {
        assert_int_equal(json_array_size(at_path(series, "weeks")), n);
        json_array_foreach(at_path(series, "weeks"), k, week) {
            left[k] -= number(week, "voices");
            double low = json_number_value(at_path(week, "low")), high = json_number_value(at_path(week, "high"));
            if (json_is_number(at_path(week, "low")))
                assert_true(low <= json_number_value(at_path(week, "level")) &&
                            high >= json_number_value(at_path(week, "level")));
        }
        assert_true(before < 0 || number(series, "voices") <= before);
        before = number(series, "voices");
        of_series += before;
    }
    for (k = 0; k < n; k++)
        if (left[k]) fail_msg("%s, %s: week %zu lacks %lld voices", theme, by, k, left[k]);
    assert_int_equal(of_series, number(trend, "voices"));
    free(left);
    return i;
}

static void trends_add_up_and_come_back_by_rebuild(void **state) {
    Fixture *f = *state;
    static const char *const BY[] = {"by=none", "by=source", "by=segment", "by=product", "by=channel"};
    App *app = demo_open(f, 2);
    size_t most[5] = {0};
    for (int theme = 1; theme <= 5; theme++) {
        const char *id = arena_printf(f->a, "theme=%d", theme).p;
        for (size_t b = 0; b < 5; b++) {
            size_t n = expect_trend_adds_up(app, id, BY[b]);
            if (n > most[b]) most[b] = n;
        }
        const json_t *change = at_path(ask(app, "themes.trend", id, NULL), "series.0.change");
        assert_true(json_equal(change, at_path(ask(app, "themes.get", id, NULL), "theme.change")));
    }
    assert_int_equal(most[0], 1);
    for (size_t b = 1; b < 5; b++) assert_true(most[b] > 1);
    const json_t *before = ask(app, "themes.trend", "theme=1", "by=segment", NULL);
    sql_run(f, "DELETE FROM theme_day_by"); /* as in a store that an older program filled */
    assert_int_equal(json_array_size(at_path(ask(app, "themes.trend", "theme=1", "by=segment", NULL), "series")), 0);
    ask(app, "rebuild", NULL);
    assert_true(json_equal(ask(app, "themes.trend", "theme=1", "by=segment", NULL), before));
    assert_int_equal(refusal(app, "themes.trend", "theme=9999", NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(refusal(app, "themes.trend", "theme=1", "weeks=0", NULL)->code, ERR_INPUT);
    world_close(app);
}

/* What outcomes and trends are made of is derived: dropped, changed or lost, it comes back to the byte. */
static void daily_counts_come_back_to_the_byte(void **state) {
    Fixture *f = *state;
    static const char *const ROWS[] = {
        "SELECT theme_id || ' ' || source_id || ' ' || day || ' ' || signals || ' ' || voices || ' ' FROM theme_day"
        " ORDER BY codebook_id, theme_id, source_id, day",
        "SELECT theme_id || ' ' || dimension || ' ' || value || ' ' || day || ' ' || signals || ' ' || voices || ' ' "
        "FROM"
        " theme_day_by ORDER BY codebook_id, theme_id, dimension, value, day"};
    static const char *const HARM[] = {"UPDATE theme_day SET voices = voices + 1 WHERE theme_id = 1",
                                       "DELETE FROM theme_day", "DELETE FROM theme_day_by",
                                       "UPDATE theme_day_by SET signals = 7 WHERE dimension = 'segment'"};
    App *app = demo_open(f, 2);
    Str before[2];
    for (size_t i = 0; i < 2; i++) before[i] = sql_lines(f, ROWS[i]);
    assert_true(before[0].n > 1000 && before[1].n > 1000);
    for (size_t harm = 0; harm < sizeof HARM / sizeof *HARM; harm++) {
        sql_run(f, HARM[harm]);
        assert_false(str_eq(sql_lines(f, ROWS[0]), before[0]) && str_eq(sql_lines(f, ROWS[1]), before[1]));
        ask(app, "rebuild", NULL);
        for (size_t i = 0; i < 2; i++) assert_true(str_eq(sql_lines(f, ROWS[i]), before[i]));
    }
    world_close(app);
}

/* The last days of a source that was imported until two months ago are unknown, not a fall. */
static void a_source_that_was_not_imported_since_is_no_fall(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 1);
    sql_run(f, "DELETE FROM quote");
    sql_run(f, "UPDATE signal SET at = at - 86400 * 60 WHERE source_id = 1");
    ask(app, "rebuild", NULL);
    const json_t *trend = ask(app, "themes.trend", "theme=1", "by=source", "weeks=13", NULL), *series;
    size_t i, seen = 0;
    json_array_foreach(at_path(trend, "series"), i, series) {
        if (number(series, "source") != 1) continue;
        seen++;
        assert_true(json_is_true(at_path(series, "weeks.0.whole")));
        assert_true(json_is_false(at_path(series, "weeks.12.whole")) &&
                    json_is_null(at_path(series, "weeks.12.level")));
    }
    assert_int_equal(seen, 1);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(trends_add_up_and_come_back_by_rebuild),
        STORE_TEST(daily_counts_come_back_to_the_byte),
        STORE_TEST(a_source_that_was_not_imported_since_is_no_fall),
    };
    return app_tests_run("trends", tests, sizeof tests / sizeof *tests);
}
