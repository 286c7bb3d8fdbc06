/* model.c - the codebook that codes all of history, learned from the partition of the sample.
 *
 * Of each theme's centroid the strongest features of each block are kept; a feature kept for one theme is
 * kept for all, so that scores stay comparable. */
#include "model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "select.h"

const size_t MODEL_KEEP[CODED_BLOCKS] = {400, 600};

/* Marks the features to keep for one cluster: `at` holds its centroid's entries of one block. */
static void mark_strongest(Entry *at, size_t n, size_t keep, bool *kept) {
    if (n > keep) {
        entries_select(at, n, keep);
        n = keep;
    }
    for (size_t i = 0; i < n; i++) kept[at[i].id] = true;
}

static bool is_coded(const Matrix *m, size_t feature) {
    return feature_block(m->keys[feature]) < CODED_BLOCKS;
}

static bool *choose_features(Arena *a, const Matrix *m, const Centroids *c) {
    bool *kept = ARENA_ARRAY(a, bool, m->features + 1);
    size_t lists = c->k * CODED_BLOCKS, *n = ARENA_ARRAY(a, size_t, lists + 1),
           *first = ARENA_ARRAY(a, size_t, lists + 1);
    for (size_t f = 0; f < m->features; f++)
        for (uint32_t p = c->begin[f]; is_coded(m, f) && p < c->begin[f + 1]; p++)
            n[c->at[p].cluster * CODED_BLOCKS + feature_block(m->keys[f])]++;
    for (size_t i = 0, sum = 0; i < lists; i++) first[i] = sum, sum += n[i], n[i] = 0;
    Entry *at = mem_alloc((c->begin[c->features] + 1) * sizeof *at);
    for (size_t f = 0; f < m->features; f++) {
        for (uint32_t p = c->begin[f]; is_coded(m, f) && p < c->begin[f + 1]; p++) {
            size_t list = c->at[p].cluster * CODED_BLOCKS + feature_block(m->keys[f]);
            at[first[list] + n[list]++] = (Entry){(uint32_t)f, c->at[p].sum};
        }
    }
    for (size_t i = 0; i < lists; i++) mark_strongest(at + first[i], n[i], MODEL_KEEP[i % CODED_BLOCKS], kept);
    free(at);
    return kept;
}

typedef struct KeyAt {
    uint64_t key;
    uint32_t feature;
} KeyAt;

static int by_key(const void *a, const void *b) {
    uint64_t x = ((const KeyAt *)a)->key, y = ((const KeyAt *)b)->key;
    return (x > y) - (x < y);
}

CodedLengths coded_lengths(Arena *a, const Matrix *m, const Centroids *c, const Partition *p) {
    CodedLengths l = {ARENA_ARRAY(a, double, c->k + 1), ARENA_ARRAY(a, double, c->k + 1)};
    for (size_t f = 0; f < m->features; f++)
        for (uint32_t i = c->begin[f]; is_coded(m, f) && i < c->begin[f + 1]; i++)
            l.square[c->at[i].cluster] += (double)c->at[i].sum * c->at[i].sum;
    for (size_t d = 0; d < m->n; d++)
        if (p->of[d] >= 0) l.own[p->of[d]] += row_coded(m, &m->rows[d]);
    return l;
}

static void fill_features(Arena *a, Codebook *c, const Matrix *m, const Centroids *centroids, const CodedLengths *l,
                          const bool *kept) {
    KeyAt *keys = mem_alloc((m->features + 1) * sizeof *keys);
    size_t n = 0, postings = 0;
    for (size_t f = 0; f < m->features; f++) {
        if (!kept[f]) continue;
        keys[n++] = (KeyAt){m->keys[f], (uint32_t)f};
        postings += centroids->begin[f + 1] - centroids->begin[f];
    }
    qsort(keys, n, sizeof *keys, by_key);
    c->features = (uint32_t)n;
    c->keys = ARENA_ARRAY(a, uint64_t, n);
    c->idf = ARENA_ARRAY(a, float, n);
    c->begin = ARENA_ARRAY(a, uint32_t, n + 1);
    c->theme = ARENA_ARRAY(a, uint16_t, postings);
    c->weight = ARENA_ARRAY(a, float, postings);
    uint32_t out = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t f = keys[i].feature;
        c->keys[i] = keys[i].key;
        c->idf[i] = m->idf[f];
        for (uint32_t p = centroids->begin[f]; p < centroids->begin[f + 1]; p++) {
            c->theme[out] = (uint16_t)centroids->at[p].cluster;
            c->weight[out++] = (float)(centroids->at[p].sum / sqrt(l->square[centroids->at[p].cluster]));
        }
        c->begin[i + 1] = out;
    }
    free(keys);
}

