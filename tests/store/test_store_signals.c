/* test_store_signals.c - imports and idempotent writing of signals. */
#include <math.h>
#include <string.h>

#include "engine.h"
#include "store_test.h"
#include "themes/sketch.h"

static void test_sources(void **state) {
    Fixture *f = *state;
    int64_t b = fixture_source(f, "b"), a = fixture_source(f, "a");
    assert_int_not_equal(a, b);
    int64_t again;
    assert_ok(f, source_put(f->db, STR("b"), STR("jsonl"), STR("{\"id\":1}"), &again, &f->err));
    assert_int_equal(again, b);
    SourceRow *rows;
    size_t n;
    assert_ok(f, sources_list(f->db, f->a, &rows, &n, &f->err));
    assert_int_equal(n, 2);
    assert_str(rows[1].kind, "jsonl");
    assert_str(rows[1].mapping, "{\"id\":1}");
    assert_int_equal(rows[0].signals, 0);
    assert_true(rows[0].first_at == TIME_NONE && rows[0].last_at == TIME_NONE);
    assert_fails(f, ERR_INPUT, source_put(f->db, STR(""), STR("csv"), STR("{}"), &again, &f->err));
}

static void test_imports(void **state) {
    Fixture *f = *state;
    int64_t source = fixture_source(f, "s");
    ImportRow row, again, *rows;
    size_t n;
    assert_ok(f, import_begin(f->db, f->a, source, STR("a.csv"), STR("print"), STR("r.csv"), 7, &row, &f->err));
    assert_str(row.state, "running");
    row.rows = 10, row.inserted = 8, row.rejected = 2, row.rejects_bytes = 99;
    assert_ok(f, import_save(f->db, &row, &f->err));
    assert_ok(f, import_begin(f->db, f->a, source, STR("b.csv"), STR("print"), STR(""), 9, &again, &f->err));
    assert_true(again.id == row.id && again.rows == 10 && again.inserted == 8 && again.rejects_bytes == 99);
    assert_str(again.rejects_path, "r.csv");
    again.state = STR("finished"), again.finished_at = 11;
    assert_ok(f, import_save(f->db, &again, &f->err));
    assert_ok(f, import_begin(f->db, f->a, source, STR("a.csv"), STR("print"), STR(""), 12, &again, &f->err));
    assert_true(again.id > row.id && again.rows == 0);
    assert_ok(f, imports_list(f->db, f->a, source, 10, &rows, &n, &f->err));
    assert_int_equal(n, 2);
    assert_true(rows[0].id == again.id && rows[1].finished_at == 11);
    assert_ok(f, imports_list(f->db, f->a, 0, 1, &rows, &n, &f->err));
    assert_int_equal(n, 1);
    again.id = 12345;
    assert_fails(f, ERR_NOT_FOUND, import_save(f->db, &again, &f->err));
}

static Signal full_signal(void) {
    Signal s = signal_of("x1", "My refund never arrived.");
    s.at = 1700000000;
    s.customer = STR("00ff"), s.channel = STR("email"), s.product = STR("card"), s.segment = STR("gold");
    s.lang = STR("en"), s.url = STR("https://example.org/1"), s.rating = 2.5, s.meta = STR("{\"k\":\"v\"}");
    return s;
}

static void test_every_field_comes_back(void **state) {
    Fixture *f = *state;
    int64_t source = fixture_source(f, "s");
    Signal s = full_signal();
    fixture_put(f, source, fixture_import(f, source, "p"), &s, 1, NULL);
    SignalRow row;
    assert_ok(f, signal_get(f->db, f->a, fixture_number(f, "SELECT max(id) FROM signal"), &row, &f->err));
    assert_str(row.source, "s");
    assert_str(row.signal.external_id, "x1");
    assert_str(row.signal.text, "My refund never arrived.");
    assert_true(row.signal.at == 1700000000 && row.signal.rating == 2.5);
    assert_str(row.signal.customer, "00ff");
    assert_str(row.signal.channel, "email");
    assert_str(row.signal.product, "card");
    assert_str(row.signal.segment, "gold");
    assert_str(row.signal.lang, "en");
    assert_str(row.signal.url, "https://example.org/1");
    assert_str(row.signal.meta, "{\"k\":\"v\"}");
    assert_true(!row.coded && row.theme_id == 0 && row.theme.n == 0 && row.copy_of == 0 && row.copies == 1);
    assert_fails(f, ERR_NOT_FOUND, signal_get(f->db, f->a, 999, &row, &f->err));
}

