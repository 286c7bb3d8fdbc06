/* plan_flow.c - each window as one minimum-cost flow.
 *
 *     hub -> person: seat by seat, each worth less than the one before    person -> (group ->) session -> hub
 *     person -> fresh: as many as formats are owed -> a new format: once for its worth, or else past fresh -> ...
 *
 * A group is the guests of one team, or the first-timers, of a session that has such a rule and more candidates than it
 * allows; where a session has both rules the flow heeds that of first-timers. For one seat a person this is the
 * assignment problem, and the answer the best there is. With more, the flow takes minutes of different lengths for
 * alike, and may give seats that overlap: of these one is kept. */
#include <stdlib.h>

#include "plan_network.h"

static void add_arc(Network *n, int32_t from, int32_t to, int32_t room, int64_t cost) {
    n->arcs[n->arcs_n++] = (FlowArc){from, to, room, cost};
}

static int32_t seats_given(const Work *w, int32_t person) {
    int32_t n = 0;
    for (size_t i = 0; i < work_slots(w); i++) n += work_given(w, person, 0)[i] != NONE;
    return n;
}

static void add_person(Network *n, int32_t person) {
    const PlanInput *in = n->w->in;
    int32_t owed = in->people[person].touchpoints - seats_given(n->w, person);
    if (n->person_node[person]) return;
    n->person_node[person] = (int32_t)n->nodes++;
    for (int32_t seat = 1; seat <= in->per_window; seat++) {
        int64_t gain = worth_need(in, person, n->window, seat * n->usual) -
                       worth_need(in, person, n->window, (seat - 1) * n->usual);
        if (seat <= owed) gain += in->weights.touchpoint;
        add_arc(n, 0, n->person_node[person], 1, -gain);
    }
}

/* The node through which the person comes to sessions of a new format: its worth is paid on the way. */
static int32_t fresh_format(Network *n, int32_t person, int32_t format) {
    const PlanPerson *p = &n->w->in->people[person];
    int32_t *node = n->fresh_node + (size_t)person * (1 + PLAN_FORMATS);
    if (!node[0]) {
        node[0] = (int32_t)n->nodes++;
        int32_t fresh = __builtin_popcount(network_formats(n->w, person) & ~p->formats_had);
        add_arc(n, n->person_node[person], node[0], p->formats - fresh, -(int64_t)n->w->in->weights.format);
    }
    if (!node[1 + format]) {
        node[1 + format] = (int32_t)n->nodes++;
        add_arc(n, node[0], node[1 + format], 1, 0);
        add_arc(n, n->person_node[person], node[1 + format], n->w->in->per_window, 0);
    }
    return node[1 + format];
}

static size_t end_of_group(const Network *n, size_t i) {
    size_t end = i;
    while (end < n->pairs_n && n->pairs[end].session == n->pairs[i].session && n->pairs[end].group == n->pairs[i].group)
        end++;
    return end;
}

/* The node that the pairs [i, end) lead to: the session, or a group in front of it. */
static int32_t target_of(Network *n, size_t i, size_t end) {
    const PlanSession *s = &n->w->in->sessions[n->pairs[i].session];
    int32_t limit = s->novices >= 0 ? s->novices : s->per_team;
    if (n->pairs[i].group == NONE || (size_t)limit >= end - i) return n->session_node[n->pairs[i].session];
    int32_t node = (int32_t)n->nodes++;
    if (s->novices >= 0) n->novice_node[n->pairs[i].session] = node;
    add_arc(n, node, n->session_node[n->pairs[i].session], limit, 0);
    return node;
}

static void build(Network *n) {
    const PlanInput *in = n->w->in;
    n->person_node = ARENA_ARRAY(n->a, int32_t, in->people_n + 1);
    n->session_node = ARENA_ARRAY(n->a, int32_t, in->sessions_n + 1);
    n->novice_node = ARENA_ARRAY(n->a, int32_t, in->sessions_n + 1);
    n->fresh_node = ARENA_ARRAY(n->a, int32_t, in->people_n * (1 + PLAN_FORMATS) + 1);
    n->arcs_room = 2 * n->pairs_n + 3 * n->fresh_n + in->people_n * ((size_t)in->per_window + 1) + in->sessions_n + 1;
    n->arcs = mem_alloc(n->arcs_room * sizeof *n->arcs);
    int32_t *target = mem_alloc((n->pairs_n + 1) * sizeof *target);
    n->nodes = 1;
    for (size_t i = 0; i < n->pairs_n; i++) add_person(n, n->pairs[i].person);
    for (size_t i = 0, end; i < n->pairs_n; i = end) {
        int32_t session = n->pairs[i].session;
        if (!n->session_node[session]) {
            n->session_node[session] = (int32_t)n->nodes++;
            add_arc(n, n->session_node[session], 0, n->w->left[session], 0);
        }
        end = end_of_group(n, i);
        int32_t to = target_of(n, i, end);
        for (size_t k = i; k < end; k++) target[k] = to;
    }
    int32_t *from = mem_alloc((n->pairs_n + 1) * sizeof *from);
    for (size_t i = 0; i < n->pairs_n; i++) {
        const Pair *pair = &n->pairs[i];
        int32_t format = in->sessions[pair->session].format;
        from[i] = pair->fresh ? fresh_format(n, pair->person, format) : n->person_node[pair->person];
    }
    n->pairs_begin = n->arcs_n;
    for (size_t i = 0; i < n->pairs_n; i++) add_arc(n, from[i], target[i], 1, -(int64_t)n->pairs[i].worth);
    free(from);
    free(target);
}

