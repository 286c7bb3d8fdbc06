/* test_store_chain.c - append-only chains: any byte that changes is found. */
#include <string.h>

#include "engine.h"
#include "store/chain_store.h"
#include "store_test.h"

enum { ROWS = 5 };

static void fill(Fixture *f) {
    assert_ok(f, db_begin(f->db, &f->err));
    for (int64_t i = 1; i <= ROWS; i++) {
        ChainRow row = {.at = 1000 + i,
                        .actor = STR("ann"),
                        .action = STR("problem.edit"),
                        .kind = STR("problem"),
                        .object_id = i % 2,
                        .body = arena_printf(f->a, "{\"n\":%lld}", (long long)i)};
        assert_ok(f, chain_append(f->db, f->a, CHAIN_AUDIT, &row, &f->err));
        assert_int_equal(row.seq, i);
    }
    assert_ok(f, db_commit(f->db, &f->err));
}

static void run_sql(Fixture *f, const char *sql) {
    Buf b = buf_new(4096);
    buf_printf(&b, "%s RETURNING 1", sql);
    buf_add_char(&b, '\0');
    assert_int_equal(fixture_number(f, b.p), 1);
    buf_free(&b);
}

static void test_a_chain_that_nobody_touched_is_sound(void **state) {
    Fixture *f = *state;
    ChainHead head, empty;
    assert_ok(f, chain_verify(f->db, f->a, CHAIN_AUDIT, NULL, &empty, &f->err));
    assert_int_equal(empty.seq, 0);
    fill(f);
    assert_ok(f, chain_verify(f->db, f->a, CHAIN_AUDIT, NULL, &head, &f->err));
    assert_int_equal(head.seq, ROWS);
    assert_int_equal(head.hash.n, 64);
    assert_ok(f, chain_verify(f->db, f->a, CHAIN_LEDGER, NULL, &empty, &f->err)); /* chains do not mix */
    assert_int_equal(empty.seq, 0);
    ChainRow *rows;
    size_t n;
    ChainFilter filter = {.kind = STR("problem"), .object_id = 1, .before = 5, .limit = 10};
    assert_ok(f, chain_list(f->db, f->a, CHAIN_AUDIT, &filter, &rows, &n, &f->err));
    assert_int_equal(n, 2);
    assert_int_equal(rows[0].seq, 3);
    assert_str(rows[0].body, "{\"n\":3}");
}

static void test_every_column_of_every_row_counts(void **state) {
    Fixture *f = *state;
    static const char *const CHANGES[] = {
        "at = at + 1",      "actor = 'bob'", "action = 'problem.Edit'",
        "kind = 'Problem'", "object_id = 7", "body = '{\"n\": 1}'",
        "body = ''",        "seq = 900",     "hash = replace(replace(hash, 'a', 'x'), '0', 'y')"};
    fill(f);
    for (int seq = 1; seq <= ROWS; seq++)
        for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++) {
            char sql[256];
            ChainHead head;
            assert_ok(f, db_begin(f->db, &f->err));
            snprintf(sql, sizeof sql, "UPDATE chain SET %s WHERE seq = %d", CHANGES[i], seq);
            run_sql(f, sql);
            if (chain_verify(f->db, f->a, CHAIN_AUDIT, NULL, &head, &f->err))
                fail_msg("not found: row %d, %s", seq, CHANGES[i]);
            assert_int_equal(f->err.code, ERR_CONFLICT);
            db_rollback(f->db);
        }
}

/* Each byte of each text in turn. */
static void test_any_byte_that_changes_is_found(void **state) {
    Fixture *f = *state;
    static const char *const TEXTS[] = {"actor", "action", "kind", "body", "hash"};
    size_t bytes = 0;
    fill(f);
    for (int seq = 1; seq <= ROWS; seq++)
        for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
            char sql[256];
            ChainHead head;
            snprintf(sql, sizeof sql, "SELECT length(%s) FROM chain WHERE seq = %d", TEXTS[i], seq);
            int64_t n = fixture_number(f, sql);
            assert_true(n > 0);
            for (int64_t at = 1; at <= n; at++, bytes++) {
                assert_ok(f, db_begin(f->db, &f->err));
                snprintf(sql, sizeof sql,
                         "UPDATE chain SET %s = substr(%s, 1, %d) || '#' || substr(%s, %d) WHERE seq = %d", TEXTS[i],
                         TEXTS[i], (int)at - 1, TEXTS[i], (int)at + 1, seq);
                run_sql(f, sql);
                if (chain_verify(f->db, f->a, CHAIN_AUDIT, NULL, &head, &f->err))
                    fail_msg("not found: row %d, byte %d of %s", seq, (int)at, TEXTS[i]);
                db_rollback(f->db);
            }
        }
    assert_true(bytes > 400);
}

static void test_missing_rows_are_found(void **state) {
    Fixture *f = *state;
    fill(f);
    for (int seq = 1; seq <= ROWS; seq++) {
        char sql[64];
        ChainHead head;
        snprintf(sql, sizeof sql, "DELETE FROM chain WHERE seq = %d", seq);
        assert_ok(f, db_begin(f->db, &f->err));
        run_sql(f, sql);
        assert_fails(f, ERR_CONFLICT, chain_verify(f->db, f->a, CHAIN_AUDIT, NULL, &head, &f->err));
        db_rollback(f->db);
    }
}

