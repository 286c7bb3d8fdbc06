/* facet_find.c - where the signals of a theme fall apart into facets, and whether they really do.
 *
 * Communities of the theme's own neighbour graph, at a few resolutions. Any cloud of texts can be cut in two by whether
 * they hold its commonest word. A cut is real when more words go with it than the one: so what one half of the
 * vocabulary tells about it is held against what the other half tells, each learned from one half of the
 * documents and told of the other. The resolution at which the two agree best is taken (adjusted mutual
 * information); below agreement_min the theme has no facets. Words dealt out anew among the texts of a theme, so that
 * none goes with another, must not give any (docs/internals/themes-levels.md). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "facets.h"
#include "select.h"
#include "stats/agreement.h"
#include "themes/levels.h"

enum { DOCS_MIN = 30, STEPS = 10, LOCAL_DF_MIN = 2 };
static const double LOWEST = 0.06;

/* A graph of some of the nodes; nodes ascending. */
static Graph subgraph(Arena *a, const Graph *g, const uint32_t *nodes, size_t n, uint32_t *local) {
    uint32_t edges = 0, out = 0;
    for (uint32_t i = 0; i < n; i++) local[nodes[i]] = i, edges += g->begin[nodes[i] + 1] - g->begin[nodes[i]];
    Graph s = {(uint32_t)n, ARENA_ARRAY(a, uint32_t, n + 1), ARENA_ARRAY(a, uint32_t, edges),
               ARENA_ARRAY(a, float, edges)};
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t e = g->begin[nodes[i]]; e < g->begin[nodes[i] + 1]; e++) {
            uint32_t to = local[g->to[e]];
            if (to != UINT32_MAX) s.to[out] = to, s.weight[out++] = g->weight[e];
        }
        s.begin[i + 1] = out;
    }
    for (uint32_t i = 0; i < n; i++) local[nodes[i]] = UINT32_MAX;
    return s;
}

typedef struct Finding {
    const Matrix *m;
    const Partition *p;
    const uint32_t *feature; /* of the codebook, per feature of the matrix, or UINT32_MAX */
    const Codebook *c;
    Graph graph; /* edges within themes */
    uint64_t seed;
    uint32_t **members; /* per theme, ascending */
    size_t *members_n;
    uint32_t **local_doc, **local_feature; /* per worker, UINT32_MAX between themes */
    Arena **arenas;
    FacetSet *sets;
    int32_t *facet; /* per document */
} Finding;

/* The rows of a theme as a coder sees them, with the features that at least LOCAL_DF_MIN of them have. */
static FacetRows local_rows(Arena *a, const Finding *f, size_t theme, uint32_t *number) {
    size_t n = f->members_n[theme], met_n = 0, room = 0;
    FacetRows r = {n, 0, ARENA_ARRAY(a, Row, n), f->members[theme], NULL};
    for (size_t i = 0; i < n; i++) room += f->m->rows[r.doc[i]].n;
    uint32_t *met = ARENA_ARRAY(a, uint32_t, room);
    for (size_t i = 0; i < n; i++) {
        const Row *row = &f->m->rows[r.doc[i]];
        for (size_t j = 0; j < row->n; j++) {
            if (f->feature[row->id[j]] == UINT32_MAX) continue;
            if (number[row->id[j]] == UINT32_MAX) number[row->id[j]] = 0, met[met_n++] = row->id[j];
            number[row->id[j]]++;
        }
    }
    Entry *order = ARENA_ARRAY(a, Entry, met_n); /* ascending by feature of the codebook */
    for (size_t i = 0; i < met_n; i++) {
        if (number[met[i]] >= LOCAL_DF_MIN) order[r.features++] = (Entry){f->feature[met[i]], 0};
    }
    qsort(order, r.features, sizeof *order, entry_compare);
    r.feature = ARENA_ARRAY(a, uint32_t, r.features);
    for (size_t i = 0; i < r.features; i++) r.feature[i] = order[i].id;
    for (size_t i = 0; i < met_n; i++) { /* numbers by binary search, once per feature */
        uint32_t wanted = f->feature[met[i]];
        size_t low = 0, high = number[met[i]] >= LOCAL_DF_MIN ? r.features : 0;
        while (low + 1 < high) {
            size_t mid = low + (high - low) / 2;
            if (r.feature[mid] <= wanted) low = mid;
            else high = mid;
        }
        number[met[i]] = high ? (uint32_t)low : UINT32_MAX;
    }
    for (size_t i = 0; i < n; i++) {
        const Row *row = &f->m->rows[r.doc[i]];
        Row *out = &r.rows[i];
        double square = row_coded(f->m, row);
        float scale = square > 0 ? (float)(1 / sqrt(square)) : 0;
        *out = (Row){0, 0, ARENA_ARRAY(a, uint32_t, row->n), ARENA_ARRAY(a, float, row->n)};
        for (size_t j = 0; j < row->n; j++) {
            uint32_t id = number[row->id[j]];
            if (f->feature[row->id[j]] != UINT32_MAX && id != UINT32_MAX)
                out->id[out->n] = id, out->weight[out->n++] = scale * row->weight[j];
        }
    }
    for (size_t i = 0; i < met_n; i++) number[met[i]] = UINT32_MAX;
    return r;
}

