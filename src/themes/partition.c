/* partition.c - the graph of nearest neighbours and its communities. */
#include "partition.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "select.h"

enum { TRIES = 12, SIZE_DIVISOR = 25 };

void view_scores(const Candidates *c, View view, float *scores) {
    for (size_t i = 0; i < c->n; i++) {
        for (size_t k = 0; k < c->count[i]; k++) {
            const Candidate *x = &c->at[i * CANDIDATES + k];
            scores[i * CANDIDATES + k] = view == VIEW_WHOLE ? x->cosine : x->half[view - VIEW_HALF_0];
        }
    }
}

typedef struct Nearest {
    const Candidates *c;
    const float *scores;
    Entry *at; /* n * NEIGHBOURS */
    uint32_t *count;
} Nearest;

static void pick_nearest(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    Nearest *x = ctx;
    for (size_t i = begin; i < end; i++) {
        Entry all[CANDIDATES];
        size_t n = 0;
        for (size_t k = 0; k < x->c->count[i]; k++) {
            float score = x->scores[i * CANDIDATES + k];
            if (score > 0) all[n++] = (Entry){x->c->at[i * CANDIDATES + k].doc, score};
        }
        entries_select(all, n, NEIGHBOURS);
        x->count[i] = (uint32_t)(n < NEIGHBOURS ? n : NEIGHBOURS);
        memcpy(x->at + i * NEIGHBOURS, all, x->count[i] * sizeof *all);
    }
}

/* Sorts the edges of a node by their other end and folds the two directions into one sum. */
static uint32_t fold_edges(Entry *at, uint32_t n) {
    for (uint32_t i = 1; i < n; i++) { /* short and half sorted already: insertion */
        Entry e = at[i];
        uint32_t j = i;
        for (; j > 0 && at[j - 1].id > e.id; j--) at[j] = at[j - 1];
        at[j] = e;
    }
    uint32_t out = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (out && at[out - 1].id == at[i].id) at[out - 1].weight += at[i].weight;
        else at[out++] = at[i];
    }
    return out;
}

Graph graph_build(Arena *a, const Candidates *c, const float *scores, Par *par) {
    Arena *scratch = arena_new();
    size_t n = c->n;
    Nearest x = {c, scores, ARENA_ARRAY(scratch, Entry, n * NEIGHBOURS), ARENA_ARRAY(scratch, uint32_t, n)};
    par_for(par, n, 256, pick_nearest, &x);
    uint32_t *begin = ARENA_ARRAY(scratch, uint32_t, n + 2);
    for (size_t i = 0; i < n; i++) {
        begin[i + 2] += x.count[i];
        for (size_t k = 0; k < x.count[i]; k++) begin[x.at[i * NEIGHBOURS + k].id + 2]++;
    }
    for (size_t i = 2; i < n + 2; i++) begin[i] += begin[i - 1];
    Entry *edges = ARENA_ARRAY(scratch, Entry, begin[n + 1]);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < x.count[i]; k++) {
            Entry e = x.at[i * NEIGHBOURS + k];
            edges[begin[i + 1]++] = e;
            edges[begin[e.id + 1]++] = (Entry){(uint32_t)i, e.weight};
        }
    }
    Graph g = {(uint32_t)n, ARENA_ARRAY(a, uint32_t, n + 1), ARENA_ARRAY(a, uint32_t, begin[n]),
               ARENA_ARRAY(a, float, begin[n])};
    for (size_t i = 0; i < n; i++) {
        uint32_t kept = fold_edges(edges + begin[i], begin[i + 1] - begin[i]), at = g.begin[i];
        for (uint32_t k = 0; k < kept; k++)
            g.to[at + k] = edges[begin[i] + k].id, g.weight[at + k] = edges[begin[i] + k].weight;
        g.begin[i + 1] = at + kept;
    }
    arena_free(scratch);
    return g;
}

size_t cluster_size_min(size_t n, size_t k) {
    size_t least = k ? n / (SIZE_DIVISOR * k) : 0;
    return least > 3 ? least : 3;
}

void partition_by_size(Partition *p) {
    Entry *sizes = mem_alloc((p->k + 1) * sizeof *sizes);
    int32_t *number = mem_alloc((p->k + 1) * sizeof *number);
    for (size_t c = 0; c < p->k; c++) sizes[c] = (Entry){(uint32_t)c, 0};
    for (size_t i = 0; i < p->n; i++)
        if (p->of[i] >= 0) sizes[p->of[i]].weight++;
    qsort(sizes, p->k, sizeof *sizes, entry_compare);
    for (size_t c = 0; c < p->k; c++) number[sizes[c].id] = (int32_t)c;
    for (size_t i = 0; i < p->n; i++)
        if (p->of[i] >= 0) p->of[i] = number[p->of[i]];
    free(sizes);
    free(number);
}