/* ---- what comes out -------------------------------------------------------------------------- */

static void read_seats(Network *n, const int32_t *flow) {
    Work *w = n->w;
    for (size_t i = 0; i < n->pairs_n; i++) {
        const Pair *pair = &n->pairs[i];
        const int32_t *given = work_given(w, pair->person, n->window);
        bool fits = flow[n->pairs_begin + i] > 0 && work_room(w, pair->person, pair->session);
        for (int k = 0; fits && k < PLAN_PER_WINDOW && given[k] != NONE; k++)
            if (work_overlap(w, given[k], pair->session)) fits = false;
        if (fits) work_give(w, pair->person, pair->session);
    }
}

static void read_prices(Network *n, const int64_t *price) {
    Work *w = n->w;
    for (size_t s = 0; s < w->in->sessions_n; s++) {
        if (w->window[s] != n->window) continue;
        double rent = n->session_node[s] ? (double)(price[0] - price[n->session_node[s]]) : 0;
        w->price[s] = rent > 0 ? rent : 0;
        double extra = n->novice_node[s] ? (double)(price[n->session_node[s]] - price[n->novice_node[s]]) : 0;
        w->novice_price[s] = extra > 0 ? extra : 0;
    }
}

/* Minutes of the middle seat among those that there are. */
static int32_t usual_minutes(const Work *w, int32_t window) {
    int64_t seats[24 * 60 + 1] = {0}, all = 0, below = 0;
    for (size_t s = 0; s < w->in->sessions_n; s++) {
        if (w->window[s] != window) continue;
        seats[w->in->sessions[s].minutes] += w->in->sessions[s].seats;
        all += w->in->sessions[s].seats;
    }
    for (int32_t minutes = 0; minutes <= 24 * 60; minutes++)
        if ((below += seats[minutes]) * 2 > all) return minutes;
    return 60; /* no seats: no matter */
}

/* Gives back the short seats that people without a long one have in the window. */
static void clear_short(const Network *n) {
    for (size_t i = 0; i < n->w->in->people_n; i++) {
        int32_t *given = work_given(n->w, (int32_t)i, n->window);
        while (*given != NONE && !network_has_long(n, (int32_t)i)) work_take(n->w, (int32_t)i, *given);
    }
}

static bool flow_window(Work *w, int32_t window, bool short_only, Err *err) {
    Network n = {
        .w = w, .a = arena_new(), .window = window, .usual = usual_minutes(w, window), .short_only = short_only};
    if (short_only) clear_short(&n);
    network_pairs(&n);
    build(&n);
    w->arcs += n.arcs_n;
    int32_t *flow = mem_alloc((n.arcs_n + 1) * sizeof *flow);
    int64_t *price = mem_alloc((n.nodes + 1) * sizeof *price);
    bool ok = flow_solve(n.nodes, n.arcs, n.arcs_n, flow, price) ||
              err_set(err, ERR_LIMIT, "plan a shorter time", "no memory for a network of %zu arcs", n.arcs_n);
    if (ok) {
        read_seats(&n, flow);
        if (!short_only) read_prices(&n, price);
    }
    free(n.pairs);
    free(n.arcs);
    free(flow);
    free(price);
    arena_free(n.a);
    return ok;
}

bool flow_plan(Work *w, Err *err) {
    for (size_t v = 0; v < w->in->windows_n; v++) {
        if (!plan_tick(w, "assign", (double)v, (double)w->in->windows_n, err)) return false;
        if (!flow_fits(w, (int32_t)v)) prices_start(w, (int32_t)v);
        else if (!flow_window(w, (int32_t)v, false, err)) return false;
    }
    return true;
}

bool flow_again(Work *w, Err *err) {
    for (size_t v = 0; v < w->in->windows_n; v++)
        if (flow_fits(w, (int32_t)v) && (!plan_tick(w, "assign again", (double)v, (double)w->in->windows_n, err) ||
                                         !flow_window(w, (int32_t)v, true, err)))
            return false;
    return true;
}
