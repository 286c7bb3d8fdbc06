/* db.h - a connection to a store: a SQLite file or a PostgreSQL database.
 *
 * A Db belongs to one thread. SQLite: WAL, synchronous=FULL, one writer at a time; writers wait for each
 * other (busy timeout), readers never wait. All SQL lives in named queries (src/store/sql). */
#pragma once
#include "base/arena.h"
#include "base/err.h"

typedef struct Db Db;

typedef enum DbMode {
    DB_READ,   /* refuses a store that does not exist or is of another version */
    DB_CHANGE, /* refuses a store that does not exist; brings it up to date (forward-only, checksummed migrations) */
    DB_WRITE   /* the same, and creates it when missing */
} DbMode;

/* `url`: a path, "sqlite:PATH" or "postgresql://...". Parent directories are made (0700). */
Db *db_open(Str url, DbMode mode, Err *err);
void db_rest(Db *db);                /* gives its cached pages back */
void db_close(Db *db);               /* NULL is fine; rolls back */
const char *db_engine(const Db *db); /* "sqlite" or "postgresql" */

/* Transactions; not nested. begin takes the write lock at once. */
bool db_begin(Db *db, Err *err);
bool db_commit(Db *db, Err *err);
void db_rollback(Db *db);
/* Ends a transaction: commits what went well, else (or when that fails) rolls back. Returns whether all is well. */
static inline bool db_end(Db *db, bool ok, Err *err) {
    if (ok) return db_commit(db, err);
    db_rollback(db);
    return false;
}

/* Holds the whole store under a name, for work that is longer than a transaction and must not be done twice at once, by
 * whichever program on whichever machine. *held says whether it is ours; a server is asked for three seconds, since it
 * takes a moment to see that a program was killed, a file once. A kill lets go, too. One at
 * a time for each Db, and not again before db_let_go. */
bool db_hold(Db *db, const char *name, bool *held, Err *err);
void db_let_go(Db *db);

/* Small recorded facts of the installation, such as "customer_key_check". False and ERR_NOT_FOUND when absent. */
bool setting_get(Db *db, Arena *a, Str name, Str *value, Err *err);
bool setting_put(Db *db, Str name, Str value, Err *err);
/* One that counts: 0 when absent. One more: two programs at once count two. */
bool setting_count(Db *db, Str name, int64_t *n, Err *err);
bool setting_count_up(Db *db, Str name, Err *err);

/* Drops everything derived (search index, counts) and builds it anew from recorded facts. */
bool store_rebuild(Db *db, Err *err);
