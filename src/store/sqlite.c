/* sqlite.c - the engine of one machine: a SQLite file.
 *
 * WAL with synchronous=FULL: readers never wait, a commit is on the disk when it returns. Writers begin
 * with BEGIN IMMEDIATE, so that they queue at the door instead of failing half-way.
 *
 * A trap: SQLite numbers "$1" by its first appearance in the text, not by the digit, so that parameters
 * are looked up by name once, when the statement is prepared. */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"

typedef struct SqliteDb {
    Db db;
    sqlite3 *handle;
    int held; /* descriptor of a lock; -1: none */
} SqliteDb;

typedef struct SqliteStmt {
    Stmt stmt;
    sqlite3_stmt *handle;
    int index[STMT_PARAMS]; /* SQLite's number of $1, $2...; 0: not in the text */
} SqliteStmt;

static sqlite3 *handle_of(const Db *db) {
    return ((const SqliteDb *)db)->handle;
}
static sqlite3_stmt *statement(const Stmt *s) {
    return ((const SqliteStmt *)s)->handle;
}

static bool fail(sqlite3 *handle, Err *err) {
    int code = sqlite3_extended_errcode(handle) & 0xff;
    const char *message = sqlite3_errmsg(handle);
    switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, ERR_BUSY, "wait until the other import or discovery is done", "the store is in use: %s",
                       message);
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
        return err_set(err, ERR_IO, "check the disk's free space and the rights on the file", "the store: %s", message);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return err_set(err, ERR_STORE, "give another --store, or restore a copy of this one", "the store: %s", message);
    case SQLITE_CONSTRAINT:
        return err_set(err, ERR_CONFLICT, NULL, "the store refused a row: %s", message);
    case SQLITE_TOOBIG:
        return err_set(err, ERR_LIMIT, NULL, "the store: %s", message);
    default:
        return err_set(err, ERR_STORE, NULL, "the store: %s", message);
    }
}

/* ---- opening --------------------------------------------------------------------------------- */

static bool make_parents(const char *path, Err *err) {
    char *copy = strdup(path);
    if (!copy) return err_set(err, ERR_IO, NULL, "out of memory");
    bool ok = true;
    for (char *p = copy + 1; ok && *copy && *p; p++) {
        if (*p != '/') continue;
        *p = '\0';
        if (mkdir(copy, 0700) != 0 && errno != EEXIST)
            ok = err_set(err, ERR_IO, "give a --store path that you may write", "cannot make %s: %s", copy,
                         strerror(errno));
        *p = '/';
    }
    free(copy);
    return ok;
}

/* Two processes that make a store at once collide in the change to WAL, where SQLite does not wait by itself. */
static bool use_wal(Db *db, Err *err) {
    for (int tries = 0;; tries++) {
        if (sqlite3_exec(handle_of(db), "PRAGMA journal_mode = WAL", NULL, NULL, NULL) == SQLITE_OK) return true;
        if (sqlite3_errcode(handle_of(db)) != SQLITE_BUSY || tries == 500) return fail(handle_of(db), err);
        sqlite3_sleep(10);
    }
}

/* The page cache bounds what an import takes (256 MiB in all); what reads has little, as the system keeps the file's
 * pages anyway and a server has a reader in each loop. The log grows to 64 MB before it is folded back, because folding
 * back after each batch wrote random pages over and over. */
static bool configure(Db *db, Err *err) {
    static const char always[] = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON";
    static const char reading[] = "PRAGMA cache_size = -8192; PRAGMA query_only = ON";
    static const char writing[] = "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16000;"
                                  "PRAGMA journal_size_limit = 67108864";
    bool write = db->mode != DB_READ;
    sqlite3_extended_result_codes(handle_of(db), 1);
    sqlite3_busy_timeout(handle_of(db), BUSY_SECONDS * 1000);
    return (!write || use_wal(db, err)) && db->engine->exec(db, always, err) &&
           db->engine->exec(db, write ? writing : reading, err);
}

static const Engine sqlite_engine;

/* Customers' texts are for the account that runs this: a new file is nobody else's to read, and SQLite gives its log
 * (-wal, -shm) the rights of the file. mknod and not open, as closing a descriptor would drop the locks that another
 * connection of this process has taken in between. When it fails, SQLite says why. */
