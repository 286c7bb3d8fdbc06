/* problem_store.h - engineering problems: what they are about, the versions of their briefs, evidence, links.
 *
 * A brief is Markdown and never changed: an edit is a further version. Evidence rows are the quotes of the newest
 * version, so that a problem is found by its signals, and each quote can be checked against its signal in one pass. */
#pragma once
#include <math.h>

#include "base/hash.h"
#include "problems/life.h"
#include "store/db.h"

typedef struct ProblemRow {
    int64_t id;
    Str title;
    ProblemState state;
    int64_t version; /* of the newest brief; 0: none yet */
    int64_t created_at, changed_at;
    Str created_by;
    int64_t component_id, team_id; /* 0: none; both 0: unowned */
    int64_t merged_into;           /* 0: not merged */
    double effort_weeks;           /* person-weeks; NAN: nobody said */
    Str measure;                   /* JSON; empty: none yet */
    Str measure_hash;              /* SHA-256 of measure in hex once sealed */
    int64_t sealed_at;             /* TIME_NONE: not sealed */
    Str facts;                     /* derived, JSON (app/problems); empty: none yet */
    int64_t facts_at;              /* TIME_NONE: never */
} ProblemRow;

/* A draft without a brief; problem_save gives it one. */
bool problem_add(Db *db, Str title, Str author, int64_t at, int64_t *id, Err *err);
bool problem_get(Db *db, Arena *a, int64_t id, ProblemRow *row, Err *err); /* ERR_NOT_FOUND */

typedef struct ProblemFilter {
    int state;                                 /* ProblemState; -1: any */
    bool live;                                 /* neither declined nor merged */
    bool unowned;                              /* no owner, or its component has none or is gone */
    int64_t theme_id, signal_id, component_id; /* 0: any; signal_id: quoted by the newest brief */
    Str find;                                  /* folded, in the title; empty: any */
} ProblemFilter;
bool problems_list(Db *db, Arena *a, const ProblemFilter *filter, ProblemRow **rows, size_t *n, Err *err); /* by id */

/* One quote of a brief. */
typedef enum EvidenceKind {
    EVIDENCE_FOR,
    EVIDENCE_AGAINST,
    EVIDENCE_INSTEAD,
    EVIDENCE_AIM,
    EVIDENCE_KINDS
} EvidenceKind;
const char *evidence_kind_name(EvidenceKind kind); /* "for", "against", "instead" (what they do instead), "aim" */
typedef struct EvidenceRow {
    EvidenceKind kind;
    int64_t signal_id;
    uint32_t begin, end; /* bytes of the signal's text */
    Sha256 sha256;       /* of those bytes */
    /* filled in on reading only: */
    bool there; /* the signal still is */
    Str text;   /* whole text of the signal */
    int64_t at;
    Str source, channel;
} EvidenceRow;

/* A new version of a brief and all that follows from it. */
typedef struct ProblemSave {
    int64_t id, before; /* `before`: the version that was edited; ERR_CONFLICT when there is a newer one */
    Str title, brief, author, note;
    int64_t at;
    double effort_weeks; /* NAN: nobody said */
    Str measure;         /* JSON or empty; a sealed one must be the same (the caller sees to it) */
    const int64_t *themes;
    size_t themes_n;
    const EvidenceRow *evidence;
    size_t evidence_n;
} ProblemSave;
bool problem_save(Db *db, const ProblemSave *save, int64_t *version, Err *err);

/* From one state to another; ERR_CONFLICT when it is no longer in `from`. merged_into: 0 but for PROBLEM_MERGED.
 * Whether the step is allowed is decided above (problems/life.h). */
bool problem_state_put(Db *db, int64_t id, ProblemState from, ProblemState to, int64_t merged_into, int64_t at,
                       Err *err);
/* Fixes the measure: it and its hash do not change until unsealed. ERR_CONFLICT: it is sealed already. */
bool problem_seal(Db *db, int64_t id, Str measure, Str hash, int64_t at, Err *err);
bool problem_unseal(Db *db, int64_t id, Err *err);
/* 0: none. */
bool problem_owner_put(Db *db, int64_t id, int64_t component_id, int64_t team_id, int64_t at, Err *err);
bool problem_facts_put(Db *db, int64_t id, Str facts, int64_t at, Err *err);

bool problem_themes(Db *db, Arena *a, int64_t id, int64_t **themes, size_t *n, Err *err);
bool problem_evidence(Db *db, Arena *a, int64_t id, EvidenceRow **rows, size_t *n, Err *err);

typedef struct ProblemVersion {
    int64_t version, at;
    Str author, note, sha256;
    Str brief; /* empty in a list */
} ProblemVersion;
bool problem_versions(Db *db, Arena *a, int64_t id, ProblemVersion **rows, size_t *n, Err *err); /* newest first */
bool problem_version_get(Db *db, Arena *a, int64_t id, int64_t version, ProblemVersion *row, Err *err);

typedef struct ProblemLink {
    int64_t id, at;
    Str kind;  /* "github", "gitlab", "jira", "page" */
    Str place; /* "owner/repo", "group/project", "PROJ"; empty for a page */
    Str key;   /* of the issue there: "17", "PROJ-4"; empty for a page */
    Str url, author;
    int64_t version; /* of the brief that was sent last; 0: none was */
} ProblemLink;
/* Adds, or updates the one of this problem, kind, place and url. */
bool problem_link_put(Db *db, int64_t problem_id, const ProblemLink *link, int64_t *id, Err *err);
bool problem_links(Db *db, Arena *a, int64_t problem_id, ProblemLink **rows, size_t *n, Err *err);
