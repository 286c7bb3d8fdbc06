/* sample_store.h - sample data among the company's own: which rows it is, what hangs on it, and taking it out.
 *
 * While a Db marks, each of its transactions notes, before it commits, the new rows of the tables that things begin in:
 * sources, signals, teams, people, components, problems, strategies, sessions, customers, consents, releases, plans,
 * routings, values of the ledger. So a row and its mark come together, and a program that is killed leaves none without
 * the other. What hangs on such rows (seats, briefs, links ...) needs no mark. */
#pragma once
#include "store/db.h"

/* From now on this connection's transactions mark what they add; `on` false: no longer. Outside a transaction. */
void sample_marking(Db *db, bool on);

/* Is this row sample data? `kind` is the table's name. */
bool sample_has(Db *db, const char *kind, int64_t id, bool *has, Err *err);
bool sample_mark_one(Db *db, const char *kind, int64_t id, Err *err);

typedef struct SampleCount {
    Str what; /* a table ("problem"), or for sample_own a word of its query */
    int64_t n;
} SampleCount;
bool sample_counts(Db *db, Arena *a, SampleCount **rows, size_t *n, Err *err); /* by name; none with 0 */

/* The newest numbers of what is not marked, but told apart by when it came. */
typedef struct SampleNewest {
    int64_t codebook, alert, edit, audit; /* 0: there is none */
} SampleNewest;
bool sample_newest(Db *db, SampleNewest *out, Err *err);

/* The company's own that hangs on sample data, all kinds of it, those with 0 too. `then`: what was newest when it was
 * loaded. */
bool sample_own(Db *db, Arena *a, const SampleNewest *then, SampleCount **rows, size_t *n, Err *err);

/* Takes every marked row out, what hangs on it, and its part of the counts; own rows that named one name none. Themes
 * are not found anew: that is the caller's. Inside a transaction. The marks stay until sample_forget. */
bool sample_drop(Db *db, Err *err);
/* No row is sample data any more; values of the ledger that were stay hidden. */
bool sample_forget(Db *db, Err *err);

/* Codebooks in (before, last] go, and everything that only they knew: their themes, what was said about those since
 * edit `edit`, alerts after `alert`. `serves` (0: none) came after them and is as if they had never been. Inside a
 * transaction. */
typedef struct SampleCodebooks {
    int64_t before, last, serves, edit, alert;
} SampleCodebooks;
bool sample_codebooks_drop(Db *db, const SampleCodebooks *which, Err *err);
/* Edits that a codebook after `before` heeded wait again, and its number of themes is no model for the next. Inside a
 * transaction. */
bool sample_edits_wait(Db *db, int64_t before, Err *err);
bool sample_edits_waiting(Db *db, bool *any, Err *err);
