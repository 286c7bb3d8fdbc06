/* vectors.c - documents to sparse vectors.
 *
 * Three blocks of features share one numbering: [stems | character n-grams | skip-grams], each only from two
 * documents on. Stems and n-grams are few and counted in one go. Skip-grams are many (400 a text of 100
 * words), so their counting is cut into shards by hash: each shard's table stays in the cache, shards are
 * shared among threads, and the numbering depends on neither.
 *
 *   words of a document --> pairs of stems (u64: both stems scrambled into 48 bits, count 16 bits), shard by shard
 *   pairs of all        --> document frequency per shard (now a pair is its local id and the count)
 *                       --> ids of those with df >= 2
 *   counts              --> weights (1 + ln tf) * idf, block by block --> one row of unit length
 */
#include "vectors.h"

#include <math.h>
#include <stdlib.h>

#include "base/idmap.h"
#include "select.h"

enum { SHARD_BITS = 5, SHARDS = 1 << SHARD_BITS, STEM_BITS = 24, DF_MIN = 2, LOGS = 64 };

typedef struct Pairs {
    uint64_t *at;
    uint32_t edge[SHARDS + 1]; /* where each shard's begin */
} Pairs;

typedef struct Shard {
    IdMap map;      /* pair to local id, in order of first use */
    uint64_t *pair; /* local id to pair */
    uint32_t *df;
    uint32_t *id;  /* local id to feature, ID_NONE when rare */
    uint32_t size; /* room in pair and df */
} Shard;

typedef struct Builder {
    const Sample *s;
    Matrix *m;
    uint32_t *stem_feature; /* stem to feature or ID_NONE */
    uint32_t **grams;       /* word of the lexicon to its grams' ids, then features */
    uint32_t *grams_n;
    Pairs *pairs;
    Shard shards[SHARDS];
    Arena **pair_arenas; /* one per worker */
    uint8_t *half;       /* per feature */
    uint32_t **counts;   /* one per worker: count per feature, all 0 between rows */
    Arena *scratch;
} Builder;

enum { PAIR_BITS = 2 * STEM_BITS, COUNT_BITS = 64 - PAIR_BITS };

static const uint64_t PAIR_MASK = (1ull << PAIR_BITS) - 1, COUNT_MASK = (1ull << COUNT_BITS) - 1;
static const uint64_t SPREAD = 0x79b97f4a7c15,
                      GATHER = 0x83e19937733d; /* odd, and its inverse: the product is 1 in 48 bits */

