/* renew.h - themes found again where there are themes already, private to the layer. */
#pragma once
#include "profile.h"

/* The clusters of before: those of `theme` (per document of the caller; docs[i] stands at row[i]) that have members,
 * numbered from 0. */
Partition partition_before(Arena *a, const int32_t *theme, const uint32_t *row, size_t n);

typedef struct Renewal {
    Arena *a;
    const Matrix *m;
    const Candidates *c;
    const Partition *before;
    Partition partition; /* where the search stands: every document with features is in a cluster */
    double resolution;
    float *scores;
    Par *par;
} Renewal;

/* Sets out from `before`; each document that is in none of its clusters goes to the nearest. `scores` is room for
 * n * CANDIDATES. */
Renewal renew_begin(Arena *a, const Matrix *m, const Candidates *c, const Partition *before, float *scores, Par *par);

/* The resolution at which the documents, as the clusters of before make them look, fall into about k clusters by
 * themselves. */
double renew_resolution(const Renewal *r, size_t k, size_t slack, uint64_t seed);

/* How many clusters are almost wholly of documents that came since; 0 when most documents did. */
size_t renew_novel(const Renewal *r);

/* One round of self-training at r->resolution, or where that gives more than `slack` clusters too many or too few at
 * one that does not. */
void renew_round(Renewal *r, size_t k, size_t slack, uint64_t seed);
