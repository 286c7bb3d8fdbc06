/* coder.c - one text to its nearest theme, by the rule that holds for all of history.
 *
 * The same three blocks of features as at discovery, weighted the same way, against the unit centroids of the
 * themes. Words are looked up once per coder: a table remembers stem and n-grams of each word met (known_words.h).
 *
 * N-grams are added up word by word, as if each stood in no other word; what that is too much, because an n-gram's
 * weight grows by the logarithm of its count, is taken off again for the few that two words share. */
#include "coder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dense_block.h"
#include "lanes.h"
#include "themes/levels.h"

enum { LOGS = 256, AHEAD = 6 };

static const uint32_t NONE = UINT32_MAX;

struct Coder {
    const Codebook *c;
    Tokenizer *t;
    KnownWords known;
    uint32_t *at; /* the text in hand: its words as indices */
    size_t at_n, at_size;
    uint32_t *distinct; /* the same, each once; room as in at */
    size_t distinct_n;
    uint64_t *pairs;  /* keys of its skip-grams; SKIP_DISTANCE times the room of at */
    uint32_t *counts; /* per feature, 0 between texts */
    float *apart;     /* per n-gram, 0 between texts: its summed term frequency if each word were a text */
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
    coder->known = known_words_new(c, coder->t);
    coder->counts = mem_alloc((c->features + 1) * sizeof *coder->counts);
    memset(coder->counts, 0, (c->features + 1) * sizeof *coder->counts);
    coder->apart = mem_alloc((c->features + 1) * sizeof *coder->apart);
    memset(coder->apart, 0, (c->features + 1) * sizeof *coder->apart);
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
    known_words_free(&coder->known);
    for (int b = 0; b < BLOCKS; b++) free(coder->touched[b]);
    free(coder->at);
    free(coder->distinct);
    free(coder->pairs);
    free(coder->counts);
    free(coder->apart);
    free(coder->cosines);
    free(coder->scores);
    free(coder->centred);
    free(coder);
}

static const Word *read_words(Coder *coder, Str text) {
    Words words = words_scan(coder->t, text);
    if (words.n > CODED_WORDS_MAX) words.n = CODED_WORDS_MAX;
    Lang lang = words_lang(coder->t, words, coder->c->lang);
    uint64_t lang_hash = hash64(str_from_c(lang.code));
    known_words_tidy(&coder->known);
    if (words.n > coder->at_size) {
        coder->at_size = words.n * 2;
        coder->at = mem_grow(coder->at, coder->at_size, sizeof *coder->at);
        coder->distinct = mem_grow(coder->distinct, coder->at_size, sizeof *coder->distinct);
        coder->pairs = mem_grow(coder->pairs, coder->at_size * SKIP_DISTANCE, sizeof *coder->pairs);
    }
    coder->at_n = words.n, coder->distinct_n = 0;
    for (size_t i = 0; i < words.n; i++) {
        uint32_t word = coder->at[i] = known_word(&coder->known, words.at[i].folded, lang, lang_hash);
        if (coder->known.at[word].times++ == 0) coder->distinct[coder->distinct_n++] = word;
    }
    return words.at;
}

static void count(Coder *coder, Block block, uint32_t feature, uint32_t times) {
    if (coder->counts[feature] == 0) coder->touched[block][coder->touched_n[block]++] = feature;
    coder->counts[feature] += times;
}

static float log_of(const Coder *coder, uint32_t n) {
    return coder->log_of[n < LOGS ? n : LOGS - 1];
}

/* Counts stems and n-grams of the words read; returns how many words the codebook does not know. */
static size_t count_words(Coder *coder) {
    size_t unknown = 0;
    for (size_t i = 0; i < coder->distinct_n; i++) {
        const KnownWord *w = &coder->known.at[coder->distinct[i]];
        const uint32_t *grams = coder->known.grams + w->grams_at;
        float apart = log_of(coder, w->times);
        for (uint32_t g = 0; g < w->grams_n; g++) {
            count(coder, BLOCK_GRAM, grams[g], w->times);
            coder->apart[grams[g]] += apart;
        }
        if (w->stem == NONE)
            unknown += w->times;
        else
            count(coder, BLOCK_WORD, w->stem, w->times);
    }
    return unknown;
}

