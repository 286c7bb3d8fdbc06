/* skip_pairs.h - the skip-grams of a sample, private to the layer.
 *
 * They are many (400 a text of 100 words), so their counting is cut into shards by hash: each shard's table stays in
 * the cache, shards are shared among threads, and the numbering depends on neither.
 *
 *   words of a document --> pairs of stems (u64: both stems scrambled into 48 bits, count 16 bits), shard by shard
 *   counted             --> local id in the shard 32 bits, count; document frequency per local id
 *   resolved            --> feature or ID_NONE 32 bits, count
 */
#pragma once
#include "base/idmap.h"
#include "base/par.h"
#include "sample.h"

enum { SHARD_BITS = 5, SHARDS = 1 << SHARD_BITS, STEM_BITS = 24 };
enum { PAIR_BITS = 2 * STEM_BITS, COUNT_BITS = 64 - PAIR_BITS };

static const uint64_t COUNT_MASK = (1ull << COUNT_BITS) - 1;

/* Those of one document. */
typedef struct Pairs {
    uint64_t *at;
    uint32_t edge[SHARDS + 1]; /* where each shard's begin */
} Pairs;

/* Pairs that have the same upper bits. */
typedef struct Shard {
    IdMap map;      /* pair to local id, in order of first use */
    uint64_t *pair; /* local id to pair */
    uint32_t *df;
    uint32_t *id;  /* local id to feature, ID_NONE when rare: filled in by who numbers features */
    uint32_t size; /* room in pair and df */
} Shard;

typedef struct SkipPairs {
    const Sample *s;
    Pairs *of; /* per document */
    Shard shards[SHARDS];
    Arena **arenas; /* one per worker */
    size_t workers;
} SkipPairs;

SkipPairs skip_pairs_count(Arena *scratch, const Sample *s, Par *par);
/* Once each shard's `id` is there. */
void skip_pairs_resolve(SkipPairs *b, Par *par);
void skip_pairs_free(SkipPairs *b);

/* The stems, in their order, of a pair in Shard.pair. */
void pair_stems(uint64_t pair, uint32_t *first, uint32_t *second);
