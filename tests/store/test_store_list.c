/* test_store_list.c - pages, filters, search and scans. */
#include <string.h>

#include "engine.h"
#include "store_test.h"

static const SignalFilter everything = {.from = TIME_NONE, .to = TIME_NONE};

enum { ROWS = 137 };

/* Many equal times and many unknown ones; a codebook that themes a third of the signals; some copies. */
static void fill(Fixture *f) {
    int64_t web = fixture_source(f, "web shop"), app = fixture_source(f, "app");
    int64_t import = fixture_import(f, web, "p");
    Signal s[ROWS];
    for (int i = 0; i < ROWS; i++) {
        s[i] = signal_of(arena_printf(f->a, "%03d", (i * 59) % ROWS).p, "");
        s[i].at = i % 5 == 0 ? TIME_NONE : 5000 + i / 20;
        s[i].channel = i % 2 ? STR("email") : STR("review");
        s[i].product = i % 3 ? STR("card") : STR("loan");
        s[i].customer = i % 10 ? STR("") : STR("ab12");
        s[i].text = i % 7 == 0   ? STR("")
                    : i % 7 == 1 ? STR("The café refund was refused twice")
                                 : STR("refused: my refund, said the bank");
    }
    fixture_put(f, web, import, s, 100, NULL);
    fixture_put(f, app, import, s + 100, ROWS - 100, NULL);
}

static int64_t make_codebook(Fixture *f) {
    int64_t codebook, n = 0;
    assert_ok(f, codebook_create(f->db, &(CodebookRow){.created_at = 1, .stats = STR("{}")}, &codebook, &f->err));
    ThemeRow theme = {.codebook_id = codebook, .name = STR("refund refused"), .score = 50, .stats = STR("{}")};
    assert_ok(f, themes_put(f->db, &theme, 1, &f->err));
    AssignmentRow rows[ROWS];
    for (int64_t id = 1; id <= ROWS; id++)
        if (id % 4) rows[n++] = (AssignmentRow){id, id % 3 ? 0 : theme.id, 0.75f, 0.25f, 0};
    assert_ok(f, assignments_put(f->db, codebook, rows, (size_t)n, &f->err));
    assert_ok(f, codebook_activate(f->db, codebook, &f->err));
    CopyRow copies[] = {{10, 10}, {11, 10}, {12, 10}};
    assert_ok(f, copies_put(f->db, copies, 3, &f->err));
    return theme.id;
}

/* Walks all pages of `size`, checks the order, that none is seen twice, and that the count agrees. */
static size_t walk(Fixture *f, const SignalFilter *filter, size_t size) {
    Str cursor = STR("");
    bool seen[ROWS + 1] = {false};
    int64_t last_at = INT64_MAX, last_id = INT64_MAX;
    size_t total = 0;
    do {
        SignalRow *rows;
        size_t n;
        assert_ok(f, signals_list(f->db, f->a, filter, cursor, size, &rows, &n, &cursor, &f->err));
        assert_true(n <= size && (n == size || cursor.n == 0));
        for (size_t i = 0; i < n; i++, total++) {
            int64_t at = rows[i].signal.at, id = rows[i].id;
            assert_true(at < last_at || (at == last_at && id < last_id));
            assert_false(seen[id]);
            seen[id] = true;
            last_at = at, last_id = id;
        }
    } while (cursor.n);
    int64_t count;
    assert_ok(f, signals_count(f->db, filter, &count, &f->err));
    assert_int_equal(count, total);
    return total;
}

static size_t matches(Fixture *f, const SignalFilter *filter) {
    size_t n = walk(f, filter, 7);
    assert_int_equal(walk(f, filter, 1000), n);
    return n;
}

