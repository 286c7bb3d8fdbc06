/* hash_here.h - the hashes of hash.h compiled into the caller, for what comes past for every word of all of history.
 * The same values. */
#pragma once
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/hash.h"

static inline uint64_t hash64_here(Str s) {
    return XXH3_64bits(s.p ? s.p : "", s.n);
}

static inline uint64_t hash64_seed_here(Str s, uint64_t seed) {
    return XXH3_64bits_withSeed(s.p ? s.p : "", s.n, seed);
}

static inline uint64_t hash_mix_here(uint64_t a, uint64_t b) {
    uint64_t pair[2] = {a, b};
    return XXH3_64bits(pair, sizeof pair);
}
