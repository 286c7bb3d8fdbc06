/* sample.h - the discovery sample as numbered words, private to the layer. */
#pragma once
#include "text/token.h"
#include "themes/codebook.h"

/* A distinct word of one language. */
typedef struct LexWord {
    Str folded;
    Lang lang;
    uint32_t stem; /* words with one stem share it */
} LexWord;

typedef struct Sample {
    size_t n;
    const ThemeDoc **docs; /* ordered by key, so that the order of rows does not matter */
    uint32_t *row;         /* where docs[i] stood in the caller's array */
    uint32_t **words;      /* words[i]: word ids of docs[i] in order */
    uint32_t *words_n;
    Lang lang; /* that most texts are in */
    LexWord *lexicon;
    size_t lexicon_n, stems_n;
    uint64_t *stem_keys; /* feature keys of the stems, see feature_key.h */
} Sample;

/* Words of a signal beyond this many are not read: a pasted log must not outweigh a complaint. */
enum { SAMPLE_WORDS_MAX = 2000 };

Sample sample_read(Arena *a, const ThemeDoc *docs, size_t n, Par *par);
