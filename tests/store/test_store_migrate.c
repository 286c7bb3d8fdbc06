/* test_store_migrate.c - a store that was upgraded step by step equals a fresh one; strangers are refused. */
#include <string.h>

#include "engine.h"
#include "store/day_store.h"
#include "store/signal_store.h"
#include "store_test.h"

/* The schema as text: SQLite keeps the statements; of PostgreSQL columns, indexes and constraints. */
static Str schema(Fixture *f) {
    static const Str sqlite =
        STR_INIT("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1");
    static const Str postgres = STR_INIT(
        "SELECT concat_ws(' ', table_name, column_name, ordinal_position, data_type, collation_name, is_nullable,"
        "   column_default, is_identity, generation_expression) COLLATE \"C\""
        " FROM information_schema.columns WHERE table_schema = 'public'"
        " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
        " ORDER BY 1");
    Buf out = buf_new(1 << 20);
    Stmt *s = db_statement(f->db, f->postgres ? postgres : sqlite, &f->err);
    if (!s) fail_msg("%s", f->err.message);
    while (stmt_step(s, &f->err) == STEP_ROW) {
        buf_add(&out, stmt_get_text(s, 0));
        buf_add_char(&out, '\n');
    }
    stmt_end(s);
    Str text = arena_str(f->a, buf_str(&out));
    buf_free(&out);
    return text;
}

static void empty_store(Fixture *f) {
    if (f->postgres) {
        assert_ok(f, f->db->engine->exec(f->db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public", &f->err));
        db_close(f->db);
        f->db = postgres_open(str_from_c(f->url), DB_WRITE, &f->err);
    } else {
        db_close(f->db);
        remove(f->url);
        f->db = sqlite_open(str_from_c(f->url), DB_WRITE, &f->err);
    }
    assert_non_null(f->db);
}

static void reopen_unmigrated(Fixture *f) {
    db_close(f->db);
    f->db = f->postgres ? postgres_open(str_from_c(f->url), DB_WRITE, &f->err)
                        : sqlite_open(str_from_c(f->url), DB_WRITE, &f->err);
    assert_non_null(f->db);
}

static void test_fresh_equals_upgraded(void **state) {
    Fixture *f = *state;
    Str fresh = schema(f);
    assert_true(fresh.n > 1000);
    empty_store(f);
    for (int upto = 1; upto <= MIGRATIONS; upto++) {
        assert_ok(f, migrate_to(f->db, upto, &f->err));
        assert_int_equal(fixture_number(f, "SELECT count(*) FROM schema_migration"), upto);
        if (upto == 1) { /* rows written under an old schema must survive */
            assert_ok(f, setting_put(f->db, STR("kept"), STR("yes"), &f->err));
            assert_false(str_eq(schema(f), fresh));
        }
        reopen_unmigrated(f);
    }
    assert_true(str_eq(schema(f), fresh));
    Str kept;
    assert_ok(f, setting_get(f->db, f->a, STR("kept"), &kept, &f->err));
}

static void test_day_sums_of_an_old_store(void **state) {
    Fixture *f = *state;
    DayRow *days;
    size_t n;
    empty_store(f);
    assert_ok(f, migrate_to(f->db, 2, &f->err));
    assert_ok(f, f->db->engine->exec(
                     f->db,
                     "INSERT INTO codebook VALUES (1, 0, 'current', 1, 0, 2, 0, 0, 0, 0, '{}');"
                     "INSERT INTO theme_day VALUES (1, 0, 1, 5, 2, 1), (1, 8, 2, 5, 30, 20), (1, 8, 2, 6, 4, 4)",
                     &f->err));
    assert_ok(f, migrate_to(f->db, MIGRATIONS, &f->err));
    assert_ok(f, days_list(f->db, f->a, 1, -1, &days, &n, &f->err));
    assert_true(n == 2 && days[0].day == 5 && days[0].signals == 32 && days[0].voices == 21 && days[1].signals == 4);
}

static void test_day_values_of_an_old_store(void **state) {
    Fixture *f = *state;
    SourceRow *sources;
    DayValueRow *rows;
    size_t n;
    empty_store(f);
    assert_ok(f, migrate_to(f->db, 18, &f->err));
    assert_ok(f, f->db->engine->exec(
                     f->db,
                     "INSERT INTO codebook VALUES (1, 0, 'current', 1, 0, 2, 0, 0, 0, 0, '{}', 'discovered', 0);"
                     "INSERT INTO source (name, kind, mapping) VALUES ('calls', 'jira', '{}');"
                     "INSERT INTO theme_day_by VALUES (1, 8, 'product', 'card', 5, 30, 20)",
                     &f->err));
    assert_ok(f, migrate_to(f->db, MIGRATIONS, &f->err));
    assert_ok(f, day_values_list(f->db, f->a, 1, 8, BY_PRODUCT, &rows, &n, &f->err));
    assert_true(n == 1 && str_eq(rows[0].value, STR("card")) && rows[0].voices == 20);
    assert_ok(f, sources_list(f->db, f->a, &sources, &n, &f->err));
    assert_true(n == 1 && sources[0].told_by == TOLD_BY_CUSTOMERS);
}

static void test_reader_refuses_an_old_store(void **state) {
    Fixture *f = *state;
    empty_store(f);
    assert_fails(f, ERR_NOT_FOUND, db_open(str_from_c(f->url), DB_READ, &f->err));
    assert_ok(f, migrate_to(f->db, 1, &f->err));
    assert_fails(f, ERR_CONFLICT, db_open(str_from_c(f->url), DB_READ, &f->err));
}

static void test_changed_checksum_is_refused(void **state) {
    Fixture *f = *state;
    assert_ok(f, f->db->engine->exec(f->db, "UPDATE schema_migration SET checksum = 'ab' WHERE number = 2", &f->err));
    assert_fails(f, ERR_CONFLICT, db_open(str_from_c(f->url), DB_READ, &f->err));
    assert_fails(f, ERR_CONFLICT, db_open(str_from_c(f->url), DB_WRITE, &f->err));
    assert_non_null(strstr(f->err.message, "checksum"));
}

static void test_newer_store_is_refused(void **state) {
    Fixture *f = *state;
    assert_ok(f, f->db->engine->exec(f->db,
                                     "INSERT INTO schema_migration SELECT max(number) + 1, 'later', 'ab'"
                                     " FROM schema_migration",
                                     &f->err));
    assert_fails(f, ERR_CONFLICT, db_open(str_from_c(f->url), DB_WRITE, &f->err));
    assert_non_null(strstr(f->err.message, "newer"));
}

static void test_failed_migration_leaves_nothing(void **state) {
    Fixture *f = *state;
    empty_store(f);
    assert_ok(f, f->db->engine->exec(f->db, "CREATE TABLE codebook (id BIGINT)", &f->err)); /* in the way of 0002 */
    assert_false(migrate_to(f->db, MIGRATIONS, &f->err));
    assert_non_null(strstr(f->err.message, "migration 2"));
    Str value;
    assert_fails(f, ERR_STORE, setting_get(f->db, f->a, STR("a"), &value, &f->err)); /* 0001 is undone as well */
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(test_fresh_equals_upgraded),           STORE_TEST(test_day_sums_of_an_old_store),
        STORE_TEST(test_day_values_of_an_old_store),      STORE_TEST(test_reader_refuses_an_old_store),
        STORE_TEST(test_changed_checksum_is_refused),     STORE_TEST(test_newer_store_is_refused),
        STORE_TEST(test_failed_migration_leaves_nothing),
    };
    return store_tests_run("store/migrate", tests, sizeof tests / sizeof *tests);
}
