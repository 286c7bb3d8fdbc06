/* plan_improve.c - an auction of seats, from the plan and the prices of the flow.
 *
 * Who has a seat has bid for it. One after another, each person looks for the best set: their own seats cost what
 * they bid, an open seat the session's price, a seat of a full session a little more than its lowest bid, whose
 * bidder then has to look anew (Bertsekas 1988, for several seats a person). Bids only rise, so that it ends; a seat
 * that nobody wants at its price is then free, and everybody looks once more. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plan_private.h"

static const double RAISE = 8; /* points by which a bid must be higher */
static const double BELOW = 5; /* points under the prices that stand, at which it begins */

enum {
    LOOKS = 8,
    MORE_LOOKS = 20000, /* at most so many a person, and so many in all */
    FRESH = 20          /* times that the best of each shift are looked up, for as many looks as there are people */
};

typedef struct Auction {
    Work *w;
    const Menus *menus;
    Solver *solver;
    ShiftTops *shifts;
    Tops tops;
    Choice choice;
    int32_t *queue; /* a ring of people_n */
    bool *waits;
    size_t first, queued;
} Auction;

/* Sessions at midnight between two windows may overlap: the windows were looked at one by one. */
static bool overlaps_itself(const Work *w, const int32_t *set) {
    for (size_t i = 0; i < work_slots(w); i++)
        for (size_t k = 0; k < i && set[i] != NONE; k++)
            if (set[k] != NONE && work_overlap(w, set[i], set[k])) return true;
    return false;
}

static bool in_set(const Work *w, const int32_t *set, int32_t session) {
    const int32_t *own = set + (size_t)w->window[session] * PLAN_PER_WINDOW;
    for (int i = 0; i < PLAN_PER_WINDOW; i++)
        if (own[i] == session) return true;
    return false;
}

static void wait(Auction *m, int32_t person) {
    if (m->waits[person]) return;
    m->waits[person] = true;
    m->queue[(m->first + m->queued++) % m->w->in->people_n] = person;
}

static int32_t next(Auction *m) {
    int32_t person = m->queue[m->first];
    m->first = (m->first + 1) % m->w->in->people_n;
    m->queued--;
    m->waits[person] = false;
    return person;
}

/* Whoever bid least among those whose leaving lets the person in: all guests, or those of a group that is full. */
static int32_t lowest(const Work *w, int32_t person, int32_t session) {
    const PlanSession *s = &w->in->sessions[session];
    int32_t team = w->in->people[person].team, least = NONE;
    bool novices = work_novice(w, person, session) && w->novices_left[session] <= 0;
    bool mates = s->per_team && work_of_team(w, session, team) >= s->per_team;
    for (int32_t i = w->guest_begin[session]; i < w->guest_begin[session] + w->guests[session]; i++) {
        int32_t guest = w->guest[i];
        if ((novices && !work_novice(w, guest, session)) || (mates && w->in->people[guest].team != team)) continue;
        if (least == NONE || w->bid[i] < w->bid[least]) least = i;
    }
    return least;
}

double auction_price(const Work *w, int32_t person, int32_t session) {
    int32_t *own = w->guest + w->guest_begin[session];
    for (int32_t i = 0; i < w->guests[session]; i++)
        if (own[i] == person) return w->bid[w->guest_begin[session] + i];
    if (work_room(w, person, session)) return w->floor[session];
    int32_t least = lowest(w, person, session);
    return least == NONE ? 1e9 : w->bid[least] + RAISE;
}

/* What a newcomer pays at least: by this the sessions are looked through. */
static void reprice(Work *w, int32_t session) {
    double least = w->floor[session];
    if (w->left[session] <= 0 && w->guests[session]) {
        least = INFINITY;
        for (int32_t i = w->guest_begin[session]; i < w->guest_begin[session] + w->guests[session]; i++)
            if (w->bid[i] + RAISE < least) least = w->bid[i] + RAISE;
    }
    w->price[session] = least;
}

static void enter(Auction *m, int32_t person, int32_t session) {
    Work *w = m->w;
    double bid = auction_price(w, person, session);
    if (!work_room(w, person, session)) {
        int32_t loser = w->guest[lowest(w, person, session)];
        work_take(w, loser, session);
        wait(m, loser);
    }
    work_give(w, person, session);
    w->bid[w->guest_begin[session] + w->guests[session] - 1] = bid;
    reprice(w, session);
}