static void make_private(const char *path) {
    mknod(path, S_IFREG | S_IRUSR | S_IWUSR, 0);
}

static Db *open_file(const char *path, DbMode mode, Err *err) {
    struct stat st;
    if (mode != DB_WRITE && stat(path, &st) != 0) {
        err_set(err, ERR_NOT_FOUND, "make one first: ridealong import FILE", "there is no store at %s", path);
        return NULL;
    }
    if (mode == DB_WRITE) {
        if (!make_parents(path, err)) return NULL;
        make_private(path);
    }
    SqliteDb *db = mem_alloc(sizeof *db);
    *db = (SqliteDb){.db = {.engine = &sqlite_engine, .kind = ENGINE_SQLITE, .mode = mode}, .held = -1};
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == DB_WRITE ? SQLITE_OPEN_CREATE : 0);
    if (sqlite3_open_v2(path, &db->handle, flags, NULL) == SQLITE_OK && configure(&db->db, err)) return &db->db;
    if (!err || err->code == ERR_NONE) fail(db->handle, err);
    err_prefix(err, "%s: ", path);
    db->db.engine->close(&db->db);
    return NULL;
}

Db *sqlite_open(Str path, DbMode mode, Err *err) {
    char *c_path = strndup(path.p, path.n);
    if (!c_path || !*c_path) {
        err_set(err, ERR_INPUT, "give a path, like --store friction.db", "the store has no path");
        free(c_path);
        return NULL;
    }
    if (err) *err = (Err){ERR_NONE};
    Db *db = open_file(c_path, mode, err);
    free(c_path);
    return db;
}

static void sqlite_let_go(Db *db) {
    SqliteDb *own = (SqliteDb *)db;
    if (own->held >= 0) close(own->held);
    own->held = -1;
}

/* A file beside the store, which is on one machine. It stays: who removed it would take it from under the next one. */
static bool sqlite_hold(Db *db, const char *name, bool *held, Err *err) {
    char path[4200];
    int n = snprintf(path, sizeof path, "%s-%s.lock", sqlite3_db_filename(handle_of(db), "main"), name);
    int fd = n < (int)sizeof path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (fd < 0)
        return err_set(err, ERR_IO, "check the permissions of its folder", "cannot open %s: %s", path, strerror(errno));
    *held = flock(fd, LOCK_EX | LOCK_NB) == 0;
    if (*held) ((SqliteDb *)db)->held = fd;
    else close(fd);
    return true;
}

static void sqlite_close(Db *db) {
    sqlite_let_go(db);
    sqlite3_close_v2(handle_of(db));
    free((SqliteDb *)db);
}

static void sqlite_rest(Db *db) {
    sqlite3_db_release_memory(handle_of(db));
}

/* ---- statements ------------------------------------------------------------------------------ */

static bool sqlite_copy_to(Db *db, const char *path, Err *err) {
    sqlite3 *to = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    bool ok = sqlite3_open_v2(path, &to, flags, NULL) == SQLITE_OK;
    sqlite3_backup *backup = ok ? sqlite3_backup_init(to, "main", handle_of(db), "main") : NULL;
    /* all in one step: of one moment, whatever writers do meanwhile */
    ok = backup && sqlite3_backup_step(backup, -1) == SQLITE_DONE;
    ok = backup && sqlite3_backup_finish(backup) == SQLITE_OK && ok;
    if (!ok) fail(to, err);
    sqlite3_close_v2(to);
    return ok;
}

static bool sqlite_exec(Db *db, const char *sql, Err *err) {
    return sqlite3_exec(handle_of(db), sql, NULL, NULL, NULL) == SQLITE_OK || fail(handle_of(db), err);
}

