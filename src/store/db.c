/* db.c - connections: URL, transactions, the statement cache, and the settings table.
 *
 * Nothing here knows an engine beyond choosing one; see engine.h. */
#include "store/db.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "engine.h"
#include "sample_marks.h"

enum { HOLD_TRIES = 30, HOLD_PAUSE_MS = 100 };

Db *db_open(Str url, DbMode mode, Err *err) {
    Str sqlite = STR("sqlite:");
    if (url.n == 0) {
        err_set(err, ERR_INPUT, "give a path or postgresql://host/database", "the store has no address");
        return NULL;
    }
    if (memchr(url.p, '\0', url.n)) {
        err_set(err, ERR_INPUT, NULL, "the address of the store holds a NUL byte");
        return NULL;
    }
    Db *db;
    if (str_starts(url, STR("postgresql://")) || str_starts(url, STR("postgres://")))
        db = postgres_open(url, mode, err);
    else db = sqlite_open(str_starts(url, sqlite) ? str_slice(url, sqlite.n, url.n) : url, mode, err);
    if (!db) return NULL;
    if (mode == DB_READ ? migrate_check(db, err)
                        : (mode == DB_WRITE || migrate_begun(db, err)) && migrate_to(db, MIGRATIONS, err))
        return db;
    db_close(db);
    return NULL;
}

static bool try_hold(Db *db, const char *name, bool *held, Err *err) {
    Stmt *s = db_query(db, Q_HOLD, err);
    bool found;
    int64_t got = 0;
    if (!s) return false;
    stmt_text(s, 1, str_from_c(name));
    bool ok = stmt_one_int(s, &found, &got, err);
    *held = got == 1;
    return ok;
}

bool db_hold(Db *db, const char *name, bool *held, Err *err) {
    if (db->engine->hold) return db->engine->hold(db, name, held, err);
    for (int tries = 0; try_hold(db, name, held, err); tries++) {
        if (*held || tries == HOLD_TRIES) return true;
        nanosleep(&(struct timespec){.tv_nsec = HOLD_PAUSE_MS * 1000000L}, NULL);
    }
    return false;
}

void db_let_go(Db *db) {
    if (db->engine->let_go) db->engine->let_go(db);
    else db->engine->exec(db, queries[Q_LET_GO].sql[db->kind], NULL); /* a connection that fails has none any more */
}

void db_statements_free(Db *db) {
    for (int i = 0; i < QUERIES; i++)
        if (db->named[i]) db->engine->free(db->named[i]);
    for (int i = 0; i < BUILT_STATEMENTS; i++)
        if (db->built[i]) db->engine->free(db->built[i]);
    memset(db->named, 0, sizeof db->named);
    memset(db->built, 0, sizeof db->built);
}

void db_close(Db *db) {
    if (!db) return;
    db_rollback(db);
    db_statements_free(db);
    db->engine->close(db);
}

void db_rest(Db *db) {
    if (db->engine->rest) db->engine->rest(db);
}

const char *db_engine(const Db *db) {
    return db->engine->name;
}

/* ---- transactions ---------------------------------------------------------------------------- */

bool db_begin(Db *db, Err *err) {
    if (db->mode == DB_READ) return err_set(err, ERR_INTERNAL, NULL, "the store is open for reading only");
    if (db->in_transaction) return err_set(err, ERR_INTERNAL, NULL, "a transaction is open already");
    if (!db->engine->exec(db, queries[Q_BEGIN].sql[db->kind], err)) {
        db->engine->exec(db, "ROLLBACK", NULL); /* PostgreSQL may have begun before the lock was refused */
        return false;
    }
    db->in_transaction = true;
    if (!db->marking || sample_heads_note(db, err)) return true;
    db_rollback(db);
    return false;
}

bool db_commit(Db *db, Err *err) {
    if (!db->in_transaction) return err_set(err, ERR_INTERNAL, NULL, "no transaction is open");
    if (db->marking && !sample_heads_mark(db, err)) {
        db_rollback(db);
        return false;
    }
    if (!db->engine->exec(db, "COMMIT", err)) {
        db_rollback(db);
        return false;
    }
    db->in_transaction = false;
    return true;
}

void db_rollback(Db *db) {
    if (!db->in_transaction) return;
    db->engine->exec(db, "ROLLBACK", NULL);
    db->in_transaction = false;
}

bool scope_begin(Scope *scope, Db *db, Err *err) {
    *scope = (Scope){db, !db->in_transaction};
    return !scope->own || db_begin(db, err);
}

bool scope_end(Scope *scope, bool ok, Err *err) {
    return scope->own ? db_end(scope->db, ok, err) : ok;
}

/* ---- statements ------------------------------------------------------------------------------ */

Stmt *db_query(Db *db, QueryId query, Err *err) {
    Stmt *s = db->named[query];
    if (!s) {
        s = db->engine->prepare(db, str_from_c(queries[query].sql[db->kind]), err);
        if (!s) {
            err_prefix(err, "query %s: ", queries[query].name);
            return NULL;
        }
        s->name = queries[query].name;
        db->named[query] = s;
    }
    stmt_end(s);
    return s;
}

Stmt *db_statement(Db *db, Str sql, Err *err) {
    uint64_t hash = hash64(sql);
    for (size_t i = 0; i < BUILT_STATEMENTS; i++) {
        Stmt *s = db->built[i];
        if (s && db->built_hash[i] == hash && str_eq(str_from_c(s->sql), sql)) {
            stmt_end(s);
            return s;
        }
    }
    Stmt *s = db->engine->prepare(db, sql, err);
    if (!s) return NULL;
    s->name = "assembled";
    size_t at = db->built_next++ % BUILT_STATEMENTS;
    if (db->built[at]) db->engine->free(db->built[at]);
    db->built[at] = s;
    db->built_hash[at] = hash;
    return s;
}

