/* grams.c - the character n-grams of a word between two spaces. */
#include "feature_key.h"
#include "text/utf8.h"

enum { WORD_CHARS_MAX = 64 };

void grams_of(Str folded, void (*add)(void *ctx, uint64_t key), void *ctx) {
    char bytes[WORD_CHARS_MAX * 4 + 2];
    uint16_t at[WORD_CHARS_MAX + 3]; /* where each character begins */
    size_t n = 0, chars = 0;
    if (folded.n > sizeof bytes - 2) folded = utf8_cut(folded, sizeof bytes - 2);
    bytes[n++] = ' ';
    for (size_t i = 0; i < folded.n; i++) bytes[n++] = folded.p[i];
    bytes[n++] = ' ';
    for (size_t i = 0; i < n && chars < WORD_CHARS_MAX + 2; i++)
        if (((unsigned char)bytes[i] & 0xc0) != 0x80) at[chars++] = (uint16_t)i;
    at[chars] = (uint16_t)n;
    for (size_t length = GRAM_MIN; length <= GRAM_MAX; length++) {
        for (size_t i = 0; i + length <= chars; i++) {
            Str gram = {bytes + at[i], (size_t)(at[i + length] - at[i])};
            add(ctx, feature_key(BLOCK_GRAM, hash64(gram)));
        }
    }
}
