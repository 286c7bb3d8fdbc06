/* migrate.c - brings a store to the schema that this program was built with.
 *
 * Migrations are numbered files that only ever go forward. Each one that ran is recorded with the SHA-256
 * of its text, so that a store which another text made is refused instead of half understood. All that
 * are missing run in one transaction: a store is of one version or of another, never between. */
#include <string.h>

#include "base/hash.h"
#include "engine.h"

enum { HEX = 2 * sizeof(Sha256) };

static void checksum(const Db *db, const Migration *m, char out[HEX + 1]) {
    Sha256 sum = sha256(str_from_c(m->sql[db->kind]));
    hex_encode(out, sum.bytes, sizeof sum.bytes);
}

static bool table_exists(Db *db, bool *exists, Err *err) {
    int64_t one;
    Stmt *s = db_query(db, Q_MIGRATION_TABLE_EXISTS, err);
    return s && stmt_one_int(s, exists, &one, err);
}

/* A migration that the store says it has, against the one that the program knows. */
static bool check_one(const Db *db, int64_t number, Str name, Str sum, Err *err) {
    if (number > MIGRATIONS)
        return err_set(err, ERR_CONFLICT, "use the newer ridealong that wrote this store",
                       "the store is newer than this program: it has migration %lld (%.*s), the program knows %d",
                       (long long)number, STR_ARG(name), MIGRATIONS);
    char known[HEX + 1];
    checksum(db, &migrations[number - 1], known);
    if (!str_eq(sum, str_from_c(known)))
        return err_set(err, ERR_CONFLICT, "use the ridealong that made this store, or import into a new one",
                       "migration %lld (%.*s) of the store is not the one of this program: its checksum differs",
                       (long long)number, STR_ARG(name));
    return true;
}

/* Checks what is recorded; *done is the highest number. */
static bool read_done(Db *db, int *done, Err *err) {
    Stmt *s = db_query(db, Q_MIGRATION_LIST, err);
    if (!s) return false;
    StepResult r;
    *done = 0;
    while ((r = stmt_step(s, err)) == STEP_ROW) {
        int64_t number = stmt_get_int(s, 0);
        if (number != *done + 1) {
            stmt_end(s);
            return err_set(err, ERR_STORE, NULL, "the store's migrations have a gap before %lld", (long long)number);
        }
        if (!check_one(db, number, stmt_get_text(s, 1), stmt_get_text(s, 2), err)) {
            stmt_end(s);
            return false;
        }
        *done = (int)number;
    }
    stmt_end(s);
    return r == STEP_DONE;
}

static bool apply(Db *db, const Migration *m, Err *err) {
    if (!db->engine->exec(db, m->sql[db->kind], err)) return err_prefix(err, "migration %d (%s): ", m->number, m->name);
    Stmt *s = db_query(db, Q_MIGRATION_ADD, err);
    if (!s) return false;
    char sum[HEX + 1];
    checksum(db, m, sum);
    stmt_int(s, 1, m->number);
    stmt_text(s, 2, str_from_c(m->name));
    stmt_text(s, 3, str_from_c(sum));
    return stmt_run(s, err);
}

static bool apply_missing(Db *db, int upto, Err *err) {
    int done;
    Stmt *s = db_query(db, Q_MIGRATION_TABLE, err);
    if (!s || !stmt_run(s, err) || !read_done(db, &done, err)) return false;
    for (; done < upto; done++)
        if (!apply(db, &migrations[done], err)) return false;
    return true;
}

bool migrate_to(Db *db, int upto, Err *err) {
    bool exists;
    int done = 0;
    if (!table_exists(db, &exists, err) || (exists && !read_done(db, &done, err))) return false;
    if (done >= upto) return true; /* the usual case: no lock is taken */
    if (!db_begin(db, err)) return false;
    if (apply_missing(db, upto, err)) return db_commit(db, err);
    db_rollback(db);
    return false;
}

static bool count_done(Db *db, int *done, Err *err) {
    bool exists;
    *done = 0;
    if (!table_exists(db, &exists, err) || (exists && !read_done(db, done, err))) return false;
    return *done > 0 || err_set(err, ERR_NOT_FOUND, "make one first: ridealong import FILE", "the store is empty");
}

bool migrate_begun(Db *db, Err *err) {
    int done;
    return count_done(db, &done, err);
}

bool migrate_check(Db *db, Err *err) {
    int done;
    if (!count_done(db, &done, err)) return false;
    if (done < MIGRATIONS)
        return err_set(err, ERR_CONFLICT, "bring it up to date: run ridealong import or ridealong serve once",
                       "the store is older than this program: it is at migration %d of %d", done, MIGRATIONS);
    return true;
}
