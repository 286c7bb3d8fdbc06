/* postgres_private.h - what the two files of the PostgreSQL engine share. */
#pragma once
#include <libpq-fe.h>

#include "engine.h"

typedef struct PostgresDb {
    Db db;
    PGconn *conn;
    unsigned statements; /* prepared so far, for their names */
} PostgresDb;

typedef struct PostgresStmt {
    Stmt stmt;
    char name[16];
    char *copy; /* the COPY that does the same for many rows; NULL: there is none */
    PGresult *result;
    int row;
} PostgresStmt;

static inline PGconn *postgres_conn(const Db *db) {
    return ((const PostgresDb *)db)->conn;
}

/* Sets `err` from a result, or from the connection when there is none. Returns false. */
bool postgres_fail(const Db *db, const PGresult *result, Err *err);
bool postgres_result_ok(const PGresult *result);
/* Sends one execution with the bound parameters; does not wait. */
bool postgres_send(Stmt *s, Err *err);
void postgres_drop_result(PostgresStmt *s);

/* "COPY t (a, b) FROM STDIN" for "INSERT INTO t (a, b) VALUES ($1, $2)", malloc'ed; NULL for anything else. */
char *postgres_copy_sql(const char *sql);
bool postgres_each(Stmt *s, const Each *each, Err *err);