/* Keeps the clusters that are big enough, numbered by size. */
static Partition keep_big(Arena *a, const uint32_t *community, size_t n, size_t communities, size_t size_min) {
    Entry *sizes = mem_alloc((communities + 1) * sizeof *sizes);
    for (size_t c = 0; c < communities; c++) sizes[c] = (Entry){(uint32_t)c, 0};
    for (size_t i = 0; i < n; i++) sizes[community[i]].weight++;
    qsort(sizes, communities, sizeof *sizes, entry_compare);
    int32_t *number = mem_alloc((communities + 1) * sizeof *number);
    Partition p = {.n = n, .of = ARENA_ARRAY(a, int32_t, n)};
    for (size_t c = 0; c < communities; c++) {
        bool big = sizes[c].weight >= (float)size_min;
        number[sizes[c].id] = big ? (int32_t)p.k : UNTHEMED;
        p.k += big;
    }
    for (size_t i = 0; i < n; i++) p.of[i] = number[community[i]];
    free(sizes);
    free(number);
    return p;
}

/* Documents in no cluster each start alone. */
static void communities_of(const Partition *from, uint32_t *community) {
    uint32_t alone = (uint32_t)from->k;
    for (size_t i = 0; i < from->n; i++) community[i] = from->of[i] >= 0 ? (uint32_t)from->of[i] : alone++;
}

Partition partition_at(Arena *a, const Graph *g, Start start, size_t size_min) {
    uint32_t *community = mem_alloc((g->n + 1) * sizeof *community);
    if (start.from) communities_of(start.from, community);
    uint32_t n = start.from ? leiden_from(g, start.resolution, start.seed, community)
                            : leiden(g, start.resolution, start.seed, community);
    Partition p = keep_big(a, community, g->n, n, size_min);
    p.resolution = start.resolution;
    free(community);
    return p;
}

static size_t in_clusters(const Partition *p) {
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) n += p->of[i] >= 0;
    return n;
}

/* Where the resolution is looked for: the nearest with too few clusters, and with too many (0: none yet). */
typedef struct Search {
    double low, high, stride;
    size_t low_k, high_k;
} Search;

/* With both ends known somewhere between, taking the logarithm of the number to grow evenly from one to the other.
 * Before that the number is taken to grow with the resolution a little less than in proportion, and where it hardly
 * does, strides get longer. */
static double next_resolution(Search *s, double at, size_t found, size_t wanted) {
    if (s->low > 0 && s->high > 0) {
        double least = log((double)s->low_k + 1), most = log((double)s->high_k + 1);
        double part = most > least ? (log((double)wanted + 1) - least) / (most - least) : 0.5;
        return s->low * pow(s->high / s->low, fmin(fmax(part, 0.2), 0.8));
    }
    double step = pow((double)wanted / (double)(found ? found : 1), 1.15), before = s->stride;
    if (s->high > 0) s->stride = fmin(found ? fmin(step, 0.95) : 0.5, fmax(before * before, 0.5));
    else s->stride = fmax(fmax(step, 1.05), fmin(before * before, 2));
    s->stride = fmin(fmax(s->stride, 0.25), 4);
    return at * s->stride;
}

Partition partition_into(Arena *a, const Graph *g, size_t k, size_t slack, Start start) {
    Search s = {.stride = 1};
    size_t size_min = cluster_size_min(g->n, k), best_gap = SIZE_MAX;
    Partition best = {0};
    for (int step = 0; step < TRIES; step++) {
        Partition p = partition_at(a, g, start, size_min);
        size_t gap = p.k > k ? p.k - k : k - p.k;
        if (gap <= slack) return p;
        if (gap < best_gap) best_gap = gap, best = p;
        bool coarse = p.k < k && in_clusters(&p) * 2 > p.n; /* else it fell apart into crumbs */
        if (coarse) s.low = start.resolution, s.low_k = p.k;
        else s.high = start.resolution, s.high_k = p.k > k ? p.k : 2 * k;
        start.resolution = next_resolution(&s, start.resolution, p.k, k);
    }
    return best;
}
