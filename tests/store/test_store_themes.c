/* test_store_themes.c - codebooks, themes, assignments, days, quotes. */
#include <string.h>

#include "store/day_store.h"
#include "store/lineage_store.h"
#include "store_test.h"

static int64_t new_codebook(Fixture *f) {
    int64_t id;
    CodebookRow row = {
        .created_at = 5, .seed = 7, .themes_wanted = 80, .sample = 20, .as_of = TIME_NONE, .stats = STR("{}")};
    assert_ok(f, codebook_create(f->db, &row, &id, &f->err));
    return id;
}

static void test_codebooks(void **state) {
    Fixture *f = *state;
    CodebookRow row, *rows;
    size_t n;
    assert_fails(f, ERR_NOT_FOUND, codebook_current(f->db, f->a, &row, &f->err));
    assert_non_null(strstr(f->err.hint, "ridealong discover"));
    int64_t first = new_codebook(f);
    assert_int_equal(first, 1);
    assert_fails(f, ERR_NOT_FOUND, codebook_current(f->db, f->a, &row, &f->err));
    assert_ok(f, codebook_activate(f->db, first, &f->err));
    int64_t second = new_codebook(f);
    assert_ok(f, codebook_current(f->db, f->a, &row, &f->err));
    assert_true(row.id == first && row.seed == 7 && row.themes_wanted == 80 && row.as_of == TIME_NONE);
    CodebookRow changed = {
        .id = second, .themes = 3, .sample = 4, .signals = 5, .unthemed = 6, .as_of = 7, .stats = STR("{\"a\":1}")};
    assert_ok(f, codebook_update(f->db, &changed, &f->err));
    assert_ok(f, codebook_activate(f->db, second, &f->err));
    assert_ok(f, codebook_activate(f->db, second, &f->err));
    assert_ok(f, codebooks_list(f->db, f->a, &rows, &n, &f->err));
    assert_int_equal(n, 2);
    assert_true(rows[0].id == second && rows[0].unthemed == 6 && rows[0].as_of == 7 && rows[0].created_at == 5);
    assert_str(rows[0].state, "current");
    assert_str(rows[0].stats, "{\"a\":1}");
    assert_str(rows[1].state, "retired");
    assert_fails(f, ERR_NOT_FOUND, codebook_activate(f->db, 99, &f->err));
    assert_ok(f, codebook_current(f->db, f->a, &row, &f->err)); /* the failed switch changed nothing */
    assert_int_equal(row.id, second);
}

static void test_blob(void **state) {
    Fixture *f = *state;
    int64_t id = new_codebook(f);
    Str got;
    assert_fails(f, ERR_NOT_FOUND, codebook_blob_get(f->db, f->a, id, &got, &f->err));
    char *bytes = arena_alloc(f->a, 3 << 20);
    for (size_t i = 0; i < 3 << 20; i++) bytes[i] = (char)(i * 31);
    Str blob = {bytes, 3 << 20};
    assert_ok(f, codebook_blob_put(f->db, id, STR("old"), &f->err));
    assert_ok(f, codebook_blob_put(f->db, id, blob, &f->err));
    assert_ok(f, codebook_blob_get(f->db, f->a, id, &got, &f->err));
    assert_true(str_eq(got, blob));
    assert_fails(f, ERR_CONFLICT, codebook_blob_put(f->db, 99, blob, &f->err));
}

