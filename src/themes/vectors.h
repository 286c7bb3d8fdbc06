/* vectors.h - texts as sparse unit vectors, private to the layer. */
#pragma once
#include "feature_key.h"
#include "sample.h"

/* The half that a feature falls in when two views of the same documents are compared. */
static inline unsigned feature_half(uint64_t key) {
    return (unsigned)(key >> 40) & 1;
}

typedef struct Row {
    uint32_t n, split; /* entries; how many of them, the first, are in half 0 of the features */
    uint32_t *id;
    float *weight;
} Row;

typedef struct DenseRows DenseRows; /* dense_rows.h */

typedef struct Matrix {
    size_t n;  /* rows, one per document */
    Row *rows; /* unit length, or empty */
    size_t features;
    uint64_t *keys; /* per feature */
    float *idf;
    uint32_t *df;
    const DenseRows *dense; /* vectors of a model beside the words, or NULL */
    Arena *arena, **arenas; /* what the above lives in; rows in one per worker */
    size_t workers;
} Matrix;

/* Features of a row beyond this many, the weakest, are dropped: they hardly count in a product and bound time
 * and memory for long texts. */
enum { ROW_MAX = 768 };

/* TF-IDF with sublinear term frequency in three blocks (words, character n-grams, skip-grams), each of unit
 * length, joined and of unit length again; features of one document only are dropped. */
Matrix vectors_build(const Sample *s, Par *par);
void matrix_free(Matrix *m);

/* Squared length of what a coder sees of a row: all but its skip-grams. */
static inline double row_coded(const Matrix *m, const Row *row) {
    double sum = 0;
    for (uint32_t j = 0; j < row->n; j++)
        if (feature_block(m->keys[row->id[j]]) < CODED_BLOCKS) sum += (double)row->weight[j] * row->weight[j];
    return sum;
}
