/* groups.c - many small communities of a pool, as discovery finds themes, and those of them that hold together.
 *
 *   vectors -> neighbours -> graph -> communities -> (profiles -> graph -> communities) x 2 -> coherent ones
 *
 * What chance does is read from random pairs of different communities: the members of a group must on average be a
 * fifth more alike than all but one in a hundred of such pairs. */
#include "themes/groups.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "names.h"
#include "profile.h"

enum { PAIRS = 20000, POOL_MIN = 12, GROUP_SIZE = 12, ROUNDS = 2 };

static const double START_RESOLUTION = 4, MARGIN = 1.2;

/* `dense` has a place for each feature, all 0 before and after. */
static double row_product(const Row *x, const Row *y, float *dense) {
    double sum = 0;
    for (size_t i = 0; i < x->n; i++) dense[x->id[i]] = x->weight[i];
    for (size_t j = 0; j < y->n; j++) sum += (double)dense[y->id[j]] * (double)y->weight[j];
    for (size_t i = 0; i < x->n; i++) dense[x->id[i]] = 0;
    return sum;
}

static int by_value(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

/* The likeness that one random pair in a hundred of different communities reaches. */
static double chance_fence(const Matrix *m, const Partition *p) {
    double *values = mem_alloc(PAIRS * sizeof *values);
    float *dense = mem_alloc((m->features + 1) * sizeof *dense);
    Rng rng = rng_new(m->n);
    memset(dense, 0, (m->features + 1) * sizeof *dense);
    size_t n = 0;
    for (size_t i = 0; i < PAIRS; i++) {
        size_t x = rng_below(&rng, m->n), y = rng_below(&rng, m->n - 1);
        y += y >= x;
        if (p->of[x] < 0 || p->of[x] != p->of[y]) values[n++] = row_product(&m->rows[x], &m->rows[y], dense);
    }
    qsort(values, n, sizeof *values, by_value);
    double fence = n ? values[n - 1 - n / 100] : 0;
    free(dense);
    free(values);
    return fence;
}

static Partition communities(Arena *a, const Matrix *m, Par *par) {
    Candidates c = neighbours_find(a, m, par);
    float *scores = ARENA_ARRAY(a, float, m->n *CANDIDATES);
    Partition p = {0};
    double resolution = START_RESOLUTION;
    size_t k = m->n / GROUP_SIZE + 2; /* of a dozen texts three */
    view_scores(&c, VIEW_WHOLE, scores);
    for (uint64_t round = 0; round <= ROUNDS; round++) {
        Graph g = graph_build(a, &c, scores, par);
        p = partition_into(a, &g, k, k / 10, (Start){NULL, resolution, round});
        resolution = p.resolution;
        if (p.k == 0) break;
        partition_fold(m, &p, par);
        if (round < ROUNDS) joint_scores(m, &c, &p, par, scores);
    }
    return p;
}

/* ---- from communities to groups -------------------------------------------------------------- */

static int by_voice(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

static size_t voices_of(Arena *a, const Sample *s, const GroupDoc *docs, const int32_t *of, int32_t k, size_t n) {
    uint64_t *voices = ARENA_ARRAY(a, uint64_t, n + 1);
    size_t found = 0, distinct = 0;
    for (size_t i = 0; i < s->n; i++)
        if (of[i] == k) voices[found++] = docs[s->row[i]].voice;
    qsort(voices, found, sizeof *voices, by_voice);
    for (size_t i = 0; i < found; i++) distinct += i == 0 || voices[i] != voices[i - 1];
    return distinct;
}

/* Keeps communities that hold together and that enough voices are in; numbers them anew, the largest first. */
static void keep_groups(const Sample *s, const Matrix *m, const GroupDoc *docs, size_t voices_min, Par *par,
                        Partition *p) {
    Arena *a = arena_new(), *scratch = arena_new();
    Centroids c = centroids_build(a, m, p, par);
    int32_t *number = ARENA_ARRAY(a, int32_t, p->k + 1);
    double fence = MARGIN * chance_fence(m, p);
    size_t kept = 0;
    for (size_t k = 0; k < p->k; k++) {
        bool holds = c.size[k] >= voices_min && mean_pair(c.square[k], c.size[k]) >= fence;
        holds = holds && voices_of(scratch, s, docs, p->of, (int32_t)k, c.size[k]) >= voices_min;
        number[k] = holds ? (int32_t)kept++ : UNTHEMED;
        arena_reset(scratch);
    }
    for (size_t i = 0; i < p->n; i++)
        if (p->of[i] >= 0) p->of[i] = number[p->of[i]];
    p->k = kept;
    if (kept) partition_by_size(p);
    arena_free(scratch);
    arena_free(a);
}

typedef struct Near {
    uint32_t doc;
    float cosine;
    uint64_t key;
} Near;

static int by_nearness(const void *x, const void *y) {
    const Near *a = x, *b = y;
    if (a->cosine != b->cosine) return a->cosine > b->cosine ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

static void fill_group(Arena *a, const Sample *s, const Near *near, size_t n, TextGroup *g) {
    g->docs = ARENA_ARRAY(a, uint32_t, n + 1);
    g->n = n;
    for (size_t i = 0; i < n; i++) {
        g->docs[i] = s->row[near[i].doc];
        g->cohesion += (double)near[i].cosine / (double)n;
    }
}

typedef struct Nearing {
    const Matrix *m;
    const Partition *p;
    const Centroids *centroids;
    float **cosines; /* to all groups; one per worker */
    float *own;      /* per document: to the centroid of its group */
} Nearing;

static void near_range(void *ctx, size_t begin, size_t end, int worker) {
    const Nearing *n = ctx;
    for (size_t i = begin; i < end; i++) {
        if (n->p->of[i] < 0) continue;
        centroids_cosines(n->centroids, &n->m->rows[i], UNTHEMED, n->cosines[worker]);
        n->own[i] = n->cosines[worker][n->p->of[i]];
    }
}

static float *own_cosines(Arena *a, const Matrix *m, const Partition *p, Par *par) {
    Centroids centroids = centroids_build(a, m, p, par);
    size_t workers = (size_t)par_threads(par);
    Nearing n = {m, p, &centroids, ARENA_ARRAY(a, float *, workers), ARENA_ARRAY(a, float, m->n + 1)};
    for (size_t w = 0; w < workers; w++) n.cosines[w] = ARENA_ARRAY(a, float, centroids.stride + 1);
    par_for(par, m->n, 64, near_range, &n);
    return n.own;
}

static void fill_groups(Arena *a, Arena *scratch, const Sample *s, const Matrix *m, const Partition *p,
                        const GroupDoc *docs, Par *par, TextGroup *groups) {
    const float *cosines = own_cosines(scratch, m, p, par);
    Near *near = ARENA_ARRAY(scratch, Near, s->n + 1);
    for (size_t k = 0; k < p->k; k++) {
        size_t n = 0;
        for (size_t i = 0; i < s->n; i++)
            if (p->of[i] == (int32_t)k) near[n++] = (Near){(uint32_t)i, cosines[i], s->docs[i]->key};
        qsort(near, n, sizeof *near, by_nearness);
        fill_group(a, s, near, n, &groups[k]);
        groups[k].voices = voices_of(scratch, s, docs, p->of, (int32_t)k, n);
    }
}

/* A codebook without centroids is enough to be named. */
static void name_groups(Arena *a, const Sample *s, const Partition *p, Par *par, TextGroup *groups) {
    Codebook c = {.lang = s->lang,
                  .sample_n = (uint32_t)s->n,
                  .themes = (uint32_t)p->k,
                  .info = ARENA_ARRAY(a, ThemeInfo, p->k + 1)};
    names_give(a, &c, s, p, par);
    for (size_t k = 0; k < p->k; k++) {
        groups[k].name = c.info[k].name;
        groups[k].terms = c.info[k].terms;
        groups[k].terms_n = c.info[k].terms_n;
    }
}

size_t groups_find(Arena *a, const GroupDoc *docs, size_t n, size_t voices_min, Par *par, TextGroup **out) {
    *out = NULL;
    if (n < POOL_MIN || n < voices_min) return 0;
    Arena *scratch = arena_new();
    ThemeDoc *texts = ARENA_ARRAY(scratch, ThemeDoc, n);
    for (size_t i = 0; i < n; i++) texts[i] = (ThemeDoc){docs[i].text, docs[i].key};
    Sample s = sample_read(scratch, texts, n, par);
    Matrix m = vectors_build(&s, par);
    Partition p = communities(scratch, &m, par);
    if (p.k) keep_groups(&s, &m, docs, voices_min, par, &p);
    *out = ARENA_ARRAY(a, TextGroup, p.k + 1);
    if (p.k) {
        fill_groups(a, scratch, &s, &m, &p, docs, par, *out);
        name_groups(a, &s, &p, par, *out);
    }
    matrix_free(&m);
    arena_free(scratch);
    return p.k;
}