/* Communities as facets of all rows; returns how many, 0 when there are too few or too many. */
static size_t communities(Arena *a, const Graph *g, double resolution, uint64_t seed, int32_t *facet) {
    Partition p = partition_at(a, g, (Start){NULL, resolution, seed}, cluster_size_min(g->n, 1));
    memcpy(facet, p.of, g->n * sizeof *facet);
    return p.k >= 2 && p.k <= FACETS_MAX ? p.k : 0;
}

/* The rows' words (stems) of one half of the vocabulary. */
static FacetRows view_of(Arena *a, const FacetRows *r, const Codebook *c, unsigned half) {
    FacetRows v = *r;
    v.rows = ARENA_ARRAY(a, Row, r->n);
    for (size_t i = 0; i < r->n; i++) {
        const Row *row = &r->rows[i];
        v.rows[i] = (Row){0, 0, ARENA_ARRAY(a, uint32_t, row->n), ARENA_ARRAY(a, float, row->n)};
        for (size_t j = 0; j < row->n; j++) {
            uint64_t key = c->keys[r->feature[row->id[j]]];
            if (feature_block(key) != BLOCK_WORD || feature_half(key) != half) continue;
            v.rows[i].id[v.rows[i].n] = row->id[j], v.rows[i].weight[v.rows[i].n++] = row->weight[j];
        }
    }
    return v;
}

/* How well the two views agree on the facets, over the rows that both can tell. */
static double agreement(const FacetRows views[2], const int32_t *facet, size_t k) {
    size_t n = views[0].n, both = 0;
    int32_t *told[2];
    for (int v = 0; v < 2; v++) {
        told[v] = mem_alloc((n + 1) * sizeof(int32_t));
        for (int h = 0; h < 2; h++) facets_tell(&views[v], facet, k, h, told[v]);
    }
    for (size_t i = 0; i < n; i++)
        if (told[0][i] >= 0 && told[1][i] >= 0) told[0][both] = told[0][i], told[1][both++] = told[1][i];
    double found = both * 2 > n ? agreement_ami(told[0], told[1], both) : 0;
    free(told[0]), free(told[1]);
    return found;
}

/* Of few documents, chance alone agrees better. */
static double agreement_min(size_t n) {
    return 0.1 + 1 / sqrt((double)n);
}

static void find_in_theme(const Finding *f, size_t theme, int worker) {
    Arena *a = arena_new();
    FacetRows rows = local_rows(a, f, theme, f->local_feature[worker]);
    Graph g = subgraph(a, &f->graph, rows.doc, rows.n, f->local_doc[worker]);
    FacetRows views[2] = {view_of(a, &rows, f->c, 0), view_of(a, &rows, f->c, 1)};
    int32_t *start = ARENA_ARRAY(a, int32_t, rows.n), *facet = ARENA_ARRAY(a, int32_t, rows.n);
    int32_t *before = ARENA_ARRAY(a, int32_t, rows.n);
    double best = agreement_min(rows.n);
    for (int step = 0; step < STEPS; step++) {
        size_t k = communities(a, &g, LOWEST * pow(2, step * 0.5), f->seed, start);
        bool seen = step > 0 && memcmp(start, before, rows.n * sizeof *start) == 0; /* nor would it fare better now */
        memcpy(before, start, rows.n * sizeof *start);
        if (seen) continue;
        FacetSet set = k ? facets_fit(f->arenas[worker], &rows, start, k, facet) : (FacetSet){0};
        double agreed = set.n ? agreement(views, facet, set.n) : 0;
        if (agreed <= best) continue;
        best = agreed, f->sets[theme] = set;
        for (size_t i = 0; i < rows.n; i++) f->facet[rows.doc[i]] = facet[i];
    }
    arena_free(a);
}

