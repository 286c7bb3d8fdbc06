/* test_store_db.c - opening, transactions, settings, two connections at once. */
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"
#include "store_test.h"

static void test_settings(void **state) {
    Fixture *f = *state;
    Str value;
    assert_fails(f, ERR_NOT_FOUND, setting_get(f->db, f->a, STR("key"), &value, &f->err));
    assert_ok(f, setting_put(f->db, STR("key"), STR("one"), &f->err));
    assert_ok(f, setting_put(f->db, STR("key"), STR("two"), &f->err));
    assert_ok(f, setting_get(f->db, f->a, STR("key"), &value, &f->err));
    assert_str(value, "two");
    assert_ok(f, setting_put(f->db, STR("none"), (Str){NULL, 0}, &f->err));
    assert_ok(f, setting_get(f->db, f->a, STR("none"), &value, &f->err));
    assert_int_equal(value.n, 0);
}

static void test_counting_settings(void **state) {
    Fixture *f = *state;
    int64_t n = 7;
    assert_ok(f, setting_count(f->db, STR("times"), &n, &f->err));
    assert_int_equal(n, 0);
    for (int i = 0; i < 3; i++) assert_ok(f, setting_count_up(f->db, STR("times"), &f->err));
    assert_ok(f, setting_count(f->db, STR("times"), &n, &f->err));
    assert_int_equal(n, 3);
    assert_ok(f, setting_put(f->db, STR("times"), STR("often"), &f->err));
    assert_fails(f, ERR_STORE, setting_count(f->db, STR("times"), &n, &f->err));
    assert_non_null(strstr(f->err.message, "times"));
}

static void test_engine_name(void **state) {
    Fixture *f = *state;
    assert_string_equal(db_engine(f->db), f->postgres ? "postgresql" : "sqlite");
}

static void test_transactions_do_not_nest(void **state) {
    Fixture *f = *state;
    assert_fails(f, ERR_INTERNAL, db_commit(f->db, &f->err));
    assert_ok(f, db_begin(f->db, &f->err));
    assert_fails(f, ERR_INTERNAL, db_begin(f->db, &f->err));
    assert_ok(f, setting_put(f->db, STR("gone"), STR("x"), &f->err));
    db_rollback(f->db);
    db_rollback(f->db);
    Str value;
    assert_fails(f, ERR_NOT_FOUND, setting_get(f->db, f->a, STR("gone"), &value, &f->err));
}

static void test_close_rolls_back(void **state) {
    Fixture *f = *state;
    Str value;
    assert_ok(f, db_begin(f->db, &f->err));
    assert_ok(f, setting_put(f->db, STR("gone"), STR("x"), &f->err));
    db_close(f->db);
    f->db = fixture_open(f, DB_WRITE);
    assert_fails(f, ERR_NOT_FOUND, setting_get(f->db, f->a, STR("gone"), &value, &f->err));
}

/* Whoever asks by another connection is told that it is taken, until it is let go of or its holder is gone. */
static void test_one_holds_it(void **state) {
    Fixture *f = *state;
    bool held = false;
    Db *other = fixture_open(f, DB_WRITE);
    assert_ok(f, db_hold(f->db, "a", &held, &f->err));
    assert_true(held);
    assert_ok(f, db_hold(other, "a", &held, &f->err));
    assert_false(held);
    assert_ok(f, db_hold(other, "b", &held, &f->err)); /* another name */
    assert_true(held);
    db_let_go(other);
    db_let_go(f->db);
    assert_ok(f, db_hold(other, "a", &held, &f->err));
    assert_true(held);
    db_close(other);
    for (int tries = 0; tries < 100 && (!tries || !held); tries++) { /* PostgreSQL sees the end a moment later */
        assert_ok(f, db_hold(f->db, "a", &held, &f->err));
        if (!held) usleep(50000);
    }
    assert_true(held);
    assert_ok(f, db_begin(f->db, &f->err)); /* and transactions go on as ever */
    assert_ok(f, db_commit(f->db, &f->err));
}

static void test_reader_does_not_write(void **state) {
    Fixture *f = *state;
    Db *reader = fixture_open(f, DB_READ);
    assert_non_null(reader);
    assert_false(setting_put(reader, STR("a"), STR("b"), &f->err));
    assert_false(db_begin(reader, &f->err));
    db_close(reader);
}

static void test_reader_sees_the_last_commit(void **state) {
    Fixture *f = *state;
    Str value;
    assert_ok(f, setting_put(f->db, STR("a"), STR("old"), &f->err));
    Db *reader = fixture_open(f, DB_READ);
    assert_ok(f, db_begin(f->db, &f->err));
    assert_ok(f, setting_put(f->db, STR("a"), STR("new"), &f->err));
    assert_ok(f, setting_get(reader, f->a, STR("a"), &value, &f->err)); /* without waiting */
    assert_str(value, "old");
    assert_ok(f, db_commit(f->db, &f->err));
    assert_ok(f, setting_get(reader, f->a, STR("a"), &value, &f->err));
    assert_str(value, "new");
    db_close(reader);
}

enum { WRITERS = 4, ROUNDS = 25 };

