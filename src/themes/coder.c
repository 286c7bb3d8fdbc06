/* coder.c - one text to its nearest theme, by the rule that holds for all of history.
 *
 * The same three blocks of features as at discovery, weighted the same way, against the unit centroids of the
 * themes. Words are looked up once per coder: a table remembers stem and n-grams of each word met. */
#include "coder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dense_block.h"
#include "lanes.h"
#include "themes/levels.h"

enum { KNOWN_WORDS_MAX = 1 << 17, LOGS = 256 };

static const uint32_t NONE = UINT32_MAX;

struct Coder {
    const Codebook *c;
    Tokenizer *t;
    IdMap known; /* hash of language and word to an index of words */
    KnownWord *words;
    size_t words_size;
    uint32_t *grams; /* features, those of one word in a row */
    size_t grams_n, grams_size;
    uint32_t *at; /* the text in hand: its words as indices */
    size_t at_n, at_size;
    uint32_t *counts; /* per feature, 0 between texts */
    uint32_t *touched[BLOCKS];
    size_t touched_n[BLOCKS];
    float *cosines, *scores; /* per theme; room for whole lanes */
    float *centred;          /* the text's vector; NULL: the codebook knows none */
    float scale[BLOCKS];
    float log_of[LOGS]; /* 1 + ln n */
};

Coder *coder_new(const Codebook *c) {
    Coder *coder = mem_alloc(sizeof *coder);
    *coder = (Coder){.c = c, .t = tokenizer_new()};
    coder->counts = mem_alloc((c->features + 1) * sizeof *coder->counts);
    memset(coder->counts, 0, (c->features + 1) * sizeof *coder->counts);
    for (int b = 0; b < BLOCKS; b++) coder->touched[b] = mem_alloc((c->features + 1) * sizeof(uint32_t));
    coder->cosines = mem_alloc((c->stride + 1) * sizeof *coder->cosines);
    coder->scores = mem_alloc((c->stride + 1) * sizeof *coder->scores);
    if (c->dense) coder->centred = mem_alloc(c->dense->stride * sizeof *coder->centred);
    for (int i = 1; i < LOGS; i++) coder->log_of[i] = 1.0f + logf((float)i);
    return coder;
}

void coder_free(Coder *coder) {
    if (!coder) return;
    tokenizer_free(coder->t);
    idmap_free(&coder->known);
    for (int b = 0; b < BLOCKS; b++) free(coder->touched[b]);
    free(coder->words);
    free(coder->grams);
    free(coder->at);
    free(coder->counts);
    free(coder->cosines);
    free(coder->scores);
    free(coder->centred);
    free(coder);
}

static void add_gram(void *ctx, uint64_t key) {
    Coder *coder = ctx;
    uint32_t feature = codebook_feature(coder->c, key);
    if (feature == NONE) return;
    if (coder->grams_n == coder->grams_size) {
        coder->grams_size = coder->grams_size ? coder->grams_size * 2 : 4096;
        coder->grams = mem_grow(coder->grams, coder->grams_size, sizeof *coder->grams);
    }
    coder->grams[coder->grams_n++] = feature;
}

/* The index of a word in the table of known words, entered now if it is new. */
static uint32_t know_word(Coder *coder, Str folded, Lang lang, uint64_t lang_hash) {
    uint32_t id = idmap_add(&coder->known, hash64_seed(folded, lang_hash));
    if (id < coder->words_size && coder->words[id].stem_key) return id;
    if (id >= coder->words_size) {
        size_t size = coder->words_size ? coder->words_size * 2 : 1024;
        coder->words = mem_grow(coder->words, size, sizeof *coder->words);
        memset(coder->words + coder->words_size, 0, (size - coder->words_size) * sizeof *coder->words);
        coder->words_size = size;
    }
    KnownWord *w = &coder->words[id];
    w->stem_key = stem_key(word_stem(coder->t, folded, lang));
    w->stem = codebook_feature(coder->c, w->stem_key);
    w->grams_at = (uint32_t)coder->grams_n;
    grams_of(folded, add_gram, coder);
    w->grams_n = (uint32_t)(coder->grams_n - w->grams_at);
    return id;
}

/* A coder that runs for weeks meets every typing error there is: forget them all now and then. */
static void forget_words(Coder *coder) {
    idmap_free(&coder->known);
    if (coder->words) memset(coder->words, 0, coder->words_size * sizeof *coder->words);
    coder->grams_n = 0;
}

