/* arena.h - memory by lifetime.
 *
 * One arena per process, request or job; everything in it goes at once.
 *
 *     Arena *a = arena_new();
 *     Point *points = ARENA_ARRAY(a, Point, n);
 *     Str name = arena_printf(a, "theme %d", id);
 *     arena_free(a);
 *
 * An allocation never returns NULL: when memory is out the process-wide
 * handler (arena_on_exhausted; default: abort) decides, because no caller
 * could do better. In sanitizer builds each allocation is a malloc of its own,
 * so that an overrun is found to the byte.
 */
#pragma once
#include <stddef.h>

#include "base/str.h"

typedef struct Arena Arena;

Arena *arena_new(void);
void arena_free(Arena *a);  /* NULL is fine */
void arena_reset(Arena *a); /* frees the contents, keeps one block for reuse */

/* Bytes handed out since the last reset. */
size_t arena_used(const Arena *a);

/* Zeroed memory, aligned for any type. Size 0 gives a valid pointer. */
void *arena_alloc(Arena *a, size_t size);
/* The same, `count * size` checked for overflow. */
void *arena_calloc(Arena *a, size_t count, size_t size);
#define ARENA_NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_calloc((a), (n), sizeof(T)))

/* A copy with a NUL behind it (not counted in n), so .p serves C calls too. */
Str arena_str(Arena *a, Str s);
Str arena_lower(Arena *a, Str s); /* the same with ASCII letters in lower case */
Str arena_printf(Arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Called when malloc fails; must not return. Set once, by main. */
void arena_on_exhausted(void (*handler)(size_t wanted));

/* malloc and realloc that never return NULL, for growing things that an arena
 * does not suit; freed with free(). */
void *mem_alloc(size_t size);
void *mem_zeros(size_t count, size_t size); /* all bytes 0 */
void *mem_grow(void *p, size_t count, size_t size);
void *mem_aligned(size_t size); /* begins on a line of the cache, 64 bytes */
