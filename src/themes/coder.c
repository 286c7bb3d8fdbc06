/* coder.c - one text to its nearest theme, by the rule that holds for all of history.
 *
 * Stems and character n-grams, weighted as at discovery, against the unit centroids of the themes. Words are looked up
 * once per coder: a table remembers stem and n-grams of each word met (known_words.h).
 *
 * N-grams are weighted word by word, so what those of a text speak for is the sum of one row per word. Their length is
 * that of each word and what two words are expected to share. One by one they are only looked at for facets. */
#include "coder.h"

#include <math.h>
#include <stdlib.h>

#include "base/widest.h"
#include "dense_block.h"
#include "lanes.h"
#include "themes/levels.h"

/* A short list of themes that a feature speaks for, and with what weight. */
typedef struct Heard {
    const Spoken *at;
    uint32_t n;
    float weight;
} Heard;

struct Coder {
    const Codebook *c;
    WordBag bag; /* the text in hand; kept until the next one, so that it can be explained */
    float *tf; /* per place: 1 + ln of its count, of n-grams added up over words; 0 but while features are asked for */
    Term *terms; /* room: two for each distinct word */
    Heard *heard;
    size_t terms_size;
    int16_t *scratch; /* rows of words that are not kept */
    size_t scratch_size;
    float *cosines, *scores; /* per theme; room for whole lines */
    float *centred;          /* the text's vector; NULL: the codebook knows none */
    float scale[CODED_BLOCKS];
};

Coder *coder_new(const Codebook *c) {
    Coder *coder = mem_alloc(sizeof *coder);
    *coder = (Coder){.c = c, .bag = word_bag_new(c)};
    coder->tf = mem_zeros(c->features + 1, sizeof *coder->tf);
    coder->cosines = mem_zeros(packed_stride(c->themes) + 1, sizeof *coder->cosines);
    coder->scores = mem_zeros(packed_stride(c->themes) + 1, sizeof *coder->scores);
    if (c->dense) coder->centred = mem_alloc(c->dense->stride * sizeof *coder->centred);
    return coder;
}

void coder_free(Coder *coder) {
    if (!coder) return;
    word_bag_free(&coder->bag);
    free(coder->tf);
    free(coder->terms);
    free(coder->heard);
    free(coder->scratch);
    free(coder->cosines);
    free(coder->scores);
    free(coder->centred);
    free(coder);
}

/* Adds up what features there are one by one: all, or those that facets ask for. */
static void count_features(Coder *coder, bool all) {
    const WordBag *bag = &coder->bag;
    for (size_t i = 0; i < bag->distinct_n; i++) {
        const KnownWord *w = &bag->known.at[bag->distinct[i]];
        const uint32_t *grams = bag->known.grams + w->grams_at;
        float tf = word_bag_log(bag, w->times);
        for (uint32_t g = 0, n = all ? w->grams_n : w->facet_grams_n; g < n; g++) coder->tf[grams[g]] += tf;
    }
    for (size_t i = 0; i < bag->stems_n; i++) coder->tf[bag->stems[i]] = word_bag_log(bag, bag->counts[bag->stems[i]]);
}

static void forget_features(Coder *coder, bool all) {
    const WordBag *bag = &coder->bag;
    for (size_t i = 0; i < bag->distinct_n; i++) {
        const KnownWord *w = &bag->known.at[bag->distinct[i]];
        const uint32_t *grams = bag->known.grams + w->grams_at;
        for (uint32_t g = 0, n = all ? w->grams_n : w->facet_grams_n; g < n; g++) coder->tf[grams[g]] = 0;
    }
    for (size_t i = 0; i < bag->stems_n; i++) coder->tf[bag->stems[i]] = 0;
}

/* In the text in hand, its features counted; 0: not there. */
static float weight_of(const Coder *coder, uint32_t place) {
    float tf = coder->tf[place];
    return tf > 0 ? tf * coder->c->place[place].idf * coder->scale[coder->c->place[place].block] : 0;
}

/* Finds what the weights of each block are multiplied with, so that known and unknown together have unit length;
 * returns the squared length of what is known. */
static float block_scales(Coder *coder) {
    float known[CODED_BLOCKS], square[CODED_BLOCKS], mass = 0;
    square[BLOCK_WORD] = word_bag_stems(&coder->bag, &known[BLOCK_WORD]);
    square[BLOCK_GRAM] = known[BLOCK_GRAM] = word_bag_grams(&coder->bag);
    int blocks = (square[BLOCK_WORD] > 0) + (square[BLOCK_GRAM] > 0);
    for (int b = 0; b < CODED_BLOCKS; b++) {
        coder->scale[b] = known[b] > 0 ? 1.0f / sqrtf(square[b] * (float)blocks) : 0;
        mass += known[b] * coder->scale[b] * coder->scale[b];
    }
    return mass;
}

static void grow_terms(Coder *coder) {
    size_t n = coder->bag.distinct_n, stride = packed_stride(coder->c->themes);
    if (n > coder->scratch_size) {
        free(coder->scratch);
        coder->scratch_size = n * 2;
        coder->scratch = mem_aligned(coder->scratch_size * stride * sizeof *coder->scratch);
    }
    if (2 * n <= coder->terms_size) return;
    coder->terms_size = 4 * n;
    coder->terms = mem_grow(coder->terms, coder->terms_size, sizeof *coder->terms);
    coder->heard = mem_grow(coder->heard, coder->terms_size, sizeof *coder->heard);
}

