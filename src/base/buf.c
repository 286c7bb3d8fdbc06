/* buf.c - a growing byte buffer with a cap. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

Buf buf_new(size_t cap) {
    return (Buf){.cap = cap};
}

void buf_free(Buf *b) {
    free(b->p);
    *b = (Buf){.cap = b->cap};
}

void buf_clear(Buf *b) {
    b->n = 0;
    b->overflowed = false;
}

Str buf_str(const Buf *b) {
    return (Str){b->p ? b->p : "", b->n};
}

/* Room for `more` bytes; clips to the cap and returns how many fit. */
static size_t make_room(Buf *b, size_t more) {
    size_t left = b->cap - b->n;
    if (more > left) {
        b->overflowed = true;
        more = left;
    }
    if (b->n + more > b->size) {
        size_t size = b->size ? b->size : 256;
        while (size < b->n + more) size *= 2;
        b->p = mem_grow(b->p, size, 1);
        b->size = size;
    }
    return more;
}

void buf_add(Buf *b, Str s) {
    size_t n = make_room(b, s.n);
    if (n) memcpy(b->p + b->n, s.p, n);
    b->n += n;
}

void buf_add_char(Buf *b, char c) {
    buf_add(b, (Str){&c, 1});
}

void buf_printf(Buf *b, const char *format, ...) {
    char small[512];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof small) {
        buf_add(b, (Str){small, (size_t)n});
    } else if (n > 0) {
        char *big = mem_alloc((size_t)n + 1);
        vsnprintf(big, (size_t)n + 1, format, again);
        buf_add(b, (Str){big, (size_t)n});
        free(big);
    }
    va_end(again);
}
