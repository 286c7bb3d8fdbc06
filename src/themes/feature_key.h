/* feature_key.h - the 64-bit names of features, equal at discovery and at coding. The block a feature belongs
 * to stands in the two low bits. Private to the layer. */
#pragma once
#include "base/hash.h"

typedef enum Block {
    BLOCK_WORD, /* a stem */
    BLOCK_GRAM, /* 3 to 5 characters within a word and its two boundaries */
    BLOCK_SKIP, /* two stems in order, at most SKIP_DISTANCE words apart */
    BLOCKS,
    CODED_BLOCKS = BLOCK_SKIP /* a codebook has no skip-grams: docs/internals/themes-speed.md */
} Block;

enum { GRAM_MIN = 3, GRAM_MAX = 5, SKIP_DISTANCE = 4 };

static inline uint64_t feature_key(Block block, uint64_t hash) {
    return (hash & ~(uint64_t)3) | block;
}
static inline Block feature_block(uint64_t key) {
    return (Block)(key & 3);
}

static inline uint64_t stem_key(Str stem) {
    return feature_key(BLOCK_WORD, hash64(stem));
}
static inline uint64_t skip_key(uint64_t first_stem, uint64_t second_stem) {
    return feature_key(BLOCK_SKIP, hash_mix(first_stem, second_stem));
}

/* Calls add(ctx, key) for each character n-gram of the word between spaces: " card ". */
void grams_of(Str folded, void (*add)(void *ctx, uint64_t key), void *ctx);
