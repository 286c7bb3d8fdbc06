/* quote_text.h - where quoted words stand in a text, and what the text says instead of a wrong quote. */
#pragma once
#include "base/arena.h"

/* The bytes of `text` that are exactly `said`, a line end being a line end (CR LF, LF). False: they stand nowhere. */
bool quote_place(Str text, Str said, uint32_t *begin, uint32_t *end);
/* The same words, as quote_place compares them? */
bool quote_same(Str a, Str b);

typedef struct NearestWords {
    uint32_t begin, end; /* whole characters of the text */
    double likeness;     /* 1 less edits over characters of the quote; 1: they differ in case, white space or the form
                            of quotation marks and dashes alone */
} NearestWords;

/* The part of `text` nearest to `said`: approximate substring matching (Sellers 1980) over characters with case, white
 * space, quotation marks and dashes made alike. A hint for people, never a proof. False: `said` or `text` is empty.
 * Of longer ones, the first 1,000 characters of `said` and 100,000 of `text` are compared. */
bool quote_nearest(Str text, Str said, NearestWords *out);
