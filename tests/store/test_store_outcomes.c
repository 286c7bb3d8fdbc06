/* Active customers, releases, rollouts, daily counts, alerts. */
#include "store_test.h"

#include "store/outcome_store.h"

static void test_exposure(void **state) {
    Fixture *f = *state;
    ExposureRow row = {STR("gold"), 100, 30, 1500}, *rows;
    ExposureSaved saved;
    ExposureSegment *segments;
    size_t n;
    assert_ok(f, exposure_put(f->db, &row, &saved, &f->err));
    assert_int_equal(saved, EXPOSURE_NEW);
    assert_ok(f, exposure_put(f->db, &row, &saved, &f->err));
    assert_int_equal(saved, EXPOSURE_SAME);
    row.customers = 1600;
    assert_ok(f, exposure_put(f->db, &row, &saved, &f->err));
    assert_int_equal(saved, EXPOSURE_CHANGED);
    row = (ExposureRow){(Str){"", 0}, 100, 30, 9000};
    assert_ok(f, exposure_put(f->db, &row, &saved, &f->err));
    assert_ok(f, exposure_list(f->db, f->a, STR("gold"), &rows, &n, &f->err));
    assert_int_equal(n, 1);
    assert_true(rows[0].customers == 1600 && rows[0].day == 100 && rows[0].days == 30);
    assert_ok(f, exposure_segments(f->db, f->a, &segments, &n, &f->err));
    assert_int_equal(n, 2);
    assert_str(segments[1].segment, "gold");
    assert_int_equal(segments[1].end_day, 130);
}

static ReleaseRow release_of(Str origin, Str external_id, int64_t theme) {
    return (ReleaseRow){.at = 1000,
                        .title = STR("1.18 <b>"),
                        .theme_id = theme,
                        .origin = origin,
                        .external_id = external_id,
                        .url = STR("https://example.org/1"),
                        .author = STR("ann"),
                        .noted_at = 2000,
                        .codebook_id = 1};
}

static void test_releases(void **state) {
    Fixture *f = *state;
    ReleaseRow row = release_of(STR("github"), STR("77"), 7), *rows;
    int64_t id, other;
    size_t n;
    assert_ok(f, release_add(f->db, &row, &id, &f->err));
    assert_fails(f, ERR_CONFLICT, release_add(f->db, &row, &other, &f->err));
    row = release_of(STR("gitlab"), STR("77"), 8);
    assert_ok(f, release_add(f->db, &row, &other, &f->err));
    row = release_of(STR("hand"), (Str){"", 0}, 7); /* without an id of their own, as many as there are */
    assert_ok(f, release_add(f->db, &row, &other, &f->err));
    assert_ok(f, release_add(f->db, &row, &other, &f->err));
    assert_ok(f, release_get(f->db, f->a, id, &row, &f->err));
    assert_str(row.title, "1.18 <b>");
    assert_true(row.theme_id == 7 && row.problem_id == 0 && row.share == 1);
    assert_fails(f, ERR_NOT_FOUND, release_get(f->db, f->a, 99, &row, &f->err));
    assert_fails(f, ERR_NOT_FOUND, release_by_external(f->db, f->a, STR("github"), STR("78"), &row, &f->err));
    assert_ok(f, releases_list(f->db, f->a, 7, 0, &rows, &n, &f->err));
    assert_int_equal(n, 3);
    assert_ok(f, releases_list(f->db, f->a, 0, 5, &rows, &n, &f->err));
    assert_int_equal(n, 0);
}

static void test_rollout(void **state) {
    Fixture *f = *state;
    ReleaseRow row = release_of(STR("hand"), (Str){"", 0}, 7);
    RolloutRow half = {1500, 0.5, STR("ann"), 2000}, begin = {1000, 0.1, STR("bo"), 2000}, *rows;
    int64_t id;
    size_t n;
    assert_ok(f, release_add(f->db, &row, &id, &f->err));
    assert_ok(f, rollout_put(f->db, id, &half, &f->err));
    assert_ok(f, rollout_put(f->db, id, &begin, &f->err));
    half.share = 0.6; /* the same moment again: corrected */
    assert_ok(f, rollout_put(f->db, id, &half, &f->err));
    assert_ok(f, rollout_list(f->db, f->a, id, &rows, &n, &f->err));
    assert_int_equal(n, 2);
    assert_true(rows[0].share == 0.1 && rows[1].share == 0.6);
    assert_ok(f, release_get(f->db, f->a, id, &row, &f->err));
    assert_true(row.share == 0.6);
}

static void test_days(void **state) {
    Fixture *f = *state;
    CodebookRow codebook = {.created_at = 1, .stats = STR("{}"), .kind = STR("discovered")};
    int64_t id, source = fixture_source(f, "mail"), last;
    bool known;
    ThemeDays days;
    assert_ok(f, codebook_create(f->db, &codebook, &id, &f->err));
    assert_ok(f, theme_days_last(f->db, id, &known, &last, &f->err));
    assert_false(known);
    const DayRow rows[] = {{3, source, 10, 4, 2},
                           {3, source, 12, 9, 8},
                           {9, source, 11, 1, 1},
                           {0, source, 11, 5, 5},
                           {9, source, 20, 1, 1}};
    assert_ok(f, days_put(f->db, id, rows, 5, &f->err));
    assert_ok(f, theme_days_read(f->db, f->a, id, NULL, 10, 13, &days, &f->err));
    assert_true(days.themes == 2 && days.days_n == 3 && days.ids[0] == 3 && days.ids[1] == 9);
    assert_true(days.days[0] == 2 && days.days[2] == 8 && days.days[3 + 1] == 1 && days.days[3 + 2] == 0);
    assert_true(days.all[0] == 2 && days.all[1] == 6 && days.all[2] == 8);
    assert_ok(f, theme_days_last(f->db, id, &known, &last, &f->err));
    assert_true(known && last == 20);
    assert_ok(f, theme_days_read(f->db, f->a, id, NULL, 13, 13, &days, &f->err));
    assert_int_equal(days.days_n, 0);
}

static void test_alerts(void **state) {
    Fixture *f = *state;
    AlertRow row = {.theme_id = 7,
                    .began = 10,
                    .alerted = 12,
                    .told = 12,
                    .last = 13,
                    .open = true,
                    .baseline = 0.5,
                    .voices = 9,
                    .expected = 1.5,
                    .level = 3},
             *rows;
    size_t n;
    assert_ok(f, alert_add(f->db, &row, &f->err));
    row.told = 20, row.reopened = 1, row.open = false;
    assert_ok(f, alert_save(f->db, &row, &f->err));
    assert_ok(f, alert_sent(f->db, row.id, 20, &f->err));
    assert_ok(f, alerts_list(f->db, f->a, &rows, &n, &f->err));
    assert_int_equal(n, 1);
    assert_true(rows[0].told == 20 && rows[0].reopened == 1 && !rows[0].open && rows[0].sent_day == 20 &&
                rows[0].baseline == 0.5 && rows[0].alerted == 12);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(test_exposure), STORE_TEST(test_releases), STORE_TEST(test_rollout),
                                      STORE_TEST(test_days), STORE_TEST(test_alerts)};
    return store_tests_run("outcomes", tests, sizeof tests / sizeof *tests);
}
