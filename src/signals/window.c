/* window.c - a buffer that slides over the decoded file. */
#include "window.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { FIRST_SIZE = 256 << 10 };

Window window_open(Decoder *in, size_t cap) {
    if (cap < FIRST_SIZE) cap = FIRST_SIZE;
    return (Window){.in = in, .p = mem_alloc(FIRST_SIZE), .size = FIRST_SIZE, .cap = cap, .line = 1};
}

void window_close(Window *w) {
    decoder_close(w->in);
    free(w->p);
    *w = (Window){.line = 1};
}

Str window_text(const Window *w) {
    return (Str){w->p + w->begin, w->end - w->begin};
}

void window_take(Window *w, size_t n, uint64_t lines) {
    w->begin += n;
    w->line += lines;
}

bool window_more(Window *w) {
    if (w->at_end) return false;
    if (w->begin) {
        memmove(w->p, w->p + w->begin, w->end - w->begin);
        w->end -= w->begin;
        w->begin = 0;
    }
    if (w->size - w->end < DECODER_MIN_ROOM) {
        if (w->size >= w->cap) return false;
        w->size = w->size * 2 < w->cap ? w->size * 2 : w->cap;
        w->p = mem_grow(w->p, w->size, 1);
    }
    while (w->size - w->end >= DECODER_MIN_ROOM) {
        size_t got = 0;
        w->failed = !decoder_read(w->in, w->p + w->end, w->size - w->end, &got, &w->failure);
        w->at_end = w->failed || got == 0;
        if (w->at_end) break;
        w->end += got;
    }
    return true;
}
