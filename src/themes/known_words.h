/* known_words.h - each word that a coder met, with all that it adds to a text. Private to the layer.
 *
 * Character n-grams lie within words, so what those of a word speak for each theme is one row of numbers, added up once
 * per word and not once per text. */
#pragma once
#include "base/idmap.h"
#include "codebook_data.h"

enum { ROW_BLOCK = 1024, ROW_BLOCKS = 256 };

typedef struct KnownWord {
    uint64_t stem_key;          /* 0: not entered yet */
    uint32_t stem;              /* place or UINT32_MAX */
    uint32_t grams_at, grams_n; /* places of its n-grams */
    uint32_t facet_grams_n;     /* the first of them: those that some facet asks for */
    float square;               /* sum of the squares of their idf */
    float shared;               /* the same, each times how likely any other word of a text is to have it as well */
    Term row;                   /* of its n-grams; none yet: NULL */
    uint32_t times;             /* in the text in hand */
    uint32_t other;             /* in a text of another language: the entry that stands for it there */
    LangVote vote;
    bool voted;
    bool met; /* in a text before this one */
} KnownWord;

typedef struct KnownWords {
    const Codebook *c;
    Tokenizer *t;
    IdMap ids; /* hash of a word, and of its language when that is not the codebook's, to an index of at */
    KnownWord *at;
    size_t size;
    uint32_t *grams; /* places, those of one word in a row */
    size_t grams_n, grams_size;
    bool *in_facet;              /* per place: does a facet ask for it? */
    int16_t *blocks[ROW_BLOCKS]; /* of ROW_BLOCK rows, packed_stride apart: those of words met again */
    size_t rows_n, rows_max;
    float words; /* known stems of a text, on average */
    float *sums; /* a row before it is packed */
} KnownWords;

KnownWords known_words_new(const Codebook *c, Tokenizer *t);
void known_words_free(KnownWords *k);

/* The index of a word in texts of the codebook's language, with its vote; nothing else is entered yet. Indices hold
 * until known_words_tidy, `at` until the next word. */
uint32_t known_word(KnownWords *k, const Word *word);
/* Asks memory for a word that will be looked up soon. */
static inline void known_word_ask(const KnownWords *k, uint64_t hash) {
    if (k->ids.slots) __builtin_prefetch(&k->ids.at[idmap_at(&k->ids, hash)]);
}
/* The index of the word in a text of `lang`, all entered. `other`: 0 when that is the codebook's, else its hash. */
uint32_t known_word_in(KnownWords *k, uint32_t index, const Word *word, Lang lang, uint64_t other);
/* A coder that runs for weeks meets every typing error there is: forgets them all now and then. Between two texts. */
void known_words_tidy(KnownWords *k);
/* The sum of idf * weights of the word's n-grams for all themes, times 1; the same bits whether kept or made now, in
 * `scratch` (a row). Kept ones hold until known_words_tidy. */
Term known_word_row(KnownWords *k, KnownWord *w, int16_t *scratch);