/* Points gained by the person, prices counted; 0: stays. */
static void bid_best(Auction *m, int32_t person) {
    Work *w = m->w;
    int32_t *given = work_given(w, person, 0);
    double before = (double)worth_person(w, person);
    for (size_t i = 0; i < work_slots(w); i++)
        if (given[i] != NONE) before -= auction_price(w, person, given[i]);
    menu_bid(w, m->menus, person, &m->tops);
    solver_best(m->solver, w, person, &m->tops, TOPS_BID, false, &m->choice);
    if (m->choice.value <= before + 1e-6 || overlaps_itself(w, m->choice.session)) return;
    for (size_t i = work_slots(w); i-- > 0;) {
        int32_t session = given[i];
        if (session == NONE || in_set(w, m->choice.session, session)) continue;
        w->floor[session] = fmax(w->floor[session], auction_price(w, person, session));
        work_take(w, person, session);
        reprice(w, session);
    }
    for (size_t i = 0; i < work_slots(w); i++)
        if (m->choice.session[i] != NONE && !in_set(w, given, m->choice.session[i]))
            enter(m, person, m->choice.session[i]);
}

static bool run_queue(Auction *m, Err *err) {
    size_t looks = 0, most = LOOKS * m->w->in->people_n + MORE_LOOKS;
    while (m->queued && looks < most) {
        looks++;
        bid_best(m, next(m));
        if (looks % 4096 == 0 && !plan_tick(m->w, "improve", (double)looks, (double)most, err)) return false;
    }
    while (m->queued) next(m);
    return true;
}

static void all_wait(Auction *m) {
    for (size_t i = 0; i < m->w->in->people_n; i++) wait(m, m->w->member[i]);
}

/* ---- what is left ---------------------------------------------------------------------------- */

/* Gives the person the best set that is to be had without asking anybody else; the points gained. */
static int64_t take_best(Auction *m, int32_t person) {
    Work *w = m->w;
    int32_t *given = work_given(w, person, 0);
    int64_t before = worth_person(w, person);
    solver_best(m->solver, w, person, &m->tops, TOPS_OPEN, false, &m->choice);
    if (m->choice.value <= (double)before + 0.5 || overlaps_itself(w, m->choice.session)) return 0;
    for (size_t i = work_slots(w); i-- > 0;)
        if (given[i] != NONE) work_take(w, person, given[i]);
    for (size_t i = 0; i < work_slots(w); i++)
        if (m->choice.session[i] != NONE) work_give(w, person, m->choice.session[i]);
    return worth_person(w, person) - before;
}

static int64_t round_open(Auction *m) {
    int64_t gained = 0;
    size_t looked = 0, fresh = m->w->in->people_n / FRESH + 1;
    for (int32_t c = 0; c < m->w->classes_n; c++)
        for (int32_t i = m->w->classes[c].begin; i < m->w->classes[c].end; i++) {
            int32_t person = m->w->member[i];
            if (looked++ % fresh == 0) shift_tops_fill(m->shifts, TOPS_OPEN);
            tops_fill(m->w, m->shifts, c, m->w->alone[person] ? person : NONE, NULL, &m->tops);
            gained += take_best(m, person);
        }
    return gained;
}

bool improve_plan(Work *w, const Menus *menus, int32_t rounds, Err *err) {
    Arena *a = arena_new();
    Auction m = {w,
                 menus,
                 solver_new(a, w),
                 shift_tops_new(a, w),
                 tops_new(a, w, w->in->per_window + 2),
                 {0},
                 ARENA_ARRAY(a, int32_t, w->in->people_n + 1),
                 ARENA_ARRAY(a, bool, w->in->people_n + 1)};
    m.choice.session = ARENA_ARRAY(a, int32_t, work_slots(w));
    bool ok = true;
    for (size_t s = 0; s < w->in->sessions_n; s++) {
        w->floor[s] = w->price[s] > BELOW ? w->price[s] - BELOW : 0;
        w->novice_price[s] = 0;
        for (int32_t i = 0; i < w->guests[s]; i++) w->bid[w->guest_begin[s] + i] = w->floor[s];
        reprice(w, (int32_t)s);
    }
    all_wait(&m);
    ok = run_queue(&m, err);
    for (int32_t i = 0; ok && i < rounds; i++) {
        if (!round_open(&m)) break;
        ok = plan_tick(w, "fill", i + 1, rounds, err);
    }
    arena_free(a);
    return ok;
}