/* Keys of the pairs that may be features, fetched ahead: a look-up waits for memory longer than for anything else. */
static size_t list_pairs(Coder *coder) {
    const Codebook *c = coder->c;
    const KnownWord *words = coder->known.at;
    size_t n = 0;
    for (size_t i = 0; i < coder->at_n; i++) {
        const KnownWord *w = &words[coder->at[i]];
        for (size_t j = i + 1; w->stem != NONE && j < coder->at_n && j <= i + SKIP_DISTANCE; j++) {
            const KnownWord *next = &words[coder->at[j]];
            if (next->stem == NONE) continue;
            uint64_t key = skip_key(w->stem_key, next->stem_key);
            if (!codebook_may_skip(c, key)) continue;
            codebook_expect(c, key);
            coder->pairs[n++] = key;
        }
    }
    return n;
}

static void count_skips(Coder *coder) {
    size_t n = list_pairs(coder);
    for (size_t i = 0; i < n; i++) {
        uint32_t feature = codebook_feature(coder->c, coder->pairs[i]);
        if (feature != NONE) count(coder, BLOCK_SKIP, feature, 1);
    }
}

static float tf_idf(const Coder *coder, uint32_t feature) {
    return log_of(coder, coder->counts[feature]) * coder->c->idf[feature];
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
    for (size_t i = 0; i < coder->touched_n[BLOCK_GRAM]; i++) coder->apart[coder->touched[BLOCK_GRAM][i]] = 0;
    for (int b = 0; b < BLOCKS; b++) {
        for (size_t i = 0; i < coder->touched_n[b]; i++) coder->counts[coder->touched[b][i]] = 0;
        coder->touched_n[b] = 0;
    }
}

static void add_block(Coder *coder, Block b) {
    const uint32_t *touched = coder->touched[b];
    size_t n = coder->touched_n[b];
    for (size_t i = 0; i < n; i++) {
        uint32_t feature = touched[i];
        if (i + AHEAD < n) expect_feature(coder->c, touched[i + AHEAD]);
        add_feature(coder->c, coder->cosines, feature, tf_idf(coder, feature) * coder->scale[b]);
    }
}

static void add_grams(Coder *coder) {
    const Codebook *c = coder->c;
    float scale = coder->scale[BLOCK_GRAM];
    for (size_t i = 0; i < coder->distinct_n; i++) {
        KnownWord *w = &coder->known.at[coder->distinct[i]];
        if (w->grams_n)
            lanes_add(coder->cosines, known_word_row(&coder->known, w), log_of(coder, w->times) * scale, c->stride);
    }
    for (size_t i = 0; i < coder->touched_n[BLOCK_GRAM]; i++) {
        uint32_t feature = coder->touched[BLOCK_GRAM][i];
        float surplus = coder->apart[feature] - log_of(coder, coder->counts[feature]);
        if (surplus != 0) add_feature(c, coder->cosines, feature, -surplus * c->idf[feature] * scale);
    }
    for (uint32_t k = 0; k < c->stride; k++) /* what was taken off may leave a trace below 0 */
        coder->cosines[k] = coder->cosines[k] > 0 ? coder->cosines[k] : 0;
}

Parts coder_see(Coder *coder, Str text) {
    clear_counts(coder);
    const Word *scanned = read_words(coder, text);
    size_t unknown = count_words(coder);
    count_skips(coder);
    float mass = block_scales(coder, unknown);
    memset(coder->cosines, 0, coder->c->stride * sizeof *coder->cosines);
    add_grams(coder);
    add_block(coder, BLOCK_WORD);
    add_block(coder, BLOCK_SKIP);
    for (size_t i = 0; i < coder->distinct_n; i++) coder->known.at[coder->distinct[i]].times = 0;
    return (Parts){coder->cosines, mass, coder->at_n, scanned, coder->at, coder->known.at, coder->known.grams};
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
