/* skip_pairs.c - pairs of stems that stand near each other, counted in shards. */
#include "skip_pairs.h"

#include <stdlib.h>
#include <string.h>

#include "feature_key.h"

static const uint64_t PAIR_MASK = (1ull << PAIR_BITS) - 1;
static const uint64_t SPREAD = 0x79b97f4a7c15,
                      GATHER = 0x83e19937733d; /* odd, and its inverse: the product is 1 in 48 bits */

/* One to one, so that pairs spread evenly over shards and tables and can still be told. */
static uint64_t pair_scramble(uint32_t first, uint32_t second) {
    uint64_t x = ((uint64_t)first << STEM_BITS | second) * SPREAD & PAIR_MASK;
    return x ^ x >> STEM_BITS;
}
static size_t shard_of(uint64_t packed) {
    return packed >> (64 - SHARD_BITS);
}

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Sorts pairs and folds equal ones into one with their count in the low 16 bits. */
static uint32_t fold_pairs(uint64_t *at, size_t n) {
    qsort(at, n, sizeof *at, by_value);
    uint32_t out = 0;
    for (size_t i = 0; i < n;) {
        size_t j = i;
        while (j < n && at[j] == at[i]) j++;
        at[out++] = at[i] | (j - i < 0xffff ? j - i : 0xffff);
        i = j;
    }
    return out;
}

static void collect_pairs(void *ctx, size_t begin, size_t end, int worker) {
    SkipPairs *b = ctx;
    for (size_t d = begin; d < end; d++) {
        const uint32_t *w = b->s->words[d];
        size_t n = b->s->words_n[d], m = 0;
        uint64_t *at = mem_alloc((n * SKIP_DISTANCE + 1) * sizeof *at);
        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n && j <= i + SKIP_DISTANCE; j++)
                at[m++] = pair_scramble(b->s->lexicon[w[i]].stem, b->s->lexicon[w[j]].stem) << COUNT_BITS;
        m = fold_pairs(at, m);
        Pairs *p = &b->of[d];
        p->at = ARENA_ARRAY(b->arenas[worker], uint64_t, m);
        for (size_t i = 0; i < m; i++) p->at[i] = at[i], p->edge[shard_of(at[i]) + 1]++;
        for (size_t k = 0; k < SHARDS; k++) p->edge[k + 1] += p->edge[k];
        free(at);
    }
}

static void grow_shard(Shard *shard) {
    uint32_t size = shard->size ? shard->size * 2 : 1024;
    shard->pair = mem_grow(shard->pair, size, sizeof *shard->pair);
    shard->df = mem_grow(shard->df, size, sizeof *shard->df);
    memset(shard->df + shard->size, 0, (size - shard->size) * sizeof *shard->df);
    shard->size = size;
}

static void count_shards(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    SkipPairs *b = ctx;
    for (size_t k = begin; k < end; k++) {
        Shard *shard = &b->shards[k];
        for (size_t d = 0; d < b->s->n; d++) {
            Pairs *p = &b->of[d];
            for (uint32_t i = p->edge[k]; i < p->edge[k + 1]; i++) {
                uint64_t pair = p->at[i] >> COUNT_BITS;
                uint32_t id = idmap_add(&shard->map, pair);
                if (id >= shard->size) grow_shard(shard);
                shard->pair[id] = pair;
                shard->df[id]++;
                p->at[i] = (uint64_t)id << 32 | (p->at[i] & COUNT_MASK);
            }
        }
    }
}

static void resolve_pairs(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    SkipPairs *b = ctx;
    for (size_t d = begin; d < end; d++) {
        Pairs *p = &b->of[d];
        for (size_t k = 0; k < SHARDS; k++)
            for (uint32_t i = p->edge[k]; i < p->edge[k + 1]; i++)
                p->at[i] = (uint64_t)b->shards[k].id[p->at[i] >> 32] << 32 | (p->at[i] & COUNT_MASK);
    }
}

SkipPairs skip_pairs_count(Arena *scratch, const Sample *s, Par *par) {
    SkipPairs b = {.s = s, .of = ARENA_ARRAY(scratch, Pairs, s->n), .workers = (size_t)par_threads(par)};
    b.arenas = ARENA_ARRAY(scratch, Arena *, b.workers);
    for (size_t w = 0; w < b.workers; w++) b.arenas[w] = arena_new();
    par_for(par, s->n, 64, collect_pairs, &b);
    par_for(par, SHARDS, 1, count_shards, &b);
    return b;
}

void skip_pairs_resolve(SkipPairs *b, Par *par) {
    par_for(par, b->s->n, 64, resolve_pairs, b);
}

void skip_pairs_free(SkipPairs *b) {
    for (size_t w = 0; w < b->workers; w++) arena_free(b->arenas[w]);
    for (size_t k = 0; k < SHARDS; k++) {
        idmap_free(&b->shards[k].map);
        free(b->shards[k].pair);
        free(b->shards[k].df);
    }
}

void pair_stems(uint64_t pair, uint32_t *first, uint32_t *second) {
    uint64_t x = (pair ^ pair >> STEM_BITS) * GATHER & PAIR_MASK;
    *first = (uint32_t)(x >> STEM_BITS), *second = (uint32_t)x & ((1u << STEM_BITS) - 1);
}
