/* version.h - making a new version of the codebook: themes found in the data, or the version before, with people's
 * edits heeded. The version before serves until the new one is complete.
 *
 *   discovery.c   finds themes and says which of them are old ones     \
 *   revision.c    takes the version before                              >  Draft -> version_make
 *   definitions.c texts that stand for themes people defined or keep   /
 *   version.c     extends, numbers, writes, codes all of history, switches over
 *   lineage.c     what became of each theme */
#pragma once
#include "app_private.h"
#include "base/progress.h"
#include "corpus.h"
#include "discovery.h"
#include "store/edit_store.h"
#include "store/lineage_store.h"
#include "store/signal_store.h"
#include "store/theme_store.h"
#include "theme_map.h"
#include "themes/codebook.h"
#include "themes/extend.h"

typedef struct Draft {
    App *app;
    Db *scan; /* a second connection, that reads while app->db writes */
    Arena *a;
    const Codebook *base; /* as discovered, without what people added */
    int64_t *own_ids;     /* per position of base: its theme; 0: it needs a number */
    int64_t *parent_ids;  /* per position of base: the theme that had most of its signals; 0: none */
    int32_t *heirs;   /* per theme in `before`: the position that got most of its signals; -1: none. NULL: no matter */
    ThemeRow *before; /* themes of the version that serves */
    size_t before_n;
    Str before_kind;      /* of that version */
    ExampleRow *examples; /* signals of themes that must be kept though discovery lost them */
    size_t examples_n;
    FoundRow *found; /* where discovery found the signals of its sample */
    size_t found_n;
    Edits edits;
    CodebookRow row; /* of the new version */
} Draft;

/* Fills in edits, before, before_kind and row.before_id. */
bool draft_begin(Draft *d, Err *err);

/* A theme that is shown by texts. */
typedef struct Definition {
    int64_t theme_id;
    ThemeGroup group;
} Definition;
/* Of the draft's examples and of its edits; a definition that nothing stands for any more is left out. */
bool definitions_read(const Draft *d, Definition **out, size_t *n, Err *err);
/* Up to `max` signals that hold the phrase, in the order of their ids; `filter` may be NULL. */
bool phrase_examples(Db *scan, Arena *a, Str phrase, const SignalFilter *filter, size_t max, int64_t *ids, Str *texts,
                     size_t *n, Err *err);

/* The theme that people's edits make of `theme_id` (joined to another one), or itself. */
int64_t edits_joined(const Edits *edits, int64_t theme_id);
/* Do people's edits speak of this theme, so that it must not vanish? */
bool edits_protect(const Edits *edits, int64_t theme_id);
bool edits_define(const Edits *edits, int64_t theme_id);

/* Themes by the name people see: their label, else the codebook's, never two the same. */
bool version_names(Db *db, Arena *a, ThemeMap *map, Err *err);

LineageRow *lineage_build(const Draft *d, Arena *a, const ThemeMap *map, const PositionRow *positions, size_t *n);

/* Writes the version, codes everything, switches over. What was half made is swept away on error. */
bool version_make(Draft *d, const Corpus *corpus, int64_t now, const Progress *progress, DiscoverResult *out, Err *err);
