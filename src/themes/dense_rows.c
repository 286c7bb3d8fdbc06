/* dense_rows.c - the sample's vectors, and their sums by cluster. */
#include "dense_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lanes.h"

static uint32_t place_of(uint32_t i, uint32_t half) {
    return i % 2 * half + i / 2;
}

static bool to_unit(float *x, uint32_t n) {
    double square = 0;
    for (uint32_t i = 0; i < n; i++) square += (double)x[i] * x[i];
    if (square < 1e-12) return false;
    float scale = (float)(1 / sqrt(square));
    for (uint32_t i = 0; i < n; i++) x[i] *= scale;
    return true;
}

bool dense_centre(const int8_t *vector, uint32_t dim, const float *mean, float *out) {
    uint32_t half = dense_half(dim), stride = 2 * half;
    memset(out, 0, stride * sizeof *out);
    for (uint32_t i = 0; i < dim; i++) out[place_of(i, half)] = vector[i];
    if (!to_unit(out, stride)) return false;
    for (uint32_t i = 0; mean && i < stride; i++) out[i] -= mean[i];
    return to_unit(out, stride);
}

typedef struct Packing {
    const Sample *s;
    DenseRows *r;
} Packing;

static float inverse(int64_t square) {
    return square > 0 ? (float)(1 / sqrt((double)square)) : 0;
}

static void pack_row(DenseRows *r, size_t d, const float *unit) {
    int16_t *row = r->at + d * r->stride;
    int64_t square[2] = {0};
    float most = 0;
    for (uint32_t i = 0; i < r->stride; i++) most = fmaxf(most, fabsf(unit[i]));
    for (uint32_t i = 0; i < r->stride; i++) {
        row[i] = (int16_t)lrintf(unit[i] / most * 127);
        square[i >= r->half] += row[i] * row[i];
    }
    r->scale[d] = inverse(square[0] + square[1]);
    for (int h = 0; h < 2; h++) r->half_scale[d][h] = inverse(square[h]);
}

static void pack_rows(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    Packing *p = ctx;
    float *unit = mem_alloc(p->r->stride * sizeof *unit);
    for (size_t d = begin; d < end; d++) {
        const int8_t *vector = p->s->docs[d]->dense;
        if (vector && dense_centre(vector, p->r->dim, p->r->mean, unit)) pack_row(p->r, d, unit);
    }
    free(unit);
}

/* Of as many documents as have a vector. */
static size_t take_mean(const Sample *s, DenseRows *r) {
    double *sum = mem_alloc(r->stride * sizeof *sum);
    float *unit = mem_alloc(r->stride * sizeof *unit);
    size_t n = 0;
    for (uint32_t i = 0; i < r->stride; i++) sum[i] = 0;
    for (size_t d = 0; d < s->n; d++) {
        if (!s->docs[d]->dense || !dense_centre(s->docs[d]->dense, r->dim, NULL, unit)) continue;
        for (uint32_t i = 0; i < r->stride; i++) sum[i] += unit[i];
        n++;
    }
    for (uint32_t i = 0; n && i < r->stride; i++) r->mean[i] = (float)(sum[i] / (double)n);
    free(sum);
    free(unit);
    return n;
}

DenseRows *dense_rows_build(Arena *a, const Sample *s, uint32_t dim, Par *par) {
    bool any = false;
    for (size_t d = 0; d < s->n && !any; d++) any = s->docs[d]->dense != NULL;
    if (!any || !dim) return NULL;
    DenseRows *r = ARENA_NEW(a, DenseRows);
    *r = (DenseRows){.n = s->n, .dim = dim, .half = dense_half(dim), .stride = dense_stride(dim)};
    r->mean = ARENA_ARRAY(a, float, r->stride);
    r->at = arena_calloc(a, s->n * r->stride, sizeof *r->at);
    r->scale = ARENA_ARRAY(a, float, s->n);
    r->half_scale = arena_calloc(a, s->n, sizeof *r->half_scale);
    if (!take_mean(s, r)) return NULL;
    Packing p = {s, r};
    par_for(par, s->n, 64, pack_rows, &p);
    return r;
}

/* ---- centroids ------------------------------------------------------------------------------- */

typedef struct Summing {
    DenseCentroids *c;
    const Partition *p;
} Summing;

/* Each worker walks all documents for the numbers that are its own. */
static void sum_blocks(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    Summing *s = ctx;
    const DenseRows *r = s->c->rows;
    for (size_t d = 0; d < r->n; d++) {
        if (s->p->of[d] < 0 || r->scale[d] == 0) continue;
        float *sum = s->c->sum + (size_t)s->p->of[d] * r->stride;
        const int16_t *row = r->at + d * r->stride;
        for (size_t i = begin * DENSE_BLOCK; i < end * DENSE_BLOCK; i++) sum[i] += (float)row[i] * r->scale[d];
    }
}

DenseCentroids *dense_centroids(Arena *a, const Matrix *m, const Partition *p, Par *par) {
    if (!m->dense) return NULL;
    const DenseRows *r = m->dense;
    DenseCentroids *c = ARENA_NEW(a, DenseCentroids);
    *c = (DenseCentroids){.rows = r, .k = p->k, .sum = arena_calloc(a, p->k * r->stride + 1, sizeof *c->sum)};
    c->square = ARENA_ARRAY(a, double, p->k + 1);
    c->size = ARENA_ARRAY(a, uint32_t, p->k + 1);
    for (size_t d = 0; d < r->n; d++)
        if (p->of[d] >= 0) c->size[p->of[d]] += r->scale[d] != 0;
    Summing s = {c, p};
    par_for(par, r->stride / DENSE_BLOCK, 1, sum_blocks, &s);
    for (size_t k = 0; k < p->k; k++)
        for (uint32_t i = 0; i < r->stride; i++)
            c->square[k] += (double)c->sum[k * r->stride + i] * c->sum[k * r->stride + i];
    return c;
}

void dense_join_cosines(const DenseCentroids *c, size_t i, int32_t own, float *cosines) {
    if (!c || c->rows->scale[i] == 0) return;
    const DenseRows *r = c->rows;
    float *unit = mem_alloc(r->stride * sizeof *unit);
    for (uint32_t x = 0; x < r->stride; x++) unit[x] = (float)r->at[i * r->stride + x] * r->scale[i];
    for (size_t k = 0; k < c->k; k++) {
        double dot = lanes_dot(unit, c->sum + k * r->stride, r->stride), square = c->square[k];
        uint32_t others = c->size[k] - ((int32_t)k == own);
        if (!others) continue; /* no vector to compare with: by words alone */
        if ((int32_t)k == own) square += 1 - 2 * dot, dot -= 1;
        cosines[k] = dense_join(cosines[k], square > 1e-9 ? (float)(dot / sqrt(square)) : 0, DENSE_SHARE);
    }
    free(unit);
}
