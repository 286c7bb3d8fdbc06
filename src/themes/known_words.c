/* known_words.c - the table of words, and the rows of those that are met again. */
#include "known_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { KNOWN_WORDS_MAX = 1 << 17, ROWS_BYTES = 32 << 20 };

static const uint32_t NONE = UINT32_MAX;

static bool *facet_places(const Codebook *c) {
    bool *in = mem_zeros(c->features + 1, sizeof *in);
    for (uint32_t t = 0; c->facets && t < c->themes; t++)
        for (uint32_t i = 0; i < c->facets[t].features; i++) in[c->place_of[c->facets[t].feature[i]]] = true;
    return in;
}

/* The share of texts that hold a feature: what its idf was made from (vectors.c). */
static float share_of(float idf) {
    return fminf(expf(1 - idf), 0.99f);
}

/* The number of stems of a text is the sum of the shares of all stems. */
static float words_of_text(const Codebook *c) {
    float sum = 0;
    for (uint32_t p = 0; p < c->features; p++)
        if (c->place[p].block == BLOCK_WORD) sum += share_of(c->place[p].idf);
    return fmaxf(sum, 1);
}

KnownWords known_words_new(const Codebook *c, Tokenizer *t) {
    size_t stride = packed_stride(c->themes), most = ROWS_BYTES / (sizeof(int16_t) * (stride ? stride : 1));
    return (KnownWords){.c = c,
                        .t = t,
                        .rows_max = most < ROW_BLOCK * ROW_BLOCKS ? most : ROW_BLOCK * ROW_BLOCKS,
                        .in_facet = facet_places(c),
                        .words = words_of_text(c),
                        .sums = mem_alloc((stride + 1) * sizeof(float))};
}

void known_words_free(KnownWords *k) {
    idmap_free(&k->ids);
    free(k->at);
    free(k->grams);
    for (size_t i = 0; i < ROW_BLOCKS; i++) free(k->blocks[i]);
    free(k->in_facet);
    free(k->sums);
}

static void add_gram(void *ctx, uint64_t key) {
    KnownWords *k = ctx;
    uint32_t place = codebook_place(k->c, key);
    if (place == NONE) return;
    if (k->grams_n == k->grams_size) {
        k->grams_size = k->grams_size ? k->grams_size * 2 : 4096;
        k->grams = mem_grow(k->grams, k->grams_size, sizeof *k->grams);
    }
    k->grams[k->grams_n++] = place;
}

static uint32_t index_of(KnownWords *k, uint64_t hash) {
    uint32_t id = idmap_add(&k->ids, hash);
    if (id < k->size) return id;
    size_t size = k->size ? k->size * 2 : 1024;
    k->at = mem_grow(k->at, size, sizeof *k->at);
    memset(k->at + k->size, 0, (size - k->size) * sizeof *k->at);
    k->size = size;
    return id;
}

uint32_t known_word(KnownWords *k, const Word *word) {
    uint32_t id = index_of(k, word->hash);
    if (!k->at[id].voted) k->at[id].vote = word_vote(k->t, word), k->at[id].voted = true;
    return id;
}

/* Those that facets ask for to the front. */
static uint32_t facet_grams_first(const KnownWords *k, uint32_t *grams, uint32_t n) {
    uint32_t front = 0;
    for (uint32_t g = 0; g < n; g++) {
        uint32_t gram = grams[g];
        if (!k->in_facet[gram]) continue;
        grams[g] = grams[front];
        grams[front++] = gram;
    }
    return front;
}

static void enter(KnownWords *k, KnownWord *w, Str folded, Lang lang) {
    w->stem_key = stem_key(word_stem(k->t, folded, lang));
    w->stem = codebook_place(k->c, w->stem_key);
    w->grams_at = (uint32_t)k->grams_n;
    grams_of(folded, add_gram, k);
    w->grams_n = (uint32_t)(k->grams_n - w->grams_at);
    w->square = w->shared = 0;
    for (uint32_t g = 0; g < w->grams_n; g++) {
        float idf = k->c->place[k->grams[w->grams_at + g]].idf;
        w->square += idf * idf;
        w->shared -= idf * idf * log1pf(-share_of(idf)) / k->words;
    }
    w->facet_grams_n = facet_grams_first(k, k->grams + w->grams_at, w->grams_n);
}

uint32_t known_word_in(KnownWords *k, uint32_t index, const Word *word, Lang lang, uint64_t other) {
    /* mixed in order: with a plain XOR, "de" in Spanish and "es" in German would be one word */
    if (other) index = index_of(k, hash_mix(word->hash, other));
    if (!k->at[index].stem_key) enter(k, &k->at[index], word->folded, lang);
    return index;
}

void known_words_tidy(KnownWords *k) {
    if (k->ids.n <= KNOWN_WORDS_MAX) return;
    idmap_free(&k->ids);
    memset(k->at, 0, k->size * sizeof *k->at);
    k->grams_n = k->rows_n = 0;
}

static Term make_row(const KnownWords *k, const KnownWord *w, int16_t *to) {
    const Codebook *c = k->c;
    const uint32_t *grams = k->grams + w->grams_at;
    uint32_t stride = packed_stride(c->themes);
    memset(k->sums, 0, stride * sizeof *k->sums);
    for (uint32_t g = 0; g < w->grams_n; g++) {
        uint32_t feature = c->feature_at[grams[g]];
        for (uint32_t p = c->begin[feature]; p < c->begin[feature + 1]; p++)
            k->sums[c->theme[p]] += c->idf[feature] * c->weight[p];
    }
    return (Term){to, row_pack(k->sums, stride, to)};
}

static int16_t *new_row(KnownWords *k) {
    size_t stride = packed_stride(k->c->themes), block = k->rows_n / ROW_BLOCK, at = k->rows_n++ % ROW_BLOCK;
    if (!k->blocks[block]) k->blocks[block] = mem_aligned(ROW_BLOCK * stride * sizeof **k->blocks);
    return k->blocks[block] + at * stride;
}

Term known_word_row(KnownWords *k, KnownWord *w, int16_t *scratch) {
    if (w->row.row) return w->row;
    bool keep = w->met && k->rows_n < k->rows_max;
    w->met = true;
    if (!keep) return make_row(k, w, scratch); /* a word met but once need not be kept */
    return w->row = make_row(k, w, new_row(k));
}
