/* outcome_worlds.h - seeded companies with a release whose effect is known: the seven scenarios of docs/outcomes.md. */
#pragma once
#include "base/rng.h"
#include "outcomes/panel.h"

typedef enum Scenario { CLEAN, OD, AR, TREND, SHOCK, SELECT, DRIFT, SCENARIOS } Scenario;

extern const char *const SCENARIO_NAMES[SCENARIOS];

typedef struct World {
    Scenario scenario;
    size_t before, after; /* weeks */
    double volume;        /* signals a day in the treated theme */
    double ratio;         /* of the treated theme's rate after the release to that without it */
} World;

typedef struct Series {
    double *days;                            /* themes x days_n */
    double *exposure;                        /* by day; known */
    size_t themes, days_n, treated, release; /* release: day */
} Series;

Series world_draw(Arena *a, const World *w, Rng *r);
