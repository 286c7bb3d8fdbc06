/* signal_store.h - sources, imports and signals. */
#pragma once
#include "signals/signal.h"
#include "store/db.h"

/* ---- sources --------------------------------------------------------------------------------- */

/* Who speaks in a source: customers, or internal developers as customers of infrastructure teams. */
typedef enum ToldBy { TOLD_BY_ANY, TOLD_BY_CUSTOMERS, TOLD_BY_INTERNAL } ToldBy;

typedef struct SourceRow {
    int64_t id;
    Str name, kind, mapping;                                   /* mapping as JSON */
    ToldBy told_by;                                            /* never TOLD_BY_ANY */
    int64_t signals, without_text, first_at, last_at, imports; /* derived; TIME_NONE when unknown */
} SourceRow;

/* Makes the source or updates its kind and mapping; name is unique. */
bool source_put(Db *db, Str name, Str kind, Str mapping, int64_t *id, Err *err);
/* Says who tells its signals; *changed: it was not so before. What is counted by it is due anew then. */
bool source_told_by(Db *db, int64_t id, ToldBy told_by, bool *changed, Err *err);
bool sources_list(Db *db, Arena *a, SourceRow **rows, size_t *n, Err *err);

/* ---- imports: one run over one file ---------------------------------------------------------- */

typedef struct ImportRow {
    int64_t id, source_id;
    Str file;        /* name as given */
    Str fingerprint; /* content identity: the same unfinished file is continued */
    Str state;       /* "running", "finished", "failed" */
    int64_t started_at, finished_at;
    int64_t rows; /* rows of the file that are dealt with, rejects and skipped included */
    int64_t inserted, updated, unchanged, skipped, rejected;
    int64_t rejects_bytes; /* length of the rejects file that belongs to `rows` */
    Str rejects_path;
} ImportRow;

/* Continues the unfinished import ("running") of this (source, fingerprint), else begins a new one; *row is
 * filled. A "failed" one is not continued: importing anew finds the rows that are there already. */
bool import_begin(Db *db, Arena *a, int64_t source_id, Str file, Str fingerprint, Str rejects_path, int64_t now,
                  ImportRow *row, Err *err);
/* Saves all counters and the state of *row; call in the same transaction as signals_put. */
bool import_save(Db *db, const ImportRow *row, Err *err);
/* How many signals all imports changed so far: when it is what it was, every signal is as it was, or went. */
bool imports_updated(Db *db, int64_t *n, Err *err);
bool imports_list(Db *db, Arena *a, int64_t source_id /* 0: all */, size_t limit, ImportRow **rows, size_t *n,
                  Err *err);

/* ---- signals --------------------------------------------------------------------------------- */

typedef enum PutResult { PUT_INSERTED, PUT_UPDATED, PUT_UNCHANGED } PutResult;

/* Idempotent on (source, external id), decided by signal_content_hash. A signal whose external id begins
 * with "#" had none: its id was made from its content, and when this same import already put one equal row
 * under it, the next free "id~2", "id~3"... is taken (the file holds the row twice, so do we); this holds
 * over a resume and over a second import of the same file (which then changes nothing). The search index
 * is kept in step in the same transaction. In bulk on PostgreSQL. Call inside a transaction. A signal that
 * changed loses its assignments: it has to be coded anew. Text with a NUL byte is ERR_INPUT. */
bool signals_put(Db *db, int64_t source_id, int64_t import_id, const Signal *signals, size_t n,
                 PutResult *results /* n, may be NULL */, Err *err);

typedef struct SignalRow {
    int64_t id;
    Signal signal;
    int64_t source_id;
    Str source;       /* name */
    int64_t theme_id; /* in the current codebook; 0: unthemed or not coded yet */
    Str theme;        /* name, or empty */
    double score;
    bool coded;      /* the current codebook has looked at it */
    int64_t copy_of; /* id of the first signal of its copy group when that is another one, else 0 */
    int64_t copies;  /* size of its copy group, itself included; 1 when alone */
    Str sketch;      /* of its text (themes/sketch.h); only of a scan that asks for it */
} SignalRow;

