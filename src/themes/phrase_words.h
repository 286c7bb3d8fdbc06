/* phrase_words.h - a signal as the words that phrases are made of. Private to the layer.
 *
 * Finer than the words of the features: "did not", "did n't" and "didnt" are one word, "didn't", and each word knows
 * where in a phrase it may stand. */
#pragma once
#include "sample.h"

typedef enum Role {
    ROLE_FULL,   /* carries meaning: stands anywhere */
    ROLE_INNER,  /* function words, numbers, dates: only between others */
    ROLE_FIRST,  /* negations, how, why: not at the end */
    ROLE_LAST,   /* second part of a verb ("top up", "funktioniert nicht"): not at the beginning */
    ROLE_EITHER, /* that or a preposition ("log in", "in my account"): not at the beginning */
    ROLE_NONE    /* greetings, thanks: no phrase has it */
} Role;

typedef struct PhraseWord {
    uint64_t key;        /* of its stem, or of the contraction */
    uint32_t begin, end; /* bytes of the text */
    Role role;
    bool joined; /* nothing but a space or a hyphen between it and the word before */
    bool sentence_start;
    bool clause_begins, clause_ends; /* a mark or the text's end stands before, behind it; no placeholder does */
    bool torn;                       /* behind a word that carries meaning it is part of a question that began before */
    bool link;                       /* and, because, which: a clause goes over into another */
    bool trouble;                    /* something went wrong: a negation, "declined", "missing" */
} PhraseWord;

typedef struct PhraseReader PhraseReader; /* scratch of one thread; borrows the sample */
PhraseReader *phrase_reader_new(const Sample *s);
void phrase_reader_free(PhraseReader *r);

/* The words of document d; valid until the next call. */
const PhraseWord *phrase_words(PhraseReader *r, size_t d, size_t *n);

/* A greeting, a thanks, a please: says nothing of what went wrong. */
bool word_is_courtesy(Str folded);

/* "didnt" and "did n't" to "didn't", all capitals to small letters; the rest as it stands. */
Str phrase_tidy(Arena *a, Str raw);
