/* audit.h - who did what: every change of a problem, an owner, a plan, a decision is a row of the audit chain. */
#pragma once
#include "app/op.h"
#include "store/chain_store.h"

/* Who calls: the account that is signed in; without one the argument "by" where the operation has one and it was given,
 * else whom the door knows. */
Str call_actor(const Call *call);

/* Appends to the audit log what this call did, in the transaction of the change itself. `action`: "problem.commit";
 * `kind`: "problem"; `body`: what it was made to be, keys in any order; the reference is taken, NULL is {}. */
bool audit_note(Call *call, const char *action, const char *kind, int64_t object_id, json_t *body, Err *err);

/* The same to another chain (CHAIN_LEDGER). `row` (may be NULL) gets what was written. */
bool chain_note(Call *call, Str chain, const char *action, const char *kind, int64_t object_id, json_t *body,
                ChainRow *row, Err *err);

/* The last rows about an object, newest first, as JSON for its page; fits SHAPE_OF_AUDIT. New reference in *list. */
bool audit_of(Call *call, const char *kind, int64_t object_id, int64_t limit, json_t **list, Err *err);
extern const Field SHAPE_OF_AUDIT[];
/* Puts "rows", a page of a chain's rows, newest first, and "next"; for operations with LIMIT_PARAM and CURSOR_PARAM
 * (cursor.h). */
bool audit_page(Call *call, Str chain, const ChainFilter *filter, Err *err);
json_t *audit_json(Arena *a, const ChainRow *row); /* new reference */
