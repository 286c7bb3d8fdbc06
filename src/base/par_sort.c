/* par_sort.c - each thread sorts a part, then neighbouring parts are merged, two and two, until one is left. */
#include "base/par_sort.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { ALONE = 1 << 14 }; /* fewer are not worth waking threads for */

typedef struct Sorting {
    char *from, *to;
    size_t n, size;
    size_t part; /* items of a sorted part; the last one may have fewer */
    int (*compare)(const void *a, const void *b);
} Sorting;

static size_t end_of(const Sorting *s, size_t begin) {
    return s->n - begin < s->part ? s->n : begin + s->part;
}

static void sort_parts(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    const Sorting *s = ctx;
    for (size_t i = begin; i < end; i++)
        qsort(s->from + i * s->part * s->size, end_of(s, i * s->part) - i * s->part, s->size, s->compare);
}

static void merge(const Sorting *s, const char *a, const char *a_end, const char *b_end, char *to) {
    const char *b = a_end;
    for (; a < a_end && b < b_end; to += s->size) {
        const char **least = s->compare(b, a) < 0 ? &b : &a;
        memcpy(to, *least, s->size);
        *least += s->size;
    }
    memcpy(to, a, (size_t)(a_end - a));
    memcpy(to + (a_end - a), b, (size_t)(b_end - b));
}

static void merge_pairs(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    const Sorting *s = ctx;
    for (size_t i = begin; i < end; i++) {
        size_t first = 2 * i * s->part, middle = end_of(s, first), last = middle < s->n ? end_of(s, middle) : middle;
        merge(s, s->from + first * s->size, s->from + middle * s->size, s->from + last * s->size,
              s->to + first * s->size);
    }
}

static size_t parts(const Sorting *s) {
    return (s->n + s->part - 1) / s->part;
}

void par_sort(Par *par, void *items, size_t n, size_t size, int (*compare)(const void *a, const void *b)) {
    size_t threads = (size_t)par_threads(par);
    if (threads == 1 || n <= ALONE) {
        if (n) qsort(items, n, size, compare);
        return;
    }
    char *room = mem_alloc(n * size);
    Sorting s = {items, room, n, size, (n + threads - 1) / threads, compare};
    par_for(par, parts(&s), 1, sort_parts, &s);
    for (char *swap; s.part < n; swap = s.from, s.from = s.to, s.to = swap, s.part *= 2)
        par_for(par, (parts(&s) + 1) / 2, 1, merge_pairs, &s);
    if (s.from != items) memcpy(items, s.from, n * size);
    free(room);
}
