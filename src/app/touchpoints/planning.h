/* planning.h - what the planner is told: people, sessions, what is owed, out of the store. */
#pragma once
#include "standing.h"
#include "store/plan_store.h"
#include "touch.h"
#include "touchpoints/goals.h"
#include "touchpoints/plan.h"

Presence presence_of(const PersonRow *row, const DaySpan *leave, size_t n);
DaySpan year_around(int64_t day); /* 1 January to 1 January */

/* "2027Q1" as [from, to) in UTC seconds; empty: the quarter after `now`. ERR_INPUT. */
bool quarter_parse(Call *call, const char *arg, Str given, Str *name, int64_t *from, int64_t *to, Err *err);

/* Everything about one person that goals and plans ask. */
typedef struct PersonFacts {
    PersonRow row;
    const DaySpan *leave;
    size_t leave_n;
    const SeatRow *seats; /* of the time that was asked for, by start; host's seats too */
    size_t seats_n;
    Touch *touches; /* attended or absent, by day, of formats that count */
    size_t touches_n;
} PersonFacts;

typedef struct Facts {
    PersonFacts *people; /* by name, id */
    size_t n;
    GoalRules rules;
} Facts;
/* People there on or after `day` (all, or one, or one team's), with leave and seats that touch [from, to). Only
 * engineers when nobody in particular is asked for: hosts owe nothing. */
typedef struct FactsAsked {
    int64_t person_id, team_id; /* 0: all */
    int64_t from, to;           /* seconds */
} FactsAsked;
bool facts_read(Call *call, const FactsAsked *asked, Facts *out, Err *err);
GoalState facts_state(const Facts *facts, const PersonFacts *p, int64_t now);
GoalPolicy facts_policy(const Facts *facts, const PersonFacts *p);

typedef struct Planning {
    PlanInput in;
    Facts facts;          /* people by their index */
    SessionRow *sessions; /* by their index */
    int64_t from, to;
} Planning;
bool planning_read(Call *call, int64_t from, int64_t to, uint64_t seed, Planning *out, Err *err);
