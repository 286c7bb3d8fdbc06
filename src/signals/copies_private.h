/* copies_private.h - what the two halves of copies.h share: making signatures, and grouping by them. */
#pragma once
#include "signals/copies.h"

enum {
    MINIMA = 64,
    SHORT_WORDS = 8, /* from here on texts are compared by minima, below word by word */
};

typedef struct Signature {
    uint64_t exact; /* of all words in order, numbers as they are */
    uint32_t words;
    uint16_t minimum[MINIMA]; /* zeros when there are fewer than SHORT_WORDS */
} __attribute__((packed, aligned(4))) Signature;

Signature signature_read(Str bytes); /* that copies_sign gave */
