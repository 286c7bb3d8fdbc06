/* goal_rules.h - what the people of each team owe, and who says so. */
#pragma once
#include "app/op.h"
#include "store/goal_store.h"
#include "store/org_store.h"
#include "touchpoints/goals.h"

enum { RULE_OF_ALL = 0, RULE_BUILT_IN = -1 };

typedef enum GoalPart { GOAL_TOUCHPOINTS, GOAL_FORMATS, GOAL_WINDOW, GOAL_MINUTES, GOAL_PARTS } GoalPart;

typedef struct GoalRule { /* what holds for a team */
    int64_t team_id;
    const TeamRow *team; /* NULL: people without one */
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
