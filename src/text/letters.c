/* letters.c - see letters.h. */
#include "text/letters.h"

#include <string.h>

#include "base/widest.h"

enum { EIGHT = 8 };

/* Eight bytes of 0 or 1 to eight bits. */
static inline uint64_t pack(const unsigned char *flags) {
    uint64_t x;
    memcpy(&x, flags, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x * 0x0102040810204080u >> 56;
}

/* One loop without a branch, which a compiler vectorises. */
WIDEST static Letters letters_of_block(const unsigned char *p) {
    unsigned char plain[LETTER_BLOCK], high[LETTER_BLOCK];
    for (int i = 0; i < LETTER_BLOCK; i++) {
        unsigned char letter = (unsigned char)((p[i] | 32) - 'a'), digit = (unsigned char)(p[i] - '0');
        plain[i] = (unsigned char)((letter < 26) | (digit < 10));
        high[i] = p[i] >> 7;
    }
    Letters out = {0, 0};
    for (int i = 0; i < LETTER_BLOCK; i += EIGHT) {
        out.plain |= pack(plain + i) << i;
        out.high |= pack(high + i) << i;
    }
    return out;
}

Letters letters_of(Str text) {
    if (text.n >= LETTER_BLOCK) return letters_of_block((const unsigned char *)text.p);
    unsigned char rest[LETTER_BLOCK] = {0};
    if (text.n) memcpy(rest, text.p, text.n);
    return letters_of_block(rest);
}
