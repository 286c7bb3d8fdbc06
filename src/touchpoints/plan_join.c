/* plan_join.c - the windows of one person joined, by dynamic programming over (new formats, touchpoints). */
#include "plan_solver.h"

enum { STATES = SOLVER_FORMATS * SOLVER_COUNTS };

typedef struct State {
    double value;
    int32_t from, entry; /* state before, entry taken */
} State;

struct Join {
    const PlanInput *in;
    const PlanPerson *p;
    size_t window;
    State *state;           /* (windows + 1) * STATES */
    int32_t *used, *used_n; /* keys of each stage; STATES a stage */
    bool seen[STATES];      /* of the stage that is being filled */
    Entry *kept;            /* entries of each window, for the way back */
    int32_t kept_n;
};

Join *join_new(Arena *a, const Work *w) {
    size_t windows = w->in->windows_n;
    Join *j = ARENA_NEW(a, Join);
    j->state = ARENA_ARRAY(a, State, (windows + 1) * STATES);
    j->used = ARENA_ARRAY(a, int32_t, (windows + 1) * STATES);
    j->used_n = ARENA_ARRAY(a, int32_t, windows + 1);
    j->kept = ARENA_ARRAY(a, Entry, windows * SOLVER_ENTRIES);
    return j;
}

void join_begin(Join *j, const Work *w, int32_t person) {
    j->in = w->in;
    j->p = &w->in->people[person];
    j->window = 0;
    j->kept_n = 0;
    j->used_n[0] = 1;
    j->used[0] = 0;
    j->state[0] = (State){0, 0, 0};
}

/* All formats that are owed are there: which they are makes no difference any more. */
static int32_t enough(const PlanPerson *p, int32_t formats) {
    return __builtin_popcount((unsigned)formats) >= p->formats && p->formats ? SOLVER_FORMATS - 1 : formats;
}

static void reach(Join *j, int32_t key, double value, int32_t from, int32_t entry) {
    size_t stage = j->window + 1;
    State *state = j->state + stage * STATES + key;
    if (j->seen[key] && state->value >= value) return;
    if (!j->seen[key]) {
        j->seen[key] = true;
        j->used[stage * STATES + (size_t)j->used_n[stage]++] = key;
    }
    *state = (State){value, from, entry};
}

void join_window(Join *j, const Entry *entries, int32_t n) {
    const int32_t *used = j->used + j->window * STATES, most = j->p->touchpoints;
    const State *states = j->state + j->window * STATES;
    j->used_n[j->window + 1] = 0;
    for (int32_t u = 0; u < j->used_n[j->window]; u++) {
        int32_t had = used[u] / SOLVER_COUNTS, counted = used[u] % SOLVER_COUNTS;
        for (int32_t e = 0; e < n; e++) {
            int32_t count = counted + entries[e].count, formats = had | entries[e].formats;
            if (count > most) count = most;
            if (entries[e].formats) formats = enough(j->p, formats);
            reach(j, formats * SOLVER_COUNTS + count, states[used[u]].value + entries[e].value, used[u], j->kept_n + e);
        }
    }
    for (int32_t e = 0; e < n; e++) j->kept[j->kept_n + e] = entries[e];
    j->kept_n += n;
    j->window++;
    used = j->used + j->window * STATES;
    for (int32_t u = 0; u < j->used_n[j->window]; u++) j->seen[used[u]] = false;
}

static double end_value(const Join *j, int32_t key) {
    const PlanWeights *weights = &j->in->weights;
    int32_t fresh = __builtin_popcount((unsigned)(key / SOLVER_COUNTS)), owed = j->p->formats;
    return weights->touchpoint * (double)(key % SOLVER_COUNTS) +
           weights->format * (double)(fresh < owed ? fresh : owed);
}

void join_end(Join *j, Choice *choice) {
    int32_t key = 0;
    choice->value = -1e300;
    for (int32_t u = 0; u < j->used_n[j->window]; u++) {
        int32_t end = j->used[j->window * STATES + (size_t)u];
        double value = j->state[j->window * STATES + (size_t)end].value + end_value(j, end);
        if (value > choice->value) choice->value = value, key = end;
    }
    for (size_t window = j->window; window-- > 0;) {
        const State *state = j->state + (window + 1) * STATES + key;
        const Entry *e = &j->kept[state->entry];
        for (int i = 0; i < PLAN_PER_WINDOW; i++)
            choice->session[window * PLAN_PER_WINDOW + (size_t)i] = e->pick[i] < 0 ? NONE : e->pick[i];
        key = state->from;
    }
}
