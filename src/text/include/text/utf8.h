/* utf8.h - text that came through a door is valid UTF-8; this is the door. utf8proc underneath. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"

bool utf8_valid(Str s); /* strict: no surrogates, no overlong forms, at most U+10FFFF */

/* The same text with every ill-formed sequence replaced by U+FFFD (Unicode 15, section 3.9,
 * "maximal subparts") and NUL removed. Returns `s` itself when nothing had to change;
 * *replaced (may be NULL) counts the replacements. */
Str utf8_clean(Arena *a, Str s, size_t *replaced);

/* Compared and counted form: NFKC, case folded, default-ignorables removed. For indexes and
 * comparison, never for showing: quotes are bytes of the stored text. */
Str utf8_fold(Arena *a, Str s);
/* Whether the folded form of `s` has `folded` in it, as every text has the empty one. */
bool utf8_holds(Arena *a, Str s, Str folded);

/* Decodes one code point at s[at]; returns its length in bytes (1 and U+FFFD on ill-formed input). */
size_t utf8_next(Str s, size_t at, int32_t *code_point);
void utf8_put(Buf *out, int32_t code_point);

size_t utf8_width(Str s);              /* terminal columns */
Str utf8_cut(Str s, size_t max_bytes); /* longest prefix of whole characters (grapheme clusters) */
