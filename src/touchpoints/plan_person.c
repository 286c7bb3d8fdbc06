/* plan_person.c - the best set of seats for one person.
 *
 * Within a window every set of at most per_window seats that do not overlap is looked at, and the best is kept for each
 * pair (new formats, seats). The windows are then joined by dynamic programming over (new formats, touchpoints). */
#include <assert.h>
#include <math.h>

#include "plan_private.h"

enum {
    MASKS = 1 << PLAN_FORMATS,
    COUNTS = PLAN_TOUCHPOINTS + 1,
    STATES = MASKS * COUNTS,
    ENTRIES = MASKS * (PLAN_PER_WINDOW + 1),
    REAL = PLAN_PER_WINDOW +
           1 /* sessions of a kind that are looked at by name: the best, and one in place of an overlap */
};

typedef struct Option {
    double value;
    int32_t session; /* NONE: one that stands for those left out */
    int32_t minutes;
    uint32_t format; /* bit, 0: brings nothing new */
} Option;

typedef struct Entry { /* the best set of a window with these formats and so many seats */
    double value;
    int32_t key, pick[PLAN_PER_WINDOW];
} Entry;

typedef struct State {
    double value;
    int32_t from, entry; /* state before, entry taken */
} State;

struct Solver {
    Option *option; /* of the window */
    int32_t options_n, options_room;
    Entry entry[ENTRIES];
    int32_t entries_n, entry_at[ENTRIES]; /* by key, -1: none */
    State *state;                         /* (windows + 1) * STATES */
    int32_t *used, *used_n;               /* keys of each stage; STATES a stage */
    bool *seen;                           /* of the stage that is being filled */
    Entry *kept;                          /* entries of each window, for the way back */
    int32_t *kept_begin;
    size_t kept_room;
    /* what is being enumerated */
    const Work *w;
    int32_t person, window, pick[PLAN_PER_WINDOW];
};

Solver *solver_new(Arena *a, const Work *w) {
    size_t windows = w->in->windows_n;
    Solver *s = ARENA_NEW(a, Solver);
    s->state = ARENA_ARRAY(a, State, (windows + 1) * STATES);
    s->used = ARENA_ARRAY(a, int32_t, (windows + 1) * STATES);
    s->used_n = ARENA_ARRAY(a, int32_t, windows + 1);
    s->seen = ARENA_ARRAY(a, bool, STATES);
    s->kept = ARENA_ARRAY(a, Entry, windows * ENTRIES);
    s->kept_begin = ARENA_ARRAY(a, int32_t, windows + 1);
    for (int i = 0; i < ENTRIES; i++) s->entry_at[i] = -1;
    for (size_t i = 0; i < windows; i++) {
        int32_t kinds = w->window_kinds[i + 1] - w->window_kinds[i];
        if (kinds > s->options_room) s->options_room = kinds;
    }
    size_t own = 0; /* a seat in force each, those given, and of each kind the best and what stands for the rest */
    for (size_t i = 0; i < w->in->people_n; i++)
        if (w->in->people[i].current_n > own) own = w->in->people[i].current_n;
    s->options_room = s->options_room * (REAL + PLAN_PER_WINDOW) + PLAN_PER_WINDOW + (int32_t)own;
    s->option = ARENA_ARRAY(a, Option, (size_t)s->options_room + 1);
    return s;
}

/* ---- options of a window -------------------------------------------------------------------------- */

/* Nothing is lost by leaving out what cannot pay for itself even when all its minutes count most. */
static bool may_pay(const Solver *s, double value, int32_t minutes, uint32_t format) {
    const PlanInput *in = s->w->in;
    const PlanPerson *p = &in->people[s->person];
    double most = in->weights.first_half * (double)(minutes < p->owed[s->window] ? minutes : p->owed[s->window]) *
                  (1000 + p->backlog) / 1000;
    if (p->touchpoints) most += in->weights.touchpoint;
    if (format) most += in->weights.format;
    return value + most > 0;
}

static void add_option(Solver *s, double value, int32_t session, const Kind *kind) {
    const PlanPerson *p = &s->w->in->people[s->person];
    uint32_t format = p->formats ? (1u << kind->format) & ~p->formats_had : 0;
    if (!may_pay(s, value, kind->minutes, format)) return;
    assert(s->options_n < s->options_room);
    s->option[s->options_n++] = (Option){value, session, kind->minutes, format};
}

static bool has_option(const Solver *s, int32_t session) {
    for (int32_t i = 0; i < s->options_n; i++)
        if (s->option[i].session == session) return true;
    return false;
}

