/* model.h - from a partition of the sample to a codebook, private to the layer. */
#pragma once
#include "codebook_data.h"
#include "profile.h"

/* Centroids, cut to the features that matter, and the facts of each theme but its name and terms. */
Codebook *model_build(Arena *a, const Sample *s, const Matrix *m, const Partition *p, Par *par);

/* Sets the threshold from how the codebook scores the sample, and makes the documents of `p` that fall below
 * it unthemed. */
void model_calibrate(Codebook *c, const Sample *s, const Matrix *m, Partition *p, Par *par);
