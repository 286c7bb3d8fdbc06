/* codebook_data.h - what a codebook is made of, private to the layer.
 *
 * Centroids are kept the other way round, as lists per feature of the themes it speaks for, so that coding a
 * text touches only what the text holds:
 *
 *   key --slot--> feature f --begin[f] .. begin[f + 1]--> (theme, weight) ... */
#pragma once
#include "feature_key.h"
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
    uint32_t *slots; /* hash table over keys: feature + 1, or 0; derived */
    uint32_t slot_mask;
    uint64_t *skips; /* a bit for each skip-gram, by its key: most pairs of a text are none; derived */
    uint32_t skips_mask;
    uint32_t *row;     /* per feature: its row in rows, or UINT32_MAX when its list is short; derived */
    float *rows;       /* weights for all themes side by side, stride apart; derived */
    float *profile_of; /* profile[t] turned: for theme j, its part in the profiles of all, stride apart; derived */
    int32_t *area_themes; /* by area; derived */
    uint32_t *area_begin; /* areas + 1, into area_themes; derived */
    uint32_t stride;   /* themes, rounded up to whole lanes */
};

/* Builds the derived parts: those of features and centroids, then those of profiles, once the others are in place. */
void codebook_index(Arena *a, Codebook *c);
void codebook_index_profiles(Arena *a, Codebook *c);

/* False: the key of a pair is no feature. True: look it up. */
static inline bool codebook_may_skip(const Codebook *c, uint64_t key) {
    uint32_t at = (uint32_t)(key >> 20) & c->skips_mask;
    return c->skips[at / 64] >> at % 64 & 1;
}

/* Fetches the place of a key into the cache, for a look-up soon. */
static inline void codebook_expect(const Codebook *c, uint64_t key) {
    __builtin_prefetch(&c->slots[(uint32_t)(key >> 20) & c->slot_mask]);
}

/* The feature of a key, or UINT32_MAX. */
static inline uint32_t codebook_feature(const Codebook *c, uint64_t key) {
    uint32_t at = (uint32_t)(key >> 20) & c->slot_mask;
    for (; c->slots[at]; at = (at + 1) & c->slot_mask)
        if (c->keys[c->slots[at] - 1] == key) return c->slots[at] - 1;
    return UINT32_MAX;
}