/* Each writer puts signals of a source of its own and one setting that all of them fight for. */
static void *write_some(void *ctx) {
    Fixture *f = ctx;
    Db *db = fixture_open(f, DB_WRITE);
    int64_t source = 0;
    ImportRow import;
    Str name = arena_printf(f->a, "source %p", ctx);
    bool ok = db && source_put(db, name, STR("csv"), STR("{}"), &source, &f->err) &&
              import_begin(db, f->a, source, STR("f"), STR("p"), STR(""), 0, &import, &f->err);
    for (int i = 0; ok && i < ROUNDS; i++) {
        Str id = arena_printf(f->a, "%d", i);
        Signal s = signal_of(id.p, "the card was declined");
        s.channel = STR("web");
        ok = db_begin(db, &f->err) && signals_put(db, source, import.id, &s, 1, NULL, &f->err) &&
             setting_put(db, STR("last"), name, &f->err) && db_commit(db, &f->err);
    }
    db_close(db);
    return ok ? ctx : NULL;
}

static void test_writers_wait_for_each_other(void **state) {
    Fixture *f = *state;
    Fixture own[WRITERS];
    pthread_t threads[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        own[i] = *f;
        own[i].a = arena_new();
        pthread_create(&threads[i], NULL, write_some, &own[i]);
    }
    for (int i = 0; i < WRITERS; i++) {
        void *ok;
        pthread_join(threads[i], &ok);
        if (!ok) fail_msg("writer %d: %s", i, own[i].err.message);
        arena_free(own[i].a);
    }
    int64_t n = 0;
    SignalFilter all = {.channel = STR("web"), .from = TIME_NONE, .to = TIME_NONE};
    assert_ok(f, signals_count(f->db, &all, &n, &f->err));
    assert_int_equal(n, WRITERS * ROUNDS);
}

static void test_bad_addresses(void **state) {
    Fixture *f = *state;
    assert_fails(f, ERR_INPUT, db_open(STR(""), DB_WRITE, &f->err));
    assert_fails(f, ERR_INPUT, db_open(STR("sqlite:"), DB_WRITE, &f->err));
    assert_fails(f, ERR_INPUT, db_open(STR("a\0b"), DB_WRITE, &f->err));
    assert_fails(f, ERR_IO, db_open(STR("/proc/none/store.db"), DB_WRITE, &f->err));
    assert_fails(f, ERR_STORE, db_open(STR("postgresql:///none?host=/nowhere"), DB_WRITE, &f->err));
    assert_fails(f, ERR_STORE, db_open(STR("/etc/passwd"), DB_READ, &f->err)); /* not a database */
    assert_fails(f, ERR_NOT_FOUND, db_open(STR("/nowhere/store.db"), DB_READ, &f->err));
    assert_non_null(strstr(f->err.hint, "import"));
    db_close(NULL);
}

/* A change needs a store: a slip in its name must not make one. */
static void test_changing_needs_a_store(void **state) {
    Fixture *f = *state;
    Db *db = fixture_open(f, DB_CHANGE);
    assert_non_null(db);
    assert_ok(f, setting_put(db, STR("key"), STR("one"), &f->err));
    db_close(db);
    if (f->postgres) {
        assert_ok(f, f->db->engine->exec(f->db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public", &f->err));
    } else {
        snprintf(f->url + strlen(f->url), sizeof f->url - strlen(f->url), "-other");
    }
    assert_fails(f, ERR_NOT_FOUND, db_open(str_from_c(f->url), DB_CHANGE, &f->err));
    assert_non_null(strstr(f->err.hint, "ridealong import"));
    if (f->postgres) return;
    assert_int_equal(access(f->url, F_OK), -1);
    fclose(fopen(f->url, "w"));
    assert_fails(f, ERR_NOT_FOUND, db_open(str_from_c(f->url), DB_CHANGE, &f->err)); /* a file, but nothing in it */
}

/* The file, its log and the log's index hold what customers wrote. */
static void test_a_new_file_is_private(void **state) {
    Fixture *f = *state;
    if (f->postgres) return;
    mode_t before = umask(0); /* the laxest an account can have */
    snprintf(f->url + strlen(f->url), sizeof f->url - strlen(f->url), "-private");
    Db *db = fixture_open(f, DB_WRITE);
    umask(before);
    assert_non_null(db);
    static const char *const ENDS[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        char path[300];
        struct stat st;
        snprintf(path, sizeof path, "%s%s", f->url, ENDS[i]);
        if (stat(path, &st) != 0) fail_msg("%s is not there", path);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
    db_close(db);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(test_settings),
        STORE_TEST(test_counting_settings),
        STORE_TEST(test_engine_name),
        STORE_TEST(test_transactions_do_not_nest),
        STORE_TEST(test_close_rolls_back),
        STORE_TEST(test_one_holds_it),
        STORE_TEST(test_reader_does_not_write),
        STORE_TEST(test_reader_sees_the_last_commit),
        STORE_TEST(test_writers_wait_for_each_other),
        STORE_TEST(test_bad_addresses),
        STORE_TEST(test_a_new_file_is_private),
        STORE_TEST(test_changing_needs_a_store),
    };
    return store_tests_run("store/db", tests, sizeof tests / sizeof *tests);
}