static void find_in_themes(void *ctx, size_t begin, size_t end, int worker) {
    const Finding *f = ctx;
    for (size_t t = begin; t < end; t++)
        if (f->members_n[t] >= DOCS_MIN) find_in_theme(f, t, worker);
}

static void group_members(Arena *a, Finding *f) {
    f->members = ARENA_ARRAY(a, uint32_t *, f->p->k);
    f->members_n = ARENA_ARRAY(a, size_t, f->p->k);
    for (size_t d = 0; d < f->p->n; d++)
        if (f->p->of[d] >= 0) f->members_n[f->p->of[d]]++;
    for (size_t t = 0; t < f->p->k; t++) f->members[t] = ARENA_ARRAY(a, uint32_t, f->members_n[t]), f->members_n[t] = 0;
    for (size_t d = 0; d < f->p->n; d++)
        if (f->p->of[d] >= 0) f->members[f->p->of[d]][f->members_n[f->p->of[d]]++] = (uint32_t)d;
}

/* The graph of neighbours within themes. */
static Graph graph_within(Arena *a, const Candidates *c, const Partition *p, Par *par) {
    float *scores = mem_alloc((c->n * CANDIDATES + 1) * sizeof *scores);
    for (size_t d = 0; d < c->n; d++) {
        for (size_t i = 0; i < c->count[d]; i++) {
            const Candidate *x = &c->at[d * CANDIDATES + i];
            bool edge = p->of[d] >= 0 && p->of[d] == p->of[x->doc];
            scores[d * CANDIDATES + i] = edge ? x->cosine : 0;
        }
    }
    Graph g = graph_build(a, c, scores, par);
    free(scores);
    return g;
}

static FacetSet copy_set(Arena *a, const FacetSet *from) {
    FacetSet to = *from;
    to.feature = ARENA_ARRAY(a, uint32_t, from->features);
    to.weight = ARENA_ARRAY(a, float, (size_t)from->features * from->n);
    if (from->n) memcpy(to.feature, from->feature, from->features * sizeof *to.feature);
    if (from->n) memcpy(to.weight, from->weight, (size_t)from->features * from->n * sizeof *to.weight);
    return to;
}

void facets_give(Arena *a, Codebook *c, const Sample *s, const Matrix *m, const Candidates *candidates,
                 const Partition *p, uint64_t seed, Par *par) {
    Arena *scratch = arena_new();
    size_t workers = (size_t)par_threads(par);
    uint32_t *feature = ARENA_ARRAY(scratch, uint32_t, m->features);
    Finding f = {
        .m = m, .c = c, .p = p, .feature = feature, .seed = seed, .facet = ARENA_ARRAY(scratch, int32_t, p->n)};
    for (size_t i = 0; i < m->features; i++) feature[i] = codebook_feature(c, m->keys[i]);
    for (size_t d = 0; d < p->n; d++) f.facet[d] = FACET_NONE;
    f.graph = graph_within(scratch, candidates, p, par);
    group_members(scratch, &f);
    f.sets = ARENA_ARRAY(scratch, FacetSet, p->k);
    f.local_doc = ARENA_ARRAY(scratch, uint32_t *, workers);
    f.local_feature = ARENA_ARRAY(scratch, uint32_t *, workers);
    f.arenas = ARENA_ARRAY(scratch, Arena *, workers);
    for (size_t w = 0; w < workers; w++) {
        f.local_doc[w] = ARENA_ARRAY(scratch, uint32_t, p->n);
        f.local_feature[w] = ARENA_ARRAY(scratch, uint32_t, m->features);
        f.arenas[w] = arena_new();
        memset(f.local_doc[w], 0xff, p->n * sizeof(uint32_t));
        memset(f.local_feature[w], 0xff, m->features * sizeof(uint32_t));
    }
    par_for(par, p->k, 1, find_in_themes, &f);
    c->facets = ARENA_ARRAY(a, FacetSet, c->themes);
    for (size_t t = 0; t < p->k; t++) c->facets[t] = copy_set(a, &f.sets[t]);
    for (size_t w = 0; w < workers; w++) arena_free(f.arenas[w]);
    facets_name(a, c, s, p, f.facet, par);
    arena_free(scratch);
}
