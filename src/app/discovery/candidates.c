/* candidates.c - two small heaps for each theme; the smallest rank lies on top and goes first. */
#include "candidates.h"

#include <stdlib.h>
#include <string.h>

enum { BEST = 24, BY_LOT = 24, TEXT_BYTES = 16 << 10 };

typedef struct Heap {
    Candidate at[BEST > BY_LOT ? BEST : BY_LOT];
    size_t n, cap;
} Heap;

struct Candidates {
    size_t themes;
    Heap *best, *lot;
};

Candidates *candidates_new(size_t themes) {
    Candidates *c = mem_alloc(sizeof *c);
    *c = (Candidates){themes, mem_alloc((themes + 1) * sizeof(Heap)), mem_alloc((themes + 1) * sizeof(Heap))};
    for (size_t i = 0; i < themes; i++) {
        c->best[i] = (Heap){.cap = BEST};
        c->lot[i] = (Heap){.cap = BY_LOT};
    }
    return c;
}

static void heap_free(Heap *h) {
    for (size_t i = 0; i < h->n; i++) free(h->at[i].text);
}

void candidates_free(Candidates *c) {
    if (!c) return;
    for (size_t i = 0; i < c->themes; i++) {
        heap_free(&c->best[i]);
        heap_free(&c->lot[i]);
    }
    free(c->best);
    free(c->lot);
    free(c);
}

static bool less(const Candidate *a, const Candidate *b) {
    return a->rank != b->rank ? a->rank < b->rank : a->key > b->key;
}

static void swap(Candidate *a, Candidate *b) {
    Candidate t = *a;
    *a = *b;
    *b = t;
}

static void sift_down(Heap *h) {
    for (size_t i = 0, child; (child = 2 * i + 1) < h->n; i = child) {
        if (child + 1 < h->n && less(&h->at[child + 1], &h->at[child])) child++;
        if (!less(&h->at[child], &h->at[i])) return;
        swap(&h->at[i], &h->at[child]);
    }
}

static void sift_up(Heap *h) {
    for (size_t i = h->n - 1; i && less(&h->at[i], &h->at[(i - 1) / 2]); i = (i - 1) / 2)
        swap(&h->at[i], &h->at[(i - 1) / 2]);
}

static void heap_offer(Heap *h, Candidate c, Str text) {
    if (h->n == h->cap && !less(&h->at[0], &c)) return;
    c.text = mem_alloc(text.n + 1);
    memcpy(c.text, text.p, text.n);
    c.n = text.n;
    if (h->n == h->cap) {
        free(h->at[0].text);
        h->at[0] = c;
        sift_down(h);
    } else {
        h->at[h->n++] = c;
        sift_up(h);
    }
}

void candidates_offer(Candidates *c, size_t theme, int64_t signal, uint64_t key, double score, Str text) {
    if (text.n == 0 || text.n > TEXT_BYTES) return; /* a giant text makes no good quote */
    heap_offer(&c->best[theme], (Candidate){.signal = signal, .key = key, .rank = score}, text);
    heap_offer(&c->lot[theme], (Candidate){.signal = signal, .key = key, .rank = -(double)(key >> 11)}, text);
}

static int by_key(const void *x, const void *y) {
    const Candidate *a = *(const Candidate *const *)x, *b = *(const Candidate *const *)y;
    return a->key != b->key ? (a->key < b->key ? -1 : 1) : (a->signal > b->signal) - (a->signal < b->signal);
}

size_t candidates_of(Candidates *c, size_t theme, Arena *a, const Candidate ***out) {
    const Heap *best = &c->best[theme], *lot = &c->lot[theme];
    const Candidate **all = ARENA_ARRAY(a, const Candidate *, best->n + lot->n + 1);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < best->n; i++) all[n++] = &best->at[i];
    for (size_t i = 0; i < lot->n; i++) all[n++] = &lot->at[i];
    qsort(all, n, sizeof *all, by_key); /* NOLINT(bugprone-sizeof-expression): of pointers */
    for (size_t i = 0; i < n; i++)
        if (!kept || all[kept - 1]->signal != all[i]->signal) all[kept++] = all[i];
    *out = all;
    return kept;
}
