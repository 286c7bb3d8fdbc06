/* labelled.h - texts that people gave labels to: text in the first column, label in the second. */
#pragma once
#include <stdlib.h>

#include "base/hash.h"
#include "base/rng.h"
#include "signals/reader.h"
#include "themes/codebook.h"

typedef struct Set {
    Arena *a;
    ThemeDoc *docs;
    int32_t *labels;
    Str *names; /* of labels */
    size_t n, size, labels_n;
} Set;

static inline int32_t set_label(Set *s, Str name) {
    for (size_t i = 0; i < s->labels_n; i++)
        if (str_eq(s->names[i], name)) return (int32_t)i;
    s->names = mem_grow(s->names, s->labels_n + 1, sizeof *s->names);
    s->names[s->labels_n] = arena_str(s->a, name);
    return (int32_t)s->labels_n++;
}

static inline void set_add(Set *s, const Row *row) {
    if (row->n < 2) return;
    if (s->n == s->size) {
        s->size = s->size ? s->size * 2 : 4096;
        s->docs = mem_grow(s->docs, s->size, sizeof *s->docs);
        s->labels = mem_grow(s->labels, s->size, sizeof *s->labels);
    }
    Str text = arena_str(s->a, row->cells[0].value);
    s->docs[s->n] = (ThemeDoc){text, hash64_seed(text, s->n)};
    s->labels[s->n++] = set_label(s, row->cells[1].value);
}

static inline bool set_read(Set *s, const char *path, Err *err) {
    Reader *r = reader_open(path, &(ReaderOptions){0}, err);
    if (!r) return false;
    for (;;) {
        Row row;
        Reject reject;
        ReadResult result = reader_next(r, &row, &reject, err);
        if (result == READ_ROW) set_add(s, &row);
        if (result == READ_REJECT || result == READ_ROW) continue;
        reader_close(r);
        return result == READ_END;
    }
}

/* Random order, so that any half is a fair one. */
static inline void set_shuffle(Set *s) {
    Rng r = rng_new(1);
    for (size_t i = s->n; i > 1; i--) {
        size_t j = rng_below(&r, i);
        ThemeDoc doc = s->docs[i - 1];
        int32_t label = s->labels[i - 1];
        s->docs[i - 1] = s->docs[j], s->docs[j] = doc;
        s->labels[i - 1] = s->labels[j], s->labels[j] = label;
    }
}

static inline void set_free(Set *s) {
    free(s->docs), free(s->labels), free(s->names);
    arena_free(s->a);
}
