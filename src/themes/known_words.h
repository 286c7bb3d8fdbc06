/* known_words.h - each word that a coder met, with all that it adds to a text. Private to the layer.
 *
 * Character n-grams lie within words, so what those of a word speak for each theme is one row of numbers, added up once
 * per word and not once per text. */
#pragma once
#include "codebook_data.h"
#include "base/idmap.h"

typedef struct KnownWord {
    uint64_t stem_key;          /* 0: not entered yet */
    uint32_t stem;              /* feature or UINT32_MAX */
    uint32_t grams_at, grams_n; /* its n-grams' features */
    uint32_t row;               /* in rows, or UINT32_MAX */
    uint32_t times;             /* in the text in hand */
    bool met;                   /* in a text before this one */
} KnownWord;

typedef struct KnownWords {
    const Codebook *c;
    Tokenizer *t;
    IdMap ids; /* hash of language and word to an index of at */
    KnownWord *at;
    size_t size;
    uint32_t *grams; /* features, those of one word in a row */
    size_t grams_n, grams_size;
    float *rows; /* per word with a row: idf * weights of its n-grams, added up, stride apart */
    size_t rows_n, rows_size;
    float *scratch; /* one row */
} KnownWords;

KnownWords known_words_new(const Codebook *c, Tokenizer *t);
void known_words_free(KnownWords *k);

/* The index of a word, entered now if it is new. Indices hold until known_words_tidy, `at` until the next word. */
uint32_t known_word(KnownWords *k, Str folded, Lang lang, uint64_t lang_hash);
/* A coder that runs for weeks meets every typing error there is: forgets them all now and then. Between two texts. */
void known_words_tidy(KnownWords *k);
/* The sum of idf * weights of the word's n-grams for all themes, the same bits whether kept or made now. Borrowed until
 * the next call. */
const float *known_word_row(KnownWords *k, KnownWord *w);

/* sums += weight * what feature f speaks for each theme. */
void add_feature(const Codebook *c, float *sums, uint32_t feature, float weight);
/* Fetches what add_feature will read into the cache. */
void expect_feature(const Codebook *c, uint32_t feature);