bool signal_get(Db *db, Arena *a, int64_t id, SignalRow *row, Err *err); /* ERR_NOT_FOUND */
/* The number of the signal that a source calls so; ERR_NOT_FOUND. */
bool signal_by_key(Db *db, int64_t source_id, Str external_id, int64_t *id, Err *err);
/* Of many of one source; 0 for those that are not there. */
bool signals_by_key(Db *db, int64_t source_id, const Str *external, size_t n, int64_t *ids, Err *err);

typedef struct SignalFilter {
    Str search;        /* any text people type; words are AND-ed, "quoted phrases" respected; empty: all */
    int64_t theme_id;  /* 0: any */
    int32_t facet;     /* of the theme; 0: any */
    bool unthemed;     /* coded, and fits nowhere */
    int64_t source_id; /* 0: any */
    ToldBy told_by;
    Str channel, product, customer; /* exact; empty: any */
    int64_t from, to;               /* [from, to) of `at`; TIME_NONE: open */
    bool with_text;                 /* only those that carry words */
    bool no_copies;                 /* one of each copy group */
} SignalFilter;

/* Newest first (signals without a time last), then by id, falling. `cursor` is empty for the first page, else the
 * `next` of the page before; *next is empty when there is no more. */
bool signals_list(Db *db, Arena *a, const SignalFilter *filter, Str cursor, size_t limit, SignalRow **rows, size_t *n,
                  Str *next, Err *err);
/* The newest of them for who reads their words: rows without language, address, rating, meta, theme and copies. */
bool signals_newest(Db *db, Arena *a, const SignalFilter *filter, size_t most, SignalRow **rows, size_t *n, Err *err);
bool signals_count(Db *db, const SignalFilter *filter, int64_t *count, Err *err);
/* The same for a page: what has to be counted one by one is counted so far only. *more: there are more than *count. */
typedef struct CountLimits {
    int64_t plain, found; /* found: words together with another filter */
} CountLimits;
bool signals_count_upto(Db *db, const SignalFilter *filter, const CountLimits *limits, int64_t *count, bool *more,
                        Err *err);

/* Streams every signal in the order of its id (or, `by_external`, of source name and external id),
 * in constant memory. `each` returns false to stop; that is no error. Fields are valid during the call.
 * `each` may not use this Db: on PostgreSQL the connection is busy with the stream. Open a second one. */
typedef struct ScanOptions {
    bool by_external;
    bool with_text;             /* only those that carry words */
    int64_t after_id;           /* only ids above; 0: all (not with by_external) */
    bool bare;                  /* rows without language, address, rating, meta, theme and copies: half the time */
    bool sketches;              /* bare, and text only of those whose sketch is not of this program (sketch_read) */
    const SignalFilter *filter; /* may be NULL */
} ScanOptions;
bool signals_scan(Db *db, const ScanOptions *options, bool (*each)(void *ctx, const SignalRow *row), void *ctx,
                  Err *err);

/* The words of the signals `ids` and the theme each has now, in any order; those that went are passed over. Fields are
 * valid during the call. */
typedef struct SignalWords {
    Str text;
    int64_t theme_id; /* as in SignalRow */
    double score;
    bool coded;
} SignalWords;
bool signals_words(Db *db, const int64_t *ids, size_t n, void (*each)(void *ctx, size_t i, const SignalWords *words),
                   void *ctx, Err *err);

typedef struct SignalTotals {
    int64_t signals, with_text, customers, first_at, last_at;
} SignalTotals;
bool signals_totals(Db *db, SignalTotals *out, Err *err);
/* Distinct values of "channel" or "product" with their counts, largest first. */
typedef struct ValueCount {
    Str value;
    int64_t n;
} ValueCount;
bool signals_channels(Db *db, Arena *a, size_t limit, ValueCount **rows, size_t *n, Err *err);
bool signals_products(Db *db, Arena *a, size_t limit, ValueCount **rows, size_t *n, Err *err);
