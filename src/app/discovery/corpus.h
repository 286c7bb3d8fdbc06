/* corpus.h - what discovery and coding must know of every signal with words, in a few bytes each. */
#pragma once
#include "app_private.h"
#include "base/progress.h"

typedef struct CorpusItem {
    int64_t id;
    uint64_t key;      /* hash of source and external id: the same in every store */
    uint64_t customer; /* hash, 0 when not known */
    uint64_t stratum;  /* hash of source, quarter of the year and product */
    uint32_t first;    /* index of the first of its copies, by day and then by key; its own when alone */
    int32_t day;       /* INT32_MAX without a date */
    bool severe;       /* speaks of harm */
} CorpusItem;

typedef struct Corpus {
    CorpusItem *items; /* in the order of the signals' ids */
    size_t n;
    size_t groups;   /* items that are the first of their copies */
    int64_t updated; /* imports_updated before they were read */
    int64_t changes; /* themes_changes before they were read */
} Corpus;

/* Streams the sketches once: keys, and copy groups (which it stores), the same in whatever order the signals came.
 * Freed with corpus_free. */
bool corpus_read(App *app, Db *scan, const Progress *progress, Corpus *out, Err *err);
void corpus_free(Corpus *c);

/* At most `cap` of the items that are the first of their copies, in the order of their keys. Stratified: small
 * strata keep all they have, the others share what is left by their size; within one the seed decides. Indexes
 * into items, allocated in `a`. */
uint32_t *corpus_sample(const Corpus *c, Arena *a, size_t cap, uint64_t seed, Par *par, size_t *n);

/* Walks along with a later scan: is this signal in the corpus, and where? *at only moves forward. Signals that came
 * since are not in it; signals that went are passed over. */
static inline bool corpus_follow(const Corpus *c, int64_t id, size_t *at) {
    while (*at < c->n && c->items[*at].id < id) ++*at;
    return *at < c->n && c->items[*at].id == id;
}

/* The voice of an item: its customer, or its group of copies. */
uint64_t corpus_voice(const Corpus *c, size_t index);
