/* phrase_rule.c - looks for a row of words by their stems, in the language of the text. */
#include "themes/phrase_rule.h"

#include <stdlib.h>

#include "base/hash.h"
#include "text/token.h"

enum { PHRASE_WORDS_MAX = 20 };

struct PhraseRule {
    size_t n;
    Str folded[PHRASE_WORDS_MAX];
};

struct PhraseMatcher {
    Tokenizer *tokenizer;
    Arena *arena;
    Lang lang; /* of the text in hand */
    uint64_t *stem;
    size_t n;
};

PhraseRule *phrase_rule_new(Arena *a, Str phrase, Err *err) {
    PhraseRule *rule = ARENA_NEW(a, PhraseRule);
    Tokenizer *tokenizer = tokenizer_new();
    Words words = words_scan(tokenizer, phrase);
    rule->n = words.n;
    for (size_t i = 0; i < rule->n && i < PHRASE_WORDS_MAX; i++) rule->folded[i] = arena_str(a, words.at[i].folded);
    tokenizer_free(tokenizer);
    if (rule->n > 0 && rule->n <= PHRASE_WORDS_MAX) return rule;
    err_set(err, ERR_INPUT, "write a few words that the signals hold, such as \"charged twice\"",
            rule->n ? "phrase: more than %d words" : "phrase: no word in it", PHRASE_WORDS_MAX);
    return NULL;
}

PhraseMatcher *phrase_matcher_new(void) {
    PhraseMatcher *m = mem_alloc(sizeof *m);
    *m = (PhraseMatcher){.tokenizer = tokenizer_new(), .arena = arena_new()};
    return m;
}

void phrase_matcher_free(PhraseMatcher *m) {
    if (!m) return;
    tokenizer_free(m->tokenizer);
    arena_free(m->arena);
    free(m);
}

void phrase_matcher_see(PhraseMatcher *m, Str text) {
    arena_reset(m->arena);
    Words words = words_scan(m->tokenizer, text);
    m->lang = words_lang(m->tokenizer, words, (Lang){0});
    m->stem = ARENA_ARRAY(m->arena, uint64_t, words.n + 1);
    m->n = words.n;
    for (size_t i = 0; i < words.n; i++) m->stem[i] = hash64(word_stem(m->tokenizer, words.at[i].folded, m->lang));
}

bool phrase_matcher_has(PhraseMatcher *m, const PhraseRule *rule) {
    uint64_t stem[PHRASE_WORDS_MAX];
    for (size_t i = 0; i < rule->n; i++) stem[i] = hash64(word_stem(m->tokenizer, rule->folded[i], m->lang));
    for (size_t at = 0; at + rule->n <= m->n; at++) {
        size_t i = 0;
        while (i < rule->n && m->stem[at + i] == stem[i]) i++;
        if (i == rule->n) return true;
    }
    return false;
}
