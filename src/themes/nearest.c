/* nearest.c - the likeness of a few texts by their stems. */
#include "themes/nearest.h"

#include <math.h>

#include "base/hash.h"
#include "base/idmap.h"
#include "text/token.h"

enum { TEXT_BYTES = 16 << 10 };

typedef struct Bag { /* distinct stems of a text */
    uint32_t *stem;
    float *weight;
    size_t n;
} Bag;

typedef struct Bags {
    Arena *a;
    Tokenizer *tokenizer;
    IdMap stems;
    uint32_t *df; /* per stem */
    size_t df_size;
} Bags;

static void count_df(Bags *b, uint32_t stem) {
    if (stem >= b->df_size) {
        size_t size = b->df_size ? b->df_size * 2 : 1024;
        b->df = mem_grow(b->df, size, sizeof *b->df);
        memset(b->df + b->df_size, 0, (size - b->df_size) * sizeof *b->df);
        b->df_size = size;
    }
    b->df[stem]++;
}

static Bag bag_of(Bags *b, Str text) {
    Tokens tokens =
        tokenize(b->tokenizer, b->a, str_slice(text, 0, text.n < TEXT_BYTES ? text.n : TEXT_BYTES), (Lang){0});
    Bag bag = {ARENA_ARRAY(b->a, uint32_t, tokens.n + 1), ARENA_ARRAY(b->a, float, tokens.n + 1), 0};
    for (size_t i = 0; i < tokens.n; i++) {
        uint32_t stem = idmap_add(&b->stems, hash64(tokens.at[i].stem));
        size_t at = 0;
        while (at < bag.n && bag.stem[at] != stem) at++;
        if (at == bag.n) {
            bag.stem[bag.n++] = stem;
            count_df(b, stem);
        }
        bag.weight[at] += 1;
    }
    return bag;
}

static void weigh(const Bags *b, Bag *bag, size_t texts) {
    double square = 0;
    for (size_t i = 0; i < bag->n; i++) {
        double idf = log((double)(texts + 1) / (double)b->df[bag->stem[i]]);
        bag->weight[i] = (float)((1 + log((double)bag->weight[i])) * idf);
        square += (double)bag->weight[i] * (double)bag->weight[i];
    }
    for (size_t i = 0; i < bag->n; i++)
        bag->weight[i] = square > 0 ? (float)((double)bag->weight[i] / sqrt(square)) : 0;
}

static double product(const Bag *bag, const float *dense) {
    double sum = 0;
    for (size_t i = 0; i < bag->n; i++) sum += (double)bag->weight[i] * (double)dense[bag->stem[i]];
    return sum;
}

static void keep_nearest(NearText *out, size_t *n, size_t max, NearText one) {
    size_t at = *n < max ? (*n)++ : max;
    for (; at > 0 && one.cosine > out[at - 1].cosine; at--)
        if (at < max) out[at] = out[at - 1];
    if (at < max) out[at] = one;
}

size_t nearest_texts(Arena *a, Str text, const Str *others, size_t n, size_t max, NearText *out) {
    Bags b = {.a = a, .tokenizer = tokenizer_new()};
    Bag *bags = ARENA_ARRAY(a, Bag, n + 1);
    size_t found = 0;
    for (size_t i = 0; i < n; i++) bags[i] = bag_of(&b, others[i]);
    Bag own = bag_of(&b, text);
    weigh(&b, &own, n + 1);
    float *dense = ARENA_ARRAY(a, float, b.stems.n + 1);
    for (size_t i = 0; i < own.n; i++) dense[own.stem[i]] = own.weight[i];
    for (size_t i = 0; i < n; i++) {
        weigh(&b, &bags[i], n + 1);
        double cosine = product(&bags[i], dense);
        if (cosine > 0) keep_nearest(out, &found, max, (NearText){i, cosine < 1 ? cosine : 1});
    }
    idmap_free(&b.stems);
    free(b.df);
    tokenizer_free(b.tokenizer);
    return found;
}
