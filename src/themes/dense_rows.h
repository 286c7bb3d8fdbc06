/* dense_rows.h - vectors of an embedding model beside the words, private to the layer.
 *
 *     likeness = (1 - share) * cosine of the words + share * cosine of the vectors
 *
 * where both texts (or text and theme) have a vector, the words' alone where one has none. Models put all texts into
 * a narrow cone, so vectors are centred first: the mean of the sample is taken off (Mu and Viswanath 2018).
 * Even numbers of a vector lie before the odd ones, each half filled up to whole blocks, so that two halves can be
 * compared as two views of the same text (granularity.h). */
#pragma once
#include "neighbours.h"
#include "partition.h"
#include "themes/dense.h"

/* How much the vectors count (docs/internals/embeddings.md has the figures). */
#define DENSE_SHARE 0.5f
enum { DENSE_BLOCK = 64, DENSE_NEIGHBOURS = 50 };

static inline uint32_t dense_half(uint32_t dim) {
    return ((dim + 1) / 2 + DENSE_BLOCK - 1) / DENSE_BLOCK * DENSE_BLOCK;
}
static inline uint32_t dense_stride(uint32_t dim) {
    return 2 * dense_half(dim);
}

/* The unit vector, less `mean` (NULL: nothing) and of unit length again, into out (dense_stride); false when nothing
 * is left. */
bool dense_centre(const int8_t *vector, uint32_t dim, const float *mean, float *out);

struct DenseRows {
    size_t n;
    uint32_t dim, half, stride;
    float *mean;            /* stride */
    int16_t *at;            /* n * stride, each -127..127: whole numbers add up to the same in any order */
    float *scale;           /* per row: 1 / its length; 0: the document has no vector */
    float (*half_scale)[2]; /* the same of each half */
};

/* NULL when no document has a vector. */
DenseRows *dense_rows_build(Arena *a, const Sample *s, uint32_t dim, Par *par);

/* Adds each document's nearest by vectors to its candidates and joins the cosines, whole and by halves; the
 * CANDIDATES likest stay. */
void dense_candidates(const Matrix *m, Candidates *c, Par *par);

static inline float dense_join(float words, float vectors, float share) {
    return (1 - share) * words + (vectors > 0 ? share * vectors : 0);
}

typedef struct DenseCentroids {
    const DenseRows *rows;
    size_t k;
    float *sum;     /* k * stride */
    double *square; /* squared length of each sum */
    uint32_t *size; /* documents with vectors */
} DenseCentroids;

/* NULL when the matrix has no vectors. */
DenseCentroids *dense_centroids(Arena *a, const Matrix *m, const Partition *p, Par *par);
/* Joins the cosines of document i's words to all clusters (k of them) with those of its vector; the document is left
 * out of its `own`. Nothing to do when `c` is NULL or the document has no vector. */
void dense_join_cosines(const DenseCentroids *c, size_t i, int32_t own, float *cosines);
