/* plan_team_price.c - what a seat costs on top for a team that wants more seats of a session than the rule allows.
 * There is one for each pair of session and team that was ever over, in a chain for each team. */
#include <stdlib.h>
#include <string.h>

#include "plan_private.h"

static const double FIRST_STEP = 30; /* points */

void team_prices_setup(Work *w) {
    TeamPrices *t = w->team_prices = ARENA_NEW(w->a, TeamPrices);
    t->first = ARENA_ARRAY(w->a, int32_t, w->in->teams_n + 1);
    for (size_t i = 0; i < w->in->teams_n; i++) t->first[i] = NONE;
    t->counted = ARENA_ARRAY(w->a, int32_t, w->in->sessions_n + 1);
}

void team_prices_free(Work *w) {
    free(w->team_prices->of);
    w->team_prices->of = NULL;
}

static int32_t find(const TeamPrices *t, int32_t session, int32_t team) {
    int32_t i = t->first[team];
    while (i != NONE && t->of[i].session != session) i = t->of[i].next;
    return i;
}

double team_price(const Work *w, int32_t session, int32_t team) {
    if (!w->in->sessions[session].per_team) return 0;
    int32_t i = find(w->team_prices, session, team);
    return i == NONE ? 0 : w->team_prices->of[i].price;
}

void team_prices_lay(const Work *w, int32_t team, bool away, double *extra) {
    const TeamPrices *t = w->team_prices;
    for (int32_t i = t->first[team]; i != NONE; i = t->of[i].next) extra[t->of[i].session] = away ? 0 : t->of[i].price;
}

static void add_price(TeamPrices *t, int32_t session, int32_t team, int32_t demand) {
    if (t->n == t->room) t->of = mem_grow(t->of, t->room = t->room ? 2 * t->room : 64, sizeof *t->of);
    t->of[t->n] =
        (TeamPrice){.session = session, .team = team, .next = t->first[team], .demand = demand, .way = FIRST_STEP};
    t->first[team] = (int32_t)t->n++;
}

static void count_team(Work *w, int32_t team, const int32_t *taken) {
    TeamPrices *t = w->team_prices;
    const PlanInput *in = w->in;
    size_t slots = work_slots(w);
    const int32_t *begin = w->team_member + w->team_begin[team], *end = w->team_member + w->team_begin[team + 1];
    for (const int32_t *m = begin; m < end; m++)
        for (size_t i = 0; i < slots; i++)
            if (taken[(size_t)*m * slots + i] != NONE) t->counted[taken[(size_t)*m * slots + i]]++;
    for (int32_t i = t->first[team]; i != NONE; i = t->of[i].next) {
        t->of[i].demand = t->counted[t->of[i].session];
        t->counted[t->of[i].session] = 0;
    }
    for (const int32_t *m = begin; m < end; m++)
        for (size_t i = 0; i < slots; i++) {
            int32_t s = taken[(size_t)*m * slots + i];
            if (s == NONE) continue;
            if (in->sessions[s].per_team && t->counted[s] > in->sessions[s].per_team)
                add_price(t, s, team, t->counted[s]);
            t->counted[s] = 0;
        }
}

void team_prices_count(Work *w, const int32_t *taken) {
    for (size_t team = 0; team < w->in->teams_n; team++) count_team(w, (int32_t)team, taken);
}
