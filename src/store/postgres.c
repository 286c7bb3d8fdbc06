/* postgres.c - the engine for when one machine is too small: PostgreSQL through libpq.
 *
 * Parameters: numbers as text (the server converts them to the column's type), text and bytes in binary
 * with their length. Results are binary: integers and floats in network order, text and bytes as they are.
 *
 * A result is fetched whole unless the statement is `streaming`, which uses single-row mode. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "postgres_private.h"

enum { NUMBER_TEXT = 32 };

static const PostgresStmt *own(const Stmt *s) {
    return (const PostgresStmt *)s;
}

/* ---- errors ---------------------------------------------------------------------------------- */

static ErrCode code_of(const char *state) {
    if (strcmp(state, "55P03") == 0 || strncmp(state, "40", 2) == 0) return ERR_BUSY;
    if (strncmp(state, "23", 2) == 0) return ERR_CONFLICT;
    if (strncmp(state, "22", 2) == 0) return ERR_INPUT;
    if (strncmp(state, "54", 2) == 0) return ERR_LIMIT;
    if (strncmp(state, "53", 2) == 0 || strncmp(state, "58", 2) == 0) return ERR_IO;
    return ERR_STORE;
}

/* libpq's messages end in line feeds. */
static bool fail_with(const char *state, const char *message, Err *err) {
    ErrCode code = code_of(state);
    Str text = str_trim(str_from_c(message));
    if (code == ERR_BUSY)
        return err_set(err, code, "wait until the other import or discovery is done", "the store is in use: %.*s",
                       STR_ARG(text));
    return err_set(err, code, NULL, "the store: %.*s", STR_ARG(text));
}

bool postgres_fail(const Db *db, const PGresult *result, Err *err) {
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *message = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    return fail_with(state ? state : "", message ? message : PQerrorMessage(postgres_conn(db)), err);
}

