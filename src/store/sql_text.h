/* sql_text.h - a statement put together from named fragments and its parameters. Private to the store layer.
 *
 *     SqlText q = sql_begin(db);
 *     sql_add(&q, Q_COUNT_OPEN);
 *     if (filter->source_id) {
 *         sql_add(&q, Q_WHERE_SOURCE);      // AND s.source_id = $?
 *         sql_int(&q, filter->source_id);
 *     }
 *     Stmt *s = sql_end(&q, err);           // NULL on error
 *
 * Only fragments of the .sql files reach the text: there is no way to add a string. */
#pragma once
#include "base/buf.h"
#include "engine.h"

typedef struct SqlText {
    Db *db;
    Buf text;
    Param params[STMT_PARAMS];
    int written, bound; /* "$?" so far, parameters given so far */
} SqlText;

SqlText sql_begin(Db *db);
void sql_add(SqlText *q, QueryId fragment);
void sql_int(SqlText *q, int64_t v);
/* A condition with one number, unless it is `none`. */
void sql_int_if(SqlText *q, QueryId fragment, int64_t v, int64_t none);
void sql_str(SqlText *q, Str v);
void sql_blob(SqlText *q, Str v);
Stmt *sql_end(SqlText *q, Err *err);