static float centroid_cosine(const Centroids *c, const double *dot, size_t i, size_t j) {
    double cosine = dot[i * c->k + j] / sqrt(c->square[i] * c->square[j]);
    return (float)(cosine < 1 ? cosine : 1);
}

static void fill_near(Arena *a, Codebook *c, const Centroids *centroids) {
    Arena *scratch = arena_new();
    double *dot = centroids_products(scratch, centroids);
    Entry *others = ARENA_ARRAY(scratch, Entry, centroids->k);
    for (size_t i = 0; i < centroids->k; i++) {
        size_t n = 0;
        for (size_t j = 0; j < centroids->k; j++)
            if (j != i) others[n++] = (Entry){(uint32_t)j, centroid_cosine(centroids, dot, i, j)};
        qsort(others, n, sizeof *others, entry_compare);
        if (n > NEAR_MAX) n = NEAR_MAX;
        ThemeNear *near = ARENA_ARRAY(a, ThemeNear, n);
        for (size_t j = 0; j < n; j++) near[j] = (ThemeNear){(int32_t)others[j].id, others[j].weight};
        c->info[i].near = near, c->info[i].near_n = n;
    }
    arena_free(scratch);
}

static int by_float(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

float typical_coherence(const double *square, const uint32_t *size, size_t clusters) {
    float *mean = mem_alloc((clusters + 1) * sizeof *mean);
    size_t n = 0;
    for (size_t k = 0; k < clusters; k++)
        if (size[k] > 1) mean[n++] = (float)mean_pair(square[k], size[k]);
    if (n) qsort(mean, n, sizeof *mean, by_float);
    float median = n ? mean[n / 2] : 0;
    free(mean);
    return median > COHERENCE_MIN ? fminf(median, 1) : COHERENCE_MIN;
}

/* As if the members' rows without skip-grams were of unit length. */
static float coded_coherence(Arena *scratch, const CodedLengths *l, const Centroids *c) {
    double *square = ARENA_ARRAY(scratch, double, c->k + 1);
    for (size_t k = 0; k < c->k; k++) square[k] = l->own[k] > 0 ? l->square[k] * c->size[k] / l->own[k] : 0;
    return typical_coherence(square, c->size, c->k);
}

Codebook *model_build(Arena *a, const Sample *s, const Matrix *m, const Partition *p, Par *par) {
    Arena *scratch = arena_new();
    Centroids centroids = centroids_build(scratch, m, p, par);
    Codebook *c = ARENA_NEW(a, Codebook);
    *c = (Codebook){.lang = s->lang, .sample_n = (uint32_t)m->n, .themes = (uint32_t)p->k};
    c->idf_rare = (float)(log((1.0 + (double)m->n) / 3.0) + 1.0);
    CodedLengths lengths = coded_lengths(scratch, m, &centroids, p);
    c->coherence = coded_coherence(scratch, &lengths, &centroids);
    c->info = ARENA_ARRAY(a, ThemeInfo, p->k);
    for (size_t k = 0; k < p->k; k++) c->info[k].sample_size = centroids.size[k];
    fill_features(a, c, m, &centroids, &lengths, choose_features(scratch, m, &centroids));
    fill_near(a, c, &centroids);
    codebook_index(a, c);
    arena_free(scratch);
    return c;
}
