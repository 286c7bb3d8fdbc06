/* granularity.c - the number of themes by agreement of two views.
 *
 * Each half of the features gives a clustering of its own. Structure that is really there shows in both, so
 * the adjusted mutual information between the two rises with the resolution while true themes come apart and
 * falls once themes are cut by chance. The smallest resolution within 3 % of the best is taken. */
#include "granularity.h"

#include <math.h>
#include <stdlib.h>

#include "stats/agreement.h"

enum { STEPS = 12 };

static const double AGREEMENT_SHARE = 0.97;

size_t granularity_choose(const Candidates *c, uint64_t seed, Par *par) {
    Arena *a = arena_new();
    float *scores = ARENA_ARRAY(a, float, c->n *CANDIDATES);
    Graph g[2];
    for (int h = 0; h < 2; h++) {
        view_scores(c, h ? VIEW_HALF_1 : VIEW_HALF_0, scores);
        g[h] = graph_build(a, c, scores, par);
    }
    double agreement[STEPS], best = 0;
    size_t themes[STEPS];
    for (int i = 0; i < STEPS; i++) {
        double resolution = 0.25 * pow(2, i * 0.5);
        Partition p[2];
        for (int h = 0; h < 2; h++) p[h] = partition_at(a, &g[h], resolution, cluster_size_min(c->n, 0), seed);
        agreement[i] = agreement_ami(p[0].of, p[1].of, c->n);
        themes[i] = (p[0].k + p[1].k) / 2;
        if (agreement[i] > best) best = agreement[i];
    }
    int chosen = 0;
    while (chosen < STEPS - 1 && (agreement[chosen] < AGREEMENT_SHARE * best || themes[chosen] < 2)) chosen++;
    size_t k = themes[chosen];
    arena_free(a);
    return k ? k : 1;
}
