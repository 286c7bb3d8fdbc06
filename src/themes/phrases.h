/* phrases.h - phrases of one to five words and how many signals of each theme use them. Private to the layer.
 *
 * A phrase begins and ends with a word that carries meaning, crosses no punctuation, holds no number at its
 * ends and no placeholder. Phrases whose stems are equal are one ("charged fee", "charge fees"). */
#pragma once
#include "names.h"

enum { PHRASE_WORDS_MAX = 5 };

typedef struct Phrase {
    uint64_t key; /* of its stems in order */
    uint32_t stems[PHRASE_WORDS_MAX];
    uint32_t words;
    uint32_t inside, outside; /* signals with it: of the theme, of all others */
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

/* Phrases of each theme (array of p->k) that at least three of its members use, with their counts. */
ThemePhrases *phrases_count(Arena *a, const Sample *s, const Members *members, size_t themes, Par *par);

/* What the members write for phrase `key`, in the commonest spelling; empty when none does. */
Str phrase_spelling(Arena *a, Tokenizer *t, const Sample *s, const Members *members, uint64_t key);
