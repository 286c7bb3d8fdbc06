/* goal_reply.h - where people stand, as JSON. */
#pragma once
#include "planning.h"

GoalState facts_state(const Facts *facts, const PersonFacts *p, int64_t now);
json_t *goal_state_json(Arena *a, const GoalState *g); /* fits SHAPE_OF_GOAL */
json_t *policy_json(const GoalPolicy *p);              /* fits SHAPE_OF_POLICY */
extern const Field SHAPE_OF_GOAL[], SHAPE_OF_POLICY[];
