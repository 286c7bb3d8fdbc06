/* reach_store.h - what came of customer contact, and how much of it is asked for. */
#pragma once
#include "store/outcome_store.h"

typedef struct ReachCount {                /* since an instant */
    int64_t reflections, themes, problems; /* that the reflections are about */
    int64_t started;                       /* problems whose first version has this note */
} ReachCount;
bool touch_reach(Db *db, int64_t since, Str note, ReachCount *out, Err *err);

/* Releases, newest first, that came after a touchpoint on what they should mend: a reflection, a held session, or an
 * entry of a hackathon on their problem, on a theme of it, or on their theme. */
bool releases_touched(Db *db, Arena *a, int64_t limit, ReleaseRow **rows, size_t *n, Err *err);

typedef struct DemandRow { /* open sessions to come */
    int64_t format_id, sessions, places, taken, waiting;
} DemandRow;
bool demand_list(Db *db, Arena *a, int64_t now, DemandRow **rows, size_t *n, Err *err); /* by format */
