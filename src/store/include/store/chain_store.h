/* chain_store.h - append-only records that prove nothing was changed afterwards: the audit log and the value ledger.
 *
 * Each row's hash is SHA-256 over the hash of the row before and all of its own columns, so a changed, missing, added
 * or moved row breaks every hash after it. A cut at the end leaves a sound chain: the store notes the head as well, and
 * whoever wrote a head down elsewhere can hold it against the chain (chain_verify's `expect`). */
#pragma once
#include "base/hash.h"
#include "store/db.h"

#define CHAIN_AUDIT STR("audit")
#define CHAIN_LEDGER STR("ledger")

typedef struct ChainRow {
    int64_t seq, at; /* seq counts from 1 without gaps */
    Str actor;       /* who, as told by the door */
    Str action;      /* "problem.commit" */
    Str kind;        /* of what: "problem"; empty: of nothing in particular */
    int64_t object_id;
    Str body; /* JSON, keys sorted: what it was made to be */
    Str hash; /* 64 hex digits; filled in by chain_append and on reading */
} ChainRow;

/* Appends; fills in seq and hash. Inside the caller's transaction, which holds the write lock. */
bool chain_append(Db *db, Arena *a, Str chain, ChainRow *row, Err *err);

typedef struct ChainFilter {
    Str kind;          /* empty: of all kinds */
    int64_t object_id; /* 0: all of that kind */
    int64_t before;    /* only seq below; 0: from the newest */
    int64_t limit;
} ChainFilter;
bool chain_list(Db *db, Arena *a, Str chain, const ChainFilter *filter, ChainRow **rows, size_t *n, Err *err); /* newest
    first; of the ledger without values that were sample data (sample_store.h) */

/* Numbers of the values of the ledger that were sealed for a theme or a problem, or that a release realised; along an
 * index, in no order, a number perhaps more than once. */
typedef enum LedgerBy { LEDGER_BY_THEME, LEDGER_BY_PROBLEM, LEDGER_BY_RELEASE } LedgerBy;
bool ledger_ids(Db *db, Arena *a, LedgerBy by, int64_t id, int64_t **ids, size_t *n, Err *err);

/* The newest row's number and hash; seq 0 and an empty hash when there is none. */
typedef struct ChainHead {
    int64_t seq;
    Str hash;
} ChainHead;
bool chain_head(Db *db, Arena *a, Str chain, ChainHead *head, Err *err);

/* Reads all of it. ERR_CONFLICT names the first row that does not fit, and what is wrong with it. `expect` (may be
 * NULL): a head noted earlier that must be part of the chain. */
bool chain_verify(Db *db, Arena *a, Str chain, const ChainHead *expect, ChainHead *head, Err *err);
