/* lineage_store.h - how themes live on from one codebook to the next. */
#pragma once
#include "store/db.h"

/* The bytes as discovered, without what people added; kept only where they differ from codebook_blob. */
bool codebook_base_put(Db *db, int64_t codebook_id, Str bytes, Err *err);
bool codebook_base_get(Db *db, Arena *a, int64_t codebook_id, Str *bytes, Err *err);

/* Which theme a position in the codebook's bytes means. */
typedef struct PositionRow {
    int32_t position;
    int64_t own_id;   /* before joining */
    int64_t theme_id; /* after: several positions may share one */
} PositionRow;
bool positions_put(Db *db, int64_t codebook_id, const PositionRow *rows, size_t n, Err *err);
bool positions_list(Db *db, Arena *a, int64_t codebook_id, PositionRow **rows, size_t *n, Err *err);

/* The position in the base in which the last discovery found a signal of its sample; those in none are left out. */
typedef struct FoundRow {
    int64_t signal_id;
    int32_t position;
} FoundRow;
bool found_put(Db *db, int64_t codebook_id, const FoundRow *rows, size_t n, Err *err); /* replaces */
bool found_list(Db *db, Arena *a, FoundRow **rows, size_t *n, Err *err);               /* by signal */

/* Signals that stand for a theme which discovery lost and people keep. */
typedef struct ExampleRow {
    int64_t theme_id, signal_id;
} ExampleRow;
bool examples_put(Db *db, int64_t codebook_id, const ExampleRow *rows, size_t n, Err *err);
bool examples_list(Db *db, Arena *a, int64_t codebook_id, ExampleRow **rows, size_t *n, Err *err);

typedef struct LineageRow {
    int64_t codebook_id;
    Str kind;                    /* lineage_name of themes/identity.h */
    int64_t before_id, after_id; /* themes; 0: none */
} LineageRow;
bool lineage_put(Db *db, int64_t codebook_id, const LineageRow *rows, size_t n, Err *err);
bool lineage_of_codebook(Db *db, Arena *a, int64_t codebook_id, LineageRow **rows, size_t *n, Err *err);
bool lineage_of_theme(Db *db, Arena *a, int64_t theme_id, LineageRow **rows, size_t *n, Err *err); /* newest first */

/* Signals that both codebooks coded, from theme to theme; 0: unthemed. */
typedef struct FlowRow {
    int64_t before_id, after_id, signals;
} FlowRow;
/* Counts them; both must be coded. */
bool flow_fill(Db *db, int64_t codebook_id, int64_t before_id, Err *err);
bool flow_list(Db *db, Arena *a, int64_t codebook_id, FlowRow **rows, size_t *n, Err *err);

/* Forgets which signal had which theme under a codebook; its counts, lineage and flow stay. */
bool assignments_drop(Db *db, int64_t codebook_id, Err *err);

/* Every theme that ever was, by the name it had last. By id. */
typedef struct ThemeEver {
    int64_t id, codebook_id; /* the newest codebook that has it */
    Str name;
} ThemeEver;
bool themes_ever(Db *db, Arena *a, ThemeEver **rows, size_t *n, Err *err);

/* Small groups outside the themes; derived. */
typedef struct FindingRow {
    Str kind; /* "emerging" or "unthemed" */
    Str body; /* JSON object of the app layer */
} FindingRow;
bool findings_put(Db *db, int64_t codebook_id, const FindingRow *rows, size_t n, Err *err); /* replaces */
/* Those from place `from` on (0: the first), at most `limit`. */
bool findings_list(Db *db, Arena *a, int64_t codebook_id, int64_t from, int64_t limit, FindingRow **rows, size_t *n,
                   Err *err);
typedef struct FindingCounts {
    int64_t emerging, unthemed;
} FindingCounts;
bool findings_count(Db *db, int64_t codebook_id, FindingCounts *counts, Err *err);
