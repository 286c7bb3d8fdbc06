/* goal_store.h - leave, what teams' people owe, and the contact they had: what goals are reckoned from. */
#pragma once
#include "store/db.h"

/* ---- leave ----------------------------------------------------------------------------------- */

typedef struct LeaveRow {
    int64_t id, person_id;
    int64_t from_day, to_day; /* days since 1970: first day away, first day back */
    Str person;               /* name; filled in on reading */
} LeaveRow;

/* Adds those that are not there yet (same person, same days); *added is how many. */
bool leave_add(Db *db, LeaveRow *rows, size_t n, size_t *added, Err *err);
bool leave_remove(Db *db, const int64_t *ids, size_t n, Err *err);

typedef struct LeaveFilter {
    int64_t id, person_id; /* 0: any */
    int64_t from, to;      /* overlaps [from, to); both 0: any */
    bool by_day;           /* soonest first, else by person */
    int64_t limit;         /* 0: all */
} LeaveFilter;
bool leave_list(Db *db, Arena *a, const LeaveFilter *filter, LeaveRow **rows, size_t *n, Err *err);

/* ---- what is owed ---------------------------------------------------------------------------- */

enum { GOAL_INHERIT = -1 };

typedef struct GoalRuleRow {
    int64_t team_id;                                           /* 0: the organisation */
    int64_t touchpoints, formats, window_days, window_minutes; /* GOAL_INHERIT: as above it */
    int64_t changed_at;
} GoalRuleRow;

bool goal_rule_put(Db *db, const GoalRuleRow *row, Err *err);
bool goal_rules_list(Db *db, Arena *a, GoalRuleRow **rows, size_t *n, Err *err); /* the organisation first, by team */

/* ---- contact --------------------------------------------------------------------------------- */

typedef struct ContactTimeRow {
    int64_t person_id, session_id, format_id;
    int64_t starts_at, ends_at;             /* UTC seconds */
    int64_t minutes;                        /* attended; else 0 */
    bool booked, waiting, attended, absent; /* one of them */
    bool reflected, host, planned;          /* planned: the seat comes from a plan */
    bool counts;                            /* the format does */
    Str title, format;                      /* filled in when one person's are asked for */
} ContactTimeRow;

typedef struct ContactTimeFilter {
    int64_t person_id; /* 0: everybody's, without texts */
    int64_t from, to;  /* starts in [from, to); TIME_NONE: open */
} ContactTimeFilter;
/* Seats of guests and of hosts that were not given back, by person, start, session. */
bool contact_times(Db *db, Arena *a, const ContactTimeFilter *filter, ContactTimeRow **rows, size_t *n, Err *err);
