/* granularity.c - the number of themes by agreement of two views.
 *
 * Each half of the features gives a clustering of its own. Structure that is really there shows in both, so
 * the adjusted mutual information between the two rises with the resolution while true themes come apart and
 * falls once themes are cut by chance. On real complaints it has no sharp peak: 20 themes are nearly as true as
 * 200, coarser or finer. So a number that a team can act on is preferred, and every doubling or halving of it
 * must be paid for with better agreement. */
#include "granularity.h"

#include <math.h>
#include <stdlib.h>

#include "stats/agreement.h"

enum { STEPS = 14, ACTIONABLE = 72, SIGNALS_EACH = 30 };

static const double PRICE = 0.08; /* share of the agreement that a doubling or halving costs */

/* A list of themes that a team reads through; fewer when there are not enough signals for so many. */
static double actionable(size_t n) {
    double most = (double)n / SIGNALS_EACH;
    return most < 2 ? 2 : most < ACTIONABLE ? most : ACTIONABLE;
}

typedef struct Step {
    double agreement;
    size_t themes; /* 0 when there is nothing to choose */
} Step;

/* One heap of most documents with a few islands of near-copies around it agrees well and says nothing. */
static bool one_heap(const Partition *p) {
    size_t largest = 0;
    for (size_t i = 0; i < p->n; i++) largest += p->of[i] == 0;
    return largest * 2 > p->n;
}

static Step try_resolution(const Graph views[2], double resolution, uint64_t seed) {
    Arena *a = arena_new();
    Partition p[2];
    for (int h = 0; h < 2; h++) p[h] = partition_at(a, &views[h], resolution, cluster_size_min(views[h].n, 0), seed);
    Step s = {agreement_ami(p[0].of, p[1].of, p[0].n), (p[0].k + p[1].k) / 2};
    if (one_heap(&p[0]) || one_heap(&p[1])) s.themes = 0;
    arena_free(a);
    return s;
}

static size_t choose(const Step *steps, double wanted) {
    double best = -1;
    size_t k = 1;
    for (int i = 0; i < STEPS; i++) {
        if (steps[i].themes < 2) continue;
        double value = steps[i].agreement * (1 - PRICE * fabs(log2((double)steps[i].themes / wanted)));
        if (value > best) best = value, k = steps[i].themes;
    }
    return k;
}

size_t granularity_choose(const Candidates *c, uint64_t seed, Par *par) {
    Arena *a = arena_new();
    float *scores = ARENA_ARRAY(a, float, c->n *CANDIDATES);
    Graph views[2];
    Step steps[STEPS];
    for (int h = 0; h < 2; h++) {
        view_scores(c, h ? VIEW_HALF_1 : VIEW_HALF_0, scores);
        views[h] = graph_build(a, c, scores, par);
    }
    for (int i = 0; i < STEPS; i++) steps[i] = try_resolution(views, 0.2 * pow(2, i * 0.5), seed);
    size_t k = choose(steps, actionable(c->n));
    arena_free(a);
    return k;
}
