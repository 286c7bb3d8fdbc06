/* census_spread.c - how a theme spreads over sources, channels, products. */
#include <stdlib.h>

#include "census_private.h"

typedef struct Pair {
    int32_t theme;
    int64_t value;
    int64_t n;
} Pair;

static int pair_by_value(const void *x, const void *y) {
    const Pair *a = x, *b = y;
    int c = ORDER(a->theme, b->theme);
    THEN(c);
    return ORDER(a->value, b->value);
}

static int value_by_size(const void *x, const void *y) {
    const CensusValue *a = x, *b = y;
    int c = ORDER(b->signals, a->signals);
    THEN(c);
    c = ORDER(a->source, b->source);
    THEN(c);
    return str_cmp(a->value, b->value);
}

typedef enum Spread { SPREAD_SOURCE, SPREAD_CHANNEL, SPREAD_PRODUCT } Spread;

static int64_t spread_value(const Entry *e, Spread by) {
    return by == SPREAD_SOURCE ? (int64_t)e->source : by == SPREAD_CHANNEL ? (int64_t)e->channel : (int64_t)e->product;
}

static void spread_store(const Census *t, Arena *a, const Pair *pairs, size_t n, Spread by, ThemeCensus *theme) {
    CensusValue *values = ARENA_ARRAY(a, CensusValue, n);
    for (size_t i = 0; i < n; i++)
        values[i] = (CensusValue){
            .value = by == SPREAD_SOURCE ? (Str){"", 0} : arena_str(a, t->names.at[pairs[i].value]),
            .source = by == SPREAD_SOURCE ? pairs[i].value : 0,
            .signals = pairs[i].n,
        };
    qsort(values, n, sizeof *values, value_by_size);
    if (by == SPREAD_SOURCE) theme->sources = values, theme->sources_n = n;
    if (by == SPREAD_CHANNEL) theme->channels = values, theme->channels_n = n;
    if (by == SPREAD_PRODUCT) theme->products = values, theme->products_n = n;
}

static void count_spread(const Census *t, Arena *a, Spread by, ThemeCensus *themes) {
    Pair *pairs = mem_alloc((t->n + 1) * sizeof *pairs);
    for (size_t i = 0; i < t->n; i++) pairs[i] = (Pair){t->entries[i].theme, spread_value(&t->entries[i], by), 1};
    qsort(pairs, t->n, sizeof *pairs, pair_by_value);
    size_t kept = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (kept && pair_by_value(&pairs[kept - 1], &pairs[i]) == 0) pairs[kept - 1].n++;
        else pairs[kept++] = pairs[i];
    }
    for (size_t begin = 0, end; begin < kept; begin = end) {
        for (end = begin; end < kept && pairs[end].theme == pairs[begin].theme;) end++;
        spread_store(t, a, pairs + begin, end - begin, by, &themes[pairs[begin].theme]);
    }
    free(pairs);
}

void census_spread(const Census *t, Arena *a, ThemeCensus *themes) {
    count_spread(t, a, SPREAD_SOURCE, themes);
    count_spread(t, a, SPREAD_CHANNEL, themes);
    count_spread(t, a, SPREAD_PRODUCT, themes);
}
