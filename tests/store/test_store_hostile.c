/* test_store_hostile.c - text that wants to be something else stays text. */
#include <string.h>

#include "store_test.h"

static const char *const nasty[] = {
    "'; DROP TABLE signal; --",
    "\" OR 1=1 --",
    "$1",
    "$?",
    "%s%n",
    "\\",
    "\\'; SELECT 1",
    "\"",
    "\"\"",
    "\"\"\"",
    "*",
    "a*",
    "*a",
    "AND",
    "OR",
    "NOT",
    "NEAR",
    "AND OR NOT (",
    "NEAR(a b, 5)",
    "(",
    ")",
    "col:",
    "text:word",
    "-word",
    "+word",
    "^word",
    "{a b}",
    "a AND",
    "a OR OR b",
    "!",
    "&",
    "|",
    "<->",
    ":*",
    "a:*b",
    "it's",
    "\\0",
    "\t\n\r",
    "\xF0\x9F\x98\x80 emoji",
    "\xE2\x80\xAE rtl",
    "\xEF\xBF\xBD",
    "caf\xC3\xA9",
    "e\xCC\x81",
    "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E",
    "a\"b\"c",
    "\"a",
    "a\"",
    "rank",
    "signal_search",
    "\xC2\xA0",
    "--",
    "/*",
    ";",
    "''''",
    "\"phrase \"\" two\"",
    "\\N",
    "\\.",
    "one\n\\.\ntwo",
    "a\tb\\tc\rd\\",
    "\\x41",
};
enum { NASTY = sizeof nasty / sizeof *nasty };

/* In batches of 1 and of all: an engine may write many rows in another way than few. */
static void texts_come_back(Fixture *f, size_t batch) {
    int64_t source = fixture_source(f, "s"), import = fixture_import(f, source, "p");
    Signal s[NASTY];
    for (int i = 0; i < NASTY; i++) {
        s[i] = signal_of(nasty[i], nasty[i]);
        s[i].channel = s[i].product = s[i].customer = s[i].segment = s[i].url = s[i].meta = s[i].text;
    }
    for (size_t i = 0; i < NASTY; i += batch) fixture_put(f, source, import, s + i, batch, NULL);
    for (int i = 0; i < NASTY; i++) {
        SignalFilter q = {
            .channel = s[i].text, .product = s[i].text, .customer = s[i].text, .from = TIME_NONE, .to = TIME_NONE};
        SignalRow *rows;
        size_t n;
        Str next;
        assert_ok(f, signals_list(f->db, f->a, &q, STR(""), 5, &rows, &n, &next, &f->err));
        assert_int_equal(n, 1);
        assert_true(str_eq(rows[0].signal.text, s[i].text) && str_eq(rows[0].signal.external_id, s[i].text));
        assert_true(str_eq(rows[0].signal.meta, s[i].text));
    }
}

static void test_texts_come_back(void **state) {
    texts_come_back(*state, NASTY);
}

static void test_texts_come_back_one_by_one(void **state) {
    texts_come_back(*state, 1);
}

/* No search is a syntax error, and list, count and scan agree on every one. */
static bool count_row(void *ctx, const SignalRow *row) {
    (void)row;
    ++*(int64_t *)ctx;
    return true;
}

static void test_searches(void **state) {
    Fixture *f = *state;
    int64_t source = fixture_source(f, "s"), import = fixture_import(f, source, "p");
    Signal s[NASTY];
    for (int i = 0; i < NASTY; i++) s[i] = signal_of(nasty[i], nasty[i]);
    fixture_put(f, source, import, s, NASTY, NULL);
    for (int i = 0; i < NASTY; i++) {
        SignalFilter q = {.search = str_from_c(nasty[i]), .from = TIME_NONE, .to = TIME_NONE};
        SignalRow *rows;
        size_t n;
        Str next;
        int64_t count, scanned = 0;
        assert_ok(f, signals_list(f->db, f->a, &q, STR(""), NASTY, &rows, &n, &next, &f->err));
        assert_ok(f, signals_count(f->db, &q, &count, &f->err));
        assert_ok(f, signals_scan(f->db, &(ScanOptions){.filter = &q}, count_row, &scanned, &f->err));
        assert_true((int64_t)n == count && count == scanned);
    }
    char *long_search = arena_alloc(f->a, 4 << 20);
    for (size_t i = 0; i < 4 << 20; i++) long_search[i] = "ab\"( *\xC3\xA9"[i % 8];
    SignalFilter q = {.search = {long_search, 4 << 20}, .from = TIME_NONE, .to = TIME_NONE};
    int64_t count;
    assert_ok(f, signals_count(f->db, &q, &count, &f->err));
}

