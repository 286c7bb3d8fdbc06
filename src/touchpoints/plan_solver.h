/* plan_solver.h - the best sets of a window (plan_person.c), joined over the windows (plan_join.c). */
#pragma once
#include "plan_private.h"

enum {
    SOLVER_FORMATS = 1 << PLAN_FORMATS,
    SOLVER_COUNTS = PLAN_TOUCHPOINTS + 1,
    SOLVER_ENTRIES = SOLVER_FORMATS * (PLAN_PER_WINDOW + 1)
};

typedef struct Entry { /* the best set of a window that brings these formats and so many seats that are owed */
    double value;
    int32_t formats, count, pick[PLAN_PER_WINDOW]; /* sessions; below NONE: one that stands for those left out */
} Entry;

typedef struct Join Join;
Join *join_new(Arena *a, const Work *w);
void join_begin(Join *j, const Work *w, int32_t person);
/* The next window. */
void join_window(Join *j, const Entry *entries, int32_t n);
void join_end(Join *j, Choice *choice);
