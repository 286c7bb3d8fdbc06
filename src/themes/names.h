/* names.h - what themes are called, in the customers' own words. Private to the layer. */
#pragma once
#include "codebook_data.h"
#include "partition.h"

/* Fills name and terms of each theme, which are the clusters of `p`. A codebook without centroids will do: then the
 * phrases' counts alone decide. */
void names_give(Arena *a, Codebook *c, const Sample *s, const Partition *p, Par *par);
