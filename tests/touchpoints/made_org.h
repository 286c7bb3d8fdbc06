/* made_org.h - a made-up organisation to plan for: teams of eight in four time zones, sessions in four formats. */
#pragma once
#include "base/rng.h"
#include "touchpoints/goals.h"
#include "touchpoints/plan.h"

typedef struct MadeOrg {
    size_t people, days;
    double supply; /* minutes of all seats over minutes owed */
    uint64_t seed;
} MadeOrg;

/* Everything lives in the arena. Windows of about 42 days; 130 minutes owed in each, by those who are there. */
PlanInput made_org(Arena *a, MadeOrg made);

int64_t made_objective(const PlanInput *in, const PlanResult *result, Arena *a); /* by itself, from the seats */
/* The first rule that the plan breaks, in words, or NULL. */
const char *plan_broken(const PlanInput *in, const PlanResult *result, Arena *a);
