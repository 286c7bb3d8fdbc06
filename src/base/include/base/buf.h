/* buf.h - a growing byte buffer with a cap.
 *
 * Every buffer has a cap, so that no input decides how much memory we take.
 * Writing past the cap drops the rest and sets `overflowed`, which the owner
 * checks once at the end instead of after each write.
 *
 *     Buf b = buf_new(1 << 20);
 *     buf_printf(&b, "%d of %d", i, n);
 *     if (b.overflowed) return err_set(err, ERR_LIMIT, ...);
 *     use(buf_str(&b));
 *     buf_free(&b);
 */
#pragma once
#include "base/str.h"

typedef struct Buf {
    char *p;
    size_t n, size, cap;
    bool overflowed;
} Buf;

Buf buf_new(size_t cap);
void buf_free(Buf *b);
void buf_clear(Buf *b);    /* keeps the memory */
Str buf_str(const Buf *b); /* valid until the next write */

void buf_add(Buf *b, Str s);
void buf_add_char(Buf *b, char c);
void buf_printf(Buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
#define buf_lit(b, literal) buf_add((b), STR(literal))
