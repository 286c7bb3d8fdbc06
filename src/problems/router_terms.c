/* router_terms.c - the words of a text as a router sees them: identifiers taken apart, function words left out. */
#include <math.h>

#include "base/buf.h"
#include "base/hash.h"
#include "router_private.h"
#include "text/utf8.h"

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
static bool is_word(char c) {
    return is_upper(c) || is_lower(c) || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 || c == '\'';
}

/* A hump: aB, or the last capital of ABc. */
static bool is_hump(Str s, size_t i) {
    return i && is_upper(s.p[i]) &&
           (is_lower(s.p[i - 1]) || (is_upper(s.p[i - 1]) && i + 1 < s.n && is_lower(s.p[i + 1])));
}

static void put_parts(Buf *out, Str word) {
    bool any = false;
    for (size_t i = 1; i < word.n; i++) any |= is_hump(word, i);
    for (size_t i = 0; any && i < word.n; i++) {
        if (is_hump(word, i)) buf_add_char(out, ' ');
        buf_add_char(out, word.p[i]);
    }
    if (any) buf_add_char(out, ' ');
}

/* Words with blanks between them; behind a word with humps its parts. */
static Str plain_words(Arena *a, Str text) {
    Buf b = buf_new(3 * ROUTE_TEXT_BYTES);
    for (size_t i = 0, end; i < text.n; i = end) {
        for (end = i; end < text.n && is_word(text.p[end]);) end++;
        buf_add(&b, str_slice(text, i, end));
        buf_add_char(&b, ' ');
        put_parts(&b, str_slice(text, i, end));
        while (end < text.n && !is_word(text.p[end])) end++;
    }
    Str words = arena_str(a, buf_str(&b));
    buf_free(&b);
    return words;
}

Terms route_terms(Tokenizer *t, Arena *a, Str text) {
    text = utf8_cut(text, ROUTE_TEXT_BYTES);
    Lang lang = words_lang(t, words_scan(t, text), lang_from_code(STR("en")));
    Tokens tokens = tokenize(t, a, plain_words(a, text), lang);
    Terms out = {ARENA_ARRAY(a, Term, tokens.n + 1), 0};
    IdMap seen = {0};
    for (size_t i = 0; i < tokens.n; i++) {
        const Token *token = &tokens.at[i];
        if (token->word.n < 2 || word_is_stop(token->word, lang)) continue;
        uint64_t key = hash64(token->stem);
        uint32_t id = idmap_add(&seen, key);
        if (id == out.n) out.at[out.n++] = (Term){key, token->word, 0};
        out.at[id].weight += 1;
    }
    for (size_t i = 0; i < out.n; i++) out.at[i].weight = 1 + logf(out.at[i].weight);
    idmap_free(&seen);
    return out;
}
