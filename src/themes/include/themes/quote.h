/* quote.h - evidence: a byte range of a signal's stored text and the SHA-256 of those bytes. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "themes/codebook.h"

typedef struct Quote {
    size_t doc;          /* which of the texts given */
    uint32_t begin, end; /* whole sentences where possible, at most about 300 bytes */
    Sha256 sha256;       /* of text[begin, end) */
} Quote;

/* Up to `max` quotes that cover the different faces of a theme: chosen greedily for relevance and
 * difference from those already chosen (maximal marginal relevance, Carbonell and Goldstein 1998).
 * `texts` are signals of the theme. Returns how many. */
size_t quotes_pick(Arena *a, const Codebook *c, int32_t theme, const Str *texts, size_t n, size_t max, Quote *out);

/* The quoted words, or an error when the text is no longer what was quoted. Called each time a quote is shown. */
bool quote_verify(Str text, uint32_t begin, uint32_t end, const Sha256 *sha256, Str *quoted, Err *err);