static const Word *read_words(Coder *coder, Str text) {
    Words words = words_scan(coder->t, text);
    if (words.n > CODED_WORDS_MAX) words.n = CODED_WORDS_MAX;
    Lang lang = words_lang(coder->t, words, coder->c->lang);
    uint64_t lang_hash = hash64(str_from_c(lang.code));
    if (coder->known.n > KNOWN_WORDS_MAX) forget_words(coder);
    if (words.n > coder->at_size) {
        coder->at_size = words.n * 2;
        coder->at = mem_grow(coder->at, coder->at_size, sizeof *coder->at);
    }
    coder->at_n = words.n;
    for (size_t i = 0; i < words.n; i++) coder->at[i] = know_word(coder, words.at[i].folded, lang, lang_hash);
    return words.at;
}

static void count(Coder *coder, Block block, uint32_t feature) {
    if (coder->counts[feature]++ == 0) coder->touched[block][coder->touched_n[block]++] = feature;
}

/* Counts the features of the words read; returns how many words the codebook does not know. */
static size_t count_features(Coder *coder) {
    size_t unknown = 0;
    for (size_t i = 0; i < coder->at_n; i++) {
        const KnownWord *w = &coder->words[coder->at[i]];
        for (uint32_t g = 0; g < w->grams_n; g++) count(coder, BLOCK_GRAM, coder->grams[w->grams_at + g]);
        if (w->stem == NONE) {
            unknown++;
            continue;
        }
        count(coder, BLOCK_WORD, w->stem);
        for (size_t j = i + 1; j < coder->at_n && j <= i + SKIP_DISTANCE; j++) {
            const KnownWord *next = &coder->words[coder->at[j]];
            if (next->stem == NONE) continue;
            uint32_t feature = codebook_feature(coder->c, skip_key(w->stem_key, next->stem_key));
            if (feature != NONE) count(coder, BLOCK_SKIP, feature);
        }
    }
    return unknown;
}

static float tf_idf(const Coder *coder, uint32_t feature) {
    uint32_t n = coder->counts[feature];
    return coder->log_of[n < LOGS ? n : LOGS - 1] * coder->c->idf[feature];
}

/* What the weights of each block are multiplied with, so that known and unknown together have unit length. */
static float block_scales(Coder *coder, size_t unknown) {
    int blocks = 0;
    float known[BLOCKS], mass = 0, *scale = coder->scale;
    for (int b = 0; b < BLOCKS; b++) {
        known[b] = 0;
        for (size_t i = 0; i < coder->touched_n[b]; i++) {
            float w = tf_idf(coder, coder->touched[b][i]);
            known[b] += w * w;
        }
        float rest = b == BLOCK_WORD ? (float)unknown * coder->c->idf_rare * coder->c->idf_rare : 0;
        scale[b] = known[b] > 0 ? 1.0f / sqrtf(known[b] + rest) : 0;
        blocks += known[b] + rest > 0;
    }
    for (int b = 0; b < BLOCKS; b++) {
        scale[b] /= sqrtf((float)(blocks ? blocks : 1));
        mass += known[b] * scale[b] * scale[b];
    }
    return mass;
}

/* The counts of the text before are kept until now, so that it can be explained. */
static void clear_counts(Coder *coder) {
    for (int b = 0; b < BLOCKS; b++) {
        for (size_t i = 0; i < coder->touched_n[b]; i++) coder->counts[coder->touched[b][i]] = 0;
        coder->touched_n[b] = 0;
    }
}

static void add_feature(const Codebook *c, float *scores, uint32_t feature, float weight) {
    uint32_t row = c->row[feature];
    if (row != UINT32_MAX) {
        lanes_add(scores, c->rows + (size_t)row * c->stride, weight, c->stride);
        return;
    }
    for (uint32_t p = c->begin[feature]; p < c->begin[feature + 1]; p++) scores[c->theme[p]] += weight * c->weight[p];
}