static void test_put_is_idempotent(void **state) {
    Fixture *f = *state;
    int64_t source = fixture_source(f, "s"), import = fixture_import(f, source, "p");
    Signal s[3] = {full_signal(), signal_of("x2", ""), signal_of("x1", "My refund never arrived.")};
    PutResult r[3];
    fixture_put(f, source, import, s, 2, r);
    assert_true(r[0] == PUT_INSERTED && r[1] == PUT_INSERTED);
    Str first = fixture_dump(f, f->db);
    fixture_put(f, source, import, s, 2, r);
    assert_true(r[0] == PUT_UNCHANGED && r[1] == PUT_UNCHANGED);
    assert_true(str_eq(first, fixture_dump(f, f->db)));
    s[1].text = STR("now with words");
    fixture_put(f, source, import, s, 3, r); /* the third has the id of the first, and other content */
    assert_true(r[0] == PUT_UNCHANGED && r[1] == PUT_UPDATED && r[2] == PUT_UPDATED);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signal"), 2);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM value_count"), 0); /* x1 lost its customer and channel */
}

static void test_put_needs_a_transaction(void **state) {
    Fixture *f = *state;
    Signal s = full_signal();
    assert_fails(f, ERR_INTERNAL, signals_put(f->db, 1, 1, &s, 1, NULL, &f->err));
}

/* ---- ids made from content ------------------------------------------------------------------- */

static void assert_ids(Fixture *f, int64_t equal) {
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signal WHERE external_id LIKE '#a%'"), equal);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signal WHERE external_id = '#a'"), 1);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signal WHERE external_id = '#a~2'"), equal > 1);
}

static void test_equal_rows_are_kept_apart(void **state) {
    Fixture *f = *state;
    int64_t source = fixture_source(f, "s"), import = fixture_import(f, source, "p");
    Signal s[3] = {signal_of("#a", "same"), signal_of("#b", "other"), signal_of("#a", "same")};
    PutResult r[3];
    fixture_put(f, source, import, s, 3, r);
    assert_true(r[0] == PUT_INSERTED && r[1] == PUT_INSERTED && r[2] == PUT_INSERTED);
    assert_ids(f, 2);
    int64_t second = fixture_import(f, source, "another file");
    fixture_put(f, source, second, s, 3, r);
    assert_true(r[0] == PUT_UNCHANGED && r[1] == PUT_UNCHANGED && r[2] == PUT_UNCHANGED);
    assert_ids(f, 2);
}

static void test_made_ids_survive_a_resume_and_a_rollback(void **state) {
    Fixture *f = *state;
    int64_t source = fixture_source(f, "s"), import = fixture_import(f, source, "p");
    Signal s = signal_of("#a", "same");
    fixture_put(f, source, import, &s, 1, NULL);
    assert_ok(f, db_begin(f->db, &f->err));
    assert_ok(f, signals_put(f->db, source, import, &s, 1, NULL, &f->err));
    db_rollback(f->db);
    db_close(f->db); /* killed; the next run goes on behind the first row */
    f->db = fixture_open(f, DB_WRITE);
    assert_int_equal(fixture_import(f, source, "p"), import);
    PutResult r;
    fixture_put(f, source, import, &s, 1, &r);
    assert_int_equal(r, PUT_INSERTED);
    assert_ids(f, 2);
}

enum { MANY = 10000 };

static void test_ten_thousand_equal_rows(void **state) {
    Fixture *f = *state;
    int64_t source = fixture_source(f, "s"), import = fixture_import(f, source, "p");
    Signal *s = ARENA_ARRAY(f->a, Signal, MANY);
    for (int i = 0; i < MANY; i++) s[i] = signal_of("#a", "same");
    double begin = clock_monotonic();
    fixture_put(f, source, import, s, MANY, NULL);
    assert_ids(f, MANY);
    assert_true(clock_monotonic() - begin < 20); /* quadratic would take minutes */
    ImportRow row = {.id = import, .source_id = source, .state = STR("finished"), .finished_at = 5};
    assert_ok(f, import_save(f->db, &row, &f->err));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM import_made"), 0);
}

static void test_a_repeated_true_id_is_one_signal(void **state) {
    Fixture *f = *state;
    int64_t source = fixture_source(f, "s"), import = fixture_import(f, source, "p");
    Signal *s = ARENA_ARRAY(f->a, Signal, 1000);
    for (int i = 0; i < 1000; i++) s[i] = signal_of("x", i % 2 ? "odd" : "even");
    PutResult *r = ARENA_ARRAY(f->a, PutResult, 1000);
    fixture_put(f, source, import, s, 1000, r);
    assert_true(r[0] == PUT_INSERTED && r[1] == PUT_UPDATED && r[999] == PUT_UPDATED);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signal WHERE text = 'odd'"), 1);
}

/* ---- counts ---------------------------------------------------------------------------------- */

static void fill(Fixture *f) {
    int64_t a = fixture_source(f, "a"), b = fixture_source(f, "b");
    int64_t import = fixture_import(f, a, "p");
    Signal s[40];
    for (int i = 0; i < 40; i++) {
        s[i] = signal_of(arena_printf(f->a, "id%02d", i).p, i % 4 ? "the card was declined" : "");
        s[i].channel = i % 3 ? STR("web") : STR("phone");
        s[i].product = i % 5 ? STR("card") : STR("");
        s[i].customer = arena_printf(f->a, "c%d", i % 7);
        s[i].at = i % 6 ? 1000 + i : TIME_NONE;
    }
    fixture_put(f, a, import, s, 40, NULL);
    fixture_put(f, b, import, s, 10, NULL);
    for (int i = 0; i < 5; i++) s[i].channel = STR("chat"), s[i].text = STR("changed"), s[i].customer = STR("c9");
    fixture_put(f, a, import, s, 5, NULL);
}