static Stmt *sqlite_prepare(Db *db, Str sql, Err *err) {
    sqlite3_stmt *handle;
    if (sqlite3_prepare_v3(handle_of(db), sql.p, (int)sql.n, SQLITE_PREPARE_PERSISTENT, &handle, NULL) != SQLITE_OK) {
        fail(handle_of(db), err);
        return NULL;
    }
    SqliteStmt *s = mem_alloc(sizeof *s);
    *s = (SqliteStmt){.stmt = {.db = db}, .handle = handle};
    s->stmt.sql = mem_alloc(sql.n + 1);
    memcpy(s->stmt.sql, sql.p, sql.n);
    s->stmt.sql[sql.n] = '\0';
    for (int i = 0; i < STMT_PARAMS; i++) {
        char name[8];
        snprintf(name, sizeof name, "$%d", i + 1);
        s->index[i] = sqlite3_bind_parameter_index(handle, name);
    }
    return &s->stmt;
}

static void sqlite_free(Stmt *s) {
    sqlite3_finalize(statement(s));
    free(s->sql);
    free((SqliteStmt *)s);
}

static int bind_one(sqlite3_stmt *handle, int at, const Param *p) {
    switch (p->kind) {
    case PARAM_NULL:
        return sqlite3_bind_null(handle, at);
    case PARAM_INT:
        return sqlite3_bind_int64(handle, at, p->i);
    case PARAM_REAL:
        return sqlite3_bind_double(handle, at, p->r);
    case PARAM_TEXT:
        return sqlite3_bind_text64(handle, at, p->s.p, p->s.n, SQLITE_STATIC, SQLITE_UTF8);
    case PARAM_BLOB:
        return sqlite3_bind_blob64(handle, at, p->s.p, p->s.n, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static bool bind_all(Stmt *s, Err *err) {
    const SqliteStmt *own = (const SqliteStmt *)s;
    for (int i = 0; i < s->params_n; i++)
        if (own->index[i] && bind_one(own->handle, own->index[i], &s->params[i]) != SQLITE_OK)
            return fail(handle_of(s->db), err);
    return true;
}

static StepResult sqlite_step(Stmt *s, Err *err) {
    if (!s->running) {
        s->running = true;
        if (!bind_all(s, err)) return STEP_ERROR;
    }
    int rc = sqlite3_step(statement(s));
    if (rc == SQLITE_ROW) return STEP_ROW;
    if (rc == SQLITE_DONE) return STEP_DONE;
    fail(handle_of(s->db), err);
    return STEP_ERROR;
}

/* The parameters point at the caller's bytes, so they must not stay bound. */
static void sqlite_end(Stmt *s) {
    sqlite3_reset(statement(s));
    sqlite3_clear_bindings(statement(s));
}

static bool sqlite_each(Stmt *s, const Each *each, Err *err) {
    for (size_t i = 0; i < each->n; i++) {
        stmt_end(s);
        if (!each->bind(each->ctx, i, s)) continue;
        StepResult r = stmt_params_ok(s, err) ? STEP_ROW : STEP_ERROR;
        while (r == STEP_ROW && (r = sqlite_step(s, err)) == STEP_ROW)
            if (each->row) each->row(each->ctx, i, s);
        if (r == STEP_ERROR) return false;
    }
    return true;
}

/* ---- columns --------------------------------------------------------------------------------- */

static bool sqlite_is_null(const Stmt *s, int column) {
    return sqlite3_column_type(statement(s), column) == SQLITE_NULL;
}

static int64_t sqlite_get_int(const Stmt *s, int column) {
    return sqlite3_column_int64(statement(s), column);
}
static double sqlite_get_real(const Stmt *s, int column) {
    return sqlite3_column_double(statement(s), column);
}

static Str sqlite_get_bytes(const Stmt *s, int column) {
    const char *p = sqlite3_column_blob(statement(s), column);
    return p ? (Str){p, (size_t)sqlite3_column_bytes(statement(s), column)} : STR("");
}

static const Engine sqlite_engine = {
    .name = "sqlite",
    .close = sqlite_close,
    .rest = sqlite_rest,
    .copy_to = sqlite_copy_to,
    .hold = sqlite_hold,
    .let_go = sqlite_let_go,
    .exec = sqlite_exec,
    .prepare = sqlite_prepare,
    .free = sqlite_free,
    .step = sqlite_step,
    .end = sqlite_end,
    .each = sqlite_each,
    .is_null = sqlite_is_null,
    .get_int = sqlite_get_int,
    .get_real = sqlite_get_real,
    .get_bytes = sqlite_get_bytes,
};
