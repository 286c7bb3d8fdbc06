/* calibrate.c - how the codebook sees the sample it was learned from: the profile of each theme, and the
 * threshold below which a text belongs to none.
 *
 * A document must not vouch for itself, so it is left out of its own theme's centroid. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "coder.h"
#include "dense_block.h"
#include "model.h"

static const float FAR = 0.45f, NEAR = 0.6f; /* of the median cosine */
static const float FENCE = 3.5f;             /* distances from the median to the lower quartile, in logarithms */

typedef struct Fit {
    Codebook *c;
    const Sample *s;
    const Partition *p;
    const Matrix *m;
    double *length;              /* of each theme's summed rows, without skip-grams */
    const DenseCentroids *dense; /* NULL: words alone */
    Coder **coders;
    float *cosines; /* n * themes, own theme without the document */
} Fit;

static void see_docs(void *ctx, size_t begin, size_t end, int worker) {
    Fit *f = ctx;
    size_t k = f->c->themes;
    for (size_t i = begin; i < end; i++) {
        int32_t own = f->p->of[i];
        float *cosines = f->cosines + i * k;
        Parts seen = coder_see(f->coders[worker], f->s->docs[i]->text);
        memcpy(cosines, seen.cosines, k * sizeof *cosines);
        if (own < 0) continue;
        double part = sqrt(row_coded(f->m, &f->m->rows[i])); /* the text's share in the sum is so long, not 1 */
        double length = f->length[own], dot = cosines[own] * length, mass = part * seen.mass;
        double rest = length * length - 2 * part * dot + part * mass;
        cosines[own] = rest > 1e-9 && dot > mass ? (float)((dot - mass) / sqrt(rest)) : 0;
    }
}

static void to_unit(float *x, size_t n) {
    double square = 0;
    for (size_t i = 0; i < n; i++) square += (double)x[i] * x[i];
    for (size_t i = 0; i < n && square > 0; i++) x[i] = (float)(x[i] / sqrt(square));
}

/* Mean over the documents of each theme of their cosines to all themes, each document counting the same. */
static void fill_profiles(const Fit *f, float *profiles) {
    size_t k = f->c->themes;
    float *unit = mem_alloc((k + 1) * sizeof *unit);
    for (size_t i = 0; i < f->p->n; i++) {
        if (f->p->of[i] < 0) continue;
        float *profile = profiles + (size_t)f->p->of[i] * k;
        memcpy(unit, f->cosines + i * k, k * sizeof *unit);
        to_unit(unit, k);
        for (size_t j = 0; j < k; j++) profile[j] += unit[j];
    }
    for (size_t t = 0; t < k; t++) to_unit(profiles + t * k, k);
    free(unit);
}

static int by_float(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* A text fits nowhere when it is less than half as near to its theme as the typical one, or an outlier: far below
 * the lower quartile, measured by how far that lies below the median (a fence after Tukey 1977, in logarithms because
 * cosines are skew). The first alone would keep strangers where all members lie close together, the second where
 * they lie scattered, or throw out good ones where hardly any is scattered: so the fence moves between two bounds
 * (figures: docs/internals/themes.md). */
static float threshold_of(float *own, size_t n) {
    if (n == 0) return 0;
    qsort(own, n, sizeof *own, by_float);
    float median = own[n / 2], quartile = own[n / 4];
    float fence = quartile > 0 ? median * powf(quartile / median, FENCE) : 0;
    if (fence < FAR * median) return FAR * median;
    return fence < NEAR * median ? fence : NEAR * median;
}

static float find_threshold(const Fit *f) {
    const Partition *p = f->p;
    size_t k = f->c->themes, n = 0;
    float *own = mem_alloc((p->n + 1) * sizeof *own);
    for (size_t i = 0; i < p->n; i++)
        if (p->of[i] >= 0) own[n++] = f->cosines[i * k + (size_t)p->of[i]];
    float threshold = threshold_of(own, n);
    free(own);
    return threshold;
}

static void drop_strangers(const Fit *f, float threshold, Partition *p) {
    size_t k = f->c->themes;
    for (size_t i = 0; i < p->n; i++)
        if (p->of[i] >= 0 && f->cosines[i * k + (size_t)p->of[i]] < threshold) p->of[i] = UNTHEMED;
}

static void join_docs(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    Fit *f = ctx;
    for (size_t i = begin; i < end; i++) dense_join_cosines(f->dense, i, f->p->of[i], f->cosines + i * f->c->themes);
}

/* The same once more for texts that come with vectors: f->cosines are joined ones from here on. */
static void calibrate_dense(Arena *a, Fit *f, Str model, Par *par) {
    DenseBlock *block = dense_block_build(a, f->dense, model);
    par_for(par, f->p->n, 64, join_docs, f);
    fill_profiles(f, block->profile);
    block->threshold = find_threshold(f);
    dense_block_index(a, f->c, block);
    f->c->dense = block;
}

void model_calibrate(Arena *a, Codebook *c, const Sample *s, const Matrix *m, Partition *p, Str model, Par *par) {
    Arena *scratch = arena_new();
    size_t workers = (size_t)par_threads(par);
    Centroids centroids = centroids_build(scratch, m, p, par);
    Fit f = {.c = c, .s = s, .p = p, .m = m, .length = ARENA_ARRAY(scratch, double, p->k)};
    f.coders = ARENA_ARRAY(scratch, Coder *, workers);
    f.cosines = arena_calloc(scratch, p->n * p->k, sizeof *f.cosines);
    c->profile = arena_calloc(a, p->k * p->k, sizeof *c->profile);
    CodedLengths lengths = coded_lengths(scratch, m, &centroids, p);
    for (size_t k = 0; k < p->k; k++) f.length[k] = sqrt(lengths.square[k]);
    for (size_t w = 0; w < workers; w++) f.coders[w] = coder_new(c);
    par_for(par, p->n, 64, see_docs, &f);
    fill_profiles(&f, c->profile);
    codebook_index_profiles(a, c);
    c->threshold = find_threshold(&f);
    f.dense = dense_centroids(scratch, m, p, par);
    if (f.dense) calibrate_dense(a, &f, model, par);
    drop_strangers(&f, c->dense ? c->dense->threshold : c->threshold, p);
    for (size_t w = 0; w < workers; w++) coder_free(f.coders[w]);
    arena_free(scratch);
}
