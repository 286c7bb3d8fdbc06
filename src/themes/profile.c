/* profile.c - centroids, profiles and the joint kernel of self-training. */
#include "profile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dense_rows.h"
#include "lanes.h"

typedef struct Summing {
    const Matrix *m;
    uint32_t *first, *members; /* documents of each cluster */
    float **dense;             /* per worker */
    Arena **arenas;
    Row *sums; /* per cluster */
    double *square;
} Summing;

static void sum_clusters(void *ctx, size_t begin, size_t end, int worker) {
    Summing *s = ctx;
    float *dense = s->dense[worker];
    for (size_t c = begin; c < end; c++) {
        size_t room = 0, n = 0;
        for (size_t j = s->first[c]; j < s->first[c + 1]; j++) room += s->m->rows[s->members[j]].n;
        uint32_t *met = mem_alloc((room + 1) * sizeof *met);
        for (size_t j = s->first[c]; j < s->first[c + 1]; j++) {
            const Row *row = &s->m->rows[s->members[j]];
            for (size_t k = 0; k < row->n; k++) {
                if (dense[row->id[k]] == 0) met[n++] = row->id[k];
                dense[row->id[k]] += row->weight[k];
            }
        }
        Row sum = {(uint32_t)n, 0, ARENA_ARRAY(s->arenas[worker], uint32_t, n),
                   ARENA_ARRAY(s->arenas[worker], float, n)};
        for (size_t k = 0; k < n; k++) {
            sum.id[k] = met[k], sum.weight[k] = dense[met[k]];
            s->square[c] += (double)sum.weight[k] * sum.weight[k];
            dense[met[k]] = 0;
        }
        s->sums[c] = sum;
        free(met);
    }
}

static void group_members(Arena *a, Summing *s, const Partition *p) {
    s->first = ARENA_ARRAY(a, uint32_t, p->k + 2);
    s->members = ARENA_ARRAY(a, uint32_t, p->n);
    for (size_t i = 0; i < p->n; i++)
        if (p->of[i] >= 0) s->first[p->of[i] + 2]++;
    for (size_t c = 2; c < p->k + 2; c++) s->first[c] += s->first[c - 1];
    for (size_t i = 0; i < p->n; i++)
        if (p->of[i] >= 0) s->members[s->first[p->of[i] + 1]++] = (uint32_t)i;
}

/* Turns lists per cluster into lists per feature. */
static void list_by_feature(Arena *a, Centroids *c, const Row *sums) {
    c->begin = ARENA_ARRAY(a, uint32_t, c->features + 2);
    for (size_t k = 0; k < c->k; k++)
        for (size_t j = 0; j < sums[k].n; j++) c->begin[sums[k].id[j] + 2]++;
    for (size_t f = 2; f < c->features + 2; f++) c->begin[f] += c->begin[f - 1];
    c->at = ARENA_ARRAY(a, Summed, c->begin[c->features + 1]);
    for (size_t k = 0; k < c->k; k++) {
        for (size_t j = 0; j < sums[k].n; j++) {
            c->at[c->begin[sums[k].id[j] + 1]++] = (Summed){(uint32_t)k, sums[k].weight[j]};
        }
    }
}

/* Features of many clusters are added up faster as full rows than as lists. */
static void fill_rows(Arena *a, Centroids *c) {
    size_t rows = 0;
    c->stride = packed_stride((uint32_t)c->k);
    c->where = ARENA_ARRAY(a, Where, c->features);
    for (size_t f = 0; f < c->features; f++) {
        uint32_t n = c->begin[f + 1] - c->begin[f];
        c->where[f] = n * 8 > c->stride ? (Where){(uint32_t)rows++, IN_ROW} : (Where){c->begin[f], n};
    }
    c->rows = arena_lines(a, rows * c->stride * sizeof *c->rows);
    c->scale = ARENA_ARRAY(a, float, rows + 1);
    float *row = mem_alloc((c->stride + 1) * sizeof *row);
    for (size_t f = 0; f < c->features; f++) {
        if (c->where[f].n != IN_ROW) continue;
        memset(row, 0, c->stride * sizeof *row);
        for (uint32_t p = c->begin[f]; p < c->begin[f + 1]; p++) row[c->at[p].cluster] = c->at[p].sum;
        uint32_t at = c->where[f].at;
        c->scale[at] = row_pack(row, c->stride, c->rows + (size_t)at * c->stride);
    }
    free(row);
}

