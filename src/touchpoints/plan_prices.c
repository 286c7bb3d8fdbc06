/* plan_prices.c - how prices of seats are found.
 *
 * One person after another takes the best set at the prices that stand, and these change at once: who takes a seat
 * makes it dearer, and all seats become cheaper little by little, so that a session whose seats are all wanted by
 * exactly as many stays as it is (the incremental subgradient method of Nedic and Bertsekas 2001; for one capacity and
 * continuous time this is also how an auctioneer calls). People who are alike then do not all run to the same session,
 * which is what makes methods that look at everybody's demand at once slow here. Steps shrink from pass to pass.
 *
 * Parts of the people go their own ways for a 32nd of a pass, and what they did to the prices is then added up: their
 * number depends on nothing but the number of people, so that any number of threads gives the same prices. */
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "plan_private.h"

enum { PEOPLE_A_PART = 2000, PARTS = 4, ROUNDS = 32 /* of a pass */, GROUP_MOST = 16 };
static const double STEP = 100, SLOWER = 5; /* points in the first pass; passes after which it is half */
static const double START = 0.6;            /* of what the minutes of a session are worth on average */
static const double TEAM_MOST = 100, TEAM_LEAST = 0.05, FARTHER = 1.08, BACK = 0.6;

typedef struct Part {
    Work w; /* as the others see it, but for the prices */
    Solver *solver;
    Tops tops;
    Choice choice;
    double *extra;
} Part;

typedef struct Group {        /* people of one team: all of it, or so many that their order still matters little */
    int32_t team, begin, end; /* in team_member */
} Group;

struct Pricer {
    Work *w;
    const Menus *menus;
    Rng rng;
    Group *group;
    size_t groups;
    int32_t *taken;
    Part *part;
    size_t parts;
    double step;
    int32_t round;
};

static void find_groups(Pricer *p, Arena *a, const Work *w) {
    p->group = ARENA_ARRAY(a, Group, w->in->people_n + 1);
    for (size_t team = 0; team < w->in->teams_n; team++)
        for (int32_t i = w->team_begin[team], end; i < w->team_begin[team + 1]; i = end) {
            end = i + GROUP_MOST < w->team_begin[team + 1] ? i + GROUP_MOST : w->team_begin[team + 1];
            p->group[p->groups++] = (Group){(int32_t)team, i, end};
        }
}

Pricer *pricer_new(Arena *a, Work *w, const Menus *menus) {
    Pricer *p = ARENA_NEW(a, Pricer);
    size_t n = w->in->people_n, sessions = w->in->sessions_n + 1;
    p->w = w;
    p->menus = menus;
    find_groups(p, a, w);
    p->taken = ARENA_ARRAY(a, int32_t, n * work_slots(w) + 1);
    p->parts = n / PEOPLE_A_PART < 1 ? 1 : n / PEOPLE_A_PART > PARTS ? PARTS : n / PEOPLE_A_PART;
    p->part = ARENA_ARRAY(a, Part, p->parts);
    for (size_t i = 0; i < p->parts; i++) {
        Part *part = &p->part[i];
        part->w = *w;
        part->w.price = ARENA_ARRAY(a, double, sessions);
        part->w.novice_price = ARENA_ARRAY(a, double, sessions);
        part->solver = solver_new(a, w);
        part->tops = tops_new(a, w, w->in->per_window + 1);
        part->choice.session = ARENA_ARRAY(a, int32_t, work_slots(w));
        part->extra = ARENA_ARRAY(a, double, sessions);
    }
    return p;
}

static void shuffle(Pricer *p) {
    for (size_t i = p->groups; i-- > 1;) {
        size_t k = rng_below(&p->rng, i + 1);
        Group swapped = p->group[i];
        p->group[i] = p->group[k], p->group[k] = swapped;
    }
}

static void lower_all(Work *w, double points) {
    for (size_t s = 0; s < w->in->sessions_n; s++) {
        w->price[s] = w->price[s] > points ? w->price[s] - points : 0;
        if (w->in->sessions[s].novices > 0)
            w->novice_price[s] = w->novice_price[s] > points ? w->novice_price[s] - points : 0;
    }
}

static void raise_taken(Work *w, const Choice *choice, int32_t person, double step) {
    for (size_t i = 0; i < work_slots(w); i++) {
        int32_t s = choice->session[i];
        if (s == NONE) continue;
        const PlanSession *session = &w->in->sessions[s];
        w->price[s] += step / session->seats;
        if (session->novices > 0 && work_novice(w, person, s)) w->novice_price[s] += step / session->novices;
    }
}

static void person_takes(const Pricer *p, Part *part, int32_t person) {
    Work *w = &part->w;
    size_t slots = work_slots(w);
    menu_priced(w, p->menus, person, part->extra, &part->tops);
    solver_best(part->solver, w, person, &part->tops, TOPS_PRICED, false, &part->choice);
    memcpy(p->taken + (size_t)person * slots, part->choice.session, slots * sizeof(int32_t));
    raise_taken(w, &part->choice, person, p->step);
}

