/* plan.c - the steps of the planner, in order. */
#include <math.h>
#include <string.h>

#include "plan_private.h"

enum {
    FIRST_PASSES = 40, /* of the bound */
    MORE_PASSES = 20,  /* from the prices before */
    ROUNDS = 5,        /* auction, then bound */
    FILLS = 3          /* of open seats, after an auction */
};
static const double GOOD_GAP = 0.008;

bool plan_tick(const Work *w, const char *phase, double done, double total, Err *err) {
    return progress_tick(w->in->progress, phase, done, total) ||
           err_set(err, ERR_CANCELLED, NULL, "planning was stopped");
}

static double gap_of(double objective, double bound) {
    return bound > 0 ? fmax(0, (bound - objective) / bound) : 0;
}

typedef struct Best {
    int32_t *given;
    double objective;
} Best;

static void keep_best(const Work *w, Best *best) {
    double now = (double)plan_objective(w);
    if (now <= best->objective) return;
    best->objective = now;
    memcpy(best->given, w->given, w->in->people_n * work_slots(w) * sizeof *w->given);
}

static bool good(const Best *best, const Bound *bound) {
    return gap_of(best->objective, bound->best) <= GOOD_GAP;
}

/* From the flow on: better and better prices, an auction from each, and the best plan of all is kept. */
static bool plan_rounds(Work *w, Bound *bound, Err *err) {
    Best best = {ARENA_ARRAY(w->a, int32_t, w->in->people_n * work_slots(w) + 1), -1};
    keep_best(w, &best);
    for (int i = 0; i < ROUNDS; i++) {
        if (!bound_lower(w, bound, best.objective, i ? MORE_PASSES : FIRST_PASSES, err)) return false;
        if (good(&best, bound)) break;
        if (!improve_plan(w, bound->menus, FILLS, err)) return false;
        keep_best(w, &best);
        if (!flow_again(w, err)) return false;
        keep_best(w, &best);
        if (good(&best, bound)) break;
    }
    bound_prices(bound, w);
    work_restore(w, best.given);
    return true;
}

bool plan_make(Arena *a, const PlanInput *in, PlanResult *result, Err *err) {
    Arena *own = arena_new();
    Work w = {0};
    Bound bound;
    bool ok = work_setup(&w, in, own, err) && flow_plan(&w, err);
    if (ok) {
        bound_setup(&bound, &w);
        ok = plan_rounds(&w, &bound, err);
    }
    if (ok) {
        *result = (PlanResult){.objective = plan_objective(&w), .bound = bound.best, .passes = bound.passes};
        result->arcs = w.arcs;
        result->gap = gap_of((double)result->objective, bound.best);
        report_fill(&w, a, result);
    }
    if (w.team_prices) team_prices_free(&w);
    arena_free(own);
    return ok;
}
