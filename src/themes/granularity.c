/* granularity.c - the number of themes by agreement of two views.
 *
 * Each half of the features gives a clustering of its own. Structure that is really there shows in both, so
 * the adjusted mutual information between the two rises with the resolution while true themes come apart and
 * falls once themes are cut by chance. On real complaints it has no sharp peak: 20 themes are nearly as true as
 * 200, coarser or finer. So a number that a team can act on is preferred, and who goes away from it must pay with
 * better agreement: little for a step, much for two doublings. The number that a team knows already is kept while it is
 * nearly as good: themes that come and go because ten more signals came in are no news. */
#include "granularity.h"

#include <math.h>
#include <stdlib.h>

#include "stats/agreement.h"

enum { STEPS = 14, ACTIONABLE = 72, SIGNALS_EACH = 30 };

static const double PRICE = 0.08;  /* share of the agreement that a doubling or halving costs; two of them cost four */
static const double OCTAVES = 0.5; /* doublings within which steps speak for each other */
static const double KEEP = 0.95;   /* of the best value: the number of before is good enough */

/* A list of themes that a team reads through; fewer when there are not enough signals for so many. */
static double actionable(size_t n) {
    double most = (double)n / SIGNALS_EACH;
    return most < 2 ? 2 : most < ACTIONABLE ? most : ACTIONABLE;
}

/* One heap of most documents with a few islands of near-copies around it agrees well and says nothing. */
static bool one_heap(const Partition *p) {
    size_t largest = 0;
    for (size_t i = 0; i < p->n; i++) largest += p->of[i] == 0;
    return largest * 2 > p->n;
}

typedef struct Trying {
    Graph views[2];
    GranularityStep *steps;
    uint64_t seed;
} Trying;

static void try_resolutions(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    const Trying *t = ctx;
    for (size_t i = begin; i < end; i++) {
        Arena *a = arena_new();
        Partition p[2];
        for (int h = 0; h < 2; h++)
            p[h] = partition_at(a, &t->views[h], (Start){NULL, 0.2 * pow(2, (double)i * 0.5), t->seed},
                                cluster_size_min(t->views[h].n, 0));
        GranularityStep *s = &t->steps[i];
        *s = (GranularityStep){agreement_ami(p[0].of, p[1].of, p[0].n), (p[0].k + p[1].k) / 2};
        if (one_heap(&p[0]) || one_heap(&p[1])) s->themes = 0;
        arena_free(a);
    }
}

/* ---- choosing -------------------------------------------------------------------------------- */

typedef struct Curve {
    const GranularityStep *steps;
    size_t steps_n, least, most; /* themes of the usable steps */
    double wanted;
} Curve;

/* The agreement at 2^x themes: a line through the steps, those nearby counting most (local linear regression). One
 * clustering is a matter of luck, so a step is never taken by its own word. */
static double agreement_at(const Curve *c, double x) {
    double w0 = 0, wx = 0, wxx = 0, wy = 0, wxy = 0;
    for (size_t i = 0; i < c->steps_n; i++) {
        if (c->steps[i].themes < 2) continue;
        double d = log2((double)c->steps[i].themes) - x, y = c->steps[i].agreement;
        double w = exp(-0.5 * d * d / (OCTAVES * OCTAVES));
        w0 += w, wx += w * d, wxx += w * d * d, wy += w * y, wxy += w * d * y;
    }
    double spread = w0 * wxx - wx * wx;
    return spread > 1e-9 * w0 * w0 ? (wxx * wy - wx * wxy) / spread : wy / w0;
}

static double value_at(const Curve *c, size_t themes) {
    size_t measured = themes < c->least ? c->least : themes > c->most ? c->most : themes;
    double away = log2((double)themes / c->wanted);
    return agreement_at(c, log2((double)measured)) * fmax(0, 1 - PRICE * away * away);
}

size_t granularity_best(const GranularityStep *steps, size_t steps_n, size_t n, size_t before) {
    Curve c = {steps, steps_n, SIZE_MAX, 0, actionable(n)};
    for (size_t i = 0; i < steps_n; i++) {
        if (steps[i].themes < 2) continue;
        if (steps[i].themes < c.least) c.least = steps[i].themes;
        if (steps[i].themes > c.most) c.most = steps[i].themes;
    }
    if (c.most == 0) return 1;
    size_t k = c.least;
    double best = value_at(&c, k);
    for (size_t themes = c.least + 1; themes <= c.most; themes++) {
        double value = value_at(&c, themes);
        if (value > best) best = value, k = themes;
    }
    bool keep = before >= 2 && before <= n / 3 && value_at(&c, before) >= KEEP * best;
    return keep ? before : k;
}

size_t granularity_choose(const Candidates *c, size_t before, uint64_t seed, Par *par) {
    Arena *a = arena_new();
    float *scores = ARENA_ARRAY(a, float, c->n *CANDIDATES);
    GranularityStep steps[STEPS];
    Trying t = {.steps = steps, .seed = seed};
    for (int h = 0; h < 2; h++) {
        view_scores(c, h ? VIEW_HALF_1 : VIEW_HALF_0, scores);
        t.views[h] = graph_build(a, c, scores, par);
    }
    par_for(par, STEPS, 1, try_resolutions, &t);
    arena_free(a);
    return granularity_best(steps, STEPS, c->n, before);
}