bool postgres_result_ok(const PGresult *result) {
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* ---- opening --------------------------------------------------------------------------------- */

static void say_nothing(void *ctx, const PGresult *result) {
    (void)ctx, (void)result;
}

static const Engine postgres_engine;

/* Custom plans: how a filter is best walked depends on its values (a rare word, a common one), and a plan kept
 * from when the table was empty walks the wrong index in a bulk import. Not compiled: that takes longer than any query
 * of ours, whatever the planner thinks that it costs. */
static bool configure(Db *db, Err *err) {
    char settings[256];
    snprintf(settings, sizeof settings,
             "SET client_encoding = 'UTF8'; SET plan_cache_mode = force_custom_plan; SET lock_timeout = '%ds';"
             "SET timezone = 'UTC'; SET jit = off; %s",
             BUSY_SECONDS, db->mode == DB_READ ? "SET default_transaction_read_only = on" : "");
    if (!db->engine->exec(db, settings, err)) return false;
    /* Asks in the midst of a statement whether the program is still there: what a killed one held is free soon. Some
     * systems cannot. */
    if (PQserverVersion(postgres_conn(db)) >= 140000)
        db->engine->exec(db, "SET client_connection_check_interval = '500ms'", NULL);
    return true;
}

Db *postgres_open(Str url, DbMode mode, Err *err) {
    char *c_url = strndup(url.p, url.n);
    PGconn *conn = c_url ? PQconnectdb(c_url) : NULL;
    free(c_url);
    if (!conn || PQstatus(conn) != CONNECTION_OK) {
        Str why = str_trim(str_from_c(conn ? PQerrorMessage(conn) : "out of memory"));
        err_set(err, ERR_STORE, "check the address, and that the PostgreSQL server runs and lets you in",
                "cannot reach the store: %.*s", STR_ARG(why));
        PQfinish(conn);
        return NULL;
    }
    PQsetNoticeReceiver(conn, say_nothing, NULL);
    PostgresDb *db = mem_alloc(sizeof *db);
    *db = (PostgresDb){.db = {.engine = &postgres_engine, .kind = ENGINE_POSTGRESQL, .mode = mode}, .conn = conn};
    if (configure(&db->db, err)) return &db->db;
    db->db.engine->close(&db->db);
    return NULL;
}

static void postgres_close(Db *db) {
    PQfinish(postgres_conn(db));
    free((PostgresDb *)db);
}

/* ---- statements ------------------------------------------------------------------------------ */

static bool postgres_exec(Db *db, const char *sql, Err *err) {
    PGresult *result = PQexec(postgres_conn(db), sql);
    bool ok = postgres_result_ok(result) || postgres_fail(db, result, err);
    PQclear(result);
    return ok;
}

static Stmt *postgres_prepare(Db *db, Str sql, Err *err) {
    PostgresStmt *s = mem_alloc(sizeof *s);
    *s = (PostgresStmt){.stmt = {.db = db}};
    s->stmt.sql = mem_alloc(sql.n + 1);
    memcpy(s->stmt.sql, sql.p, sql.n);
    s->stmt.sql[sql.n] = '\0';
    snprintf(s->name, sizeof s->name, "s%u", ++((PostgresDb *)db)->statements);
    s->copy = postgres_copy_sql(s->stmt.sql);
    PGresult *result = PQprepare(postgres_conn(db), s->name, s->stmt.sql, 0, NULL);
    bool ok = postgres_result_ok(result) || postgres_fail(db, result, err);
    PQclear(result);
    if (ok) return &s->stmt;
    free(s->copy);
    free(s->stmt.sql);
    free(s);
    return NULL;
}

/* The statement stays with the connection for a moment when a transaction has failed; the name is never used again. */
static void postgres_free(Stmt *s) {
    char sql[32];
    snprintf(sql, sizeof sql, "DEALLOCATE %s", own(s)->name);
    PQclear(PQexec(postgres_conn(s->db), sql));
    PQclear(own(s)->result);
    free(own(s)->copy);
    free(s->sql);
    free((PostgresStmt *)s);
}

/* The parameters in the form libpq wants. */
typedef struct Wire {
    const char *values[STMT_PARAMS];
    int lengths[STMT_PARAMS], formats[STMT_PARAMS];
    char numbers[STMT_PARAMS][NUMBER_TEXT];
} Wire;

static void to_wire(const Stmt *s, Wire *w) {
    for (int i = 0; i < s->params_n; i++) {
        const Param *p = &s->params[i];
        w->values[i] = w->numbers[i];
        w->formats[i] = p->kind == PARAM_TEXT || p->kind == PARAM_BLOB;
        w->lengths[i] = 0;
        switch (p->kind) {
        case PARAM_NULL:
            w->values[i] = NULL;
            break;
        case PARAM_INT:
            snprintf(w->numbers[i], NUMBER_TEXT, "%lld", (long long)p->i);
            break;
        case PARAM_REAL:
            snprintf(w->numbers[i], NUMBER_TEXT, "%.17g", p->r);
            break;
        case PARAM_TEXT:
        case PARAM_BLOB:
            w->values[i] = p->s.p;
            w->lengths[i] = (int)p->s.n;
            break;
        }
    }
}

bool postgres_send(Stmt *s, Err *err) {
    Wire w;
    to_wire(s, &w);
    return PQsendQueryPrepared(postgres_conn(s->db), own(s)->name, s->params_n, w.values, w.lengths, w.formats, 1) ||
           postgres_fail(s->db, NULL, err);
}

/* ---- stepping -------------------------------------------------------------------------------- */

void postgres_drop_result(PostgresStmt *s) {
    PQclear(s->result);
    s->result = NULL;
    s->row = -1;
}

/* Fetches the next result that holds rows, or the end. */
static StepResult fetch(PostgresStmt *s, Err *err) {
    postgres_drop_result(s);
    while ((s->result = PQgetResult(postgres_conn(s->stmt.db)))) {
        ExecStatusType status = PQresultStatus(s->result);
        if (status != PGRES_SINGLE_TUPLE && !postgres_result_ok(s->result)) {
            postgres_fail(s->stmt.db, s->result, err);
            return STEP_ERROR;
        }
        if (PQntuples(s->result) > 0) {
            s->row = 0;
            return STEP_ROW;
        }
        postgres_drop_result(s);
    }
    return STEP_DONE;
}

static StepResult postgres_step(Stmt *base, Err *err) {
    PostgresStmt *s = (PostgresStmt *)base;
    if (!base->running) {
        if (!postgres_send(base, err)) return STEP_ERROR;
        base->running = true;
        if (base->streaming) {
            PQsetSingleRowMode(postgres_conn(base->db));
            return fetch(s, err);
        }
        PGresult *whole = PQgetResult(postgres_conn(base->db));
        PQclear(PQgetResult(postgres_conn(base->db))); /* the NULL that ends it: others may use the connection now */
        s->result = whole;
        s->row = -1;
        if (!postgres_result_ok(whole)) return postgres_fail(base->db, whole, err), STEP_ERROR;
    }
    if (base->streaming) return fetch(s, err);
    return s->result && ++s->row < PQntuples(s->result) ? STEP_ROW : STEP_DONE;
}

/* A stream that is left early is cancelled, so that the rest of a million rows is not sent. */
static void postgres_end(Stmt *base) {
    PostgresStmt *s = (PostgresStmt *)base;
    if (base->streaming && s->result) {
        char why[64];
        PGcancel *cancel = PQgetCancel(postgres_conn(base->db));
        PQcancel(cancel, why, sizeof why);
        PQfreeCancel(cancel);
        while (PQclear(s->result), (s->result = PQgetResult(postgres_conn(base->db))))
            ;
    }
    postgres_drop_result(s);
}

/* ---- columns --------------------------------------------------------------------------------- */

static bool postgres_is_null(const Stmt *s, int column) {
    return PQgetisnull(own(s)->result, own(s)->row, column);
}

static Str postgres_get_bytes(const Stmt *s, int column) {
    const PGresult *result = own(s)->result;
    return (Str){PQgetvalue(result, own(s)->row, column), (size_t)PQgetlength(result, own(s)->row, column)};
}

/* An integer of 1 (bool), 4 or 8 bytes in network order. */
static int64_t postgres_get_int(const Stmt *s, int column) {
    Str b = postgres_get_bytes(s, column);
    uint64_t v = 0;
    for (size_t i = 0; i < b.n; i++) v = v << 8 | (unsigned char)b.p[i];
    return b.n == 4 ? (int32_t)(uint32_t)v : (int64_t)v;
}

/* Columns that hold fractions are all double precision. */
static double postgres_get_real(const Stmt *s, int column) {
    int64_t bits = postgres_get_int(s, column);
    double v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

static const Engine postgres_engine = {
    .name = "postgresql",
    .close = postgres_close,
    .exec = postgres_exec,
    .prepare = postgres_prepare,
    .free = postgres_free,
    .step = postgres_step,
    .end = postgres_end,
    .each = postgres_each,
    .is_null = postgres_is_null,
    .get_int = postgres_get_int,
    .get_real = postgres_get_real,
    .get_bytes = postgres_get_bytes,
};
