/* extend_keys.c - the features of example texts that a codebook does not know yet. */
#include <math.h>
#include <stdlib.h>

#include "coder.h"
#include "extend.h"

typedef struct Finder {
    const Codebook *base;
    IdMap map;
    uint64_t *keys;              /* by id */
    uint32_t *texts, *last_text; /* by id: texts with it; the last of them, from 1 */
    size_t size;
    uint32_t text;
} Finder;

static void meet_key(void *ctx, uint64_t key) {
    Finder *f = ctx;
    if (codebook_feature(f->base, key) != UINT32_MAX) return;
    uint32_t before = f->map.n, id = idmap_add(&f->map, key);
    if (id >= f->size) {
        f->size = f->size ? f->size * 2 : 1024;
        f->keys = mem_grow(f->keys, f->size, sizeof *f->keys);
        f->texts = mem_grow(f->texts, f->size, sizeof *f->texts);
        f->last_text = mem_grow(f->last_text, f->size, sizeof *f->last_text);
    }
    if (id == before) f->keys[id] = key, f->texts[id] = 0, f->last_text[id] = 0;
    if (f->last_text[id] != f->text) f->texts[id]++;
    f->last_text[id] = f->text;
}

static void read_text(Finder *f, Tokenizer *t, Str text) {
    Words words = words_scan(t, text);
    if (words.n > CODED_WORDS_MAX) words.n = CODED_WORDS_MAX;
    Lang lang = words_lang(t, words, f->base->lang);
    for (size_t i = 0; i < words.n; i++) {
        meet_key(f, stem_key(word_stem(t, words.at[i].folded, lang)));
        grams_of(words.at[i].folded, meet_key, f);
    }
    f->text++;
}

typedef struct NewKey {
    uint64_t key;
    uint32_t texts;
} NewKey;

static int by_key(const void *a, const void *b) {
    uint64_t x = ((const NewKey *)a)->key, y = ((const NewKey *)b)->key;
    return (x > y) - (x < y);
}

/* The base did not keep it, so few of its documents have it; two at least, or the idf would beat that of any
 * feature that discovery has seen. */
static float idf_of(const Codebook *base, uint32_t texts) {
    double df = texts > 2 ? texts : 2;
    double idf = log((1.0 + base->sample_n) / (1.0 + df)) + 1.0;
    return (float)(idf > 1 ? idf : 1);
}

uint64_t *extend_keys(Arena *a, const Codebook *base, const ThemeGroup *groups, size_t n, size_t *keys_n, float **idf) {
    Finder f = {.base = base, .text = 1};
    Tokenizer *t = tokenizer_new();
    for (size_t g = 0; g < n; g++)
        for (size_t i = 0; i < groups[g].n; i++) read_text(&f, t, groups[g].texts[i]);
    tokenizer_free(t);
    NewKey *found = mem_alloc((f.map.n + 1) * sizeof *found);
    for (uint32_t i = 0; i < f.map.n; i++) found[i] = (NewKey){f.keys[i], f.texts[i]};
    qsort(found, f.map.n, sizeof *found, by_key);
    uint64_t *keys = ARENA_ARRAY(a, uint64_t, f.map.n);
    *keys_n = f.map.n;
    *idf = ARENA_ARRAY(a, float, f.map.n);
    for (uint32_t i = 0; i < f.map.n; i++) keys[i] = found[i].key, (*idf)[i] = idf_of(base, found[i].texts);
    free(found);
    free(f.keys), free(f.texts), free(f.last_text);
    idmap_free(&f.map);
    return keys;
}