static size_t list_words(Coder *coder) {
    size_t n = 0, made = 0, stride = packed_stride(coder->c->themes);
    for (size_t i = 0; i < coder->bag.distinct_n; i++) {
        KnownWord *w = &coder->bag.known.at[coder->bag.distinct[i]];
        if (!w->grams_n) continue;
        int16_t *scratch = coder->scratch + made * stride;
        Term row = known_word_row(&coder->bag.known, w, scratch);
        made += row.row == scratch;
        row.weight *= word_bag_log(&coder->bag, w->times) * coder->scale[BLOCK_GRAM];
        coder->terms[n++] = row;
    }
    return n;
}

static void add_up(Coder *coder) {
    const Codebook *c = coder->c;
    grow_terms(coder);
    size_t stride = packed_stride(c->themes), n = list_words(coder), heard = 0;
    for (size_t i = 0; i < coder->bag.stems_n; i++) {
        const Place *place = &c->place[coder->bag.stems[i]];
        float weight =
            word_bag_log(&coder->bag, coder->bag.counts[coder->bag.stems[i]]) * place->idf * coder->scale[BLOCK_WORD];
        if (place->n) coder->heard[heard++] = (Heard){c->spoken + place->at, place->n, weight};
        else coder->terms[n++] = (Term){c->rows + place->at * stride, place->scale * weight};
    }
    for (size_t i = 0; i < heard; i++) __builtin_prefetch(coder->heard[i].at);
    rows_sum(coder->cosines, coder->terms, n, (uint32_t)stride);
    for (size_t i = 0; i < heard; i++) {
        const Heard *h = &coder->heard[i];
        for (uint32_t k = 0; k < h->n; k++) coder->cosines[h->at[k].theme] += h->weight * h->at[k].weight;
    }
}

Parts coder_see(Coder *coder, Str text) {
    const Word *scanned = word_bag_fill(&coder->bag, text);
    float mass = block_scales(coder);
    add_up(coder);
    const WordBag *bag = &coder->bag;
    return (Parts){coder->cosines, mass, bag->at_n, scanned, bag->at, bag->known.at, bag->known.grams};
}

WIDEST static void join_profiles(const Codebook *c, const float *profile_of, const float *cosines, float *scores) {
    float square = 0;
    for (uint32_t k = 0; k < c->themes; k++) square += cosines[k] * cosines[k];
    float scale = square > 0 ? PROFILE_SHARE / sqrtf(square) : 0;
    for (uint32_t k = 0; k < c->themes; k++) scores[k] = (1 - PROFILE_SHARE) * cosines[k];
    for (uint32_t j = 0; j < c->themes; j++)
        if (cosines[j] > 0) lanes_add(scores, profile_of + (size_t)j * c->stride, cosines[j] * scale, c->stride);
}

size_t coder_row(Coder *coder, Entry *out) {
    const Codebook *c = coder->c;
    size_t n = 0;
    count_features(coder, true);
    for (uint32_t f = 0; f < c->features; f++) {
        float weight = weight_of(coder, c->place_of[f]);
        if (weight > 0) out[n++] = (Entry){f, weight};
    }
    forget_features(coder, true);
    return n;
}

double coder_stem_share(const Coder *coder, uint32_t stem) {
    uint32_t n = coder->bag.counts[stem];
    return word_bag_log(&coder->bag, n) * coder->c->place[stem].idf * coder->scale[BLOCK_WORD] / n;
}

double coder_gram_share(const Coder *coder, const KnownWord *word, uint32_t gram) {
    return word_bag_log(&coder->bag, word->times) * coder->c->place[gram].idf * coder->scale[BLOCK_GRAM] / word->times;
}

int32_t coder_facet(Coder *coder, int32_t theme) {
    if (theme < 0 || (uint32_t)theme >= coder->c->themes) return FACET_NONE;
    const FacetSet *set = &coder->c->facets[theme];
    float score[FACETS_MAX];
    bool met = false;
    if (!set->n) return FACET_NONE;
    count_features(coder, false);
    for (uint32_t i = 0; i < set->n; i++) score[i] = -set->bias[i];
    for (uint32_t k = 0; k < set->features; k++) {
        float weight = weight_of(coder, coder->c->place_of[set->feature[k]]);
        if (weight <= 0) continue;
        for (uint32_t i = 0; i < set->n; i++) score[i] += weight * set->weight[k * set->n + i];
        met = true;
    }
    forget_features(coder, false);
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
        if (best == UNTHEMED || coder->scores[k] > coder->scores[best]) second = best, best = k;
        else if (second == UNTHEMED || coder->scores[k] > coder->scores[second]) second = k;
    }
    float best_cosine = shown_cosine(coder, best), second_cosine = shown_cosine(coder, second);
    if (best_cosine < (both ? b->threshold : c->threshold)) return (Coding){UNTHEMED, 0, best, best_cosine};
    return (Coding){best, best_cosine, second, second_cosine};
}

Coding coder_code(Coder *coder, Str text) {
    return coder_code_dense(coder, text, NULL);
}
