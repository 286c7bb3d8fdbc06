/* store_test.c - fixtures: a PostgreSQL server for the whole program, a store for each test. */
#include "store_test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../temp_folder.h"
#include "engine.h"
#include "pg_server.h"

static const char NEW[] = "new"; /* a database */

typedef struct Case {
    Fixture fixture;
    char name[96], dir[128];
    PgServer *server;
    const char *kept; /* the directory of stores that are kept for later tests */
    int number;
} Case;

/* All tables are made once, in a database that the others are copies of. */
static bool make_new(PgServer *server) {
    char url[256];
    Err err = {0};
    Db *db = pg_server_database(server, NEW, NULL, url, sizeof url) ? db_open(str_from_c(url), DB_WRITE, &err) : NULL;
    if (!db) print_error("%s: %s\n", url, err.message);
    db_close(db);
    return db != NULL;
}

static int setup(void **state) {
    Case *c = *state;
    Fixture *f = &c->fixture;
    f->a = arena_new();
    if (!temp_folder(c->dir, sizeof c->dir, "store")) return -1;
    if (f->postgres) {
        char name[32];
        snprintf(name, sizeof name, "test%d", c->number);
        if (!pg_server_database(c->server, name, NEW, f->url, sizeof f->url)) return -1;
    } else {
        snprintf(f->url, sizeof f->url, "%s/new/store.db", c->dir);
    }
    f->db = fixture_open(f, DB_WRITE);
    return f->db ? 0 : -1;
}

static int teardown(void **state) {
    Case *c = *state;
    db_close(c->fixture.db);
    arena_free(c->fixture.a);
    return folder_remove(c->dir) ? 0 : -1;
}

static bool engine_wanted(const char *engine) {
    const char *only = getenv("RIDEALONG_TEST_ENGINE");
    return !only || strcmp(only, engine) == 0;
}

int store_tests_run(const char *group, const StoreTest *tests, size_t n) {
    static const char *const engines[] = {"sqlite", "postgresql"};
    PgServer server;
    char kept[128];
    if (!temp_folder(kept, sizeof kept, "kept")) return 1;
    if (engine_wanted("postgresql") && !(pg_server_start(&server) && make_new(&server))) return 1;
    Arena *a = arena_new();
    struct CMUnitTest *list = ARENA_ARRAY(a, struct CMUnitTest, 2 * n);
    Case *cases = ARENA_ARRAY(a, Case, 2 * n);
    size_t used = 0;
    for (int e = 0; e < 2; e++) {
        for (size_t i = 0; engine_wanted(engines[e]) && i < n; i++, used++) {
            cases[used] = (Case){.fixture.postgres = e == 1, .server = &server, .kept = kept, .number = (int)i};
            snprintf(cases[used].name, sizeof cases[used].name, "%s [%s]", tests[i].name, engines[e]);
            list[used] = (struct CMUnitTest){cases[used].name, tests[i].function, setup, teardown, &cases[used]};
        }
    }
    int failed = _cmocka_run_group_tests(group, list, used, NULL, NULL);
    if (engine_wanted("postgresql")) pg_server_stop(&server);
    folder_remove(kept);
    arena_free(a);
    return failed;
}

/* ---- helpers --------------------------------------------------------------------------------- */

Db *fixture_open(Fixture *f, DbMode mode) {
    Db *db = db_open(str_from_c(f->url), mode, &f->err);
    if (!db) print_error("%s: %s\n", f->url, f->err.message);
    return db;
}

/* The file that stands for a kept store: the store itself, or on PostgreSQL a mark that the database is there. */
static const char *kept_path(const Fixture *f, const char *name) {
    return arena_printf(f->a, "%s/%s.%s", ((const Case *)f)->kept, name, f->postgres ? "postgresql" : "db").p;
}