static void test_search_finds_words_beside_signs(void **state) {
    Fixture *f = *state;
    int64_t source = fixture_source(f, "s"), import = fixture_import(f, source, "p");
    Signal s = signal_of("1", "it's the text: word NEAR (or not) caf\xC3\xA9 \xF0\x9F\x98\x80");
    fixture_put(f, source, import, &s, 1, NULL);
    static const char *const found[] = {"text:", "\"text: word\"", "near",      "word)",
                                        "(word", "caf\xC3\xA9",    "word -near"};
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        SignalFilter q = {.search = str_from_c(found[i]), .from = TIME_NONE, .to = TIME_NONE};
        int64_t count;
        assert_ok(f, signals_count(f->db, &q, &count, &f->err));
        if (count != 1) fail_msg("%s found %d", found[i], (int)count);
    }
}

static void test_big_texts(void **state) {
    Fixture *f = *state;
    int64_t source = fixture_source(f, "s"), import = fixture_import(f, source, "p");
    size_t size = 4 << 20;
    char *words = arena_alloc(f->a, size + 1), *one = arena_alloc(f->a, size + 1);
    for (size_t i = 0; i < size; i++) words[i] = i % 9 == 8 ? ' ' : (char)('a' + (i * 2654435761u >> 13) % 26);
    memset(one, 'x', size);
    Signal s[2] = {signal_of("words", ""), signal_of("one", "")};
    s[0].text = (Str){words, size}, s[1].text = s[1].meta = (Str){one, size};
    fixture_put(f, source, import, s, 2, NULL);
    SignalRow row;
    assert_ok(f, signal_get(f->db, f->a, fixture_number(f, "SELECT id FROM signal WHERE external_id = 'words'"), &row,
                            &f->err));
    assert_true(str_eq(row.signal.text, s[0].text));
    s[0].text = STR("short now");
    fixture_put(f, source, import, s, 2, NULL);
}

static void test_nul_is_refused(void **state) {
    Fixture *f = *state;
    int64_t source = fixture_source(f, "s"), import = fixture_import(f, source, "p"), id;
    Signal s = signal_of("1", "");
    s.text = STR("a\0b");
    assert_ok(f, db_begin(f->db, &f->err));
    assert_fails(f, ERR_INPUT, signals_put(f->db, source, import, &s, 1, NULL, &f->err));
    db_rollback(f->db);
    assert_fails(f, ERR_INPUT, source_put(f->db, STR("a\0b"), STR(""), STR(""), &id, &f->err));
    assert_fails(f, ERR_INPUT, setting_put(f->db, STR("a"), STR("\0"), &f->err));
    SignalFilter q = {.search = STR("a\0b"), .from = TIME_NONE, .to = TIME_NONE};
    assert_fails(f, ERR_INPUT, signals_count(f->db, &q, &id, &f->err));
    Signal many[40];
    for (int i = 0; i < 40; i++) many[i] = signal_of(arena_printf(f->a, "%d", i).p, i == 30 ? "" : "fine");
    many[30].text = s.text;
    assert_ok(f, db_begin(f->db, &f->err));
    assert_fails(f, ERR_INPUT, signals_put(f->db, source, import, many, 40, NULL, &f->err));
    db_rollback(f->db);
    many[30].text = STR("fine"); /* the connection still works, and nothing was kept */
    fixture_put(f, source, import, many, 40, NULL);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signal"), 40);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(test_texts_come_back), STORE_TEST(test_texts_come_back_one_by_one),
        STORE_TEST(test_searches),        STORE_TEST(test_search_finds_words_beside_signs),
        STORE_TEST(test_big_texts),       STORE_TEST(test_nul_is_refused),
    };
    return store_tests_run("store/hostile", tests, sizeof tests / sizeof *tests);
}
