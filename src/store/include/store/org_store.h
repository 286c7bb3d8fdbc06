/* org_store.h - teams and people. They come from a catalog, a CSV or a form; one that is gone is marked, never deleted,
 * since owners, seats and history name it. */
#pragma once
#include "store/db.h"

typedef struct TeamRow {
    int64_t id;
    Str key; /* what the source calls it, lower case; unique */
    Str name;
    int64_t parent_id; /* 0: none */
    Str email;
    int64_t gone_at; /* TIME_NONE: it is there */
    Str source;      /* the file that describes it; empty: none does. team_put with an empty one keeps what is there */
    int64_t people;  /* who have it as their team or one of their teams and have not left; filled in on reading */
} TeamRow;

/* Inserts, or updates the one with this key, which is there again then; *id is its number. people is not looked at. */
bool team_put(Db *db, const TeamRow *row, int64_t *id, Err *err);
bool team_get(Db *db, Arena *a, int64_t id, TeamRow *row, Err *err);               /* ERR_NOT_FOUND */
bool team_find(Db *db, Arena *a, Str key, TeamRow *row, Err *err);                 /* ERR_NOT_FOUND */
bool teams_list(Db *db, Arena *a, bool gone, TeamRow **rows, size_t *n, Err *err); /* by name, id; `gone`: also those */
bool team_gone(Db *db, int64_t id, int64_t at, Err *err);

enum { DAY_NONE = INT32_MIN, WORK_DAYS_MON_FRI = 31, WORK_FROM_DEFAULT = 9 * 60, WORK_TO_DEFAULT = 17 * 60 };

typedef struct PersonRow {
    int64_t id;
    Str key; /* e-mail in lower case, else what the source calls the person; unique */
    Str name, email;
    int64_t team_id;    /* 0: none */
    int64_t manager_id; /* 0: none */
    bool engineer, host;
    Str zone;                   /* IANA name; empty: UTC */
    Str languages;              /* BCP 47 codes with blanks between */
    int64_t work_days;          /* bit 0 is Monday */
    int64_t work_from, work_to; /* minutes from midnight in the person's zone */
    double fte;                 /* share of a full working week */
    int64_t joined_day;         /* days since 1970; DAY_NONE: not known */
    int64_t left_day;           /* the last day that they are there; DAY_NONE: not left */
} PersonRow;

/* A person of that key and name who works all week nine to five in UTC. */
PersonRow person_new(Str key, Str name);
/* Inserts, or updates the one with this key; *id is the number. */
bool person_put(Db *db, const PersonRow *row, int64_t *id, Err *err);
/* The same for many: those with a number are changed, the others get theirs in rows[i].id. `a` takes what is needed
 * until it is done. */
bool people_put(Db *db, Arena *a, PersonRow *rows, size_t n, Err *err);
bool person_get(Db *db, Arena *a, int64_t id, PersonRow *row, Err *err); /* ERR_NOT_FOUND */
bool person_find(Db *db, Arena *a, Str key, PersonRow *row, Err *err);   /* ERR_NOT_FOUND */

typedef struct PersonFilter {
    int64_t team_id; /* 0: all; else members by person.team_id or person_team */
    Str find;       /* only those in whose name, e-mail address or team's name each of these words (8 at most) occurs */
    bool left;      /* also those who left before `day` */
    int64_t day;    /* today, in days since 1970 */
    Str after_name; /* the page after this name and number; empty: the first */
    int64_t after_id;
    int64_t limit; /* 0: all */
} PersonFilter;
bool people_list(Db *db, Arena *a, const PersonFilter *filter, PersonRow **rows, size_t *n, Err *err); /* by name, id */
/* How many the filter finds, whatever its page. */
bool people_count(Db *db, Arena *a, const PersonFilter *filter, int64_t *n, Err *err);

typedef struct PersonLink {
    int64_t person_id, manager_id; /* manager 0: none */
} PersonLink;
bool people_managers_put(Db *db, const PersonLink *links, size_t n, Err *err);

/* Is it the person's team, or one of the further ones? */
bool person_in_team(Db *db, int64_t person_id, int64_t team_id, bool *in, Err *err);
/* A person's further teams, replaced whole. */
bool person_teams_put(Db *db, int64_t person_id, const int64_t *team_ids, size_t n, Err *err);
