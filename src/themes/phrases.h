/* phrases.h - phrases of one to seven words and how many signals of each theme use them. Private to the layer.
 *
 * A phrase begins and ends with a word that may stand there (see Role), crosses no punctuation, no placeholder and
 * no greeting. Phrases whose stems are equal are one ("charged fee", "charge fees"). */
#pragma once
#include "names.h"
#include "phrase_words.h"

enum { PHRASE_WORDS_MAX = 7 };

typedef struct Phrase {
    uint64_t key;                     /* of its words in order */
    uint64_t words[PHRASE_WORDS_MAX]; /* see PhraseWord.key */
    bool full[PHRASE_WORDS_MAX];      /* carries meaning */
    uint32_t n;
    uint32_t inside, outside;       /* signals with it: of the theme, of all others */
    uint32_t longer;                /* signals of the theme with the commonest longer phrase that it is part of */
    uint32_t uses;                  /* in the theme */
    uint32_t open_left, open_right; /* uses that the word before or behind belongs to as well */
    uint32_t open_either;           /* uses that a word of ROLE_EITHER stands behind */
    uint32_t begins, ends;          /* uses that a clause begins, ends with */
    uint32_t links;                 /* words that lead from one clause into another */
    bool trouble, trailing;         /* something went wrong; ends with ROLE_LAST or ROLE_EITHER */
    Str sample;                     /* one use, as it is written; borrowed from the document */
} Phrase;

typedef struct ThemePhrases {
    Phrase *at;
    size_t n;
} ThemePhrases;

/* The signals that stand for a theme when it is named: at most MEMBERS_MAX, in the order of their keys. */
enum { MEMBERS_MAX = 400 };
typedef struct Members {
    uint32_t *at;
    size_t n;
} Members;

Members *members_of(Arena *a, const Partition *p);

/* Phrases of each theme (array of `themes`) that at least three of its members use, with their counts. */
ThemePhrases *phrases_count(Arena *a, const Sample *s, const Members *members, size_t themes, Par *par);

/* What the members write for each of the n different phrases, in the commonest spelling, tidied, into out[]. */
void phrases_spell(Arena *a, PhraseReader *r, const Sample *s, const Members *members, const Phrase *const *wanted,
                   size_t n, Str *out);
