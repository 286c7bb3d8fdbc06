/* vectors.c - documents to sparse vectors.
 *
 * Three blocks of features share one numbering: [stems | character n-grams | skip-grams], each only from two
 * documents on. Stems and n-grams are few and counted in one go, skip-grams are many (skip_pairs.h).
 *
 *   counts --> document frequencies --> ids of features with df >= 2
 *          --> weights (1 + ln tf) * idf, block by block --> one row of unit length
 */
#include "vectors.h"

#include <math.h>
#include <stdlib.h>

#include "base/idmap.h"
#include "select.h"
#include "skip_pairs.h"

enum { DF_MIN = 2, LOGS = 64 };

typedef struct Builder {
    const Sample *s;
    Matrix *m;
    uint32_t *stem_feature; /* stem to feature or ID_NONE */
    uint32_t **grams;       /* word of the lexicon to its grams' ids, then features */
    uint32_t *grams_n;
    SkipPairs skips;
    uint8_t *half;     /* per feature */
    uint32_t **counts; /* one per worker: count per feature, all 0 between rows */
    Arena *scratch;
} Builder;

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

static void number_skips(Builder *b, size_t *next) {
    for (size_t k = 0; k < SHARDS; k++) {
        Shard *shard = &b->skips.shards[k];
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
        const Shard *shard = &b->skips.shards[k];
        for (uint32_t local = 0; local < shard->map.n; local++) {
            uint32_t first, second;
            pair_stems(shard->pair[local], &first, &second);
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
        size_t room = s->words_n[d] + b->skips.of[d].edge[SHARDS] + 1;
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
        for (size_t i = 0; i < b->skips.of[d].edge[SHARDS]; i++) {
            uint64_t packed = b->skips.of[d].at[i];
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
        for (size_t i = 0; i < b->skips.shards[k].map.n; i++)
            if (b->skips.shards[k].id[i] != ID_NONE) df[b->skips.shards[k].id[i]] = b->skips.shards[k].df[i];
    for (size_t f = 0; f < n; f++) first[docs - df[f] + 1]++;
    for (size_t i = 1; i < docs + 2; i++) first[i] += first[i - 1];
    for (size_t f = 0; f < n; f++) number[f] = first[docs - df[f]]++;
    renumber_ids(b->stem_feature, b->s->stems_n, number);
    renumber_ids(gram_id, g->map.n, number);
    for (size_t k = 0; k < SHARDS; k++) renumber_ids(b->skips.shards[k].id, b->skips.shards[k].map.n, number);
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
    b.counts = ARENA_ARRAY(b.scratch, uint32_t *, workers);
    for (size_t w = 0; w < workers; w++) m.arenas[w] = arena_new();
    b.skips = skip_pairs_count(b.scratch, s, par);
    number_features(&b);
    skip_pairs_resolve(&b.skips, par);
    for (size_t w = 0; w < workers; w++) b.counts[w] = ARENA_ARRAY(b.scratch, uint32_t, m.features);
    par_for(par, s->n, 64, build_rows, &b);
    skip_pairs_free(&b.skips);
    arena_free(b.scratch);
    return m;
}

void matrix_free(Matrix *m) {
    for (size_t w = 0; w < m->workers; w++) arena_free(m->arenas[w]);
    arena_free(m->arena);
    *m = (Matrix){0};
}