static void test_pages(void **state) {
    Fixture *f = *state;
    assert_int_equal(matches(f, &everything), 0);
    fill(f);
    for (size_t size = 1; size < ROWS + 2; size += 17) assert_int_equal(walk(f, &everything, size), ROWS);
    SignalRow *rows;
    size_t n;
    Str next;
    assert_fails(f, ERR_INPUT, signals_list(f->db, f->a, &everything, STR("'; DROP"), 5, &rows, &n, &next, &f->err));
    assert_fails(f, ERR_INPUT, signals_list(f->db, f->a, &everything, STR("1_"), 5, &rows, &n, &next, &f->err));
    assert_fails(f, ERR_INPUT, signals_list(f->db, f->a, &everything, STR(""), 0, &rows, &n, &next, &f->err));
}

static void test_single_filters(void **state) {
    Fixture *f = *state;
    fill(f);
    SignalFilter q = everything;
    q.source_id = 1;
    assert_int_equal(matches(f, &q), 100);
    q = everything, q.channel = STR("email");
    assert_int_equal(matches(f, &q), 68);
    q = everything, q.product = STR("loan");
    assert_int_equal(matches(f, &q), 46);
    q = everything, q.customer = STR("ab12");
    assert_int_equal(matches(f, &q), 14);
    q = everything, q.with_text = true;
    assert_int_equal(matches(f, &q), 117);
    q = everything, q.from = 5002;
    assert_int_equal(matches(f, &q), 77);
    q.to = 5003;
    assert_int_equal(matches(f, &q), 16);
    q = everything, q.to = 5001; /* unknown times are in no period */
    assert_int_equal(matches(f, &q), 16);
    q = everything, q.channel = STR("e-mail");
    assert_int_equal(matches(f, &q), 0);
}

static void test_themes_and_copies(void **state) {
    Fixture *f = *state;
    fill(f);
    SignalFilter q = everything;
    q.unthemed = true;
    assert_int_equal(matches(f, &q), 0);
    int64_t theme = make_codebook(f);
    assert_int_equal(matches(f, &q), 69);
    q = everything, q.theme_id = theme;
    assert_int_equal(matches(f, &q), 34);
    q.from = 5002, q.channel = STR("email"), q.search = STR("bank");
    assert_int_equal(matches(f, &q),
                     fixture_number(f, "SELECT count(*) FROM signal WHERE at >= 5002 AND id % 3 = 0 AND id % 4 <> 0"
                                       " AND channel = 'email' AND text LIKE '%bank%'"));
    q = everything, q.no_copies = true;
    assert_int_equal(matches(f, &q), ROWS - 2);
    SignalRow row;
    assert_ok(f, signal_get(f->db, f->a, 12, &row, &f->err));
    assert_true(row.copy_of == 10 && row.copies == 3 && !row.coded);
    assert_ok(f, signal_get(f->db, f->a, 10, &row, &f->err));
    assert_true(row.copy_of == 0 && row.copies == 3 && row.coded && row.theme_id == 0 && row.theme.n == 0);
    assert_ok(f, signal_get(f->db, f->a, 9, &row, &f->err));
    assert_true(row.coded && row.theme_id == theme && row.score == 0.75);
    assert_str(row.theme, "refund refused");
}

