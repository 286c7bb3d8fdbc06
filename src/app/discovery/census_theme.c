/* census_theme.c - voices, days and customers of one theme. */
#include <stdlib.h>

#include "base/clock.h"
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

static int by_source_day(const void *x, const void *y) {
    const DayRow *a = x, *b = y;
    int c = ORDER(a->source_id, b->source_id);
    THEN(c);
    return ORDER(a->day, b->day);
}

static void take_time(ThemeCensus *c, int64_t at) {
    if (c->first_at == TIME_NONE || at < c->first_at) c->first_at = at;
    if (c->last_at == TIME_NONE || at > c->last_at) c->last_at = at;
}

/* Sizes and dates, and one row per signal with a date. */
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
        if (e->at == TIME_NONE) continue;
        take_time(c, e->at);
        p->days[p->days_n++] = (DayRow){p->theme, e->source, day_of(e->at), 1, e->new_week};
    }
}

static void add_up_days(ThemePart *p) {
    DayRow *days = p->days;
    size_t kept = 0;
    qsort(days, p->days_n, sizeof *days, by_source_day);
    for (size_t i = 0; i < p->days_n; i++) {
        if (kept && by_source_day(&days[kept - 1], &days[i]) == 0) {
            days[kept - 1].signals += days[i].signals;
            days[kept - 1].voices += days[i].voices;
        } else {
            days[kept++] = days[i];
        }
    }
    p->days_n = kept;
    p->days = mem_grow(days, kept + 1, sizeof *days);
}

static void count_customers(ThemePart *p) {
    uint64_t *customers = mem_alloc((p->n + 1) * sizeof *customers);
    for (size_t i = 0; i < p->n; i++) customers[i] = p->entries[i].customer;
    qsort(customers, p->n, sizeof *customers, census_by_number);
    for (size_t i = 0, run = 0; i < p->n; i++) {
        run = i && customers[i] == customers[i - 1] ? run + 1 : 1;
        if (!customers[i]) continue;
        p->census.customers += run == 1;
        if ((int64_t)run > p->census.top_customer) p->census.top_customer = (int64_t)run;
    }
    free(customers);
}

void census_theme(ThemePart *p) {
    p->days = mem_alloc((p->n + 1) * sizeof *p->days);
    count_voices(p);
    add_up_days(p);
    census_values(p);
    count_customers(p);
    census_spread(p);
}

void census_theme_free(ThemePart *p) {
    free(p->days);
    for (Dimension by = 0; by < DIMENSIONS; by++) free(p->cells[by]);
    for (Spread by = 0; by < SPREADS; by++) free(p->spread[by]);
}
