/* nearest.h - which of some texts are most like a given one.
 *
 * TF-IDF of stems with the frequencies of these very texts, cosine: a look at tens or hundreds of texts, for a page. */
#pragma once
#include "base/arena.h"

typedef struct NearText {
    size_t index;
    double cosine; /* 0..1, above 0 */
} NearText;

/* Up to `max`, the most like first; ties in the order given. Returns how many. */
size_t nearest_texts(Arena *a, Str text, const Str *others, size_t n, size_t max, NearText *out);
