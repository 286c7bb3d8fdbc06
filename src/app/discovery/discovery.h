/* discovery.h - finding themes, and coding all of history under a codebook. */
#pragma once
#include "app_private.h"
#include "base/progress.h"
#include "embeddings.h"

typedef struct DiscoverResult {
    int64_t codebook_id;
    int64_t signals, voices, copies, sample, themes, unthemed;
    EmbeddingsOutcome embeddings;
    bool discovered; /* false: history was re-coded under the codebook that serves */
} DiscoverResult;

enum { DISCOVER_SAMPLE = 20000 };

typedef struct DiscoverWish {
    int themes; /* 0: chosen from the data, and the number chosen last is kept while it is nearly as good */
    uint64_t seed;
    bool fresh; /* from nothing: not held to the themes there are */
} DiscoverWish;

/* One program at a time does what follows: ERR_BUSY when another one is at it, and nothing is changed. It ends with the
 * signals that others brought meanwhile coded too (turn.h).
 *
 * A new codebook out of everything stored; the old one serves until the new one is complete. ERR_INPUT when there are
 * too few signals; ERR_CANCELLED leaves nothing behind. */
bool discover_run(App *app, DiscoverWish wish, int64_t now, const Progress *progress, DiscoverResult *out, Err *err);

/* Signals that the themes were found in; 0 when a store of an earlier version does not say. */
bool signals_discovered_in(App *app, Arena *a, int64_t *n, Err *err);

/* The largest id of a signal that the last discovery saw; INT64_MAX when a store of an earlier version does not say. */
bool signals_discovered_through(App *app, Arena *a, int64_t *id, Err *err);

/* Have signals come or changed that no coding of all of history has seen? Changes are counted in the transaction that
 * brings them, and a coding notes in its last one how many there were before it read the signals. So an import that was
 * stopped before its themes is made good by the next one, and what comes while a discovery runs by the next count. */
bool themes_due(App *app, bool *due, Err *err);
bool themes_changed(App *app, Err *err);
bool themes_changes(Db *db, int64_t *n, Err *err);
bool themes_counted(App *app, int64_t changes, Err *err);

/* A new version of the codebook that serves, with the edits that wait heeded and those that were undone dropped. */
bool revise_run(App *app, int64_t now, const Progress *progress, DiscoverResult *out, Err *err);

/* Codes everything, new signals included, under the codebook that serves, and refreshes its counts and quotes.
 * ERR_NOT_FOUND: there is none. */
bool recode_run(App *app, int64_t now, const Progress *progress, DiscoverResult *out, Err *err);

/* Drops all that is derived from signals and codebook, and makes it anew. out->codebook_id 0: there is no codebook. */
bool rebuild_run(App *app, int64_t now, const Progress *progress, DiscoverResult *out, Err *err);