static void test_theme_ids_are_for_ever(void **state) {
    Fixture *f = *state;
    int64_t one = new_codebook(f);
    ThemeRow t[3] = {{.codebook_id = one, .position = 0, .name = STR("a"), .score = 1, .stats = STR("{}")},
                     {.codebook_id = one, .position = 1, .name = STR("b"), .score = 9, .stats = STR("{}")},
                     {.codebook_id = one, .position = 2, .name = STR("c"), .score = 5, .stats = STR("{}")}};
    assert_ok(f, themes_put(f->db, t, 3, &f->err));
    assert_true(t[0].id > 0 && t[1].id > t[0].id && t[2].id > t[1].id);
    t[0].signals = 12, t[0].voices = 11, t[0].customers = 10;
    assert_ok(f, themes_put(f->db, t, 1, &f->err));
    ThemeRow row, *rows;
    size_t n;
    assert_ok(f, themes_list(f->db, f->a, one, &rows, &n, &f->err));
    assert_true(n == 3 && rows[0].id == t[1].id && rows[1].id == t[2].id && rows[2].position == 0);
    assert_str(rows[0].stats, "{}");
    assert_ok(f, themes_names(f->db, f->a, one, &rows, &n, &f->err));
    assert_true(n == 3 && rows[0].id == t[1].id && rows[0].score == 9 && rows[2].position == 0 && rows[2].stats.n == 0);
    assert_str(rows[1].name, "c");
    assert_ok(f, theme_get(f->db, f->a, one, t[0].id, &row, &f->err));
    assert_true(row.signals == 12 && row.voices == 11 && row.customers == 10 && row.score == 1);
    assert_fails(f, ERR_NOT_FOUND, theme_get(f->db, f->a, one, 99, &row, &f->err));
    int64_t last = t[2].id, two;
    assert_ok(f, codebook_activate(f->db, one, &f->err));
    two = new_codebook(f);
    ThemeRow later[2] = {
        {.id = t[1].id, .codebook_id = two, .position = 0, .name = STR("b, continued"), .stats = STR("{}")},
        {.codebook_id = two, .position = 1, .name = STR("new"), .stats = STR("{}")}};
    assert_ok(f, themes_put(f->db, later, 2, &f->err));
    assert_true(later[0].id == t[1].id && later[1].id > last);
    last = later[1].id;
    assert_ok(f, codebook_sweep(f->db, &f->err)); /* discovery was killed */
    assert_ok(f, themes_list(f->db, f->a, two, &rows, &n, &f->err));
    assert_int_equal(n, 0);
    assert_ok(f, theme_get(f->db, f->a, one, t[1].id, &row, &f->err));
    assert_str(row.name, "b");
    two = new_codebook(f);
    later[1].id = 0, later[1].codebook_id = two;
    assert_ok(f, themes_put(f->db, &later[1], 1, &f->err));
    assert_true(later[1].id > last); /* never given twice */
    later[0].id = 777, later[0].codebook_id = two;
    assert_fails(f, ERR_CONFLICT, themes_put(f->db, later, 1, &f->err));
}

static int64_t fill(Fixture *f) {
    int64_t source = fixture_source(f, "s"), import = fixture_import(f, source, "p");
    Signal s[3] = {signal_of("1", "one was here"), signal_of("2", "two"), signal_of("3", "three")};
    s[0].at = 100, s[0].channel = STR("web");
    fixture_put(f, source, import, s, 3, NULL);
    return source;
}

static void test_assignments(void **state) {
    Fixture *f = *state;
    int64_t source = fill(f), codebook = new_codebook(f);
    AssignmentRow rows[] = {{1, 5, 0.5f, 0.25f, 6}, {2, 0, 0.125f, 0, 0}}, got;
    assert_ok(f, assignments_put(f->db, codebook, rows, 2, &f->err));
    rows[1].theme_id = 5;
    assert_ok(f, assignments_put(f->db, codebook, rows + 1, 1, &f->err));
    assert_ok(f, assignment_get(f->db, codebook, 1, &got, &f->err));
    assert_true(got.theme_id == 5 && got.score == 0.5f && got.second_score == 0.25f && got.second_id == 6);
    assert_ok(f, assignment_get(f->db, codebook, 2, &got, &f->err));
    assert_int_equal(got.theme_id, 5);
    assert_fails(f, ERR_NOT_FOUND, assignment_get(f->db, codebook, 3, &got, &f->err));
    Signal changed = signal_of("1", "something else"); /* has to be coded anew */
    fixture_put(f, source, 1, &changed, 1, NULL);
    assert_fails(f, ERR_NOT_FOUND, assignment_get(f->db, codebook, 1, &got, &f->err));
}