/* Whoever can write to the store can write a whole new chain; a head that was noted elsewhere finds that. */
static void test_a_chain_written_anew_does_not_fit_a_noted_head(void **state) {
    Fixture *f = *state;
    ChainHead noted, head, beyond;
    fill(f);
    assert_ok(f, chain_verify(f->db, f->a, CHAIN_AUDIT, NULL, &noted, &f->err));
    ChainRow row = {.at = 9, .actor = STR("bob"), .action = STR("x"), .body = STR("{}")};
    assert_ok(f, chain_append(f->db, f->a, CHAIN_AUDIT, &row, &f->err));
    assert_ok(f, chain_verify(f->db, f->a, CHAIN_AUDIT, &noted, &head, &f->err)); /* it only grew */
    beyond = (ChainHead){ROWS + 2, noted.hash};
    assert_fails(f, ERR_CONFLICT, chain_verify(f->db, f->a, CHAIN_AUDIT, &beyond, &head, &f->err));
    run_sql(f, "DELETE FROM setting WHERE name = 'chain_head_audit'");
    for (int seq = 1; seq <= ROWS + 1; seq++) {
        char sql[64];
        snprintf(sql, sizeof sql, "DELETE FROM chain WHERE seq = %d", seq);
        run_sql(f, sql);
    }
    fill(f);
    ChainRow other = {.at = 10, .actor = STR("eve"), .action = STR("y"), .body = STR("{}")};
    assert_ok(f, chain_append(f->db, f->a, CHAIN_AUDIT, &other, &f->err));
    assert_ok(f, chain_verify(f->db, f->a, CHAIN_AUDIT, NULL, &head, &f->err));
    beyond = (ChainHead){ROWS + 1, row.hash};
    assert_fails(f, ERR_CONFLICT, chain_verify(f->db, f->a, CHAIN_AUDIT, &beyond, &head, &f->err));
}

/* ---- values of the ledger, by what they are of ----------------------------------------------- */

static void put_value(Fixture *f, const char *action, int64_t value, const char *body) {
    ChainRow row = {.at = 1,
                    .actor = STR("ann"),
                    .action = str_from_c(action),
                    .kind = STR("value"),
                    .object_id = value,
                    .body = str_from_c(body)};
    assert_ok(f, chain_append(f->db, f->a, CHAIN_LEDGER, &row, &f->err));
}

/* How the engine means to find them, in its words. */
static Str plan_of(Fixture *f, QueryId query) {
    const char *explain = f->postgres ? "EXPLAIN" : "EXPLAIN QUERY PLAN";
    Buf plan = buf_new(1 << 16);
    if (f->postgres) assert_ok(f, f->db->engine->exec(f->db, "SET enable_seqscan = off", &f->err));
    Stmt *s = db_statement(f->db, arena_printf(f->a, "%s %s", explain, queries[query].sql[f->db->kind]), &f->err);
    assert_non_null(s);
    stmt_int(s, 1, 7);
    while (stmt_step(s, &f->err) == STEP_ROW) buf_add(&plan, stmt_get_text(s, f->postgres ? 0 : 3));
    stmt_end(s);
    Str all = arena_str(f->a, buf_str(&plan));
    buf_free(&plan);
    return all;
}

static void test_values_are_found_along_an_index(void **state) {
    static const struct {
        LedgerBy by;
        QueryId query;
        const char *index;
        int64_t of, first, second; /* 0: none */
    } CASES[] = {
        {LEDGER_BY_THEME, Q_LEDGER_OF_THEME, "chain_ledger_theme", 7, 1, 3},
        {LEDGER_BY_THEME, Q_LEDGER_OF_THEME, "chain_ledger_theme", 9, 0, 0},
        {LEDGER_BY_PROBLEM, Q_LEDGER_OF_PROBLEM, "chain_ledger_problem", 7, 2, 0},
        {LEDGER_BY_RELEASE, Q_LEDGER_OF_RELEASE, "chain_ledger_release", 7, 2, 0},
    };
    Fixture *f = *state;
    assert_ok(f, db_begin(f->db, &f->err));
    put_value(f, "value.expect", 1, "{\"problem\":0,\"theme\":7}");
    put_value(f, "value.expect", 2, "{\"problem\":7,\"theme\":0}");
    put_value(f, "value.expect", 3, "{\"problem\":null,\"theme\":7}");
    put_value(f, "value.realise", 2, "{\"release\":7}");
    put_value(f, "value.cost", 1, "{\"theme\":9,\"release\":7}");
    assert_ok(f, db_commit(f->db, &f->err));
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        int64_t *ids;
        size_t n, want = (CASES[i].first != 0) + (CASES[i].second != 0);
        assert_ok(f, ledger_ids(f->db, f->a, CASES[i].by, CASES[i].of, &ids, &n, &f->err));
        assert_int_equal(n, want);
        for (size_t k = 0; k < n; k++) assert_true(ids[k] == CASES[i].first || ids[k] == CASES[i].second);
        Str plan = plan_of(f, CASES[i].query);
        if (str_find(plan, str_from_c(CASES[i].index)) == SIZE_MAX) fail_msg("%s: %.*s", CASES[i].index, STR_ARG(plan));
    }
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(test_a_chain_that_nobody_touched_is_sound),
        STORE_TEST(test_every_column_of_every_row_counts),
        STORE_TEST(test_any_byte_that_changes_is_found),
        STORE_TEST(test_missing_rows_are_found),
        STORE_TEST(test_a_chain_written_anew_does_not_fit_a_noted_head),
        STORE_TEST(test_values_are_found_along_an_index),
    };
    return store_tests_run("store/chain", tests, sizeof tests / sizeof *tests);
}
