/* arena.c - chained blocks, freed in bulk.
 *
 * Blocks double from 8 KiB to 1 MiB, so that a request costs one malloc and a
 * job of a gigabyte a thousand. A larger wish gets a block of its own. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
enum { EACH_ITS_OWN = 1 };
#else
enum { EACH_ITS_OWN = 0 };
#endif

enum { FIRST_BLOCK = 8 << 10, LAST_BLOCK = 1 << 20, ALIGN = 16 };

typedef struct Block {
    struct Block *next;
    size_t size, used;
    _Alignas(ALIGN) char bytes[];
} Block;

struct Arena {
    Block *top;
    size_t next_size, handed_out;
};

static void die(size_t wanted) {
    fprintf(stderr, "ridealong: out of memory (%zu bytes wanted)\n", wanted);
    abort();
}

static void (*exhausted)(size_t) = die;

void arena_on_exhausted(void (*handler)(size_t wanted)) {
    exhausted = handler;
}

void *mem_alloc(size_t size) {
    void *p = malloc(size ? size : 1);
    if (!p) exhausted(size);
    return p;
}

void *mem_zeros(size_t count, size_t size) {
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (!p) exhausted(count * size);
    return p;
}

void *mem_aligned(size_t size) {
    enum { LINE = 64 };
    void *p = aligned_alloc(LINE, (size / LINE + 1) * LINE);
    if (!p) exhausted(size);
    return p;
}

void *mem_grow(void *p, size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) exhausted(SIZE_MAX);
    void *q = realloc(p, bytes ? bytes : 1);
    if (!q) exhausted(bytes);
    return q;
}

static Block *block_new(size_t size) {
    Block *b = mem_alloc(sizeof(Block) + size);
    b->next = NULL;
    b->size = size;
    b->used = 0;
    return b;
}

Arena *arena_new(void) {
    Arena *a = mem_alloc(sizeof *a);
    *a = (Arena){.next_size = FIRST_BLOCK};
    return a;
}

static void free_blocks(Block *b) {
    while (b) {
        Block *next = b->next;
        free(b);
        b = next;
    }
}

void arena_free(Arena *a) {
    if (!a) return;
    free_blocks(a->top);
    free(a);
}

void arena_reset(Arena *a) {
    if (!a->top) return;
    free_blocks(a->top->next);
    a->top->next = NULL;
    a->top->used = 0;
    a->handed_out = 0;
    if (EACH_ITS_OWN || a->top->size > LAST_BLOCK) {
        free(a->top);
        a->top = NULL;
    }
}

size_t arena_used(const Arena *a) {
    return a->handed_out;
}

/* A block that has room for `size` more bytes, on top of the chain. */
static Block *block_for(Arena *a, size_t size) {
    if (EACH_ITS_OWN || size > a->next_size / 2) {
        Block *own = block_new(size);
        if (a->top && !EACH_ITS_OWN) { /* keep filling the block on top */
            own->next = a->top->next;
            a->top->next = own;
        } else {
            own->next = a->top;
            a->top = own;
        }
        return own;
    }
    Block *b = block_new(a->next_size);
    b->next = a->top;
    a->top = b;
    if (a->next_size < LAST_BLOCK) a->next_size *= 2;
    return b;
}

void *arena_alloc(Arena *a, size_t size) {
    if (size > SIZE_MAX / 2) exhausted(size);
    size_t rounded = EACH_ITS_OWN ? size : (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    Block *b = a->top;
    if (EACH_ITS_OWN || !b || b->size - b->used < rounded) b = block_for(a, rounded);
    char *p = b->bytes + b->used;
    b->used += rounded;
    a->handed_out += rounded;
    return memset(p, 0, size);
}

void *arena_calloc(Arena *a, size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) exhausted(SIZE_MAX);
    return arena_alloc(a, bytes);
}

Str arena_str(Arena *a, Str s) {
    char *p = arena_alloc(a, s.n + 1);
    if (s.n) memcpy(p, s.p, s.n);
    return (Str){p, s.n};
}

Str arena_lower(Arena *a, Str s) {
    char *p = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++) p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
    return (Str){p, s.n};
}

Str arena_printf(Arena *a, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    if (!format) format = ""; /* never; but gcc 12 with -fsanitize believes it and warns */
    char small[256];          /* nearly all fit, and formatting twice is what costs */
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (n < 0) n = 0;
    char *p = arena_alloc(a, (size_t)n + 1);
    if ((size_t)n < sizeof small) {
        memcpy(p, small, (size_t)n);
        p[n] = 0;
    } else {
        vsnprintf(p, (size_t)n + 1, format, again);
    }
    va_end(again);
    return (Str){p, (size_t)n};
}