/* A part's share of the people in one round of a pass. */
static void part_takes(const Pricer *p, size_t nth) {
    Part *part = &p->part[nth];
    Work *w = &part->w;
    size_t shares = ROUNDS * p->parts, share = (size_t)p->round * p->parts + nth;
    size_t from = p->groups * share / shares, to = p->groups * (share + 1) / shares, people = 0;
    for (size_t i = from; i < to; i++) {
        const Group *g = &p->group[i];
        team_prices_lay(w, g->team, false, part->extra);
        for (int32_t k = g->begin; k < g->end; k++) person_takes(p, part, w->team_member[k]);
        team_prices_lay(w, g->team, true, part->extra);
        people += (size_t)(g->end - g->begin);
    }
    lower_all(w, p->step * (double)people / (double)w->in->people_n);
}

static void parts_take(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    const Pricer *p = ctx;
    for (size_t i = begin; i < end; i++) {
        memcpy(p->part[i].w.price, p->w->price, p->w->in->sessions_n * sizeof *p->w->price);
        memcpy(p->part[i].w.novice_price, p->w->novice_price, p->w->in->sessions_n * sizeof *p->w->novice_price);
        part_takes(p, i);
    }
}

static void add_up(const Pricer *p, size_t n, double *price, size_t offset) {
    for (size_t s = 0; s < n; s++) {
        double sum = price[s];
        for (size_t i = 0; i < p->parts; i++)
            sum += (offset ? p->part[i].w.novice_price[s] : p->part[i].w.price[s]) - price[s];
        price[s] = fmax(0, sum);
    }
}

/* A team's price: on in the direction of the excess, further each time that it stays the same, half as far when it
 * turns (Riedmiller, Braun 1993). */
static void move_team_prices(Work *w) {
    for (size_t i = 0; i < w->team_prices->n; i++) {
        TeamPrice *t = &w->team_prices->of[i];
        int32_t excess = t->demand - w->in->sessions[t->session].per_team;
        if (!excess || (t->price <= 0 && excess < 0)) continue;
        bool turned = (t->way > 0) != (excess > 0);
        double length = fmin(fmax(fabs(t->way) * (turned ? BACK : FARTHER), TEAM_LEAST), TEAM_MOST);
        t->way = excess > 0 ? length : -length;
        t->price = fmax(0, t->price + t->way);
    }
}

double pricer_step(int32_t passes) {
    return STEP / (1 + passes / SLOWER);
}

void pricer_pass(Pricer *p, int32_t passes) {
    Work *w = p->w;
    size_t sessions = w->in->sessions_n;
    p->step = pricer_step(passes);
    p->rng = rng_split(w->in->seed, (uint64_t)passes);
    shuffle(p);
    for (p->round = 0; p->round < ROUNDS; p->round++) {
        par_for(w->in->par, p->parts, 1, parts_take, p);
        add_up(p, sessions, w->price, 0);
        add_up(p, sessions, w->novice_price, 1);
    }
    team_prices_count(w, p->taken);
    move_team_prices(w);
}

/* What the minutes of a kind are worth on average to those who owe some in its window, less what a seat costs. */
static double usual_price(const Work *w, const Kind *kind) {
    const PlanInput *in = w->in;
    int64_t sum = 0, n = 0;
    for (size_t i = 0; i < in->people_n; i++) {
        if (in->people[i].owed[kind->window] <= 0) continue;
        sum += worth_need(in, (int32_t)i, kind->window, kind->minutes);
        n++;
    }
    return n ? (double)sum / (double)n - in->weights.seat - in->weights.minute * kind->minutes : 0;
}

/* Too high rather than too low: a price that nobody pays falls fast, one that a few too many pay rises slowly. */
void prices_start(Work *w, int32_t window) {
    for (int32_t k = w->window_kinds[window]; k < w->window_kinds[window + 1]; k++) {
        double price = fmax(0, START * usual_price(w, &w->kinds[k]));
        for (size_t s = 0; s < w->in->sessions_n; s++)
            if (w->kind[s] == k) w->price[s] = price;
    }
}

double prices_of_all_seats(const Work *w) {
    double sum = 0;
    for (size_t s = 0; s < w->in->sessions_n; s++) {
        const PlanSession *session = &w->in->sessions[s];
        sum += w->price[s] * session->seats;
        if (session->novices > 0) sum += w->novice_price[s] * session->novices;
    }
    for (size_t i = 0; i < w->team_prices->n; i++) {
        const TeamPrice *t = &w->team_prices->of[i];
        sum += t->price * w->in->sessions[t->session].per_team;
    }
    return sum;
}
