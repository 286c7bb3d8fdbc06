/* token.h - words, stems and languages.
 *
 * The words of a text in order, folded and stemmed, each with the byte range of the text that it
 * came from, so that a name or a quote can show the customer's own spelling.
 *
 *     Tokenizer *t = tokenizer_new();
 *     Tokens tokens = tokenize(t, arena, text, (Lang){0});
 *     for (size_t i = 0; i < tokens.n; i++) use(tokens.at[i].stem);
 *     tokenizer_free(t);
 *
 * Who codes a million texts and keeps a table of known words uses the three steps of tokenize one by
 * one instead: words_scan, words_lang, word_stem. */
#pragma once
#include "base/arena.h"

/* A language that we know function words of; most of them we can stem (libstemmer's set), the others
 * go unstemmed. */
typedef struct Lang {
    char code[8]; /* ISO 639-1, "" when unknown */
} Lang;

/* Best guess from the text alone; code is "" when the text is too short or mixed. Deterministic.
 * Builds its tables each time: for many texts use words_lang. */
Lang lang_detect(Str text);

/* "pt" or "pt-BR" to a Lang; code is "" when we do not know the language. */
Lang lang_from_code(Str code);

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

/* Redaction placeholders ([CARD], {$240.00}) and CFPB's XXXX runs are no words. Chinese, Japanese and Thai
 * give one token per character. `lang` may be empty: it is detected. Reads at most the first 4 GiB. */
Tokens tokenize(Tokenizer *t, Arena *a, Str text, Lang lang);

/* One word as it stands in a text. */
typedef struct Word {
    Str folded;          /* NFKC, case folded, ' for every apostrophe */
    uint64_t hash;       /* hash64 of it */
    uint32_t begin, end; /* byte range in the text */
    bool sentence_start;
} Word;

typedef struct Words {
    const Word *at;
    size_t n;
} Words;

/* The words in order; valid until the next words_scan on the same tokenizer. */
Words words_scan(Tokenizer *t, Str text);

/* The language of words, by their script and function words. `prior` (may be empty) is the language that
 * most texts of the corpus are in: short texts say little, so another one must clearly win against it. */
Lang words_lang(const Tokenizer *t, Words words, Lang prior);

/* The same in steps, for who keeps a table of words: what a word says of its text's language is always the same. */
enum { LANG_HITS = 32, LANG_SCRIPTS = 24 };
typedef struct LangVote {
    uint32_t languages; /* a bit for each that has it as a function word */
    uint32_t script;
} LangVote;
typedef struct LangTally { /* begins as zeros */
    uint32_t hits[LANG_HITS], scripts[LANG_SCRIPTS];
} LangTally;
LangVote word_vote(const Tokenizer *t, const Word *w);
void lang_tally_add(LangTally *tally, LangVote vote, uint32_t times);
Lang lang_tally_decide(const LangTally *tally, Lang prior);

/* The stem of a folded word; valid until the next word_stem on the same tokenizer. */
Str word_stem(Tokenizer *t, Str folded, Lang lang);

/* True for function words of the language ("the", "und"): used in names, never dropped from features. */
bool word_is_stop(Str folded_word, Lang lang);
