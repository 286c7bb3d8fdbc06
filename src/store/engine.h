/* engine.h - what the store needs of a database, and the two that give it. Private to the store layer.
 *
 *     db.c, *_store.c  ->  stmt_* and db_each  ->  Engine (sqlite.c | postgres.c)
 *
 * A statement is prepared once per connection and kept. It is used like this:
 *
 *     Stmt *s = db_query(db, Q_SETTING_GET, err);
 *     if (!s) return false;
 *     stmt_text(s, 1, name);
 *     StepResult r = stmt_step(s, err);
 *     if (r == STEP_ROW) value = arena_str(a, stmt_get_text(s, 0));
 *     stmt_end(s);
 *
 * Parameters count from 1 ($1), columns from 0. Bound bytes must live until stmt_end; bytes of a column
 * live until the next step. A text parameter with a NUL byte is refused by stmt_step (PostgreSQL could
 * not hold it). Booleans, int4 and int8 are read by stmt_get_int. */
#pragma once
#include "query.h"
#include "store/db.h"

enum {
    STMT_PARAMS = 24,
    BUILT_STATEMENTS = 64,
    BUSY_SECONDS = 60,
    SAMPLE_KINDS = 14 /* of sample.sql: sample_heads */
};

typedef enum StepResult { STEP_ERROR, STEP_ROW, STEP_DONE } StepResult;

typedef struct Engine Engine;
typedef struct Stmt Stmt;

typedef enum ParamKind { PARAM_NULL, PARAM_INT, PARAM_REAL, PARAM_TEXT, PARAM_BLOB } ParamKind;

typedef struct Param {
    ParamKind kind;
    union {
        int64_t i;
        double r;
        Str s;
    };
} Param;

/* What both engines' statements begin with. */
struct Stmt {
    Db *db;
    char *sql;
    const char *name; /* for error messages */
    Param params[STMT_PARAMS];
    int params_n;   /* highest bound so far */
    bool streaming; /* rows come one by one; no other statement of this Db may run meanwhile */
    bool running;
};

struct Db {
    const Engine *engine;
    EngineKind kind;
    DbMode mode;
    bool in_transaction;
    bool marking;                  /* sample_store.h */
    int64_t heads[SAMPLE_KINDS];   /* when this transaction began */
    Stmt *named[QUERIES];          /* by QueryId */
    Stmt *built[BUILT_STATEMENTS]; /* assembled from fragments; the oldest makes room */
    uint64_t built_hash[BUILT_STATEMENTS];
    size_t built_next;
};

/* Runs one query once for each i in [0, n): one after another on SQLite; on PostgreSQL pipelined, or as one COPY where
 * it is an INSERT of plain values (postgres_each.c). */
typedef struct Each {
    QueryId query;
    size_t n;
    bool (*bind)(void *ctx, size_t i, Stmt *s);      /* false: leave i out */
    void (*row)(void *ctx, size_t i, const Stmt *s); /* for each row that comes back; may be NULL */
    void *ctx;
} Each;

struct Engine {
    const char *name;
    void (*close)(Db *db);
    void (*rest)(Db *db);                                /* frees caches; NULL: it has none in this process */
    bool (*copy_to)(Db *db, const char *path, Err *err); /* a copy of all of it; NULL: by a program of its own */
    bool (*hold)(Db *db, const char *name, bool *held, Err *err); /* db_hold; NULL: the queries hold and let_go do it */
    void (*let_go)(Db *db);
    bool (*exec)(Db *db, const char *sql, Err *err); /* one or more statements without parameters */
    Stmt *(*prepare)(Db *db, Str sql, Err *err);
    void (*free)(Stmt *s);
    StepResult (*step)(Stmt *s, Err *err);
    void (*end)(Stmt *s);
    bool (*each)(Stmt *s, const Each *each, Err *err);
    bool (*is_null)(const Stmt *s, int column);
    int64_t (*get_int)(const Stmt *s, int column);
    double (*get_real)(const Stmt *s, int column);
    Str (*get_bytes)(const Stmt *s, int column);
};

Db *sqlite_open(Str path, DbMode mode, Err *err);
Db *postgres_open(Str url, DbMode mode, Err *err);

/* The cached statement of a query, ready to be bound. NULL on error. */
Stmt *db_query(Db *db, QueryId query, Err *err);
/* The same of an assembled text (sql_text.h). */
Stmt *db_statement(Db *db, Str sql, Err *err);
void db_statements_free(Db *db);
bool db_each(Db *db, const Each *each, Err *err);

void stmt_null(Stmt *s, int i);
void stmt_int(Stmt *s, int i, int64_t v);
void stmt_real(Stmt *s, int i, double v); /* NAN becomes NULL */
void stmt_text(Stmt *s, int i, Str v);
void stmt_blob(Stmt *s, int i, Str v);

StepResult stmt_step(Stmt *s, Err *err);
void stmt_end(Stmt *s);           /* forgets rows and parameters */
bool stmt_run(Stmt *s, Err *err); /* steps to the end, drops rows, ends */
/* Steps once and ends; *found says whether there was a row, whose first column is *value. */
bool stmt_one_int(Stmt *s, bool *found, int64_t *value, Err *err);
/* A query that sets the row's ($1) time of revocation ($2) and returns its id unless it has one: then ERR_CONFLICT,
 * with `what` the row is. */
bool revoke_once(Db *db, QueryId query, int64_t id, int64_t at, const char *what, Err *err);

bool stmt_is_null(const Stmt *s, int column);
int64_t stmt_get_int(const Stmt *s, int column); /* NULL is 0 */
double stmt_get_real(const Stmt *s, int column); /* NULL is NAN */
Str stmt_get_text(const Stmt *s, int column);    /* NULL is empty */
bool stmt_params_ok(const Stmt *s, Err *err);    /* false: a text holds a NUL byte */

/* For functions of several statements that must be one: begins unless the caller has. */
typedef struct Scope {
    Db *db;
    bool own;
} Scope;
bool scope_begin(Scope *scope, Db *db, Err *err);
/* Commits (ok) or rolls back what scope_begin began; returns whether all is well. */
bool scope_end(Scope *scope, bool ok, Err *err);

/* Tells the planner how the tables have changed; nothing to do on SQLite. */
bool db_analyze(Db *db, Err *err);

/* migrate.c: brings the schema to migration `upto` (MIGRATIONS: the newest), or checks that it has begun, or is there.
 */
bool migrate_to(Db *db, int upto, Err *err);
bool migrate_begun(Db *db, Err *err);
bool migrate_check(Db *db, Err *err);
