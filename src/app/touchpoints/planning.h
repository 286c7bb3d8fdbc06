/* planning.h - what the planner is told: people, sessions, what is owed, out of the store. */
#pragma once
#include "credit.h"
#include "store/plan_store.h"
#include "touch.h"
#include "touchpoints/plan.h"

typedef struct Planning {
    PlanInput in;
    Credit credit;        /* people by their index */
    SessionRow *sessions; /* by their index */
    int64_t from, to;     /* UTC seconds */
} Planning;
bool planning_read(Call *call, int64_t from, int64_t to, uint64_t seed, Planning *out, Err *err);