Parts coder_see(Coder *coder, Str text) {
    const Codebook *c = coder->c;
    clear_counts(coder);
    const Word *scanned = read_words(coder, text);
    float mass = block_scales(coder, count_features(coder));
    memset(coder->cosines, 0, c->stride * sizeof *coder->cosines);
    for (int b = 0; b < BLOCKS; b++) {
        for (size_t i = 0; i < coder->touched_n[b]; i++) {
            uint32_t feature = coder->touched[b][i];
            add_feature(c, coder->cosines, feature, tf_idf(coder, feature) * coder->scale[b]);
        }
    }
    return (Parts){coder->cosines, mass, coder->at_n, scanned, coder->at, coder->words, coder->grams};
}

static void join_profiles(const Codebook *c, const float *profile_of, const float *cosines, float *scores) {
    float square = 0;
    for (uint32_t k = 0; k < c->themes; k++) square += cosines[k] * cosines[k];
    float scale = square > 0 ? PROFILE_SHARE / sqrtf(square) : 0;
    for (uint32_t k = 0; k < c->themes; k++) scores[k] = (1 - PROFILE_SHARE) * cosines[k];
    for (uint32_t j = 0; j < c->themes; j++)
        if (cosines[j] > 0) lanes_add(scores, profile_of + (size_t)j * c->stride, cosines[j] * scale, c->stride);
}

size_t coder_row(const Coder *coder, Entry *out) {
    size_t n = 0;
    for (int b = 0; b < BLOCKS; b++)
        for (size_t i = 0; i < coder->touched_n[b]; i++)
            out[n++] = (Entry){coder->touched[b][i], tf_idf(coder, coder->touched[b][i]) * coder->scale[b]};
    return n;
}

double coder_share(const Coder *coder, uint32_t feature) {
    double weight = tf_idf(coder, feature) * coder->scale[feature_block(coder->c->keys[feature])];
    return weight / coder->counts[feature];
}

int32_t coder_facet(const Coder *coder, int32_t theme) {
    if (theme < 0 || (uint32_t)theme >= coder->c->themes) return FACET_NONE;
    const FacetSet *set = &coder->c->facets[theme];
    float score[FACETS_MAX];
    bool met = false;
    for (uint32_t i = 0; i < set->n; i++) score[i] = -set->bias[i];
    for (uint32_t k = 0; k < set->features; k++) {
        uint32_t feature = set->feature[k];
        if (!coder->counts[feature]) continue;
        float weight = tf_idf(coder, feature) * coder->scale[feature_block(coder->c->keys[feature])];
        for (uint32_t i = 0; i < set->n; i++) score[i] += weight * set->weight[k * set->n + i];
        met = true;
    }
    int32_t best = FACET_NONE;
    for (int32_t i = 0; met && i < (int32_t)set->n; i++)
        if (score[i] > 0 && (best < 0 || score[i] > score[best])) best = i;
    return best;
}

const Codebook *coder_codebook(const Coder *coder) {
    return coder->c;
}

/* That of an example to a theme that was scaled for having few (extend.c) may pass 1. */
static float shown_cosine(const Coder *coder, int32_t theme) {
    return theme < 0 ? 0 : fminf(coder->cosines[theme], 1);
}

/* The theme that is best by its cosine joined with the likeness of the text's profile (its cosines to all
 * centroids) to the theme's: a word that two themes share is settled by the company it keeps. */
Coding coder_code_dense(Coder *coder, Str text, const int8_t *vector) {
    const Codebook *c = coder->c;
    const DenseBlock *b = c->dense;
    coder_see(coder, text);
    bool both = b && vector && dense_centre(vector, b->dim, b->mean, coder->centred);
    if (both) dense_block_join(b, c->themes, coder->centred, coder->cosines);
    join_profiles(c, both ? b->profile_of : c->profile_of, coder->cosines, coder->scores);
    int32_t best = UNTHEMED, second = UNTHEMED;
    for (int32_t k = 0; k < (int32_t)c->themes; k++) {
        if (coder->scores[k] <= 0) continue;
        if (best == UNTHEMED || coder->scores[k] > coder->scores[best])
            second = best, best = k;
        else if (second == UNTHEMED || coder->scores[k] > coder->scores[second])
            second = k;
    }
    float best_cosine = shown_cosine(coder, best), second_cosine = shown_cosine(coder, second);
    if (best_cosine < (both ? b->threshold : c->threshold)) return (Coding){UNTHEMED, 0, best, best_cosine};
    return (Coding){best, best_cosine, second, second_cosine};
}

Coding coder_code(Coder *coder, Str text) {
    return coder_code_dense(coder, text, NULL);
}
