/* plan_bound.c - the bound that prices of seats prove.
 *
 * Give each seat a price of at least 0, and let each person alone take the set that is worth most after paying. The sum
 * of these, plus the price of all seats there are, is at least the worth of every plan: seats that a plan leaves empty
 * are paid for and worth nothing, and no person in it does better than alone (Lagrangian relaxation). This holds for
 * any prices; plan_prices.c finds good ones over the menus, and every FULL passes all sessions are looked at: that
 * proves a bound, and writes the menus anew. */
#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "plan_private.h"

enum { FULL = 6, GRAIN = 16 };
static const double NOISE = 2, NOISE_LEAST = 20; /* steps, and points, that chance has in a menu */

typedef struct Scratch {
    Solver *solver;
    Tops tops;
    Spread spread;
    Choice choice;
    double *extra; /* of each session: what it costs the team that is looked at on top */
} Scratch;

typedef struct Proof {
    const Work *w;
    Menus *menus;
    uint64_t menus_written; /* times */
    double noise;           /* points, in the menus */
    ShiftTops *shifts;
    Scratch *scratch; /* one for each thread */
    double *value;    /* of each person */
} Proof;

static void offer(const Proof *proof, Scratch *mine, int32_t class, int32_t person) {
    const Work *w = proof->w;
    mine->spread.noise = proof->noise;
    mine->spread.seed = hash_mix(w->in->seed, hash_mix((uint64_t)proof->menus->of[person], proof->menus_written));
    tops_fill_spread(w, proof->shifts, class, w->alone[person] ? person : NONE, mine->extra, &mine->tops,
                     &mine->spread);
    menu_write(w, proof->menus, class, person, &mine->spread.menu);
}

static void classes_take(void *ctx, size_t begin, size_t end, int worker) {
    Proof *proof = ctx;
    const Work *w = proof->w;
    Scratch *mine = &proof->scratch[worker];
    for (size_t c = begin; c < end; c++) {
        const Class *class = &w->classes[c];
        int32_t offered = NONE; /* menu */
        team_prices_lay(w, class->team, false, mine->extra);
        for (int32_t i = class->begin; i < class->end; i++) {
            int32_t person = w->member[i];
            if (proof->menus->of[person] != offered) offer(proof, mine, (int32_t)c, person);
            offered = proof->menus->of[person];
            solver_best(mine->solver, w, person, &mine->tops, TOPS_PRICED, true, &mine->choice);
            proof->value[person] = mine->choice.value;
        }
        team_prices_lay(w, class->team, true, mine->extra);
    }
}

/* The bound of the prices that stand. */
static double prove(Proof *proof) {
    const Work *w = proof->w;
    proof->menus_written++;
    shift_tops_fill(proof->shifts, TOPS_PRICED);
    par_for(w->in->par, (size_t)w->classes_n, GRAIN, classes_take, proof);
    double sum = 0; /* always in this order */
    for (size_t i = 0; i < w->in->people_n; i++) sum += proof->value[i];
    return sum + prices_of_all_seats(w);
}

static Proof proof_new(Arena *a, const Work *w, Menus *menus) {
    Proof proof = {.w = w, .menus = menus, .shifts = shift_tops_new(a, w)};
    int threads = w->in->par ? par_threads(w->in->par) : 1;
    proof.scratch = ARENA_ARRAY(a, Scratch, (size_t)threads);
    proof.value = ARENA_ARRAY(a, double, w->in->people_n + 1);
    for (int t = 0; t < threads; t++)
        proof.scratch[t] = (Scratch){.solver = solver_new(a, w),
                                     .tops = tops_new(a, w, TOPS_BEST),
                                     .spread = {.menu = tops_new(a, w, MENU_PER_KIND)},
                                     .choice = {0, ARENA_ARRAY(a, int32_t, work_slots(w))},
                                     .extra = ARENA_ARRAY(a, double, w->in->sessions_n + 1)};
    return proof;
}

void bound_setup(Bound *b, const Work *w) {
    *b = (Bound){.best = INFINITY, .menus = menus_new(w->a, w)};
    b->price = ARENA_ARRAY(w->a, double, w->in->sessions_n + 1);
    b->novice_price = ARENA_ARRAY(w->a, double, w->in->sessions_n + 1);
}

static void keep_prices(Bound *b, Work *w) {
    memcpy(b->price, w->price, w->in->sessions_n * sizeof *w->price);
    memcpy(b->novice_price, w->novice_price, w->in->sessions_n * sizeof *w->novice_price);
    for (size_t i = 0; i < w->team_prices->n; i++) w->team_prices->of[i].proven = w->team_prices->of[i].price;
}

void bound_prices(const Bound *b, Work *w) {
    memcpy(w->price, b->price, w->in->sessions_n * sizeof *w->price);
    memcpy(w->novice_price, b->novice_price, w->in->sessions_n * sizeof *w->novice_price);
    for (size_t i = 0; i < w->team_prices->n; i++) w->team_prices->of[i].price = w->team_prices->of[i].proven;
}

bool bound_lower(Work *w, Bound *b, double objective, int32_t passes, Err *err) {
    Arena *a = arena_new();
    Proof proof = proof_new(a, w, b->menus);
    Pricer *pricer = pricer_new(a, w, b->menus);
    bool ok = true;
    if (b->passes) bound_prices(b, w);
    for (int32_t i = 0; ok && i <= passes && b->best > objective * (1 + 1e-9) + 1e-6; i++) {
        if ((i % FULL == 0 && (i || !b->passes)) || i == passes) {
            proof.noise = fmax(NOISE_LEAST, NOISE * pricer_step(b->passes));
            double value = prove(&proof);
            if (value < b->best) {
                b->best = value;
                keep_prices(b, w);
            }
        }
        if (i < passes) pricer_pass(pricer, b->passes++);
        ok = plan_tick(w, "bound", i + 1, passes, err);
    }
    bound_prices(b, w);
    arena_free(a);
    return ok;
}