Centroids centroids_build(Arena *a, const Matrix *m, const Partition *p, Par *par) {
    Arena *scratch = arena_new();
    size_t workers = (size_t)par_threads(par);
    Centroids c = {.k = p->k, .features = m->features, .square = ARENA_ARRAY(a, double, p->k)};
    Summing s = {.m = m, .sums = ARENA_ARRAY(scratch, Row, p->k), .square = c.square};
    group_members(scratch, &s, p);
    s.dense = ARENA_ARRAY(scratch, float *, workers);
    s.arenas = ARENA_ARRAY(scratch, Arena *, workers);
    for (size_t w = 0; w < workers; w++) {
        s.dense[w] = ARENA_ARRAY(scratch, float, m->features);
        s.arenas[w] = arena_new();
    }
    par_for(par, p->k, 1, sum_clusters, &s);
    list_by_feature(a, &c, s.sums);
    fill_rows(a, &c);
    c.size = ARENA_ARRAY(a, uint32_t, p->k);
    for (size_t k = 0; k < p->k; k++) c.size[k] = s.first[k + 1] - s.first[k];
    for (size_t w = 0; w < workers; w++) arena_free(s.arenas[w]);
    arena_free(scratch);
    return c;
}

void centroids_cosines(const Centroids *c, const Row *row, int32_t own, float *out) {
    Term terms[ROW_MAX];
    struct {
        Where where;
        float weight;
    } lists[ROW_MAX];
    size_t n = 0, lists_n = 0;
    terms[0] = (Term){NULL, 0}; /* a row may have none */
    for (size_t j = 0; j < row->n; j++) {
        Where w = c->where[row->id[j]];
        if (w.n != IN_ROW) {
            __builtin_prefetch(c->at + w.at);
            lists[lists_n].where = w, lists[lists_n++].weight = row->weight[j];
        } else {
            terms[n++] = (Term){c->rows + (size_t)w.at * c->stride, c->scale[w.at] * row->weight[j]};
        }
    }
    rows_sum(out, terms, n, c->stride);
    for (size_t j = 0; j < lists_n; j++) {
        const Summed *at = c->at + lists[j].where.at;
        for (uint32_t p = 0; p < lists[j].where.n; p++) out[at[p].cluster] += lists[j].weight * at[p].sum;
    }
    for (size_t k = 0; k < c->k; k++) {
        double dot = out[k], square = c->square[k];
        if ((int32_t)k == own) square += 1 - 2 * dot, dot -= 1; /* the row has unit length */
        out[k] = square > 1e-9 && dot > 0 ? (float)(dot / sqrt(square)) : 0;
    }
}

double *centroids_products(Arena *a, const Centroids *c) {
    double *dot = ARENA_ARRAY(a, double, c->k * c->k);
    for (size_t f = 0; f < c->features; f++)
        for (uint32_t p = c->begin[f]; p < c->begin[f + 1]; p++)
            for (uint32_t q = c->begin[f]; q < p; q++)
                dot[c->at[p].cluster * c->k + c->at[q].cluster] += (double)c->at[p].sum * c->at[q].sum;
    for (size_t i = 0; i < c->k; i++)
        for (size_t j = 0; j < i; j++) dot[j * c->k + i] = dot[i * c->k + j];
    return dot;
}

/* Joins cluster j into i, i < j; the last cluster takes the number of j. */
static void merge_pair(Centroids *c, double *dot, size_t stride, Partition *p, size_t i, size_t j) {
    size_t last = c->k - 1;
    c->square[i] += c->square[j] + 2 * dot[i * stride + j];
    for (size_t x = 0; x < c->k; x++) dot[i * stride + x] = dot[x * stride + i] += dot[j * stride + x];
    for (size_t x = 0; x < c->k; x++) dot[j * stride + x] = dot[x * stride + j] = dot[last * stride + x];
    c->square[j] = c->square[last];
    for (size_t d = 0; d < p->n; d++) {
        if (p->of[d] == (int32_t)j) p->of[d] = (int32_t)i;
        else if (p->of[d] == (int32_t)last) p->of[d] = (int32_t)j;
    }
    c->k = p->k = last;
}

