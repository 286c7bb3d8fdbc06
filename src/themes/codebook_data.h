/* codebook_data.h - what a codebook is made of, private to the layer.
 *
 * Centroids are kept the other way round, as lists per feature of the themes it speaks for, so that coding a
 * text touches only what the text holds:
 *
 *   key --slot--> feature f --begin[f] .. begin[f + 1]--> (theme, weight) ... */
#pragma once
#include "feature_key.h"
#include "packed_rows.h"
#include "text/token.h"
#include "themes/codebook.h"

enum { THEMES_MAX = 1024, NEAR_MAX = 5 };

/* Centroids of few examples are scaled by at most 1 / sqrt(COHERENCE_MIN) (extend.c). */
#define COHERENCE_MIN 0.005f
#define WEIGHT_MAX 15.0f

/* How much the profile (cosines to all centroids) counts in a similarity; the rest is the direct cosine.
 * The same at discovery and at coding. */
#define PROFILE_SHARE 0.7f

enum { FACETS_MAX = 6, FACET_FEATURES_MAX = 256 };

/* The facets of one theme. A text is given the one with the highest score, if that is above 0:
 *     score(i) = sum of its weights of features * weight[f * n + i] - bias[i] */
typedef struct FacetSet {
    uint32_t n; /* 0: the theme has none */
    uint32_t features;
    uint32_t *feature; /* of the codebook, ascending */
    float *weight;
    float bias[FACETS_MAX];
    uint32_t size[FACETS_MAX]; /* signals of the sample */
    Str name[FACETS_MAX];
} FacetSet;

typedef struct DenseBlock DenseBlock; /* dense_block.h */

/* What a feature speaks for one theme. */
typedef struct Spoken {
    uint32_t theme;
    float weight;
} Spoken;

/* What coding asks of a feature. Places stand in the order of commonness, and with them all that they point to: texts
 * are made of few common features, which then share what the cache holds. */
typedef struct Place {
    uint32_t at; /* n 0: rows + at * packed_stride, else n of spoken from at on */
    uint16_t n, block;
    float scale; /* of the row */
    float idf;
} Place;

typedef struct Slot {
    uint64_t key;
    uint32_t place; /* + 1; 0: empty */
} Slot;

struct Codebook {
    Lang lang;         /* that most texts are in: the prior of words_lang */
    uint32_t sample_n; /* documents it was learned from */
    uint32_t themes;
    ThemeInfo *info;
    float threshold; /* a score below it is unthemed */
    float idf_rare;  /* of a word that the codebook does not know */
    float coherence; /* typical mean cosine between two documents of one theme */
    uint32_t features;
    uint64_t *keys; /* ascending */
    float *idf;
    uint32_t *begin; /* features + 1, into theme and weight */
    uint16_t *theme; /* ascending within a feature */
    float *weight;   /* of unit centroids; of longer ones for themes of few examples */
    float *profile;  /* themes * themes: mean profile of each theme, of unit length */
    uint32_t areas;  /* 0: too few themes */
    Str *area_name;
    uint16_t *area_of; /* per theme */
    FacetSet *facets;  /* per theme */
    DenseBlock *dense; /* what vectors of a model say, or NULL */
    Slot *slots;       /* hash table over keys; derived, as is all from here on */
    uint32_t slot_mask;
    Place *place;         /* features of them */
    uint32_t *feature_at; /* place to feature */
    uint32_t *place_of;   /* feature to place */
    Spoken *spoken;       /* short lists, one behind the other */
    int16_t *rows;        /* weights for all themes side by side, packed_stride apart */
    float *profile_of;    /* profile[t] turned: for theme j, its part in the profiles of all, stride apart */
    int32_t *area_themes; /* by area */
    uint32_t *area_begin; /* areas + 1, into area_themes */
    uint32_t stride;      /* themes, rounded up to whole lanes */
};

/* Builds the derived parts: those of features and centroids, then those of profiles, once the others are in place. */
void codebook_index(Arena *a, Codebook *c);
void codebook_index_profiles(Arena *a, Codebook *c);

/* The place of a key, or UINT32_MAX. */
static inline uint32_t codebook_place(const Codebook *c, uint64_t key) {
    uint32_t at = (uint32_t)(key >> 20) & c->slot_mask;
    for (; c->slots[at].place; at = (at + 1) & c->slot_mask)
        if (c->slots[at].key == key) return c->slots[at].place - 1;
    return UINT32_MAX;
}

/* The feature of a key, or UINT32_MAX. */
static inline uint32_t codebook_feature(const Codebook *c, uint64_t key) {
    uint32_t place = codebook_place(c, key);
    return place == UINT32_MAX ? place : c->feature_at[place];
}