static void test_assignments_of_signals_that_went(void **state) {
    Fixture *f = *state;
    int64_t source = fill(f), codebook = new_codebook(f), other = new_codebook(f), at = TIME_NONE;
    AssignmentRow got;
    AssignmentRow rows[] = {
        {1, 5, 0.5f, 0.25f, 6, 0, 100}, {2, 0, 0.125f, 0, 0, 3, at}, {3, 0, 0.125f, 0, 0, 0, at}, {77, 5, 0.5f, 0, 0}};
    SignalsRead read = {.n = 3, .through = 3};
    assert_ok(f, imports_updated(f->db, &read.updated, &f->err));
    assert_ok(f, assignments_add(f->db, codebook, rows, 4, &f->err));
    assert_ok(f, assignments_add(f->db, other, rows, 4, &f->err));
    assert_ok(f, assignment_get(f->db, codebook, 1, &got, &f->err));
    assert_true(got.theme_id == 5 && got.score == 0.5f && got.second_score == 0.25f && got.second_id == 6);
    assert_ok(f, assignments_tidy(f->db, codebook, &read, &f->err)); /* as many as there were, as they were */
    assert_ok(f, assignment_get(f->db, codebook, 77, &got, &f->err));
    read.n = 4;
    assert_ok(f, assignments_tidy(f->db, codebook, &read, &f->err));
    assert_fails(f, ERR_NOT_FOUND, assignment_get(f->db, codebook, 77, &got, &f->err));
    assert_ok(f, assignment_get(f->db, codebook, 2, &got, &f->err));
    assert_int_equal(got.facet, 3);
    assert_ok(f, assignment_get(f->db, other, 77, &got, &f->err));

    Signal moved = signal_of("2", "two"); /* while it was being coded: put here after the assignment was forgotten */
    moved.at = 700;
    ImportRow import;
    assert_ok(f, import_begin(f->db, f->a, source, STR("b"), STR("again"), STR(""), 1, &import, &f->err));
    fixture_put(f, source, import.id, &moved, 1, NULL);
    import.updated = 1;
    assert_ok(f, import_save(f->db, &import, &f->err));
    assert_ok(f, assignments_add(f->db, codebook, rows + 1, 1, &f->err));
    read.n = 3;
    assert_ok(f, assignments_tidy(f->db, codebook, &read, &f->err));
    assert_fails(f, ERR_NOT_FOUND, assignment_get(f->db, codebook, 2, &got, &f->err));
    assert_ok(f, assignment_get(f->db, codebook, 1, &got, &f->err));
    assert_ok(f, assignment_get(f->db, codebook, 3, &got, &f->err));
}

static void test_days(void **state) {
    Fixture *f = *state;
    int64_t codebook = new_codebook(f);
    DayRow rows[] = {{2, 1, 30, 4, 3}, {1, 1, 20, 2, 2}, {1, 2, 30, 7, 5}, {0, 1, -5, 1, 1}}, *got;
    size_t n;
    assert_ok(f, days_put(f->db, codebook, rows, 4, &f->err));
    assert_ok(f, days_put(f->db, codebook, rows, 3, &f->err));
    assert_ok(f, days_put(f->db, new_codebook(f), rows, 4, &f->err));
    assert_ok(f, days_list(f->db, f->a, codebook, -1, &got, &n, &f->err)); /* summed over themes and sources */
    assert_true(n == 2 && got[0].theme_id == -1 && got[0].day == 20 && got[0].signals == 2 && got[0].voices == 2);
    assert_true(got[1].theme_id == -1 && got[1].day == 30 && got[1].signals == 11 && got[1].voices == 8);
    assert_ok(f, days_list(f->db, f->a, codebook, 1, &got, &n, &f->err));
    assert_true(n == 2 && got[0].day == 20 && got[1].source_id == 2 && got[1].signals == 7 && got[1].voices == 5);
    assert_ok(f, days_list(f->db, f->a, codebook, 2, &got, &n, &f->err));
    assert_int_equal(n, 1);
    assert_ok(f, days_list(f->db, f->a, codebook, 0, &got, &n, &f->err));
    assert_int_equal(n, 0);
}

static void test_day_values(void **state) {
    Fixture *f = *state;
    int64_t before = new_codebook(f), codebook = new_codebook(f);
    DayValueRow rows[] = {{STR("web"), 2, 30, 4, 3, BY_CHANNEL}, {STR("web"), 2, 20, 2, 1, BY_CHANNEL},
                          {STR(""), 2, 20, 9, 8, BY_CHANNEL},    {STR("gold"), 2, 20, 5, 5, BY_SEGMENT},
                          {STR("web"), 3, 20, 6, 6, BY_CHANNEL}, {STR("\xC3\xA9"), 2, -9, 1, 1, BY_PRODUCT}};
    DayValueRow *got;
    size_t n;
    assert_ok(f, day_values_add(f->db, before, rows, 6, &f->err));
    assert_ok(f, day_values_add(f->db, codebook, rows, 6, &f->err));
    assert_ok(f, day_values_clear(f->db, codebook, &f->err));
    assert_ok(f, day_values_add(f->db, codebook, rows, 2, &f->err));
    assert_ok(f, day_values_add(f->db, codebook, rows + 2, 4, &f->err));
    assert_ok(f, day_values_keep(f->db, codebook, &f->err));
    assert_ok(f, day_values_list(f->db, f->a, before, 2, BY_CHANNEL, &got, &n, &f->err));
    assert_int_equal(n, 0);
    assert_ok(f, day_values_list(f->db, f->a, codebook, 2, BY_CHANNEL, &got, &n, &f->err));
    assert_true(n == 3 && got[0].value.n == 0 && got[0].signals == 9 && got[1].day == 20 && got[2].day == 30);
    assert_str(got[1].value, "web");
    assert_str(got[2].value, "web");
    assert_true(got[2].signals == 4 && got[2].voices == 3 && got[2].theme_id == 2);
    assert_ok(f, day_values_list(f->db, f->a, codebook, 2, BY_PRODUCT, &got, &n, &f->err));
    assert_true(n == 1 && got[0].day == -9);
    assert_str(got[0].value, "\xC3\xA9");
}

