/* plan_team_price.c - what a seat costs on top for a team that wants more seats of a session than the rule allows.
 * There is one for each pair of session and team that was ever over: a table by hash. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "plan_private.h"

static const double FIRST_STEP = 30; /* points */

static TeamPrice *find(const TeamPrices *t, int32_t session, int32_t team) {
    size_t i = hash_mix((uint64_t)session, (uint64_t)team) & (t->room - 1);
    while (t->slot[i].session != NONE && (t->slot[i].session != session || t->slot[i].team != team))
        i = (i + 1) & (t->room - 1);
    return &t->slot[i];
}

double team_price(const Work *w, int32_t session, int32_t team) {
    const TeamPrices *t = w->team_prices;
    if (!t || !t->of_session[session]) return 0;
    const TeamPrice *p = find(t, session, team);
    return p->session == NONE ? 0 : p->price;
}

static void make_room(Work *w, size_t room) {
    TeamPrices *t = w->team_prices, old = *t;
    t->room = room;
    t->slot = ARENA_ARRAY(w->a, TeamPrice, room);
    for (size_t i = 0; i < room; i++) t->slot[i].session = NONE;
    for (size_t i = 0; i < old.room; i++)
        if (old.slot[i].session != NONE) *find(t, old.slot[i].session, old.slot[i].team) = old.slot[i];
}

static void set_demand(Work *w, int32_t session, int32_t team, int32_t demand) {
    TeamPrices *t = w->team_prices;
    if (2 * t->n >= t->room) make_room(w, 2 * t->room);
    TeamPrice *p = find(t, session, team);
    if (p->session == NONE) {
        if (demand <= w->in->sessions[session].per_team) return;
        t->n++;
        *p = (TeamPrice){.session = session, .team = team, .way = FIRST_STEP};
        t->of_session[session] = true;
    }
    p->demand = demand;
}

static int by_number(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

void team_prices_count(Work *w, const int32_t *taken) {
    const PlanInput *in = w->in;
    size_t slots = in->windows_n * PLAN_PER_WINDOW, n = 0;
    if (!w->team_prices) {
        w->team_prices = ARENA_NEW(w->a, TeamPrices);
        w->team_prices->of_session = ARENA_ARRAY(w->a, bool, in->sessions_n + 1);
        make_room(w, 1024);
    }
    for (size_t i = 0; i < w->team_prices->room; i++) w->team_prices->slot[i].demand = 0;
    uint64_t *pairs = mem_alloc((in->people_n * slots + 1) * sizeof *pairs);
    for (size_t i = 0; i < in->people_n * slots; i++) {
        const PlanSession *s = taken[i] == NONE ? NULL : &in->sessions[taken[i]];
        if (s && s->per_team > 0) pairs[n++] = (uint64_t)taken[i] << 32 | (uint32_t)in->people[i / slots].team;
    }
    qsort(pairs, n, sizeof *pairs, by_number);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && pairs[end] == pairs[i];) end++;
        set_demand(w, (int32_t)(pairs[i] >> 32), (int32_t)(uint32_t)pairs[i], (int32_t)(end - i));
    }
    free(pairs);
}