bool db_each(Db *db, const Each *each, Err *err) {
    if (each->n == 0) return true;
    Stmt *s = db_query(db, each->query, err);
    if (!s) return false;
    bool ok = db->engine->each(s, each, err);
    stmt_end(s);
    return ok || err_prefix(err, "query %s: ", s->name);
}

bool db_analyze(Db *db, Err *err) {
    const char *sql = queries[Q_ANALYZE].sql[db->kind];
    return !sql || db->engine->exec(db, sql, err);
}

static Param *param(Stmt *s, int i) {
    if (i > s->params_n) s->params_n = i;
    return &s->params[i - 1];
}

void stmt_null(Stmt *s, int i) {
    *param(s, i) = (Param){PARAM_NULL};
}
void stmt_int(Stmt *s, int i, int64_t v) {
    *param(s, i) = (Param){PARAM_INT, .i = v};
}
void stmt_text(Stmt *s, int i, Str v) {
    *param(s, i) = (Param){PARAM_TEXT, .s = v.n ? v : STR("")};
}
void stmt_blob(Stmt *s, int i, Str v) {
    *param(s, i) = (Param){PARAM_BLOB, .s = v.n ? v : STR("")};
}

void stmt_real(Stmt *s, int i, double v) {
    if (isnan(v)) stmt_null(s, i);
    else *param(s, i) = (Param){PARAM_REAL, .r = v};
}

bool stmt_params_ok(const Stmt *s, Err *err) {
    for (int i = 0; i < s->params_n; i++) {
        const Param *p = &s->params[i];
        if (p->kind == PARAM_TEXT && memchr(p->s.p, '\0', p->s.n))
            return err_set(err, ERR_INPUT, "remove the NUL bytes", "text for the store holds a NUL byte");
    }
    return true;
}

StepResult stmt_step(Stmt *s, Err *err) {
    if (!s->running && !stmt_params_ok(s, err)) return STEP_ERROR;
    StepResult r = s->db->engine->step(s, err);
    if (r == STEP_ERROR) {
        err_prefix(err, "query %s: ", s->name);
        stmt_end(s);
    }
    return r;
}

void stmt_end(Stmt *s) {
    if (s->running) s->db->engine->end(s);
    s->running = s->streaming = false;
    s->params_n = 0;
}

bool stmt_run(Stmt *s, Err *err) {
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        ;
    stmt_end(s);
    return r == STEP_DONE;
}

bool stmt_one_int(Stmt *s, bool *found, int64_t *value, Err *err) {
    StepResult r = stmt_step(s, err);
    if (r == STEP_ERROR) return false;
    *found = r == STEP_ROW;
    if (*found) *value = stmt_get_int(s, 0);
    stmt_end(s);
    return true;
}

bool revoke_once(Db *db, QueryId query, int64_t id, int64_t at, const char *what, Err *err) {
    Stmt *s = db_query(db, query, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_int(s, 2, at);
    bool found;
    int64_t same;
    if (!stmt_one_int(s, &found, &same, err)) return false;
    return found || err_set(err, ERR_CONFLICT, NULL, "%s %lld is revoked already", what, (long long)id);
}

bool stmt_is_null(const Stmt *s, int column) {
    return s->db->engine->is_null(s, column);
}
int64_t stmt_get_int(const Stmt *s, int column) {
    return s->db->engine->get_int(s, column);
}
Str stmt_get_text(const Stmt *s, int column) {
    return s->db->engine->get_bytes(s, column);
}

double stmt_get_real(const Stmt *s, int column) {
    return stmt_is_null(s, column) ? (double)NAN : s->db->engine->get_real(s, column);
}

/* ---- settings -------------------------------------------------------------------------------- */

bool setting_get(Db *db, Arena *a, Str name, Str *value, Err *err) {
    Stmt *s = db_query(db, Q_SETTING_GET, err);
    if (!s) return false;
    stmt_text(s, 1, name);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ERROR) return false;
    if (r == STEP_ROW) *value = arena_str(a, stmt_get_text(s, 0));
    stmt_end(s);
    return r == STEP_ROW || err_set(err, ERR_NOT_FOUND, NULL, "the store has no setting '%.*s'", STR_ARG(name));
}

bool setting_put(Db *db, Str name, Str value, Err *err) {
    Stmt *s = db_query(db, Q_SETTING_PUT, err);
    if (!s) return false;
    stmt_text(s, 1, name);
    stmt_text(s, 2, value);
    return stmt_run(s, err);
}

bool setting_count(Db *db, Str name, int64_t *n, Err *err) {
    Stmt *s = db_query(db, Q_SETTING_GET, err);
    if (!s) return false;
    stmt_text(s, 1, name);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ERROR) return false;
    *n = 0;
    bool ok = r != STEP_ROW || str_to_i64(stmt_get_text(s, 0), n) ||
              err_set(err, ERR_STORE, NULL, "setting '%.*s' is no number", STR_ARG(name));
    stmt_end(s);
    return ok;
}

bool setting_count_up(Db *db, Str name, Err *err) {
    Stmt *s = db_query(db, Q_SETTING_COUNT_UP, err);
    if (!s) return false;
    stmt_text(s, 1, name);
    return stmt_run(s, err);
}
