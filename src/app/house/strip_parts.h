/* strip_parts.h - what the files of the strip share: the object with its themes and problems, and how a place is made.
 *
 *     strip.c           gathers the object's row, themes and problems; puts the places into their order
 *     strip_where.c     signals, themes, problems, owner
 *     strip_after.c     sessions, reflections, releases, outcome, ledger */
#pragma once
#include <jansson.h>

#include "store/outcome_store.h"
#include "store/problem_store.h"
#include "store/session_store.h"
#include "store/theme_store.h"
#include "strip.h"

/* What is gathered: the object's own row and the themes and problems that it hangs on. */
typedef struct Strip {
    Call *call;
    StripKind kind;
    int64_t id;
    ThemeRow *themes; /* name empty: no longer one */
    ProblemRow *problems;
    SessionRow session;
    ReleaseRow release;
    size_t themes_n, problems_n;
    bool words; /* may they read what customers said? */
    json_t *places;
} Strip;

/* Is this operation theirs at all? */
bool strip_may_open(const Strip *s, const char *op_id);
/* A new place at the end. Borrowed. */
json_t *strip_place(Strip *s, const char *kind, bool here, int64_t count);
/* A link of the place, to path and number. NULL: it has as many as it shows. Borrowed. */
json_t *strip_link(Strip *s, json_t *place, Str title, const char *path, int64_t id);
/* A list has room for the rest: by the problem when there is one, else by the theme. */
void strip_more(Strip *s, json_t *place, const char *list, bool by_problem);
enum { STRIP_LINKS = 6 };

bool strip_signals(Strip *s, Err *err);
void strip_themes(Strip *s);
void strip_problems(Strip *s);
bool strip_owner(Strip *s, Err *err);
bool strip_sessions(Strip *s, Err *err);
bool strip_outcomes(Strip *s, Err *err);
