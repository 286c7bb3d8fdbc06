/* census_theme.c - voices, days and customers of one theme. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/radix.h"
#include "census_private.h"

static int by_voice(const void *x, const void *y) {
    const Entry *a = x, *b = y;
    int c = ORDER(a->voice, b->voice);
    THEN(c);
    c = ORDER(b->week, a->week); /* older weeks have larger numbers */
    THEN(c);
    c = ORDER(a->at, b->at);
    THEN(c);
    c = ORDER(a->source, b->source);
    THEN(c);
    c = ORDER(a->channel, b->channel);
    THEN(c);
    c = ORDER(a->product, b->product);
    THEN(c);
    return ORDER(a->segment, b->segment);
}

static void take_time(ThemeCensus *c, int64_t at) {
    if (c->first_at == TIME_NONE || at < c->first_at) c->first_at = at;
    if (c->last_at == TIME_NONE || at > c->last_at) c->last_at = at;
}

/* Sizes and dates. */
static void count_voices(ThemePart *p) {
    ThemeCensus *c = &p->census;
    c->signals = (int64_t)p->n;
    c->first_at = c->last_at = TIME_NONE;
    qsort(p->entries, p->n, sizeof *p->entries, by_voice);
    for (size_t i = 0; i < p->n; i++) {
        Entry *e = &p->entries[i];
        bool new_voice = i == 0 || e[-1].voice != e->voice;
        e->new_week = new_voice || e[-1].week != e->week;
        c->voices += new_voice;
        c->severe += e->severe;
        if (e->at != TIME_NONE) take_time(c, e->at);
    }
}

static void count_days(ThemePart *p) {
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < p->n; i++) {
        const Entry *e = &p->entries[i];
        if (e->at != TIME_NONE) p->keys[n++] = census_key((uint32_t)e->source, day_of(e->at), e->new_week);
    }
    radix_sort(p->keys, n, p->room);
    DayRow *days = mem_alloc((n + 1) * sizeof *days);
    for (size_t i = 0; i < n; i++) {
        uint64_t key = p->keys[i];
        if (i == 0 || !census_key_same(key, p->keys[i - 1]))
            days[kept++] = (DayRow){p->theme, census_key_of(key), census_key_day(key), 0, 0};
        days[kept - 1].signals++;
        days[kept - 1].voices += census_key_new(key);
    }
    p->days_n = kept;
    p->days = mem_grow(days, kept + 1, sizeof *days);
}

static void count_customers(ThemePart *p) {
    for (size_t i = 0; i < p->n; i++) p->keys[i] = p->entries[i].customer;
    radix_sort(p->keys, p->n, p->room);
    for (size_t i = 0, run = 0; i < p->n; i++) {
        run = i && p->keys[i] == p->keys[i - 1] ? run + 1 : 1;
        if (!p->keys[i]) continue;
        p->census.customers += run == 1;
        if ((int64_t)run > p->census.top_customer) p->census.top_customer = (int64_t)run;
    }
}

void census_theme(ThemePart *p) {
    p->keys = mem_alloc((p->n + 1) * sizeof *p->keys);
    p->room = mem_alloc((p->n + 1) * sizeof *p->room);
    count_voices(p);
    count_days(p);
    census_values(p);
    count_customers(p);
    census_spread(p);
    free(p->keys);
    free(p->room);
}

void census_theme_free(ThemePart *p) {
    free(p->days);
    for (Dimension by = 0; by < DIMENSIONS; by++) free(p->cells[by]);
    for (Spread by = 0; by < SPREADS; by++) free(p->spread[by]);
}
