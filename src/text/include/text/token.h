/* token.h - words, stems and languages.
 *
 * The words of a text in order, folded and stemmed, each with the byte range of the text that it
 * came from, so that a name or a quote can show the customer's own spelling. */
#pragma once
#include "base/arena.h"

/* Languages that we stem (libstemmer's set) and LANG_OTHER, which goes unstemmed. */
typedef struct Lang {
    char code[8]; /* ISO 639-1, "" when unknown */
} Lang;

/* Best guess from the text alone; code is "" when the text is too short or mixed. Deterministic. */
Lang lang_detect(Str text);

typedef struct Token {
    Str stem;            /* folded and stemmed; lives in the arena */
    Str word;            /* folded, not stemmed; lives in the arena */
    uint32_t begin, end; /* byte range in the text */
    bool sentence_start; /* a sentence boundary stands before it */
} Token;

typedef struct Tokens {
    Token *at;
    size_t n;
} Tokens;

typedef struct Tokenizer Tokenizer; /* stemmers and scratch of one thread */
Tokenizer *tokenizer_new(void);
void tokenizer_free(Tokenizer *t);

/* Redaction placeholders ([CARD]) and CFPB's XXXX runs are no words. Chinese, Japanese and Thai give
 * one token per character. `lang` may be empty: it is detected. */
Tokens tokenize(Tokenizer *t, Arena *a, Str text, Lang lang);

/* True for function words of the language ("the", "und"): used in names, never dropped from features. */
bool word_is_stop(Str folded_word, Lang lang);
