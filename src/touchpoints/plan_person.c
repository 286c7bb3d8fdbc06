/* plan_person.c - the best set of seats for one person.
 *
 * Of a window: sessions of one kind differ only in their worth, so for each choice of kinds (at most per_window, with
 * repeats) the best of each kind is taken, unless these overlap. The best set is kept for each pair (new formats, seats
 * that are owed); plan_join.c joins the windows. */
#include <math.h>
#include <string.h>

#include "plan_solver.h"

enum {
    BY_NAME =
        2 * PLAN_PER_WINDOW + 2, /* sessions of a kind that are looked at: the best, and some instead of overlaps */
    OPTIONS = BY_NAME + PLAN_PER_WINDOW,
    STANDS_IN = NONE - 1 /* for any session that is left out */
};

typedef struct Option {
    double value;
    int32_t session;
} Option;

typedef struct KindOptions {
    Option option[OPTIONS]; /* best first */
    int32_t n, minutes;
    int32_t format; /* bit, 0: brings nothing new */
    double least;   /* an option below that cannot pay for itself */
    double rest;    /* none that is left out is worth more */
} KindOptions;

struct Solver {
    KindOptions *kind; /* of the window: those with options */
    int32_t kinds_n;
    Entry entry[SOLVER_ENTRIES];
    int32_t entries_n, entry_at[SOLVER_ENTRIES]; /* by key, -1: none */
    Join *join;
    /* what is being enumerated */
    const Work *w;
    int32_t person, window;
    int32_t chosen[PLAN_PER_WINDOW]; /* kinds, ascending */
    double found;                    /* among sets that overlap at first sight */
    int32_t trial[PLAN_PER_WINDOW], pick[PLAN_PER_WINDOW];
};

Solver *solver_new(Arena *a, const Work *w) {
    Solver *s = ARENA_NEW(a, Solver);
    int32_t most = 0;
    for (size_t i = 0; i < w->in->windows_n; i++) {
        int32_t kinds = w->window_kinds[i + 1] - w->window_kinds[i];
        if (kinds > most) most = kinds;
    }
    s->kind = ARENA_ARRAY(a, KindOptions, (size_t)most + 1);
    for (int i = 0; i < SOLVER_ENTRIES; i++) s->entry_at[i] = -1;
    s->join = join_new(a, w);
    return s;
}

/* ---- options of a window --------------------------------------------------------------------- */

/* Nothing is lost by leaving out what cannot pay for itself even when all its minutes count most. */
static double most_gain(const Solver *s, int32_t minutes, int32_t format) {
    const PlanInput *in = s->w->in;
    const PlanPerson *p = &in->people[s->person];
    double most = in->weights.first_half * (double)(minutes < p->owed[s->window] ? minutes : p->owed[s->window]) *
                  (1000 + p->backlog) / 1000;
    if (p->touchpoints) most += in->weights.touchpoint;
    return format ? most + in->weights.format : most;
}

static void insert(KindOptions *k, Option new) {
    int32_t i = k->n++;
    for (; i > 0 && k->option[i - 1].value < new.value; i--) k->option[i] = k->option[i - 1];
    k->option[i] = new;
}

static void add_option(KindOptions *k, double value, int32_t session) {
    if (value <= k->least) return;
    if (k->n == BY_NAME) {
        double last = k->option[BY_NAME - 1].value;
        k->rest = fmax(k->rest, fmin(value, last));
        if (value <= last) return;
        k->n--;
    }
    insert(k, (Option){value, session});
}

static bool has_option(const KindOptions *k, int32_t session) {
    for (int32_t i = 0; i < k->n; i++)
        if (k->option[i].session == session) return true;
    return false;
}

/* A seat that the person has in this plan or in the one in force: it may be missing from the tops. */
static void add_own(const Solver *s, KindOptions *k, int32_t session, enum TopsHow how) {
    const Work *w = s->w;
    if (has_option(k, session)) return;
    double price = how == TOPS_OPEN ? 0 : how == TOPS_BID ? auction_price(w, s->person, session) : w->price[session];
    if (how == TOPS_PRICED) price += team_price(w, session, w->in->people[s->person].team);
    if (how == TOPS_PRICED && work_novice(w, s->person, session)) price += w->novice_price[session];
    add_option(k, worth_pair(w, s->person, session) - price, session);
}

static bool may_have(const Solver *s, int32_t session, enum TopsHow how) {
    const Work *w = s->w;
    if (!work_suits(w, s->person, session) || !work_free(w, s->person, session)) return false;
    if (work_novice(w, s->person, session) && !w->in->sessions[session].novices) return false;
    return how != TOPS_OPEN || work_room(w, s->person, session);
}

static void gather_kind(Solver *s, int32_t kind, const Tops *tops, enum TopsHow how, bool bounding) {
    const Work *w = s->w;
    const PlanPerson *p = &w->in->people[s->person];
    const Kind *is = &w->kinds[kind];
    KindOptions *k = &s->kind[s->kinds_n];
    k->n = 0;
    k->minutes = is->minutes;
    k->format = p->formats ? 1 << is->format & ~(int32_t)p->formats_had : 0;
    k->least = -most_gain(s, k->minutes, k->format);
    k->rest = tops->rest[kind];
    for (size_t i = 0; i < p->current_n; i++)
        if (w->kind[p->current[i]] == kind && may_have(s, p->current[i], how)) add_own(s, k, p->current[i], how);
    const int32_t *given = work_given(w, s->person, s->window);
    if (how != TOPS_PRICED)
        for (int i = 0; i < PLAN_PER_WINDOW && given[i] != NONE; i++)
            if (w->kind[given[i]] == kind) add_own(s, k, given[i], how);
    bool own = k->n > 0;
    const Top *top = tops_of(tops, kind);
    int32_t taken = 0, i = 0;
    for (; i < tops->n[kind] && taken <= w->in->per_window; i++) {
        if (own && has_option(k, top[i].session)) continue;
        if (how == TOPS_OPEN && !work_room(w, s->person, top[i].session)) continue;
        add_option(k, top[i].value, top[i].session);
        taken++;
    }
    if (i < tops->n[kind]) k->rest = fmax(k->rest, top[i].value);
    for (int32_t more = 0; bounding && k->rest > k->least && more < w->in->per_window; more++)
        insert(k, (Option){k->rest, STANDS_IN});
    if (k->n) s->kinds_n++;
}

