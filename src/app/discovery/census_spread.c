/* census_spread.c - how a theme spreads over sources, channels, products. */
#include <stdlib.h>

#include "base/radix.h"
#include "census_private.h"

static int value_by_size(const void *x, const void *y) {
    const CensusValue *a = x, *b = y;
    int c = ORDER(b->signals, a->signals);
    THEN(c);
    c = ORDER(a->source, b->source);
    THEN(c);
    return str_cmp(a->value, b->value);
}

static int64_t spread_value(const Entry *e, Spread by) {
    return by == SPREAD_SOURCE ? (int64_t)e->source : by == SPREAD_CHANNEL ? (int64_t)e->channel : (int64_t)e->product;
}

static Pair *count_spread(const ThemePart *p, Spread by, size_t *kept) {
    Pair *pairs = mem_alloc((p->n + 1) * sizeof *pairs);
    for (size_t i = 0; i < p->n; i++) p->keys[i] = (uint64_t)spread_value(&p->entries[i], by);
    radix_sort(p->keys, p->n, p->room);
    *kept = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (*kept && pairs[*kept - 1].value == (int64_t)p->keys[i]) pairs[*kept - 1].n++;
        else pairs[(*kept)++] = (Pair){(int64_t)p->keys[i], 1};
    }
    return mem_grow(pairs, *kept + 1, sizeof *pairs);
}

void census_spread(ThemePart *p) {
    for (Spread by = 0; by < SPREADS; by++) p->spread[by] = count_spread(p, by, &p->spread_n[by]);
}

static CensusValue *largest_first(const Census *t, Arena *a, const ThemePart *p, Spread by) {
    size_t n = p->spread_n[by];
    CensusValue *values = ARENA_ARRAY(a, CensusValue, n + 1);
    for (size_t i = 0; i < n; i++) {
        const Pair *pair = &p->spread[by][i];
        values[i] = (CensusValue){
            .value = by == SPREAD_SOURCE ? (Str){"", 0} : arena_str(a, t->names.at[pair->value]),
            .source = by == SPREAD_SOURCE ? pair->value : 0,
            .signals = pair->n,
        };
    }
    qsort(values, n, sizeof *values, value_by_size);
    return values;
}

void census_spread_store(const Census *t, Arena *a, const ThemePart *p, ThemeCensus *theme) {
    theme->sources = largest_first(t, a, p, SPREAD_SOURCE);
    theme->channels = largest_first(t, a, p, SPREAD_CHANNEL);
    theme->products = largest_first(t, a, p, SPREAD_PRODUCT);
    theme->sources_n = p->spread_n[SPREAD_SOURCE];
    theme->channels_n = p->spread_n[SPREAD_CHANNEL];
    theme->products_n = p->spread_n[SPREAD_PRODUCT];
}
