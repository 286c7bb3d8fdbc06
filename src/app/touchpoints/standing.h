/* standing.h - what somebody owes by the policy of their team, what they did, and when the next is due.
 *
 * The arithmetic is that of touchpoints/goals.h; here it meets the store: teams' policies, leave, attended seats. Days
 * are those of the person's own zone. */
#pragma once
#include "app/op.h"
#include "store/goal_store.h"
#include "store/org_store.h"
#include "touchpoints/goals.h"

/* ---- policies --------------------------------------------------------------------------------------- */

enum { RULE_OF_ALL = 0, RULE_BUILT_IN = -1 };

typedef enum GoalPart { GOAL_TOUCHPOINTS, GOAL_FORMATS, GOAL_WINDOW, GOAL_MINUTES, GOAL_PARTS } GoalPart;

typedef struct GoalRule { /* what holds for a team */
    int64_t team_id;
    GoalPolicy policy;
    int64_t from[GOAL_PARTS]; /* the team that says so; RULE_OF_ALL: the organisation; RULE_BUILT_IN: the program */
} GoalRule;

typedef struct GoalRules {
    TeamRow *teams; /* by name, also those that are gone */
    GoalRule *of;   /* by team_id; those of the teams, in front of them that of people without one (team_id 0) */
    size_t n;       /* teams; `of` has one more */
    GoalRuleRow *said;
    size_t said_n;
} GoalRules;

/* Reads teams and policies; each part holds up the tree until a team says otherwise. */
bool goal_rules_read(Call *call, GoalRules *out, Err *err);
const GoalRule *goal_rule_of(const GoalRules *rules,
                             int64_t team_id); /* of an unknown team: that of the organisation */
const TeamRow *goal_rules_team(const GoalRules *rules, int64_t team_id); /* NULL: none */
/* A team by number, key or name; 0 for nothing given. ERR_NOT_FOUND; ERR_CONFLICT when several have the name. */
bool goal_team_given(const GoalRules *rules, Str given, int64_t *team_id, Err *err);
json_t *goal_rule_json(const GoalRules *rules, const GoalRule *rule); /* fits SHAPE_OF_RULE */
extern const Field SHAPE_OF_RULE[];

/* ---- where somebody stands -------------------------------------------------------------------------- */

typedef struct Standing {
    const GoalRule *rule;
    bool owes;                      /* an engineer */
    int64_t today;                  /* in their zone */
    DaySpan year, window;           /* the calendar year; the window that ends today */
    int64_t year_days, window_days; /* of these, employed and not on leave */
    int32_t fte;                    /* permille */
    GoalState state;
    int64_t due_day; /* when the window is short for the first time if nothing happens; DAY_NONE: not in this window's
                        length */
    int32_t due_minutes;
} Standing;

typedef struct StandingWorld { /* what holds for everybody of a call */
    GoalRules rules;
    Str zone; /* of those who chose none */
    int64_t now;
} StandingWorld;
bool standing_world(Call *call, StandingWorld *out, Err *err);
/* When the contact begins that counts for anybody's year or window: UTC seconds. */
int64_t standing_since(const StandingWorld *world);

/* `leave`: the person's; `times`: their attended seats since standing_since. `ahead`: look for due_day as well. */
Standing standing_of(const StandingWorld *world, Arena *a, const PersonRow *person, const LeaveRow *leave,
                     size_t leave_n, const ContactTimeRow *times, size_t times_n, bool ahead);

/* The whole answer for a page: periods, what is owed and how it came about, each contact, what is next. */
bool standing_json(Call *call, const PersonRow *person, json_t **out, Err *err);
extern const Field SHAPE_OF_STANDING[];
