/* plan_bound.c - prices of seats, and the bound that they prove.
 *
 * Give each seat a price of at least 0, and let each person alone take the set that is worth most after paying. The sum
 * of these, plus the price of all seats there are, is at least the worth of every plan: seats that a plan leaves empty
 * are paid for and worth nothing, and no person in it does better than alone (Lagrangian relaxation). The rule of
 * seats for one team is left out, which can only make the sum larger. Prices move against the difference of demand and
 * seats, each by a step of its own (Riedmiller, Braun 1993). */
#include <math.h>
#include <string.h>

#include "plan_private.h"

typedef struct Scratch {
    Solver *solver;
    Tops tops;
    Choice choice;
    int32_t *demand, *novices; /* of each session */
} Scratch;

typedef struct Pass {
    const Work *w;
    Scratch *scratch; /* one for each thread */
    double *value;    /* of each person */
    ShiftTops *shifts;
    int32_t *taken; /* by each person: windows * PLAN_PER_WINDOW sessions */
} Pass;

static void demand_of(const Work *w, Scratch *mine, int32_t person) {
    for (size_t i = 0; i < w->in->windows_n * PLAN_PER_WINDOW; i++) {
        int32_t session = mine->choice.session[i];
        if (session == NONE) continue;
        mine->demand[session]++;
        mine->novices[session] += work_novice(w, person, session);
    }
}

static void classes_take(void *ctx, size_t begin, size_t end, int worker) {
    Pass *pass = ctx;
    const Work *w = pass->w;
    Scratch *mine = &pass->scratch[worker];
    size_t slots = w->in->windows_n * PLAN_PER_WINDOW;
    for (size_t c = begin; c < end; c++) {
        const Class *class = &w->classes[c];
        bool filled = false;
        for (int32_t i = class->begin; i < class->end; i++) {
            int32_t person = w->member[i];
            if (w->alone[person] || !filled)
                tops_fill(w, pass->shifts, (int32_t)c, w->alone[person] ? person : NONE, &mine->tops);
            filled = !w->alone[person];
            solver_best(mine->solver, w, person, &mine->tops, TOPS_PRICED, true, &mine->choice);
            pass->value[person] = mine->choice.value;
            demand_of(w, mine, person);
            memcpy(pass->taken + (size_t)person * slots, mine->choice.session, slots * sizeof(int32_t));
        }
    }
}

/* One pass at the prices that stand: the bound, and in the first scratch the demand of all. */
static double evaluate(Pass *pass, int threads) {
    const Work *w = pass->w;
    size_t n = w->in->sessions_n;
    for (int t = 0; t < threads; t++) {
        memset(pass->scratch[t].demand, 0, n * sizeof(int32_t));
        memset(pass->scratch[t].novices, 0, n * sizeof(int32_t));
    }
    shift_tops_fill(pass->shifts, TOPS_PRICED);
    par_for(w->in->par, (size_t)w->classes_n, 16, classes_take, pass);
    for (int t = 1; t < threads; t++)
        for (size_t s = 0; s < n; s++) {
            pass->scratch[0].demand[s] += pass->scratch[t].demand[s];
            pass->scratch[0].novices[s] += pass->scratch[t].novices[s];
        }
    double sum = 0;
    for (size_t i = 0; i < w->in->people_n; i++) sum += pass->value[i];
    for (size_t s = 0; s < n; s++) {
        const PlanSession *session = &w->in->sessions[s];
        sum += w->price[s] * session->seats;
        if (session->novices > 0) sum += w->novice_price[s] * session->novices;
    }
    for (size_t i = 0; w->team_prices && i < w->team_prices->room; i++) {
        const TeamPrice *t = &w->team_prices->slot[i];
        if (t->session != NONE) sum += t->price * w->in->sessions[t->session].per_team;
    }
    return sum;
}

static const double STEP_FIRST = 30, STEP_AGAIN = 10, STEP_MOST = 100, STEP_LEAST = 0.05; /* points */
static const double FARTHER = 1.08, BACK = 0.6;

static double excess(double price, int32_t demand, int32_t room) {
    return price <= 0 && demand < room ? 0 : demand - room;
}

