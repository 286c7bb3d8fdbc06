/* profile.h - how near each document is to each cluster, private to the layer. */
#pragma once
#include "codebook_data.h"
#include "partition.h"

/* Sums of the rows of each cluster, as lists per feature: what a document's products with all clusters need. */
/* What a feature adds up to in a cluster. */
typedef struct Summed {
    uint32_t cluster;
    float sum;
} Summed;

/* Where a feature's sums are: `n` of them from `at` on, or, when there are many, n = IN_ROW and row `at`. */
#define IN_ROW UINT32_MAX
typedef struct Where {
    uint32_t at, n;
} Where;

typedef struct Centroids {
    size_t k, features;
    uint32_t *begin; /* features + 1 */
    Summed *at;
    Where *where;  /* per feature */
    int16_t *rows; /* sums of all clusters side by side, stride apart */
    float *scale;  /* per row */
    uint32_t stride;
    double *square; /* squared length of each cluster's sum */
    uint32_t *size;
} Centroids;

/* Mean cosine of two of n documents of unit length, from the squared length of their sum; 0 when there are no two. */
static inline double mean_pair(double square, size_t n) {
    double size = (double)n;
    return n < 2 ? 0 : (square - size) / (size * (size - 1));
}

Centroids centroids_build(Arena *a, const Matrix *m, const Partition *p, Par *par);

/* Cosine of row i to every cluster's centroid into out (room for stride); the document itself is left out of its own.
 */
void centroids_cosines(const Centroids *c, const Row *row, int32_t own, float *out);

/* Products of the sums of all pairs of clusters, k * k; the diagonal is not filled. */
double *centroids_products(Arena *a, const Centroids *c);

/* Joins the most similar clusters until `k` are left: near-copies make islands that no resolution joins. */
void partition_merge(const Matrix *m, Partition *p, size_t k, Par *par);

/* Gives documents in no cluster to the nearest one; documents without features stay out. */
void partition_fold(const Matrix *m, Partition *p, Par *par);

/* Ranks the candidates by their cosine and the cosine of their profiles into scores[i * CANDIDATES + k]. */
void joint_scores(const Matrix *m, const Candidates *c, const Partition *p, Par *par, float *scores);
