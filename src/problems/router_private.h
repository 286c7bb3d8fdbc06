/* router_private.h - what ranking and learning share. Private to problems. */
#pragma once
#include "base/idmap.h"
#include "problems/router.h"
#include "text/token.h"

typedef struct Term { /* a distinct stem of a text */
    uint64_t key;
    Str word;     /* the first word of that stem */
    float weight; /* 1 + ln(how often) */
} Term;

typedef struct Terms {
    Term *at;
    size_t n;
} Terms;

/* Distinct stems but function words. "NameNode" counts as itself, "name" and "node"; "s3a_bucket/x.y" as its parts. */
Terms route_terms(Tokenizer *t, Arena *a, Str text);

typedef struct Posting {
    uint32_t doc;
    uint8_t field; /* where most of its weight comes from */
    float weight;  /* of BM25, for a term that stands once in the text */
} Posting;

struct Router {
    Arena *arena; /* of docs */
    Tokenizer *tokenizer;
    size_t docs;
    IdMap words; /* of docs */
    const uint32_t *postings_at;
    const Posting *postings;

    Arena *learned; /* NULL: nothing was learned */
    IdMap features; /* stems of the examples */
    const float *idf;
    float *weights;     /* features x classes */
    float *bias;        /* docs + 1 */
    uint32_t *class_of; /* docs + 1: column of weights, or ID_NONE when no example has it */
    size_t classes;
    double scale; /* of BM25 */
};

/* Scores before any learning: BM25 of each doc into `out` (docs + 1 entries, the last for nobody is 0). */
void route_bm25(const Router *r, const Terms *terms, double *out);

/* Unit TF-IDF of the known features of a text; *n of them. */
typedef struct Feature {
    uint32_t id;
    float weight;
    uint32_t term; /* index into terms */
} Feature;
Feature *route_features(const Router *r, Arena *a, const Terms *terms, size_t *n);

/* Learned scores added to `scores`, then all of them made probabilities. */
void route_softmax(const Router *r, const Feature *features, size_t n, double *scores);