/* ---- sets of a window ------------------------------------------------------------------------ */

static void record(Solver *s, int32_t count, int32_t formats, double value, const int32_t *pick) {
    int32_t owed = s->w->in->people[s->person].touchpoints, counted = count < owed ? count : owed;
    int32_t key = formats * (PLAN_PER_WINDOW + 1) + counted, at = s->entry_at[key];
    if (at >= 0 && s->entry[at].value >= value) return;
    if (at < 0) at = s->entry_at[key] = s->entries_n++;
    Entry *e = &s->entry[at];
    *e = (Entry){.value = value, .formats = formats, .count = counted};
    for (int32_t i = 0; i < PLAN_PER_WINDOW; i++)
        e->pick[i] = i < count ? s->kind[s->chosen[i]].option[pick[i]].session : NONE;
}

static bool clashes(const Solver *s, const int32_t *pick, int32_t i) {
    int32_t session = s->kind[s->chosen[i]].option[pick[i]].session;
    for (int32_t k = 0; session >= 0 && k < i; k++) {
        int32_t other = s->kind[s->chosen[k]].option[pick[k]].session;
        if (other >= 0 && work_overlap(s->w, session, other)) return true;
    }
    return false;
}

/* The best options for the chosen kinds from the i-th on that do not overlap. */
static void try_options(Solver *s, int32_t count, int32_t i, double value) {
    if (i == count) {
        if (value > s->found) s->found = value, memcpy(s->pick, s->trial, sizeof s->pick);
        return;
    }
    const KindOptions *k = &s->kind[s->chosen[i]];
    int32_t from = i && s->chosen[i - 1] == s->chosen[i] ? s->trial[i - 1] + 1 : 0;
    for (s->trial[i] = from; s->trial[i] < k->n; s->trial[i]++)
        if (!clashes(s, s->trial, i)) try_options(s, count, i + 1, value + k->option[s->trial[i]].value);
}

/* The value of the best options for the chosen kinds, which go to s->pick; -INFINITY: they all overlap. */
static double best_options(Solver *s, int32_t count) {
    double value = 0;
    bool clash = false;
    for (int32_t i = 0; i < count; i++) {
        s->pick[i] = i && s->chosen[i - 1] == s->chosen[i] ? s->pick[i - 1] + 1 : 0;
        if (s->pick[i] >= s->kind[s->chosen[i]].n) return -INFINITY;
        value += s->kind[s->chosen[i]].option[s->pick[i]].value;
        clash = clash || clashes(s, s->pick, i);
    }
    if (!clash) return value;
    s->found = -INFINITY;
    try_options(s, count, 0, 0);
    return s->found;
}

static void enumerate(Solver *s, int32_t from, int32_t count, int32_t minutes, int32_t formats) {
    double value = best_options(s, count);
    if (value > -INFINITY)
        record(s, count, formats, value + (double)worth_need(s->w->in, s->person, s->window, minutes), s->pick);
    if (count == s->w->in->per_window) return;
    for (int32_t k = from; k < s->kinds_n; k++) {
        s->chosen[count] = k;
        enumerate(s, k, count + 1, minutes + s->kind[k].minutes, formats | s->kind[k].format);
    }
}

/* Worse than another that brings the same formats or more, and as many seats or more: never part of the best. */
static bool beaten(const Solver *s, int32_t e) {
    const Entry *x = &s->entry[e];
    for (int32_t i = 0; i < s->entries_n; i++) {
        const Entry *y = &s->entry[i];
        if (i == e || (y->formats & x->formats) != x->formats || y->count < x->count) continue;
        if (y->value > x->value || (y->value == x->value && i < e)) return true;
    }
    return false;
}

static void drop_beaten(Solver *s) {
    for (int32_t e = 0; e < s->entries_n; e++)
        s->entry_at[s->entry[e].formats * (PLAN_PER_WINDOW + 1) + s->entry[e].count] = -1;
    for (int32_t e = s->entries_n; e-- > 0;)
        if (beaten(s, e)) s->entry[e] = s->entry[--s->entries_n];
}

void solver_best(Solver *s, const Work *w, int32_t person, const Tops *tops, enum TopsHow how, bool bounding,
                 Choice *choice) {
    s->w = w;
    s->person = person;
    join_begin(s->join, w, person);
    for (size_t window = 0; window < w->in->windows_n; window++) {
        s->window = (int32_t)window;
        s->kinds_n = s->entries_n = 0;
        for (int32_t k = w->window_kinds[window]; k < w->window_kinds[window + 1]; k++)
            gather_kind(s, k, tops, how, bounding);
        enumerate(s, 0, 0, 0, 0);
        drop_beaten(s);
        join_window(s->join, s->entry, s->entries_n);
    }
    join_end(s->join, choice);
}