static void file_copy(const char *from, const char *to) {
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_true(in && out);
    char part[65536];
    for (size_t n; (n = fread(part, 1, sizeof part, in)) > 0;) assert_int_equal(fwrite(part, 1, n, out), n);
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

void fixture_keep(Fixture *f, const char *name) {
    const char *path = kept_path(f, name);
    db_close(f->db); /* the last one writes SQLite's log into the file; PostgreSQL copies only what is not open */
    if (f->postgres) {
        const Case *c = (const Case *)f;
        char from[32], url[sizeof f->url];
        snprintf(from, sizeof from, "test%d", c->number);
        assert_true(pg_server_database(c->server, name, from, url, sizeof url));
        file_copy("/dev/null", path);
    } else {
        file_copy(f->url, path);
    }
    assert_non_null(f->db = fixture_open(f, DB_WRITE));
}

bool fixture_restore(Fixture *f, const char *name) {
    const char *path = kept_path(f, name);
    if (access(path, R_OK) != 0) return false;
    db_close(f->db);
    if (f->postgres) {
        const Case *c = (const Case *)f;
        char copy[64];
        snprintf(copy, sizeof copy, "test%d_%s", c->number, name);
        assert_true(pg_server_database(c->server, copy, name, f->url, sizeof f->url));
    } else {
        file_copy(path, f->url);
    }
    assert_non_null(f->db = fixture_open(f, DB_WRITE));
    return true;
}

int64_t fixture_source(Fixture *f, const char *name) {
    int64_t id = 0;
    assert_ok(f, source_put(f->db, str_from_c(name), STR("csv"), STR("{}"), &id, &f->err));
    return id;
}

int64_t fixture_import(Fixture *f, int64_t source_id, const char *fingerprint) {
    ImportRow row;
    assert_ok(
        f, import_begin(f->db, f->a, source_id, STR("a.csv"), str_from_c(fingerprint), STR(""), 1000, &row, &f->err));
    return row.id;
}

Signal signal_of(const char *external_id, const char *text) {
    return (Signal){.external_id = str_from_c(external_id),
                    .text = str_from_c(text),
                    .at = TIME_NONE,
                    .rating = (double)NAN,
                    .meta = STR("{}")};
}

void fixture_put(Fixture *f, int64_t source_id, int64_t import_id, const Signal *signals, size_t n,
                 PutResult *results) {
    assert_ok(f, db_begin(f->db, &f->err));
    assert_ok(f, signals_put(f->db, source_id, import_id, signals, n, results, &f->err));
    assert_ok(f, db_commit(f->db, &f->err));
}

static void dump_query(Fixture *f, Db *db, Str sql, const char *kinds, Buf *out) {
    Stmt *s = db_statement(db, sql, &f->err);
    if (!s) fail_msg("%s", f->err.message);
    StepResult r;
    while ((r = stmt_step(s, &f->err)) == STEP_ROW) {
        for (int i = 0; kinds[i]; i++) {
            if (kinds[i] == 'i') buf_printf(out, "%lld|", (long long)stmt_get_int(s, i));
            else if (kinds[i] == 'r') buf_printf(out, "%.9g|", stmt_get_real(s, i));
            else buf_printf(out, "%.*s|", STR_ARG(stmt_get_text(s, i)));
        }
        buf_add_char(out, '\n');
    }
    if (r == STEP_ERROR) fail_msg("%s", f->err.message);
    stmt_end(s);
}

Str fixture_dump(Fixture *f, Db *db) {
    static const struct {
        Str sql;
        const char *kinds;
    } parts[] = {
        {STR_INIT("SELECT id, name, kind, mapping FROM source ORDER BY id"), "itt"},
        {STR_INIT(
             "SELECT source_id, external_id, at, customer, channel, product, segment, lang, url, rating, meta, text,"
             " content_hash FROM signal ORDER BY source_id, external_id"),
         "itittttttrtti"},
        {STR_INIT("SELECT source_id, signals, without_text FROM source_stats ORDER BY source_id"), "iii"},
        {STR_INIT("SELECT kind, value, n FROM value_count ORDER BY kind, value"), "tti"},
        {STR_INIT("SELECT signal_id, first_id FROM copy ORDER BY signal_id"), "ii"},
        {STR_INIT("SELECT first_id, size FROM copy_group ORDER BY first_id"), "ii"},
        {STR_INIT("SELECT signal_id, codebook_id, theme_id, at FROM assignment ORDER BY 1, 2"), "iiii"},
    };
    Buf out = buf_new(64 << 20);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) dump_query(f, db, parts[i].sql, parts[i].kinds, &out);
    Str dump = arena_str(f->a, buf_str(&out));
    buf_free(&out);
    return dump;
}

int64_t fixture_number(Fixture *f, const char *sql) {
    Stmt *s = db_statement(f->db, str_from_c(sql), &f->err);
    bool found = false;
    int64_t n = 0;
    if (!s || !stmt_one_int(s, &found, &n, &f->err) || !found) fail_msg("%s: %s", sql, f->err.message);
    return n;
}

void fixture_check_search(Fixture *f) {
    if (f->postgres) return;
    static const char check[] = "INSERT INTO signal_search (signal_search, rank) VALUES ('integrity-check', 1)";
    assert_ok(f, f->db->engine->exec(f->db, check, &f->err)); /* 1: against the texts too */
}
