/* word_bag.h - the words of the text in hand, each once, with how often it stands there. Private to the layer. */
#pragma once
#include "known_words.h"

/* Words of a text beyond this many are not read: a pasted log must not outweigh a complaint. */
enum { CODED_WORDS_MAX = 2000 };
enum { BAG_LOGS = 256 };

typedef struct WordBag {
    const Codebook *c;
    Tokenizer *t;
    KnownWords known;
    uint32_t *at; /* the words in the order of the text, as indices */
    size_t at_n;
    uint32_t *distinct, *first; /* the same, each once, and where it stands first */
    size_t distinct_n;
    uint32_t *counts; /* per place of a stem, 0 between texts */
    uint32_t *stems;  /* places of the text's stems, each once */
    size_t stems_n;
    size_t size; /* room of at, distinct, first and stems */
    float log_of[BAG_LOGS];
} WordBag;

WordBag word_bag_new(const Codebook *c);
void word_bag_free(WordBag *bag);

/* Takes another text, and forgets the one before. Its words as they were cut, borrowed until the next one. */
const Word *word_bag_fill(WordBag *bag, Str text);
/* Squared length of the stems, those that the codebook does not know among them; *known: without these. Once a text. */
float word_bag_stems(WordBag *bag, float *known);
/* Squared length of the n-grams: those of each word, and what two words are likely to share. */
float word_bag_grams(const WordBag *bag);

/* What standing there n times, 1 or more, counts for: 1 + ln n. */
static inline float word_bag_log(const WordBag *bag, uint32_t n) {
    return bag->log_of[n < BAG_LOGS ? n : BAG_LOGS - 1];
}