/* A seat that the person has in this plan or in the one in force: it may be missing from the tops. */
static void add_own(Solver *s, int32_t session, enum TopsHow how) {
    const Work *w = s->w;
    if (w->window[session] != s->window || has_option(s, session)) return;
    double price = how == TOPS_OPEN ? 0 : how == TOPS_BID ? auction_price(w, s->person, session) : w->price[session];
    if (how == TOPS_PRICED) price += team_price(w, session, w->in->people[s->person].team);
    if (how == TOPS_PRICED && work_novice(w, s->person, session)) price += w->novice_price[session];
    add_option(s, worth_pair(w, s->person, session) - price, session, &w->kinds[w->kind[session]]);
}

static bool may_have(const Solver *s, int32_t session, enum TopsHow how) {
    const Work *w = s->w;
    if (!work_suits(w, s->person, session) || !work_free(w, s->person, session)) return false;
    if (work_novice(w, s->person, session) && !w->in->sessions[session].novices) return false;
    return how != TOPS_OPEN || work_room(w, s->person, session);
}

static void gather(Solver *s, const Tops *tops, enum TopsHow how, bool bounding) {
    const Work *w = s->w;
    const PlanPerson *p = &w->in->people[s->person];
    const int32_t *given = work_given(w, s->person, s->window);
    s->options_n = 0;
    for (size_t i = 0; i < p->current_n; i++)
        if (may_have(s, p->current[i], how)) add_own(s, p->current[i], how);
    if (how != TOPS_PRICED)
        for (int i = 0; i < PLAN_PER_WINDOW && given[i] != NONE; i++) add_own(s, given[i], how);
    for (int32_t k = w->window_kinds[s->window]; k < w->window_kinds[s->window + 1]; k++) {
        const Top *top = tops->top + (size_t)k * (size_t)tops->per_kind;
        int32_t n = tops->n[k], taken = 0;
        int32_t i = 0;
        for (; i < n && taken <= w->in->per_window; i++) {
            if (has_option(s, top[i].session) || (how == TOPS_OPEN && !work_room(w, s->person, top[i].session)))
                continue;
            if (how == TOPS_BID)
                add_own(s, top[i].session, how);
            else
                add_option(s, top[i].value, top[i].session, &w->kinds[k]);
            taken++;
        }
        double rest = i < n && top[i].value > tops->rest[k] ? top[i].value : tops->rest[k];
        for (int32_t more = 0; bounding && rest > -INFINITY && more < w->in->per_window; more++)
            add_option(s, rest, NONE, &w->kinds[k]);
    }
}

/* ---- sets of a window ----------------------------------------------------------------------------- */

static void record(Solver *s, int32_t count, uint32_t formats, double value) {
    int32_t key = (int32_t)(formats * (PLAN_PER_WINDOW + 1)) + count, at = s->entry_at[key];
    if (at >= 0 && s->entry[at].value >= value) return;
    if (at < 0) at = s->entry_at[key] = s->entries_n++;
    s->entry[at].value = value;
    s->entry[at].key = key;
    for (int32_t i = 0; i < PLAN_PER_WINDOW; i++) s->entry[at].pick[i] = i < count ? s->pick[i] : NONE;
}

static bool clashes(const Solver *s, int32_t count, int32_t option) {
    int32_t session = s->option[option].session;
    for (int32_t i = 0; session != NONE && i < count; i++) {
        int32_t other = s->option[s->pick[i]].session;
        if (other != NONE && work_overlap(s->w, session, other)) return true;
    }
    return false;
}

static void enumerate(Solver *s, int32_t from, int32_t count, int32_t minutes, uint32_t formats, double value) {
    record(s, count, formats, value + (double)worth_need(s->w->in, s->person, s->window, minutes));
    if (count == s->w->in->per_window) return;
    for (int32_t i = from; i < s->options_n; i++) {
        const Option *o = &s->option[i];
        if (clashes(s, count, i)) continue;
        s->pick[count] = i;
        enumerate(s, i + 1, count + 1, minutes + o->minutes, formats | o->format, value + o->value);
    }
}

/* Worse than another that brings the same formats or more, and as many seats or more: never part of the best. */
static bool beaten(const Solver *s, int32_t e) {
    const Entry *x = &s->entry[e];
    int32_t formats = x->key / (PLAN_PER_WINDOW + 1), count = x->key % (PLAN_PER_WINDOW + 1);
    for (int32_t i = 0; i < s->entries_n; i++) {
        const Entry *y = &s->entry[i];
        if (i == e || (y->key / (PLAN_PER_WINDOW + 1) & formats) != formats || y->key % (PLAN_PER_WINDOW + 1) < count)
            continue;
        if (y->value > x->value || (y->value == x->value && i < e)) return true;
    }
    return false;
}