/* One to one, so that pairs spread evenly over shards and tables and can still be told. */
static uint64_t pair_scramble(uint32_t first, uint32_t second) {
    uint64_t x = ((uint64_t)first << STEM_BITS | second) * SPREAD & PAIR_MASK;
    return x ^ x >> STEM_BITS;
}
static void pair_unscramble(uint64_t pair, uint32_t *first, uint32_t *second) {
    uint64_t x = (pair ^ pair >> STEM_BITS) * GATHER & PAIR_MASK;
    *first = (uint32_t)(x >> STEM_BITS), *second = (uint32_t)x & ((1u << STEM_BITS) - 1);
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
    Builder *b = ctx;
    for (size_t d = begin; d < end; d++) {
        const uint32_t *w = b->s->words[d];
        size_t n = b->s->words_n[d], m = 0;
        uint64_t *at = mem_alloc((n * SKIP_DISTANCE + 1) * sizeof *at);
        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n && j <= i + SKIP_DISTANCE; j++)
                at[m++] = pair_scramble(b->s->lexicon[w[i]].stem, b->s->lexicon[w[j]].stem) << COUNT_BITS;
        m = fold_pairs(at, m);
        Pairs *p = &b->pairs[d];
        p->at = ARENA_ARRAY(b->pair_arenas[worker], uint64_t, m);
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
    Builder *b = ctx;
    for (size_t k = begin; k < end; k++) {
        Shard *shard = &b->shards[k];
        for (size_t d = 0; d < b->s->n; d++) {
            Pairs *p = &b->pairs[d];
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

static void count_stems(Builder *b, uint32_t *df) {
    uint32_t *seen = ARENA_ARRAY(b->scratch, uint32_t, b->s->stems_n);
    for (size_t d = 0; d < b->s->n; d++) {
        for (size_t i = 0; i < b->s->words_n[d]; i++) {
            uint32_t stem = b->s->lexicon[b->s->words[d][i]].stem;
            if (seen[stem] == d + 1) continue;
            seen[stem] = (uint32_t)d + 1;
            df[stem]++;
        }
    }
}

typedef struct GramList {
    IdMap map;
    uint64_t *keys; /* by id */
    size_t size;
    uint32_t word[256];
    uint32_t n;
} GramList;

static void add_gram(void *ctx, uint64_t key) {
    GramList *g = ctx;
    uint32_t id = idmap_add(&g->map, key);
    if (id >= g->size) {
        g->size = g->size ? g->size * 2 : 4096;
        g->keys = mem_grow(g->keys, g->size, sizeof *g->keys);
    }
    g->keys[id] = key;
    if (g->n < sizeof g->word / sizeof *g->word) g->word[g->n++] = id;
}

static void list_grams(Builder *b, GramList *g) {
    size_t n = b->s->lexicon_n;
    b->grams = ARENA_ARRAY(b->scratch, uint32_t *, n);
    b->grams_n = ARENA_ARRAY(b->scratch, uint32_t, n);
    for (size_t w = 0; w < n; w++) {
        g->n = 0;
        grams_of(b->s->lexicon[w].folded, add_gram, g);
        b->grams[w] = ARENA_ARRAY(b->scratch, uint32_t, g->n);
        b->grams_n[w] = g->n;
        if (g->n) memcpy(b->grams[w], g->word, g->n * sizeof *g->word);
    }
}

static uint32_t *count_grams(Builder *b, size_t grams) {
    uint32_t *df = ARENA_ARRAY(b->scratch, uint32_t, grams), *seen = ARENA_ARRAY(b->scratch, uint32_t, grams);
    uint32_t *word_seen = ARENA_ARRAY(b->scratch, uint32_t, b->s->lexicon_n);
    for (size_t d = 0; d < b->s->n; d++) {
        for (size_t i = 0; i < b->s->words_n[d]; i++) {
            uint32_t w = b->s->words[d][i];
            if (word_seen[w] == d + 1) continue;
            word_seen[w] = (uint32_t)d + 1;
            for (size_t k = 0; k < b->grams_n[w]; k++) {
                uint32_t g = b->grams[w][k];
                if (seen[g] == d + 1) continue;
                seen[g] = (uint32_t)d + 1;
                df[g]++;
            }
        }
    }
    return df;
}

/* Numbers what is frequent enough, after `next`; the others get ID_NONE. */
static uint32_t *number_frequent(Arena *a, const uint32_t *df, size_t n, size_t *next) {
    uint32_t *id = ARENA_ARRAY(a, uint32_t, n);
    for (size_t i = 0; i < n; i++) id[i] = df[i] >= DF_MIN ? (uint32_t)(*next)++ : ID_NONE;
    return id;
}

static void add_feature(Matrix *m, uint32_t id, uint64_t key, uint32_t df) {
    if (id == ID_NONE) return;
    m->keys[id] = key;
    m->df[id] = df;
    m->idf[id] = (float)(log((1.0 + (double)m->n) / (1.0 + df)) + 1.0);
}

/* From here on pairs hold the feature in place of the local id. */
static void resolve_pairs(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    Builder *b = ctx;
    for (size_t d = begin; d < end; d++) {
        Pairs *p = &b->pairs[d];
        for (size_t k = 0; k < SHARDS; k++)
            for (uint32_t i = p->edge[k]; i < p->edge[k + 1]; i++)
                p->at[i] = (uint64_t)b->shards[k].id[p->at[i] >> 32] << 32 | (p->at[i] & COUNT_MASK);
    }
}

static void number_skips(Builder *b, size_t *next) {
    for (size_t k = 0; k < SHARDS; k++) {
        Shard *shard = &b->shards[k];
        shard->id = number_frequent(b->scratch, shard->df, shard->map.n, next);
    }
}

/* Keys and frequencies of all features, once every block is numbered. */
static void name_features(Builder *b, const uint32_t *stem_df, const GramList *g, const uint32_t *gram_df,
                          const uint32_t *gram_id) {
    Matrix *m = b->m;
    const Sample *s = b->s;
    for (size_t i = 0; i < s->stems_n; i++) add_feature(m, b->stem_feature[i], s->stem_keys[i], stem_df[i]);
    for (size_t i = 0; i < g->map.n; i++) add_feature(m, gram_id[i], g->keys[i], gram_df[i]);
    for (size_t k = 0; k < SHARDS; k++) {
        const Shard *shard = &b->shards[k];
        for (uint32_t local = 0; local < shard->map.n; local++) {
            uint32_t first, second;
            pair_unscramble(shard->pair[local], &first, &second);
            add_feature(m, shard->id[local], skip_key(s->stem_keys[first], s->stem_keys[second]), shard->df[local]);
        }
    }
    for (size_t f = 0; f < m->features; f++) b->half[f] = (uint8_t)feature_half(m->keys[f]);
}

/* Weights the entries of one block and brings it to unit length; returns whether it has any. */
static bool weigh_block(const Matrix *m, const float *log_of, Entry *at, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        float count = at[i].weight, log = count < LOGS ? log_of[(int)count] : 1.0f + logf(count);
        at[i].weight = log * m->idf[at[i].id];
        sum += (double)at[i].weight * at[i].weight;
    }
    if (n == 0) return false;
    float scale = (float)(1.0 / sqrt(sum));
    for (size_t i = 0; i < n; i++) at[i].weight *= scale;
    return true;
}

/* Keeps the strongest ROW_MAX entries, brings the row to unit length and stores it, half 0 first. */
static Row finish_row(Arena *a, const uint8_t *half_of, Entry *at, size_t n) {
    if (n > ROW_MAX) {
        entries_select(at, n, ROW_MAX);
        n = ROW_MAX;
    }
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (double)at[i].weight * at[i].weight;
    float scale = n ? (float)(1.0 / sqrt(sum)) : 0;
    Row row = {(uint32_t)n, 0, ARENA_ARRAY(a, uint32_t, n), ARENA_ARRAY(a, float, n)};
    size_t out = 0;
    for (unsigned half = 0; half < 2; half++) {
        for (size_t i = 0; i < n; i++) {
            if (half_of[at[i].id] != half) continue;
            row.id[out] = at[i].id, row.weight[out++] = at[i].weight * scale;
        }
        if (half == 0) row.split = (uint32_t)out;
    }
    return row;
}

/* Counts feature `id` for the row in hand; `touched` lists those met. */
static size_t count_feature(uint32_t *counts, Entry *touched, size_t n, uint32_t id) {
    if (id == ID_NONE) return n;
    if (counts[id]++ == 0) touched[n++].id = id;
    return n;
}

static size_t take_counts(uint32_t *counts, Entry *touched, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        touched[i].weight = (float)counts[touched[i].id];
        counts[touched[i].id] = 0;
    }
    return to;
}

static void build_rows(void *ctx, size_t begin, size_t end, int worker) {
    Builder *b = ctx;
    const Sample *s = b->s;
    uint32_t *counts = b->counts[worker];
    float log_of[LOGS];
    for (int i = 1; i < LOGS; i++) log_of[i] = 1.0f + logf((float)i);
    for (size_t d = begin; d < end; d++) {
        size_t room = s->words_n[d] + b->pairs[d].edge[SHARDS] + 1;
        for (size_t i = 0; i < s->words_n[d]; i++) room += b->grams_n[s->words[d][i]];
        Entry *at = mem_alloc(room * sizeof *at);
        size_t n = 0, edge[BLOCKS + 1] = {0};
        for (size_t i = 0; i < s->words_n[d]; i++)
            n = count_feature(counts, at, n, b->stem_feature[s->lexicon[s->words[d][i]].stem]);
        edge[1] = take_counts(counts, at, 0, n);
        for (size_t i = 0; i < s->words_n[d]; i++)
            for (size_t k = 0, w = s->words[d][i]; k < b->grams_n[w]; k++)
                n = count_feature(counts, at, n, b->grams[w][k]);
        edge[2] = take_counts(counts, at, edge[1], n);
        for (size_t i = 0; i < b->pairs[d].edge[SHARDS]; i++) {
            uint64_t packed = b->pairs[d].at[i];
            if (packed >> 32 != ID_NONE) at[n++] = (Entry){(uint32_t)(packed >> 32), (float)(packed & COUNT_MASK)};
        }
        edge[3] = n;
        for (size_t k = 0; k < BLOCKS; k++) weigh_block(b->m, log_of, at + edge[k], edge[k + 1] - edge[k]);
        b->m->rows[d] = finish_row(b->m->arenas[worker], b->half, at, n);
        free(at);
    }
}

static void renumber_ids(uint32_t *id, size_t n, const uint32_t *number) {
    for (size_t i = 0; i < n; i++)
        if (id[i] != ID_NONE) id[i] = number[id[i]];
}

/* Numbers features anew, the most frequent first: what is looked up most then lies together in the cache. */
static void order_by_frequency(Builder *b, const uint32_t *stem_df, const GramList *g, const uint32_t *gram_df,
                               uint32_t *gram_id, size_t n) {
    size_t docs = b->s->n;
    uint32_t *df = ARENA_ARRAY(b->scratch, uint32_t, n), *number = ARENA_ARRAY(b->scratch, uint32_t, n);
    uint32_t *first = ARENA_ARRAY(b->scratch, uint32_t, docs + 2); /* per frequency, counted downwards */
    for (size_t i = 0; i < b->s->stems_n; i++)
        if (b->stem_feature[i] != ID_NONE) df[b->stem_feature[i]] = stem_df[i];
    for (size_t i = 0; i < g->map.n; i++)
        if (gram_id[i] != ID_NONE) df[gram_id[i]] = gram_df[i];
    for (size_t k = 0; k < SHARDS; k++)
        for (size_t i = 0; i < b->shards[k].map.n; i++)
            if (b->shards[k].id[i] != ID_NONE) df[b->shards[k].id[i]] = b->shards[k].df[i];
    for (size_t f = 0; f < n; f++) first[docs - df[f] + 1]++;
    for (size_t i = 1; i < docs + 2; i++) first[i] += first[i - 1];
    for (size_t f = 0; f < n; f++) number[f] = first[docs - df[f]]++;
    renumber_ids(b->stem_feature, b->s->stems_n, number);
    renumber_ids(gram_id, g->map.n, number);
    for (size_t k = 0; k < SHARDS; k++) renumber_ids(b->shards[k].id, b->shards[k].map.n, number);
}

static void number_features(Builder *b) {
    Arena *a = b->m->arena;
    uint32_t *stem_df = ARENA_ARRAY(b->scratch, uint32_t, b->s->stems_n);
    GramList g = {0};
    size_t next = 0;
    count_stems(b, stem_df);
    list_grams(b, &g);
    uint32_t *gram_df = count_grams(b, g.map.n);
    b->stem_feature = number_frequent(b->scratch, stem_df, b->s->stems_n, &next);
    uint32_t *gram_id = number_frequent(b->scratch, gram_df, g.map.n, &next);
    number_skips(b, &next);
    order_by_frequency(b, stem_df, &g, gram_df, gram_id, next);
    b->m->features = next;
    b->m->keys = ARENA_ARRAY(a, uint64_t, next);
    b->m->idf = ARENA_ARRAY(a, float, next);
    b->m->df = ARENA_ARRAY(a, uint32_t, next);
    b->half = ARENA_ARRAY(b->scratch, uint8_t, next);
    name_features(b, stem_df, &g, gram_df, gram_id);
    for (size_t w = 0; w < b->s->lexicon_n; w++)
        for (size_t k = 0; k < b->grams_n[w]; k++) b->grams[w][k] = gram_id[b->grams[w][k]];
    idmap_free(&g.map);
    free(g.keys);
}
Matrix vectors_build(const Sample *s, Par *par) {
    size_t workers = (size_t)par_threads(par);
    Matrix m = {.n = s->n, .arena = arena_new(), .workers = workers};
    Builder b = {.s = s, .m = &m, .scratch = arena_new()};
    m.rows = ARENA_ARRAY(m.arena, Row, s->n);
    m.arenas = ARENA_ARRAY(m.arena, Arena *, workers);
    b.pairs = ARENA_ARRAY(b.scratch, Pairs, s->n);
    b.pair_arenas = ARENA_ARRAY(b.scratch, Arena *, workers);
    b.counts = ARENA_ARRAY(b.scratch, uint32_t *, workers);
    for (size_t w = 0; w < workers; w++) m.arenas[w] = arena_new(), b.pair_arenas[w] = arena_new();
    par_for(par, s->n, 64, collect_pairs, &b);
    par_for(par, SHARDS, 1, count_shards, &b);
    number_features(&b);
    par_for(par, s->n, 64, resolve_pairs, &b);
    for (size_t w = 0; w < workers; w++) b.counts[w] = ARENA_ARRAY(b.scratch, uint32_t, m.features);
    par_for(par, s->n, 64, build_rows, &b);
    for (size_t w = 0; w < workers; w++) arena_free(b.pair_arenas[w]);
    for (size_t k = 0; k < SHARDS; k++) {
        idmap_free(&b.shards[k].map);
        free(b.shards[k].pair);
        free(b.shards[k].df);
    }
    arena_free(b.scratch);
    return m;
}

void matrix_free(Matrix *m) {
    for (size_t w = 0; w < m->workers; w++) arena_free(m->arenas[w]);
    arena_free(m->arena);
    *m = (Matrix){0};
}
