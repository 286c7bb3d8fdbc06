/* facets.h - the different things that signals of one theme say, private to the layer. */
#pragma once
#include "codebook_data.h"
#include "partition.h"

/* Finds and names the facets of a codebook whose themes are done. */
void facets_give(Arena *a, Codebook *c, const Sample *s, const Matrix *m, const Candidates *candidates,
                 const Partition *p, uint64_t seed, Par *par);

/* Where facets are found: rows of one theme's documents, with features numbered from 0. */
typedef struct FacetRows {
    size_t n, features;
    Row *rows;
    uint32_t *doc;     /* in the sample, ascending */
    uint32_t *feature; /* of the codebook, per local one */
} FacetRows;

/* A rule that tells k facets apart, learned from a start (facet or FACET_NONE of each row), and the rows' facets by it
 * into `facet`. A set without names, n = 0 when fewer than two facets are left. */
FacetSet facets_fit(Arena *a, const FacetRows *rows, const int32_t *start, size_t k, int32_t *facet);

/* What one half of the rows teaches about k facets, told of the other half: told[i] for rows of the other one. */
void facets_tell(const FacetRows *rows, const int32_t *facet, size_t k, int learn_half, int32_t *told);

/* Documents, in the order of their keys, fall into two halves. */
static inline int facet_half(uint32_t doc) {
    return (int)(doc & 1);
}

/* Names the facets of each theme; facet[d] is that of document d of the sample. */
void facets_name(Arena *a, Codebook *c, const Sample *s, const Partition *p, const int32_t *facet, Par *par);

/* Those of `base`, with the feature numbers of `c`; themes that `base` does not have get none. */
void facets_extend(Arena *a, Codebook *c, const Codebook *base);