static void test_search(void **state) {
    Fixture *f = *state;
    fill(f);
    SignalFilter q = everything;
    static const struct {
        Str words;
        size_t n;
    } cases[] = {
        {STR_INIT("refund"), 117},
        {STR_INIT("Refunds REFUSED"), 117},
        {STR_INIT("bank twice"), 0},
        {STR_INIT("\"my refund\""), 97},
        {STR_INIT("\"refund my\""), 0},
        {STR_INIT("twice"), 20},
        {STR_INIT("\"was refused twice"), 20},
        {STR_INIT("   "), ROWS},
        {STR_INIT("nothere"), 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        q.search = cases[i].words;
        assert_int_equal(matches(f, &q), cases[i].n);
    }
    q.search = STR("twice"), q.source_id = 2, q.product = STR("card");
    assert_int_equal(matches(f, &q),
                     fixture_number(f, "SELECT count(*) FROM signal WHERE text LIKE '%twice' AND source_id = 2"
                                       " AND product = 'card'"));
}

/* The walk along time that a very common word takes must agree with the sorted one. */
static void test_common_words(void **state) {
    Fixture *f = *state;
    enum { N = 21000 };
    int64_t source = fixture_source(f, "s"), import = fixture_import(f, source, "p");
    Signal *s = ARENA_ARRAY(f->a, Signal, N);
    for (int i = 0; i < N; i++) {
        s[i] = signal_of(arena_printf(f->a, "%d", i).p, i % 50 ? "common word" : "common and rare");
        s[i].at = i * 7919 % N;
    }
    fixture_put(f, source, import, s, N, NULL);
    SignalFilter q = everything;
    SignalRow *rows;
    size_t n;
    Str next;
    q.search = STR("common");
    assert_ok(f, signals_list(f->db, f->a, &q, STR(""), 10, &rows, &n, &next, &f->err));
    assert_true(n == 10 && rows[0].signal.at == N - 1 && rows[9].signal.at == N - 10);
    assert_ok(f, signals_list(f->db, f->a, &q, next, 10, &rows, &n, &next, &f->err));
    assert_true(n == 10 && rows[0].signal.at == N - 11);
    q.search = STR("common rare");
    int64_t count;
    assert_ok(f, signals_count(f->db, &q, &count, &f->err));
    assert_int_equal(count, N / 50);
}

/* ---- scans ----------------------------------------------------------------------------------- */

typedef struct Seen {
    size_t n, stop_at;
    int64_t last_id;
    char last[300];
    bool sorted;
} Seen;

static bool see_id(void *ctx, const SignalRow *row) {
    Seen *seen = ctx;
    seen->sorted &= row->id > seen->last_id;
    seen->last_id = row->id;
    return ++seen->n != seen->stop_at;
}

static bool see_external(void *ctx, const SignalRow *row) {
    Seen *seen = ctx;
    char key[300];
    snprintf(key, sizeof key, "%.*s/%.*s", STR_ARG(row->source), STR_ARG(row->signal.external_id));
    seen->sorted &= strcmp(key, seen->last) > 0;
    memcpy(seen->last, key, sizeof key);
    seen->n++;
    return true;
}

static void test_scan(void **state) {
    Fixture *f = *state;
    fill(f);
    Seen seen = {.sorted = true};
    ScanOptions o = {0};
    assert_ok(f, signals_scan(f->db, &o, see_id, &seen, &f->err));
    assert_true(seen.n == ROWS && seen.sorted);
    o.after_id = 100, seen = (Seen){.sorted = true};
    assert_ok(f, signals_scan(f->db, &o, see_id, &seen, &f->err));
    assert_true(seen.n == ROWS - 100 && seen.sorted);
    o = (ScanOptions){.with_text = true}, seen = (Seen){.sorted = true, .stop_at = 5};
    assert_ok(f, signals_scan(f->db, &o, see_id, &seen, &f->err));
    assert_int_equal(seen.n, 5);
    o = (ScanOptions){.by_external = true}, seen = (Seen){.sorted = true};
    assert_ok(f, signals_scan(f->db, &o, see_external, &seen, &f->err)); /* the connection is free again */
    assert_true(seen.n == ROWS && seen.sorted);
    SignalFilter q = everything;
    q.search = STR("twice"), q.channel = STR("email"), q.theme_id = make_codebook(f);
    o = (ScanOptions){.filter = &q}, seen = (Seen){.sorted = true};
    assert_ok(f, signals_scan(f->db, &o, see_id, &seen, &f->err));
    assert_int_equal(seen.n, matches(f, &q));
    assert_true(seen.sorted);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(test_pages),  STORE_TEST(test_single_filters), STORE_TEST(test_themes_and_copies),
        STORE_TEST(test_search), STORE_TEST(test_common_words),   STORE_TEST(test_scan),
    };
    return store_tests_run("store/list", tests, sizeof tests / sizeof *tests);
}