static void test_quotes(void **state) {
    Fixture *f = *state;
    fill(f);
    int64_t codebook = new_codebook(f);
    QuoteRow rows[] = {
        {.theme_id = 4, .signal_id = 1, .position = 1, .begin = 4, .end = 7, .sha256 = sha256(STR("was"))},
        {.theme_id = 4, .signal_id = 2, .position = 0, .begin = 0, .end = 3, .sha256 = sha256(STR("two"))}};
    QuoteRow *got;
    size_t n;
    assert_ok(f, quotes_put(f->db, codebook, rows, 2, &f->err));
    assert_ok(f, quotes_put(f->db, codebook, rows, 2, &f->err));
    assert_ok(f, quotes_list(f->db, f->a, codebook, 4, &got, &n, &f->err));
    assert_true(n == 2 && got[0].signal_id == 2 && got[1].begin == 4 && got[1].end == 7 && got[1].at == 100);
    assert_str(got[1].text, "one was here");
    assert_str(got[1].channel, "web");
    assert_str(got[1].source, "s");
    assert_memory_equal(&got[1].sha256, &rows[0].sha256, sizeof(Sha256));
    QuoteRow more[] = {
        rows[0], rows[1], {.theme_id = 2, .signal_id = 3, .begin = 0, .end = 5, .sha256 = sha256(STR("three"))}};
    assert_ok(f, quotes_put(f->db, codebook, more, 3, &f->err));
    assert_ok(f, quotes_first(f->db, f->a, codebook, &got, &n, &f->err));
    assert_true(n == 2 && got[0].theme_id == 2 && got[1].theme_id == 4 && got[1].signal_id == 2 &&
                got[1].position == 0);
    assert_str(got[0].text, "three");
}

static void test_findings_come_by_the_page(void **state) {
    Fixture *f = *state;
    int64_t codebook = new_codebook(f), other = new_codebook(f);
    const FindingRow rows[] = {
        {STR("emerging"), STR("{}")}, {STR("unthemed"), STR("[1]")}, {STR("unthemed"), STR("[2]")}};
    FindingRow *got;
    FindingCounts counts;
    size_t n;
    assert_ok(f, findings_put(f->db, codebook, rows, 3, &f->err));
    assert_ok(f, findings_put(f->db, other, rows, 1, &f->err));
    assert_ok(f, findings_list(f->db, f->a, codebook, 0, 2, &got, &n, &f->err));
    assert_true(n == 2 && str_eq(got[0].kind, STR("emerging")) && str_eq(got[1].body, STR("[1]")));
    assert_ok(f, findings_list(f->db, f->a, codebook, 2, 2, &got, &n, &f->err));
    assert_true(n == 1 && str_eq(got[0].kind, STR("unthemed")) && str_eq(got[0].body, STR("[2]")));
    assert_ok(f, findings_count(f->db, codebook, &counts, &f->err));
    assert_true(counts.emerging == 1 && counts.unthemed == 2);
    assert_ok(f, findings_count(f->db, 99, &counts, &f->err));
    assert_true(counts.emerging == 0 && counts.unthemed == 0);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(test_codebooks),
        STORE_TEST(test_blob),
        STORE_TEST(test_theme_ids_are_for_ever),
        STORE_TEST(test_assignments),
        STORE_TEST(test_assignments_of_signals_that_went),
        STORE_TEST(test_days),
        STORE_TEST(test_day_values),
        STORE_TEST(test_quotes),
        STORE_TEST(test_findings_come_by_the_page),
    };
    return store_tests_run("store/themes", tests, sizeof tests / sizeof *tests);
}
