/* word_bag.c - see word_bag.h. */
#include "word_bag.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_AHEAD = 8 };

static const uint32_t NONE = UINT32_MAX;

WordBag word_bag_new(const Codebook *c) {
    WordBag bag = {.c = c, .t = tokenizer_new()};
    bag.known = known_words_new(c, bag.t);
    bag.counts = mem_zeros(c->features + 1, sizeof *bag.counts);
    for (int i = 1; i < BAG_LOGS; i++) bag.log_of[i] = 1.0f + logf((float)i);
    return bag;
}

void word_bag_free(WordBag *bag) {
    tokenizer_free(bag->t);
    known_words_free(&bag->known);
    free(bag->at);
    free(bag->distinct);
    free(bag->first);
    free(bag->counts);
    free(bag->stems);
}

/* What is known of a text is kept until the next one, so that it can be explained. */
static void forget_text(WordBag *bag) {
    for (size_t i = 0; i < bag->distinct_n; i++) bag->known.at[bag->distinct[i]].times = 0;
    for (size_t i = 0; i < bag->stems_n; i++) bag->counts[bag->stems[i]] = 0;
    bag->at_n = bag->distinct_n = bag->stems_n = 0;
    known_words_tidy(&bag->known);
}

static void grow_words(WordBag *bag, size_t n) {
    if (n <= bag->size) return;
    size_t size = bag->size = n * 2;
    bag->at = mem_grow(bag->at, size, sizeof *bag->at);
    bag->distinct = mem_grow(bag->distinct, size, sizeof *bag->distinct);
    bag->first = mem_grow(bag->first, size, sizeof *bag->first);
    bag->stems = mem_grow(bag->stems, size, sizeof *bag->stems);
}

/* In a text of another language than most, other entries stand for its words. */
static void translate(WordBag *bag, Words words, Lang lang) {
    KnownWords *known = &bag->known;
    uint64_t other = strcmp(lang.code, bag->c->lang.code) == 0 ? 0 : hash64(str_from_c(lang.code));
    for (size_t i = 0; i < bag->distinct_n; i++) {
        uint32_t here = bag->distinct[i], there = known_word_in(known, here, &words.at[bag->first[i]], lang, other);
        if (!other) continue;
        known->at[here].other = bag->distinct[i] = there;
        known->at[there].times = known->at[here].times;
        known->at[here].times = 0;
    }
    for (size_t i = 0; other && i < bag->at_n; i++) bag->at[i] = known->at[bag->at[i]].other;
}

const Word *word_bag_fill(WordBag *bag, Str text) {
    forget_text(bag);
    Words words = words_scan(bag->t, text);
    LangTally tally = {0};
    if (words.n > CODED_WORDS_MAX) words.n = CODED_WORDS_MAX;
    grow_words(bag, words.n);
    bag->at_n = words.n;
    for (size_t i = 0; i < words.n; i++) {
        if (i + WORDS_AHEAD < words.n) known_word_ask(&bag->known, words.at[i + WORDS_AHEAD].hash);
        uint32_t word = bag->at[i] = known_word(&bag->known, &words.at[i]);
        if (bag->known.at[word].times++ > 0) continue;
        bag->first[bag->distinct_n] = (uint32_t)i;
        bag->distinct[bag->distinct_n++] = word;
    }
    for (size_t i = 0; i < bag->distinct_n; i++) {
        const KnownWord *w = &bag->known.at[bag->distinct[i]];
        lang_tally_add(&tally, w->vote, w->times);
    }
    translate(bag, words, lang_tally_decide(&tally, bag->c->lang));
    return words.at;
}

float word_bag_stems(WordBag *bag, float *known) {
    const Codebook *c = bag->c;
    size_t unknown = 0;
    for (size_t i = 0; i < bag->distinct_n; i++) {
        const KnownWord *w = &bag->known.at[bag->distinct[i]];
        if (w->stem == NONE) {
            unknown += w->times;
            continue;
        }
        if (bag->counts[w->stem] == 0) bag->stems[bag->stems_n++] = w->stem;
        bag->counts[w->stem] += w->times;
    }
    *known = 0;
    for (size_t i = 0; i < bag->stems_n; i++) {
        float tf = word_bag_log(bag, bag->counts[bag->stems[i]]), idf = c->place[bag->stems[i]].idf;
        *known += tf * tf * idf * idf;
    }
    return *known + (float)unknown * c->idf_rare * c->idf_rare;
}

float word_bag_grams(const WordBag *bag) {
    float square = 0, shared = 0, shared_alone = 0, all = 0;
    for (size_t i = 0; i < bag->distinct_n; i++) {
        const KnownWord *w = &bag->known.at[bag->distinct[i]];
        float tf = word_bag_log(bag, w->times);
        square += tf * tf * w->square;
        shared += tf * w->shared;
        shared_alone += tf * tf * w->shared;
        all += tf;
    }
    return square + shared * all - shared_alone;
}