static void drop_beaten(Solver *s) {
    for (int32_t e = s->entries_n; e-- > 0;) {
        if (!beaten(s, e)) continue;
        s->entry_at[s->entry[e].key] = -1;
        s->entry[e] = s->entry[--s->entries_n];
    }
}

/* ---- windows joined ------------------------------------------------------------------------------- */

static void reach(Solver *s, size_t stage, int32_t key, double value, int32_t from, int32_t entry) {
    State *state = s->state + stage * STATES + key;
    if (s->seen[key] && state->value >= value) return;
    if (!s->seen[key]) {
        s->seen[key] = true;
        s->used[stage * STATES + (size_t)s->used_n[stage]++] = key;
    }
    *state = (State){value, from, entry};
}

static void advance(Solver *s, size_t window, int32_t most) {
    s->used_n[window + 1] = 0;
    for (int32_t u = 0; u < s->used_n[window]; u++) {
        int32_t key = s->used[window * STATES + (size_t)u];
        double value = s->state[window * STATES + (size_t)key].value;
        for (int32_t e = 0; e < s->entries_n; e++) {
            int32_t count = key % COUNTS + s->entry[e].key % (PLAN_PER_WINDOW + 1);
            int32_t formats = key / COUNTS | s->entry[e].key / (PLAN_PER_WINDOW + 1);
            if (count > most) count = most;
            reach(s, window + 1, formats * COUNTS + count, value + s->entry[e].value, key, s->kept_begin[window] + e);
        }
    }
    for (int32_t u = 0; u < s->used_n[window + 1]; u++) s->seen[s->used[(window + 1) * STATES + (size_t)u]] = false;
}

/* Keeps the entries of the window with sessions for picks, so that the options may be forgotten. */
static void keep_entries(Solver *s, size_t window) {
    Entry *kept = s->kept + s->kept_begin[window];
    for (int32_t e = 0; e < s->entries_n; e++) {
        kept[e] = s->entry[e];
        s->entry_at[kept[e].key] = -1;
        for (int i = 0; i < PLAN_PER_WINDOW && kept[e].pick[i] != NONE; i++) {
            int32_t session = s->option[kept[e].pick[i]].session;
            kept[e].pick[i] = session == NONE ? NONE - 1 : session;
        }
    }
    s->kept_begin[window + 1] = s->kept_begin[window] + s->entries_n;
}

static double end_value(const Solver *s, const PlanPerson *p, int32_t key) {
    const PlanWeights *weights = &s->w->in->weights;
    int32_t fresh = __builtin_popcount((unsigned)(key / COUNTS));
    return weights->touchpoint * (double)(key % COUNTS) +
           weights->format * (double)(fresh < p->formats ? fresh : p->formats);
}

static void walk_back(const Solver *s, size_t windows, int32_t key, Choice *choice) {
    choice->real = true;
    for (size_t window = windows; window-- > 0;) {
        const State *state = s->state + (window + 1) * STATES + key;
        const Entry *e = &s->kept[state->entry];
        for (int i = 0; i < PLAN_PER_WINDOW; i++) {
            if (e->pick[i] < NONE) choice->real = false;
            choice->session[window * PLAN_PER_WINDOW + (size_t)i] = e->pick[i] < 0 ? NONE : e->pick[i];
        }
        key = state->from;
    }
}

void solver_best(Solver *s, const Work *w, int32_t person, const Tops *tops, enum TopsHow how, bool bounding,
                 Choice *choice) {
    const PlanPerson *p = &w->in->people[person];
    size_t windows = w->in->windows_n;
    int32_t most = p->touchpoints < COUNTS ? p->touchpoints : COUNTS - 1;
    s->w = w;
    s->person = person;
    s->used_n[0] = 1;
    s->used[0] = 0;
    s->state[0] = (State){0, 0, 0};
    s->kept_begin[0] = 0;
    for (size_t window = 0; window < windows; window++) {
        s->window = (int32_t)window;
        s->entries_n = 0;
        gather(s, tops, how, bounding);
        enumerate(s, 0, 0, 0, 0, 0);
        drop_beaten(s);
        keep_entries(s, window);
        advance(s, window, most);
    }
    int32_t best = 0;
    choice->value = -1e300;
    for (int32_t u = 0; u < s->used_n[windows]; u++) {
        int32_t key = s->used[windows * STATES + (size_t)u];
        double value = s->state[windows * STATES + (size_t)key].value + end_value(s, p, key);
        if (value > choice->value) choice->value = value, best = key;
    }
    walk_back(s, windows, best, choice);
}