static void test_counts(void **state) {
    Fixture *f = *state;
    fill(f);
    SourceRow *sources;
    ValueCount *values;
    SignalTotals t;
    size_t n;
    assert_ok(f, sources_list(f->db, f->a, &sources, &n, &f->err));
    assert_true(sources[0].signals == 40 && sources[1].signals == 10 && sources[0].without_text == 8);
    assert_true(sources[0].first_at == 1001 && sources[0].last_at == 1039 && sources[0].imports == 1);
    assert_ok(f, signals_totals(f->db, &t, &f->err));
    assert_true(t.signals == 50 && t.with_text == 50 - 8 - 3 && t.customers == 8);
    assert_true(t.first_at == 1001 && t.last_at == 1039);
    assert_ok(f, signals_channels(f->db, f->a, 2, &values, &n, &f->err));
    assert_int_equal(n, 2);
    assert_str(values[0].value, "web");
    assert_int_equal(values[0].n, 23 + 6);
    assert_ok(f, signals_products(f->db, f->a, 9, &values, &n, &f->err));
    assert_true(n == 1 && values[0].n == 40);
}

typedef struct Seen {
    size_t n, with_text;
} Seen;

static bool see_sketch(void *ctx, const SignalRow *row) {
    Seen *seen = ctx;
    Sketch sketch;
    bool kept = sketch_read(row->sketch, &sketch);
    assert_true(kept == (row->signal.text.n == 0));
    assert_true(row->signal.external_id.n > 0 && row->source.n > 0);
    seen->n++;
    seen->with_text += !kept;
    return true;
}

static Seen see_sketches(Fixture *f) {
    Seen seen = {0};
    assert_ok(f, signals_scan(f->db, &(ScanOptions){.with_text = true, .sketches = true}, see_sketch, &seen, &f->err));
    return seen;
}

static void test_sketches_stand_beside_the_texts(void **state) {
    Fixture *f = *state;
    fill(f);
    Seen seen = see_sketches(f);
    assert_true(seen.n > 30 && seen.with_text == 0);
    assert_ok(f, f->db->engine->exec(f->db, "UPDATE signal SET sketch = NULL WHERE id % 2 = 0", &f->err));
    assert_true(see_sketches(f).with_text > 10);
    assert_ok(f, store_rebuild(f->db, &f->err));
    seen = see_sketches(f);
    assert_true(seen.n > 30 && seen.with_text == 0);
}

static void test_rebuild_gives_the_same(void **state) {
    Fixture *f = *state;
    fill(f);
    CopyRow copies[] = {{1, 1}, {2, 1}};
    assert_ok(f, copies_put(f->db, copies, 2, &f->err));
    Str before = fixture_dump(f, f->db);
    SignalFilter changed = {.search = STR("changed"), .from = TIME_NONE, .to = TIME_NONE};
    for (int i = 0; i < 2; i++) {
        int64_t n;
        assert_ok(f, signals_count(f->db, &changed, &n, &f->err));
        assert_int_equal(n, 5);
        fixture_check_search(f);
        assert_ok(f, store_rebuild(f->db, &f->err));
        assert_true(str_eq(before, fixture_dump(f, f->db)));
    }
}

static void test_rollback_leaves_nothing(void **state) {
    Fixture *f = *state;
    fill(f);
    Str before = fixture_dump(f, f->db);
    Signal s[2] = {full_signal(), signal_of("id03", "updated words")};
    assert_ok(f, db_begin(f->db, &f->err));
    assert_ok(f, signals_put(f->db, 1, 1, s, 2, NULL, &f->err));
    db_rollback(f->db);
    assert_true(str_eq(before, fixture_dump(f, f->db)));
    int64_t n;
    SignalFilter words = {.search = STR("updated"), .from = TIME_NONE, .to = TIME_NONE};
    assert_ok(f, signals_count(f->db, &words, &n, &f->err));
    assert_int_equal(n, 0);
    fixture_check_search(f);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(test_sources),
        STORE_TEST(test_imports),
        STORE_TEST(test_every_field_comes_back),
        STORE_TEST(test_put_is_idempotent),
        STORE_TEST(test_put_needs_a_transaction),
        STORE_TEST(test_equal_rows_are_kept_apart),
        STORE_TEST(test_made_ids_survive_a_resume_and_a_rollback),
        STORE_TEST(test_ten_thousand_equal_rows),
        STORE_TEST(test_a_repeated_true_id_is_one_signal),
        STORE_TEST(test_counts),
        STORE_TEST(test_sketches_stand_beside_the_texts),
        STORE_TEST(test_rebuild_gives_the_same),
        STORE_TEST(test_rollback_leaves_nothing),
    };
    return store_tests_run("store/signals", tests, sizeof tests / sizeof *tests);
}
