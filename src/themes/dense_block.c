/* dense_block.c - centroids of vectors in a codebook. */
#include "dense_block.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lanes.h"
#include "model.h"

/* How many pairs of examples the codebook's coherence weighs as much as, as in extend.c. */
static const double PRIOR_PAIRS = 10;

DenseBlock *dense_block_build(Arena *a, const DenseCentroids *c, Str model) {
    const DenseRows *r = c->rows;
    DenseBlock *b = ARENA_NEW(a, DenseBlock);
    *b = (DenseBlock){.model = arena_str(a, model), .dim = r->dim, .stride = r->stride, .share = DENSE_SHARE};
    b->coherence = typical_coherence(c->square, c->size, c->k);
    b->mean = ARENA_ARRAY(a, float, r->stride);
    memcpy(b->mean, r->mean, r->stride * sizeof *b->mean);
    b->centroid = arena_calloc(a, c->k * r->stride + 1, sizeof *b->centroid);
    b->profile = arena_calloc(a, c->k * c->k + 1, sizeof *b->profile);
    for (size_t k = 0; k < c->k; k++)
        for (uint32_t i = 0; c->square[k] > 1e-9 && i < r->stride; i++)
            b->centroid[k * r->stride + i] = (float)(c->sum[k * r->stride + i] / sqrt(c->square[k]));
    return b;
}

void dense_block_index(Arena *a, const Codebook *c, DenseBlock *b) {
    b->known = ARENA_ARRAY(a, bool, c->themes + 1);
    for (uint32_t t = 0; t < c->themes; t++)
        for (uint32_t i = 0; i < b->stride; i++) b->known[t] |= b->centroid[(size_t)t * b->stride + i] != 0;
    b->profile_of = arena_calloc(a, (size_t)c->themes * c->stride + 1, sizeof *b->profile_of);
    for (uint32_t t = 0; t < c->themes; t++)
        for (uint32_t j = 0; j < c->themes; j++)
            b->profile_of[(size_t)j * c->stride + t] = b->profile[(size_t)t * c->themes + j];
}

void dense_block_join(const DenseBlock *b, uint32_t themes, const float *centred, float *cosines) {
    for (uint32_t t = 0; t < themes; t++)
        if (b->known[t])
            cosines[t] =
                dense_join(cosines[t], lanes_dot(centred, b->centroid + (size_t)t * b->stride, b->stride), b->share);
}

/* ---- themes shown by example ----------------------------------------------------------------- */

/* Scaled like the centroids of words (extend.c), so that few examples stand their ground. */
static void add_centroid(const DenseBlock *b, const ThemeGroup *group, float *centroid, float *unit) {
    size_t m = 0;
    double square = 0;
    for (size_t i = 0; group->dense && i < group->n; i++) {
        if (!group->dense[i] || !dense_centre(group->dense[i], b->dim, b->mean, unit)) continue;
        for (uint32_t x = 0; x < b->stride; x++) centroid[x] += unit[x];
        m++;
    }
    if (!m) return;
    for (uint32_t x = 0; x < b->stride; x++) square += (double)centroid[x] * centroid[x];
    double pairs = (double)m * (double)(m - 1) / 2, own = square > (double)m ? (square - (double)m) / 2 : 0;
    double coherence = (PRIOR_PAIRS * b->coherence + own) / (PRIOR_PAIRS + pairs);
    for (uint32_t x = 0; x < b->stride; x++) centroid[x] = (float)(centroid[x] / ((double)m * sqrt(coherence)));
}

static void widen_profiles(DenseBlock *b, const Codebook *c, const Codebook *base) {
    memcpy(b->profile, c->profile, (size_t)c->themes * c->themes * sizeof *b->profile);
    for (uint32_t t = 0; t < c->themes; t++) {
        float *row = b->profile + (size_t)t * c->themes;
        double square = 0;
        if (t < base->themes) memcpy(row, base->dense->profile + (size_t)t * base->themes, base->themes * sizeof *row);
        for (uint32_t j = 0; j < c->themes; j++) square += (double)row[j] * row[j];
        for (uint32_t j = 0; square > 0 && j < c->themes; j++) row[j] = (float)(row[j] / sqrt(square));
    }
}

DenseBlock *dense_block_extend(Arena *a, const Codebook *c, const Codebook *base, const ThemeGroup *groups, size_t n) {
    if (!base->dense) return NULL;
    const DenseBlock *old = base->dense;
    DenseBlock *b = ARENA_NEW(a, DenseBlock);
    *b = *old;
    b->model = arena_str(a, old->model);
    b->mean = ARENA_ARRAY(a, float, b->stride);
    memcpy(b->mean, old->mean, b->stride * sizeof *b->mean);
    b->centroid = arena_calloc(a, (size_t)c->themes * b->stride + 1, sizeof *b->centroid);
    memcpy(b->centroid, old->centroid, (size_t)base->themes * b->stride * sizeof *b->centroid);
    b->profile = arena_calloc(a, (size_t)c->themes * c->themes + 1, sizeof *b->profile);
    float *unit = mem_alloc(b->stride * sizeof *unit);
    for (size_t g = 0; g < n; g++) add_centroid(b, &groups[g], b->centroid + (base->themes + g) * b->stride, unit);
    free(unit);
    widen_profiles(b, c, base);
    dense_block_index(a, c, b);
    return b;
}
