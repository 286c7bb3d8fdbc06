/* query.h - the named queries and the migrations, compiled from src/store/sql by tools/sql2c.py. Private. */
#pragma once
#include <stddef.h>

#include "query_ids.h" /* generated: enum QueryId, MIGRATIONS */

typedef enum EngineKind { ENGINE_SQLITE, ENGINE_POSTGRESQL, ENGINES } EngineKind;

typedef struct Query {
    const char *name;
    const char *sql[ENGINES];
} Query;

typedef struct Migration {
    int number; /* 1, 2, 3... */
    const char *name;
    const char *sql[ENGINES];
} Migration;

extern const Query queries[QUERIES];
extern const Migration migrations[MIGRATIONS];
