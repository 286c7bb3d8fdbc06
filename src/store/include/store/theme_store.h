/* theme_store.h - codebooks, themes, assignments, copy groups, daily counts, quotes.
 *
 * A codebook is recorded; daily counts and statistics are derived and can be rebuilt from it. */
#pragma once
#include "base/hash.h"
#include "store/db.h"

typedef struct CodebookRow {
    int64_t id; /* the version number: 1, 2, 3... */
    int64_t created_at;
    Str state; /* "building", "current", "retired" */
    int64_t seed, themes_wanted, themes, sample, signals, unthemed;
    int64_t as_of;     /* the statistics are of this moment */
    Str stats;         /* JSON object: what the app layer keeps about the whole codebook */
    Str kind;          /* "discovered", or "edited": the one before with people's edits */
    int64_t before_id; /* the codebook that served when it was made; 0: none */
} CodebookRow;

/* A new codebook in state "building"; the current one goes on serving. */
bool codebook_create(Db *db, const CodebookRow *row, int64_t *id, Err *err);
bool codebook_blob_put(Db *db, int64_t id, Str bytes, Err *err);
bool codebook_blob_get(Db *db, Arena *a, int64_t id, Str *bytes, Err *err);
/* Saves counts, as_of and stats. */
bool codebook_update(Db *db, const CodebookRow *row, Err *err);
/* Makes it the one that serves, and the one before "retired". */
bool codebook_activate(Db *db, int64_t id, Err *err);
/* Deletes codebooks left "building" by a discovery that was killed. */
bool codebook_sweep(Db *db, Err *err);
bool codebook_current(Db *db, Arena *a, CodebookRow *row, Err *err); /* ERR_NOT_FOUND: none yet */
bool codebooks_list(Db *db, Arena *a, CodebookRow **rows, size_t *n, Err *err);

typedef struct ThemeRow {
    int64_t id; /* for ever this theme's number; 0 on input: a new one is given */
    int64_t codebook_id;
    int32_t position; /* its index inside the codebook's bytes */
    Str name;
    double score; /* rank, 0..100 */
    int64_t signals, voices, customers;
    Str stats;           /* JSON object: terms, near, parts of the score, change, weeks, sources (app writes it) */
    bool pinned, hidden; /* as people want it (edit_store.h); filled in on reading */
} ThemeRow;

/* Inserts themes of a codebook and fills in their ids; updates rows whose id is given. */
bool themes_put(Db *db, ThemeRow *rows, size_t n, Err *err);
bool themes_list(Db *db, Arena *a, int64_t codebook_id, ThemeRow **rows, size_t *n, Err *err); /* by score, falling */
/* The same without their stats, for when only names are needed: reads a hundredth of the bytes. */
bool themes_names(Db *db, Arena *a, int64_t codebook_id, ThemeRow **rows, size_t *n, Err *err);
bool theme_get(Db *db, Arena *a, int64_t codebook_id, int64_t theme_id, ThemeRow *row, Err *err);

typedef struct AssignmentRow {
    int64_t signal_id, theme_id; /* theme_id 0: unthemed */
    float score, second_score;
    int64_t second_id; /* 0: none */
    int32_t facet;     /* of the theme, from 1; 0: none */
    int64_t at;        /* when the signal was; only assignments_add asks */
} AssignmentRow;

/* Bulk, upsert; passes over signals that went. */
bool assignments_put(Db *db, int64_t codebook_id, const AssignmentRow *rows, size_t n, Err *err);
/* Faster (on PostgreSQL by COPY), but for a codebook that has none of these signals yet, and without asking whether
 * they are still there and have the time that they had. assignments_tidy does in the end, and takes those out that are
 * not: they are not coded then. It looks at nothing when no signal went or changed since those were read. */
bool assignments_add(Db *db, int64_t codebook_id, const AssignmentRow *rows, size_t n, Err *err);
typedef struct SignalsRead {
    int64_t n, through; /* so many with words, the last of them */
    int64_t updated;    /* imports_updated before they were read */
} SignalsRead;
bool assignments_tidy(Db *db, int64_t codebook_id, const SignalsRead *read, Err *err);
bool assignment_get(Db *db, int64_t codebook_id, int64_t signal_id, AssignmentRow *row, Err *err);

/* Copy groups: the first signal of the group and, per signal that is not alone, its group. Replaces all. */
typedef struct CopyRow {
    int64_t signal_id, first_id;
} CopyRow;
bool copies_put(Db *db, const CopyRow *rows, size_t n, Err *err);

/* Per theme (0: unthemed), source and day: signals, and voices first heard that day. */
typedef struct DayRow {
    int64_t theme_id, source_id, day, signals, voices;
} DayRow;
bool days_put(Db *db, int64_t codebook_id, const DayRow *rows, size_t n, Err *err); /* replaces all of the codebook */
/* A number that every days_put changes: what was derived from the counts of another one is out of date. */
bool days_version(Db *db, int64_t *version, Err *err);
bool days_changed(Db *db, Err *err); /* raises it: for what changes them without days_put */
/* Of one theme, ordered by source and day. Theme -1: one row a day, with the sum of all themes and sources. */
bool days_list(Db *db, Arena *a, int64_t codebook_id, int64_t theme_id, DayRow **rows, size_t *n, Err *err);

typedef struct QuoteRow {
    int64_t theme_id, signal_id;
    int32_t position;
    uint32_t begin, end;
    Sha256 sha256;
    /* filled in on reading only: */
    Str text; /* whole text of the signal */
    int64_t at;
    Str source, channel;
} QuoteRow;
bool quotes_put(Db *db, int64_t codebook_id, const QuoteRow *rows, size_t n,
                Err *err); /* replaces all of the codebook */
bool quotes_list(Db *db, Arena *a, int64_t codebook_id, int64_t theme_id, QuoteRow **rows, size_t *n, Err *err);
/* The quote at position 0 of every theme that has one, by theme id. */
bool quotes_first(Db *db, Arena *a, int64_t codebook_id, QuoteRow **rows, size_t *n, Err *err);
