/* plan_pairs.c - pairs of person and session that the flow of a window may join: all there are, or where these would be
 * too many, for each person some of the best at the prices that stand and some others, so that not all want the same.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "plan_network.h"

enum { ALL_PAIRS = 400000, SPREAD_PER_KIND = 24, BEST_PICKS = 2, OTHER_PICKS = 2 };

static bool is_long(const Network *n, int32_t session) {
    return 2 * n->w->in->sessions[session].minutes > 3 * n->usual;
}

bool network_has_long(const Network *n, int32_t person) {
    const int32_t *given = work_given(n->w, person, n->window);
    for (int i = 0; i < PLAN_PER_WINDOW && given[i] != NONE; i++)
        if (is_long(n, given[i])) return true;
    return false;
}

static bool owes(const Network *n, int32_t person) {
    const PlanPerson *p = &n->w->in->people[person];
    if (n->short_only && network_has_long(n, person)) return false;
    return p->owed[n->window] > 0 || p->touchpoints > 0;
}

static int32_t group_of(const Work *w, int32_t person, int32_t session) {
    const PlanSession *s = &w->in->sessions[session];
    if (s->novices >= 0) return work_novice(w, person, session) ? 0 : NONE;
    return s->per_team > 0 ? w->in->people[person].team : NONE;
}

uint32_t network_formats(const Work *w, int32_t person) {
    uint32_t formats = w->in->people[person].formats_had;
    const int32_t *given = work_given(w, person, 0);
    for (size_t i = 0; i < work_slots(w); i++)
        if (given[i] != NONE) formats |= 1u << w->in->sessions[given[i]].format;
    return formats;
}

/* The person whose pairs are being added. */
typedef struct Candidate {
    int32_t person, class;
    uint32_t had;
    bool wants_format;
} Candidate;

static void add_pair(Network *n, const Candidate *c, int32_t session) {
    const PlanSession *s = &n->w->in->sessions[session];
    if (n->w->left[session] <= 0 || (n->short_only && is_long(n, session))) return;
    if (n->pairs_n == n->pairs_room)
        n->pairs = mem_grow(n->pairs, n->pairs_room = n->pairs_room ? 2 * n->pairs_room : 1024, sizeof *n->pairs);
    int64_t worth = worth_pair(n->w, c->person, session) + worth_need(n->w->in, c->person, n->window, s->minutes) -
                    worth_need(n->w->in, c->person, n->window, n->usual);
    bool fresh = c->wants_format && !(c->had >> s->format & 1);
    n->fresh_n += fresh;
    n->pairs[n->pairs_n++] = (Pair){c->person, session, (int32_t)worth, group_of(n->w, c->person, session), fresh};
}

static bool may_join(const Network *n, int32_t person, int32_t session) {
    const Work *w = n->w;
    if (work_novice(w, person, session) && !w->in->sessions[session].novices) return false;
    return w->window[session] == n->window && (!w->alone[person] || work_free(w, person, session));
}

static void add_pairs(Network *n, const Candidate *c) {
    const Work *w = n->w;
    int32_t shift = w->classes[c->class].shift;
    for (int32_t i = w->shift_begin[shift]; i < w->shift_begin[shift + 1]; i++)
        if (may_join(n, c->person, w->shift_session[i])) add_pair(n, c, w->shift_session[i]);
}

static Candidate candidate(const Work *w, int32_t person) {
    const PlanPerson *p = &w->in->people[person];
    uint32_t had = network_formats(w, person);
    return (Candidate){person, w->class_of[person], had, __builtin_popcount(had & ~p->formats_had) < p->formats};
}

bool flow_fits(const Work *w, int32_t window) {
    size_t sessions = 0;
    for (size_t s = 0; s < w->in->sessions_n; s++) sessions += w->window[s] == window;
    return sessions * w->in->people_n <= ALL_PAIRS;
}

static int by_group(const void *x, const void *y) {
    const Pair *a = x, *b = y;
    if (a->session != b->session) return a->session < b->session ? -1 : 1;
    if (a->group != b->group) return a->group < b->group ? -1 : 1;
    return (a->person > b->person) - (a->person < b->person);
}

void network_pairs(Network *n) {
    for (size_t i = 0; i < n->w->in->people_n; i++) {
        if (!owes(n, (int32_t)i)) continue;
        Candidate c = candidate(n->w, (int32_t)i);
        add_pairs(n, &c);
    }
    if (n->pairs_n) qsort(n->pairs, n->pairs_n, sizeof *n->pairs, by_group);
}