void partition_merge(const Matrix *m, Partition *p, size_t k, Par *par) {
    if (p->k <= k) return;
    Arena *scratch = arena_new();
    Centroids c = centroids_build(scratch, m, p, par);
    double *dot = centroids_products(scratch, &c);
    size_t stride = c.k;
    while (c.k > k) {
        size_t best_i = 0, best_j = 1;
        double best = -1;
        for (size_t i = 0; i < c.k; i++) {
            for (size_t j = i + 1; j < c.k; j++) {
                double cosine = dot[i * stride + j] / sqrt(c.square[i] * c.square[j] + 1e-12);
                if (cosine > best) best = cosine, best_i = i, best_j = j;
            }
        }
        merge_pair(&c, dot, stride, p, best_i, best_j);
    }
    arena_free(scratch);
}

typedef struct Folding {
    const Matrix *m;
    const Centroids *c;
    const DenseCentroids *dense;
    Partition *p;
} Folding;

static void fold_docs(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    Folding *f = ctx;
    float *cosine = mem_alloc((f->c->stride + 1) * sizeof *cosine);
    for (size_t i = begin; i < end; i++) {
        if (f->p->of[i] >= 0 || f->m->rows[i].n == 0) continue;
        centroids_cosines(f->c, &f->m->rows[i], UNTHEMED, cosine);
        dense_join_cosines(f->dense, i, UNTHEMED, cosine);
        size_t best = 0;
        for (size_t k = 1; k < f->c->k; k++)
            if (cosine[k] > cosine[best]) best = k;
        if (f->c->k && cosine[best] > 0) f->p->of[i] = (int32_t)best;
    }
    free(cosine);
}

void partition_fold(const Matrix *m, Partition *p, Par *par) {
    Arena *scratch = arena_new();
    Centroids c = centroids_build(scratch, m, p, par);
    Folding f = {m, &c, dense_centroids(scratch, m, p, par), p};
    par_for(par, p->n, 64, fold_docs, &f);
    arena_free(scratch);
}

typedef struct Joint {
    const Matrix *m;
    const Candidates *c;
    const Centroids *centroids;
    const DenseCentroids *dense;
    const Partition *p;
    float *profiles; /* n * stride, unit length or zero */
    float *scores;
} Joint;

static void profile_docs(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    Joint *j = ctx;
    size_t k = j->p->k;
    for (size_t i = begin; i < end; i++) {
        float *z = j->profiles + i * j->centroids->stride;
        centroids_cosines(j->centroids, &j->m->rows[i], j->p->of[i], z);
        dense_join_cosines(j->dense, i, j->p->of[i], z);
        double square = 0;
        for (size_t c = 0; c < k; c++) square += (double)z[c] * z[c];
        float scale = square > 0 ? (float)(1.0 / sqrt(square)) : 0;
        for (size_t c = 0; c < k; c++) z[c] *= scale;
    }
}

static void score_candidates(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    Joint *j = ctx;
    size_t stride = j->centroids->stride;
    uint32_t lanes = lanes_stride((uint32_t)j->p->k);
    for (size_t i = begin; i < end; i++) {
        const float *z = j->profiles + i * stride;
        for (size_t x = 0; x < j->c->count[i]; x++) {
            const Candidate *other = &j->c->at[i * CANDIDATES + x];
            float likeness = lanes_dot(z, j->profiles + other->doc * stride, lanes);
            j->scores[i * CANDIDATES + x] = (1 - PROFILE_SHARE) * other->cosine + PROFILE_SHARE * likeness;
        }
    }
}

void joint_scores(const Matrix *m, const Candidates *c, const Partition *p, Par *par, float *scores) {
    Arena *scratch = arena_new();
    Centroids centroids = centroids_build(scratch, m, p, par);
    Joint j = {m, c, &centroids, dense_centroids(scratch, m, p, par), p, NULL, scores};
    j.profiles = arena_calloc(scratch, m->n * centroids.stride, sizeof(float));
    par_for(par, m->n, 64, profile_docs, &j);
    par_for(par, m->n, 64, score_candidates, &j);
    arena_free(scratch);
}
