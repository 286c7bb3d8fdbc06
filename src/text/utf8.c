/* utf8.c - validation, cleaning and folding of UTF-8; utf8proc holds the Unicode tables.
 *
 * Validation is our own: it runs over every byte that is imported, so it skips ASCII a machine word at
 * a time, and it follows table 3-7 of the Unicode standard to know how much of an ill-formed sequence
 * is one "maximal subpart", which utf8proc does not tell. */
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static const char REPLACEMENT[] = "\xEF\xBF\xBD";

/* First position at or after `at` whose byte is not ASCII. */
static size_t skip_ascii(Str s, size_t at) {
    const uint64_t high_bits = UINT64_C(0x8080808080808080);
    for (; at + 8 <= s.n; at += 8) {
        uint64_t word;
        memcpy(&word, s.p + at, 8);
        if (word & high_bits) break;
    }
    while (at < s.n && (unsigned char)s.p[at] < 0x80) at++;
    return at;
}

/* What stands at a position: `length` bytes that are well formed or one maximal subpart that is not. */
typedef struct Sequence {
    size_t length;
    bool well_formed;
} Sequence;

/* Table 3-7: the lead byte decides the length and the range of the second byte. */
static size_t lead_length(unsigned char lead, unsigned char *low, unsigned char *high) {
    *low = 0x80, *high = 0xBF;
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    if (lead < 0xE0) return 2;
    if (lead == 0xE0) *low = 0xA0;  /* shorter forms exist */
    if (lead == 0xED) *high = 0x9F; /* surrogates */
    if (lead < 0xF0) return 3;
    if (lead == 0xF0) *low = 0x90;
    if (lead == 0xF4) *high = 0x8F; /* past U+10FFFF */
    return 4;
}

static Sequence sequence_at(Str s, size_t at) {
    unsigned char low, high;
    size_t length = lead_length((unsigned char)s.p[at], &low, &high);
    if (length < 2) return (Sequence){1, length == 1};
    for (size_t k = 1; k < length; k++) {
        unsigned char next = at + k < s.n ? (unsigned char)s.p[at + k] : 0;
        if (next < low || next > high) return (Sequence){k, false};
        low = 0x80, high = 0xBF;
    }
    return (Sequence){length, true};
}

bool utf8_valid(Str s) {
    for (size_t at = skip_ascii(s, 0); at < s.n; at = skip_ascii(s, at)) {
        Sequence q = sequence_at(s, at);
        if (!q.well_formed) return false;
        at += q.length;
    }
    return true;
}

static bool has_nul(Str s) {
    return s.n && memchr(s.p, 0, s.n);
}

Str utf8_clean(Arena *a, Str s, size_t *replaced) {
    if (replaced) *replaced = 0;
    if (utf8_valid(s) && !has_nul(s)) return s;

    char *out = arena_calloc(a, s.n + 1, 3); /* a bad byte grows to three at most */
    size_t n = 0, bad = 0;
    for (size_t at = 0; at < s.n;) {
        Sequence q = sequence_at(s, at);
        if (!q.well_formed) {
            memcpy(out + n, REPLACEMENT, 3);
            n += 3;
            bad++;
        } else if (s.p[at]) {
            memcpy(out + n, s.p + at, q.length);
            n += q.length;
        }
        at += q.length;
    }
    if (replaced) *replaced = bad;
    return (Str){out, n};
}

static Str fold_ascii(Arena *a, Str s) {
    char *out = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++) out[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
    return (Str){out, s.n};
}

Str utf8_fold(Arena *a, Str s) {
    if (skip_ascii(s, 0) == s.n) return fold_ascii(a, s);
    Str clean = utf8_clean(a, s, NULL);
    const utf8proc_option_t nfkc_casefold =
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)clean.p, (utf8proc_ssize_t)clean.n, &folded, nfkc_casefold);
    /* Clean input fails only when memory is out; the text as it is still compares with itself. */
    Str out = n < 0 ? arena_str(a, clean) : arena_str(a, (Str){(const char *)folded, (size_t)n});
    free(folded);
    return out;
}

bool utf8_holds(Arena *a, Str s, Str folded) {
    return !folded.n || str_find(utf8_fold(a, s), folded) != SIZE_MAX;
}

size_t utf8_next(Str s, size_t at, int32_t *code_point) {
    Sequence q = sequence_at(s, at);
    const unsigned char *p = (const unsigned char *)s.p + at;
    if (!q.well_formed) {
        *code_point = 0xFFFD;
        return 1;
    }
    switch (q.length) {
    case 1:
        *code_point = p[0];
        break;
    case 2:
        *code_point = (p[0] & 0x1F) << 6 | (p[1] & 0x3F);
        break;
    case 3:
        *code_point = (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F);
        break;
    default:
        *code_point = (p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    }
    return q.length;
}

void utf8_put(Buf *out, int32_t code_point) {
    utf8proc_uint8_t bytes[4];
    bool scalar = utf8proc_codepoint_valid(code_point);
    utf8proc_ssize_t n = utf8proc_encode_char(scalar ? code_point : 0xFFFD, bytes);
    buf_add(out, (Str){(const char *)bytes, (size_t)n});
}

/* Columns of one code point inside a cluster. Most terminals draw a whole cluster in the columns of
 * its widest part; an emoji variation selector and a pair of regional indicators (a flag) make it two. */
static size_t columns(int32_t c) {
    if (c == 0xFE0F || (c >= 0x1F1E6 && c <= 0x1F1FF)) return 2;
    int width = utf8proc_charwidth(c);
    return width > 0 ? (size_t)width : 0;
}

size_t utf8_width(Str s) {
    size_t total = 0, widest = 0;
    int32_t before = 0, c, state = 0;
    for (size_t at = 0; at < s.n; before = c) {
        size_t length = utf8_next(s, at, &c);
        if (at && utf8proc_grapheme_break_stateful(before, c, &state)) {
            total += widest;
            widest = 0;
        }
        size_t w = columns(c);
        if (w > widest) widest = w;
        at += length;
    }
    return total + widest;
}

Str utf8_cut(Str s, size_t max_bytes) {
    if (s.n <= max_bytes) return s;
    size_t end = 0; /* of the last whole cluster that fits */
    int32_t before = 0, c, state = 0;
    for (size_t at = 0; at <= max_bytes; before = c) {
        size_t length = utf8_next(s, at, &c);
        if (at && utf8proc_grapheme_break_stateful(before, c, &state)) end = at;
        at += length;
    }
    return (Str){s.p, end};
}