/* One price: on in the direction of the excess, further each time that it stays the same, half as far when it turns. */
static double adapt(double price, double excess, double *way) {
    double length = fabs(*way);
    if (excess == 0) return price;
    bool turned = (*way > 0) != (excess > 0);
    length *= turned ? BACK : FARTHER;
    length = fmin(fmax(length, STEP_LEAST), STEP_MOST);
    *way = excess > 0 ? length : -length;
    return price + *way > 0 ? price + *way : 0;
}

static void move_prices(Bound *b, Work *w, const Scratch *all) {
    for (size_t s = 0; s < w->in->sessions_n; s++) {
        const PlanSession *session = &w->in->sessions[s];
        w->price[s] = adapt(w->price[s], excess(w->price[s], all->demand[s], session->seats), &b->way[s]);
        if (session->novices <= 0) continue;
        double e = excess(w->novice_price[s], all->novices[s], session->novices);
        w->novice_price[s] = adapt(w->novice_price[s], e, &b->novice_way[s]);
    }
    for (size_t i = 0; w->team_prices && i < w->team_prices->room; i++) {
        TeamPrice *t = &w->team_prices->slot[i];
        if (t->session != NONE)
            t->price = adapt(t->price, excess(t->price, t->demand, w->in->sessions[t->session].per_team), &t->way);
    }
}

void bound_setup(Bound *b, const Work *w) {
    size_t n = w->in->sessions_n + 1;
    *b = (Bound){.best = INFINITY};
    b->price = ARENA_ARRAY(w->a, double, n);
    b->novice_price = ARENA_ARRAY(w->a, double, n);
    b->way = ARENA_ARRAY(w->a, double, n);
    b->novice_way = ARENA_ARRAY(w->a, double, n);
    for (size_t s = 0; s < n; s++) b->way[s] = b->novice_way[s] = 30;
}

static void team_prices_keep(Work *w, bool back) {
    for (size_t i = 0; w->team_prices && i < w->team_prices->room; i++) {
        TeamPrice *t = &w->team_prices->slot[i];
        if (back)
            t->price = t->proven;
        else
            t->proven = t->price;
    }
}

static void prices_copy(const Work *w, double *price, double *novice_price, const double *from, const double *novices) {
    memcpy(price, from, w->in->sessions_n * sizeof *price);
    memcpy(novice_price, novices, w->in->sessions_n * sizeof *novice_price);
}

static void back_to_best(Bound *b, Work *w) {
    prices_copy(w, w->price, w->novice_price, b->price, b->novice_price);
    team_prices_keep(w, true);
}

bool bound_lower(Work *w, Bound *b, double objective, int32_t passes, Err *err) {
    Arena *a = arena_new();
    size_t n = w->in->sessions_n;
    int threads = w->in->par ? par_threads(w->in->par) : 1;
    Pass pass = {w, ARENA_ARRAY(a, Scratch, (size_t)threads), ARENA_ARRAY(a, double, w->in->people_n + 1),
                 shift_tops_new(a, w),
                 ARENA_ARRAY(a, int32_t, w->in->people_n * w->in->windows_n * PLAN_PER_WINDOW + 1)};
    for (int t = 0; t < threads; t++)
        pass.scratch[t] = (Scratch){solver_new(a, w), tops_new(a, w, BEST_PER_KIND), {0}, NULL, NULL},
        pass.scratch[t].choice.session = ARENA_ARRAY(a, int32_t, w->in->windows_n * PLAN_PER_WINDOW),
        pass.scratch[t].demand = ARENA_ARRAY(a, int32_t, n + 1),
        pass.scratch[t].novices = ARENA_ARRAY(a, int32_t, n + 1);
    bool ok = true;
    double first = b->passes ? STEP_AGAIN : STEP_FIRST;
    for (size_t i = 0; i < n; i++) {
        b->way[i] = copysign(first, b->way[i]);
        b->novice_way[i] = copysign(first, b->novice_way[i]);
    }
    for (int32_t i = 0; ok && i < passes && b->best > objective * (1 + 1e-9) + 1e-6; i++) {
        double value = evaluate(&pass, threads);
        b->passes++;
        if (value < b->best) {
            b->best = value;
            prices_copy(w, b->price, b->novice_price, w->price, w->novice_price);
            team_prices_keep(w, false);
        }
        team_prices_count(w, pass.taken);
        move_prices(b, w, &pass.scratch[0]);
        ok = plan_tick(w, "bound", i + 1, passes, err);
    }
    back_to_best(b, w);
    arena_free(a);
    return ok;
}
