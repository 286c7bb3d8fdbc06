/* letters.h - where the letters of a text stand, 64 bytes at a time; for who looks at each byte of all of history.
 *
 * A bit for each byte, the first byte in the lowest: so that a word's end is found by counting zeros, and not byte by
 * byte with a wrong guess at the end of each. */
#pragma once
#include <stdint.h>

#include "base/str.h"

enum { LETTER_BLOCK = 64 };

typedef struct Letters {
    uint64_t plain; /* letters and digits of ASCII */
    uint64_t high;  /* bytes of any other character than ASCII */
} Letters;

/* The first LETTER_BLOCK bytes of the text, or what there is of them (no bits beyond). */
Letters letters_of(Str text);
