/* coder.h - what a coder knows of the text in hand, private to the layer. */
#pragma once
#include "select.h"
#include "word_bag.h"

/* One text taken apart; borrowed from the coder until its next call. */
typedef struct Parts {
    const float *cosines; /* per theme */
    float mass;           /* squared length of what the codebook knows of the text, 0..1 */
    size_t n;             /* words */
    const Word *scanned;  /* as they stand in the text */
    const uint32_t *at;   /* as indices into `words` */
    const KnownWord *words;
    const uint32_t *grams; /* places of n-grams */
} Parts;

Parts coder_see(Coder *coder, Str text);

/* Features and weights of the text last seen into out (room for each feature of the codebook); how many. */
size_t coder_row(Coder *coder, Entry *out);

/* What a stem or n-gram, by its place, weighs in one occurrence of a word of the text last seen. */
double coder_stem_share(const Coder *coder, uint32_t stem);
double coder_gram_share(const Coder *coder, const KnownWord *word, uint32_t gram);

const Codebook *coder_codebook(const Coder *coder);
