/* neighbours.h - the most similar documents of each document, private to the layer. */
#pragma once
#include "vectors.h"

/* A fixed number of candidates is found once; every later graph only ranks them anew. */
enum { CANDIDATES = 100 };

typedef struct Candidate {
    uint32_t doc;
    float cosine;  /* of the whole rows */
    float half[2]; /* cosine of each half of the features, see feature_half */
} Candidate;

typedef struct Candidates {
    Candidate *at; /* n * CANDIDATES; those of i from i * CANDIDATES on */
    uint32_t *count;
    size_t n;
} Candidates;

Candidates neighbours_find(Arena *a, const Matrix *m, Par *par);
