/* model.h - from a partition of the sample to a codebook, private to the layer. */
#pragma once
#include "codebook_data.h"
#include "profile.h"

/* Features of each block that are kept for one theme, the strongest of its centroid. */
extern const size_t MODEL_KEEP[CODED_BLOCKS];

/* Of each cluster, without skip-grams: squared length of the sum of its rows, and sum of their squared lengths. */
typedef struct CodedLengths {
    double *square, *own;
} CodedLengths;
CodedLengths coded_lengths(Arena *a, const Matrix *m, const Centroids *c, const Partition *p);

/* Centroids, cut to the features that matter, and the facts of each theme but its name and terms. */
Codebook *model_build(Arena *a, const Sample *s, const Matrix *m, const Partition *p, Par *par);

/* Adds the profiles and the threshold, from how the codebook sees the sample, and makes the documents of `p`
 * that fall below the threshold unthemed; with vectors (of `model`) also the block that speaks of them. */
void model_calibrate(Arena *a, Codebook *c, const Sample *s, const Matrix *m, Partition *p, Str model, Par *par);

/* The median over clusters of the mean cosine between two of their documents, at least COHERENCE_MIN. `square`:
 * squared lengths of the clusters' sums. */
float typical_coherence(const double *square, const uint32_t *size, size_t clusters);
