/* search_words.c - quotes a search word by word. */
#include "search_words.h"

#include "base/buf.h"

enum { WORDS = 32, WORD_BYTES = 200 };

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* At most WORD_BYTES, not cut inside a UTF-8 character. */
static Str clip(Str word) {
    size_t n = word.n;
    if (n > WORD_BYTES)
        for (n = WORD_BYTES; n && ((unsigned char)word.p[n] & 0xc0) == 0x80;) n--;
    return str_slice(word, 0, n);
}

/* Cuts the next word or phrase off *rest; false at the end. */
static bool next_word(Str *rest, Str *word) {
    while (rest->n && is_space(rest->p[0])) *rest = str_slice(*rest, 1, rest->n);
    if (!rest->n) return false;
    bool phrase = rest->p[0] == '"';
    if (phrase) *rest = str_slice(*rest, 1, rest->n);
    size_t n = 0;
    while (n < rest->n && rest->p[n] != '"' && (phrase || !is_space(rest->p[n]))) n++;
    *word = str_trim(str_slice(*rest, 0, n));
    *rest = str_slice(*rest, phrase && n < rest->n ? n + 1 : n, rest->n);
    return true;
}

Str search_words(Arena *a, Str typed) {
    Buf out = buf_new(WORDS * (WORD_BYTES + 3));
    Str word;
    for (int words = 0; words < WORDS && next_word(&typed, &word);) {
        if (!word.n) continue;
        if (words++) buf_add_char(&out, ' ');
        buf_add_char(&out, '"');
        buf_add(&out, clip(word));
        buf_add_char(&out, '"');
    }
    Str s = arena_str(a, buf_str(&out));
    buf_free(&out);
    return s;
}
