/* arrival.c - how long one arriving signal takes to be coded: arrival FILE COLUMN
 *
 * Discovers themes in a random half of the texts in that column, then codes the other half one at a time, on one
 * thread, and prints microseconds. The last line is what it takes to hash the bytes of the same texts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/rng.h"
#include "signals/reader.h"
#include "themes/codebook.h"
#include "themes/levels.h"

typedef struct Texts {
    Arena *a;
    ThemeDoc *docs;
    size_t n, size;
} Texts;

static void add_text(Texts *t, Str text) {
    if (text.n == 0) return;
    if (t->n == t->size) {
        t->size = t->size ? t->size * 2 : 4096;
        t->docs = mem_grow(t->docs, t->size, sizeof *t->docs);
    }
    t->docs[t->n] = (ThemeDoc){arena_str(t->a, text), hash64_seed(text, t->n)};
    t->n++;
}

static bool read_texts(Texts *t, const char *path, Str column, Err *err) {
    Reader *r = reader_open(path, &(ReaderOptions){0}, err);
    if (!r) return false;
    for (;;) {
        Row row;
        Reject reject;
        ReadResult result = reader_next(r, &row, &reject, err);
        for (size_t i = 0; result == READ_ROW && i < row.n; i++)
            if (str_eq(row.cells[i].name, column)) add_text(t, row.cells[i].value);
        if (result == READ_REJECT || result == READ_ROW) continue;
        reader_close(r);
        return result == READ_END;
    }
}

static void shuffle(Texts *t) {
    Rng r = rng_new(1);
    for (size_t i = t->n; i > 1; i--) {
        size_t j = rng_below(&r, i);
        ThemeDoc doc = t->docs[i - 1];
        t->docs[i - 1] = t->docs[j], t->docs[j] = doc;
    }
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_times(const char *what, double *seconds, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += seconds[i];
    qsort(seconds, n, sizeof *seconds, by_value);
    printf("%-24s mean %8.2f us   p50 %8.2f us   p99 %8.2f us   max %8.2f us   (%zu signals)\n", what,
           1e6 * sum / (double)n, 1e6 * seconds[n / 2], 1e6 * seconds[n * 99 / 100], 1e6 * seconds[n - 1], n);
}

/* Processor time of this thread: on a busy machine the clock also counts the waiting. */
static double thread_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void measure(const Codebook *c, const ThemeDoc *docs, size_t n) {
    double *coding = mem_alloc(n * sizeof *coding), *hashing = mem_alloc(n * sizeof *hashing);
    double *busy = mem_alloc(n * sizeof *busy), *facets = mem_alloc(n * sizeof *facets);
    Coder *coder = coder_new(c);
    uint64_t used = 0; /* so that the compiler keeps the work */
    for (size_t i = 0; i < n; i++) {
        double busy_before = thread_seconds(), began = clock_monotonic();
        int32_t theme = coder_code(coder, docs[i].text).theme;
        double coded = clock_monotonic();
        used += (uint64_t)theme + (uint64_t)coder_facet(coder, theme);
        coding[i] = clock_monotonic() - began;
        facets[i] = clock_monotonic() - coded;
        busy[i] = thread_seconds() - busy_before;
        began = clock_monotonic();
        used += hash64(docs[i].text);
        hashing[i] = clock_monotonic() - began;
    }
    coder_free(coder);
    print_times(used ? "coding one signal" : "coding", coding, n);
    print_times("  its facet", facets, n);
    print_times("  processor time of it", busy, n);
    print_times("hashing its text (XXH3)", hashing, n);
    free(coding);
    free(busy);
    free(facets);
    free(hashing);
}

int main(int argc, char **argv) {
    Texts t = {.a = arena_new()};
    Err err = {0};
    if (argc != 3) return fprintf(stderr, "usage: arrival FILE COLUMN\n"), 2;
    if (!read_texts(&t, argv[1], str_from_c(argv[2]), &err))
        return fprintf(stderr, "%s: %s\n", argv[1], err.message), 1;
    if (t.n < 40) return fprintf(stderr, "%s: %zu texts in column %s, too few\n", argv[1], t.n, argv[2]), 1;
    shuffle(&t);
    Par *par = par_new(0);
    Codebook *c = codebook_discover(t.a, t.docs, t.n / 2, &(DiscoverOptions){.seed = 1}, par, NULL, NULL, &err);
    if (c) measure(c, t.docs + t.n / 2, t.n - t.n / 2);
    else fprintf(stderr, "%s\n", err.message);
    par_free(par);
    free(t.docs);
    arena_free(t.a);
    return c ? 0 : 1;
}
