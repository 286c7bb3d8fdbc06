/* known_words.c - the table of words, and the rows of those that are met again. */
#include "known_words.h"

#include <stdlib.h>
#include <string.h>

#include "lanes.h"

enum { KNOWN_WORDS_MAX = 1 << 17, ROWS_BYTES = 32 << 20, CACHE_LINE = 64 / sizeof(float) };

static const uint32_t NONE = UINT32_MAX;

KnownWords known_words_new(const Codebook *c, Tokenizer *t) {
    return (KnownWords){.c = c, .t = t, .scratch = mem_alloc((c->stride + 1) * sizeof(float))};
}

void known_words_free(KnownWords *k) {
    idmap_free(&k->ids);
    free(k->at);
    free(k->grams);
    free(k->rows);
    free(k->scratch);
}

static void add_gram(void *ctx, uint64_t key) {
    KnownWords *k = ctx;
    uint32_t feature = codebook_feature(k->c, key);
    if (feature == NONE) return;
    if (k->grams_n == k->grams_size) {
        k->grams_size = k->grams_size ? k->grams_size * 2 : 4096;
        k->grams = mem_grow(k->grams, k->grams_size, sizeof *k->grams);
    }
    k->grams[k->grams_n++] = feature;
}

uint32_t known_word(KnownWords *k, Str folded, Lang lang, uint64_t lang_hash) {
    uint32_t id = idmap_add(&k->ids, hash64_seed(folded, lang_hash));
    if (id < k->size && k->at[id].stem_key) return id;
    if (id >= k->size) {
        size_t size = k->size ? k->size * 2 : 1024;
        k->at = mem_grow(k->at, size, sizeof *k->at);
        memset(k->at + k->size, 0, (size - k->size) * sizeof *k->at);
        k->size = size;
    }
    KnownWord *w = &k->at[id];
    *w =
        (KnownWord){.stem_key = stem_key(word_stem(k->t, folded, lang)), .grams_at = (uint32_t)k->grams_n, .row = NONE};
    w->stem = codebook_feature(k->c, w->stem_key);
    grams_of(folded, add_gram, k);
    w->grams_n = (uint32_t)(k->grams_n - w->grams_at);
    return id;
}

void known_words_tidy(KnownWords *k) {
    if (k->ids.n <= KNOWN_WORDS_MAX) return;
    idmap_free(&k->ids);
    memset(k->at, 0, k->size * sizeof *k->at);
    k->grams_n = k->rows_n = 0;
}

void expect_feature(const Codebook *c, uint32_t feature) {
    uint32_t row = c->row[feature];
    const float *at = row == NONE ? c->weight + c->begin[feature] : c->rows + (size_t)row * c->stride;
    for (uint32_t k = 0; k < c->stride; k += CACHE_LINE) {
        __builtin_prefetch(at + k);
        if (row == NONE) return;
    }
}

void add_feature(const Codebook *c, float *sums, uint32_t feature, float weight) {
    uint32_t row = c->row[feature];
    if (row != NONE) {
        lanes_add(sums, c->rows + (size_t)row * c->stride, weight, c->stride);
        return;
    }
    for (uint32_t p = c->begin[feature]; p < c->begin[feature + 1]; p++) sums[c->theme[p]] += weight * c->weight[p];
}

static const float *make_row(const KnownWords *k, const KnownWord *w, float *row) {
    const uint32_t *grams = k->grams + w->grams_at;
    memset(row, 0, k->c->stride * sizeof *row);
    for (uint32_t g = 0; g < w->grams_n; g++) add_feature(k->c, row, grams[g], k->c->idf[grams[g]]);
    return row;
}

/* Room for one more row, or false when there are enough: a word met but once need not be kept. */
static bool row_room(KnownWords *k) {
    size_t stride = k->c->stride;
    if ((k->rows_n + 1) * stride * sizeof(float) > ROWS_BYTES) return false;
    if (k->rows_n == k->rows_size) {
        k->rows_size = k->rows_size ? k->rows_size * 2 : 64;
        k->rows = mem_grow(k->rows, k->rows_size * stride, sizeof *k->rows);
    }
    return true;
}

const float *known_word_row(KnownWords *k, KnownWord *w) {
    if (w->row != NONE) return k->rows + (size_t)w->row * k->c->stride;
    bool keep = w->met && row_room(k);
    w->met = true;
    if (!keep) return make_row(k, w, k->scratch);
    w->row = (uint32_t)k->rows_n++;
    return make_row(k, w, k->rows + (size_t)w->row * k->c->stride);
}
