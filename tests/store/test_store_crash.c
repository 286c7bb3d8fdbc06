/* test_store_crash.c - a writer that is killed at any moment leaves a store that goes on as if nothing was. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_test.h"

enum { FILE_ROWS = 3000, BATCH = 50, KILLS = 12 };

/* An import as the app layer does it: a batch of signals and the row counter in one transaction. */
static bool import_file(Fixture *f, Db *db) {
    int64_t source;
    ImportRow row;
    if (!source_put(db, STR("s"), STR("csv"), STR("{}"), &source, &f->err) ||
        !import_begin(db, f->a, source, STR("f"), STR("p"), STR(""), 1, &row, &f->err))
        return false;
    bool ok = true;
    while (ok && row.rows < FILE_ROWS) {
        Signal s[BATCH];
        for (int i = 0; i < BATCH; i++) {
            int64_t n = row.rows + i;
            s[i] = signal_of(n % 3 ? arena_printf(f->a, "id%d", (int)n % 1700).p : "#made",
                             n % 3 ? "a row of the file" : "equal");
            s[i].channel = n % 2 ? STR("web") : STR("phone");
            if (n % 3) s[i].segment = arena_printf(f->a, "%d", (int)n);
        }
        row.rows += BATCH, row.inserted++;
        if (row.rows == FILE_ROWS) row.state = STR("finished");
        ok = db_begin(db, &f->err) && signals_put(db, source, row.id, s, BATCH, NULL, &f->err) &&
             import_save(db, &row, &f->err) && db_commit(db, &f->err);
    }
    return ok;
}

static void child(const Fixture *f) {
    Fixture own = *f;
    own.a = arena_new();
    Db *db = db_open(str_from_c(own.url), DB_WRITE, &own.err);
    _exit(db && import_file(&own, db) ? 0 : 1);
}

static void test_killed_import_goes_on(void **state) {
    Fixture *f = *state;
    db_close(f->db);
    f->db = NULL;
    srand(1);
    for (int i = 0; i < KILLS; i++) {
        pid_t pid = fork();
        if (pid == 0) child(f);
        usleep((useconds_t)(1000 + rand() % 60000));
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }
    f->db = fixture_open(f, DB_WRITE);
    assert_non_null(f->db);
    assert_ok(f, import_file(f, f->db));
    Str killed = fixture_dump(f, f->db);
    fixture_check_search(f);
    assert_ok(f, store_rebuild(f->db, &f->err));
    assert_true(str_eq(killed, fixture_dump(f, f->db))); /* the counts were right */
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signal WHERE text = 'equal'"), FILE_ROWS / 3);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM signal WHERE text <> 'equal'"),
                     fixture_number(f, "SELECT count(DISTINCT external_id) FROM signal WHERE external_id LIKE 'id%'"));
    assert_ok(f, import_file(f, f->db)); /* once more: the same rows as a new import */
    assert_true(str_eq(killed, fixture_dump(f, f->db)));
}

/* Readers page through whole states only, while a writer replaces them. */
static void test_readers_during_writes(void **state) {
    Fixture *f = *state;
    Db *reader = fixture_open(f, DB_READ);
    pid_t pid = fork();
    if (pid == 0) child(f);
    int status;
    SignalFilter web = {.channel = STR("web"), .from = TIME_NONE, .to = TIME_NONE};
    do {
        SignalRow *rows;
        size_t n;
        Str next;
        SignalTotals totals;
        assert_ok(f, signals_list(reader, f->a, &web, STR(""), 20, &rows, &n, &next, &f->err));
        assert_ok(f, signals_totals(reader, &totals, &f->err));
        assert_true(totals.signals >= (int64_t)n);
        arena_reset(f->a);
    } while (waitpid(pid, &status, WNOHANG) == 0);
    assert_int_equal(status, 0);
    db_close(reader);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(test_killed_import_goes_on), STORE_TEST(test_readers_during_writes)};
    return store_tests_run("store/crash", tests, sizeof tests / sizeof *tests);
}
