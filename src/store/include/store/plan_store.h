/* plan_store.h - plans: proposals of who meets customers when, each with its reasons. */
#pragma once
#include "store/db.h"

#define PLAN_PROPOSED STR("proposed")
#define PLAN_PUBLISHED STR("published")
#define PLAN_DISCARDED STR("discarded")

typedef struct PlanRow {
    int64_t id;
    Str name; /* "2027Q1" */
    int64_t from_at, to_at;
    Str state;
    int64_t made_at;
    Str made_by;
    int64_t ended_at; /* published or discarded; TIME_NONE */
    int64_t seed, objective;
    double bound;
    Str figures; /* JSON */
} PlanRow;

typedef struct PlanSeatRow {
    int64_t person_id, session_id;
    bool kept;
    int64_t need, touch, format, relevance, language, rivals, choices;
    /* filled in on reading */
    Str person, title, format_name;
    int64_t team_id, starts_at, ends_at, theme_id;
} PlanSeatRow;

typedef struct PlanShortRow {
    int64_t person_id, from_at, to_at, owed, planned, suit;
    Str reason;
    Str person; /* filled in on reading */
    int64_t team_id;
} PlanShortRow;

typedef struct PlanMoveRow {
    int64_t person_id, from_session, to_session; /* to 0: none */
    bool gone;
    Str person, from_title, to_title; /* filled in on reading */
    int64_t team_id, from_at, to_at;
} PlanMoveRow;

typedef struct PlanParts {
    const PlanSeatRow *seats;
    size_t seats_n;
    const PlanShortRow *shorts;
    size_t shorts_n;
    const PlanMoveRow *moves;
    size_t moves_n;
} PlanParts;

/* Adds a proposal with all its parts, in one transaction; id and state are not looked at. */
bool plan_add(Db *db, const PlanRow *row, const PlanParts *parts, int64_t *id, Err *err);
bool plan_get(Db *db, Arena *a, int64_t id, PlanRow *row, Err *err);                   /* ERR_NOT_FOUND */
bool plans_list(Db *db, Arena *a, int64_t limit, PlanRow **rows, size_t *n, Err *err); /* newest first */
/* From proposed to "published" or "discarded"; ERR_CONFLICT when it is not proposed any more. */
bool plan_end(Db *db, int64_t id, Str state, int64_t at, Err *err);

typedef struct PlanSeatFilter {
    int64_t plan_id;
    int64_t person_id, team_id; /* 0: all */
    const PlanSeatRow *after;   /* the page after this row; NULL: the first */
    int64_t limit;              /* 0: all */
} PlanSeatFilter;
bool plan_seats(Db *db, Arena *a, const PlanSeatFilter *filter, PlanSeatRow **rows, size_t *n,
                Err *err); /* by name, start */
bool plan_shorts(Db *db, Arena *a, int64_t plan_id, int64_t limit, PlanShortRow **rows, size_t *n,
                 Err *err); /* most first */
bool plan_moves(Db *db, Arena *a, int64_t plan_id, int64_t limit, PlanMoveRow **rows, size_t *n, Err *err);
bool plan_move_count(Db *db, int64_t plan_id, int64_t *n, Err *err);

typedef struct ReasonCount {
    Str reason;
    int64_t windows, people;
} ReasonCount;
bool plan_short_reasons(Db *db, Arena *a, int64_t plan_id, ReasonCount **rows, size_t *n, Err *err);
