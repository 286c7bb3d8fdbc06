/* census.c - the coded signals by theme, each theme counted by itself; equal for any order of input.
 *
 *     entries -> side by side by theme -> census_theme, themes at the same time -> joined in the order of the themes */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/radix.h"
#include "census_private.h"

void census_free(Census *t) {
    if (!t) return;
    free(t->entries);
    free(t->names.at);
    free(t->names.slots);
    arena_free(t->arena);
    free(t);
}

static void names_rehash(Names *names) {
    names->slots_n = names->slots_n ? names->slots_n * 2 : 64;
    names->slots = mem_grow(names->slots, names->slots_n, sizeof *names->slots);
    memset(names->slots, 0, names->slots_n * sizeof *names->slots);
    for (size_t i = 0; i < names->n; i++) {
        size_t s = hash64(names->at[i]) & (names->slots_n - 1);
        while (names->slots[s]) s = (s + 1) & (names->slots_n - 1);
        names->slots[s] = (uint32_t)i + 1;
    }
}

static uint32_t name_index(Census *t, Str name) {
    Names *names = &t->names;
    if (names->n * 2 >= names->slots_n) names_rehash(names);
    size_t s = hash64(name) & (names->slots_n - 1);
    for (; names->slots[s]; s = (s + 1) & (names->slots_n - 1))
        if (str_eq(names->at[names->slots[s] - 1], name)) return names->slots[s] - 1;
    if (names->n == names->size) {
        names->size = names->size ? names->size * 2 : 64;
        names->at = mem_grow(names->at, names->size, sizeof *names->at);
    }
    names->at[names->n] = arena_str(t->arena, name);
    names->slots[s] = (uint32_t)++names->n;
    return (uint32_t)names->n - 1;
}

Census *census_new(size_t themes) {
    Census *t = mem_alloc(sizeof *t);
    *t = (Census){.arena = arena_new(), .themes = themes};
    name_index(t, (Str){"", 0});
    return t;
}

void census_add(Census *t, const CensusEntry *e) {
    if (t->n == t->size) {
        t->size = t->size ? t->size * 2 : 1024;
        t->entries = mem_grow(t->entries, t->size, sizeof *t->entries);
    }
    t->entries[t->n++] = (Entry){
        .voice = e->voice,
        .customer = e->customer,
        .at = e->at,
        .theme = e->theme + 1,
        .source = e->source,
        .channel = name_index(t, e->channel),
        .product = name_index(t, e->product),
        .segment = name_index(t, e->segment),
        .severe = e->severe,
        .internal = e->internal,
    };
}

typedef struct Named {
    Str name;
    uint32_t index;
} Named;

static int by_name(const void *x, const void *y) {
    return str_cmp(((const Named *)x)->name, ((const Named *)y)->name);
}

/* Names get their numbers in byte order, so that what is decided by them does not hang on the order of input. */
static void sort_names(Census *t) {
    Names *names = &t->names;
    Named *sorted = mem_alloc(names->n * sizeof *sorted);
    uint32_t *now = mem_alloc(names->n * sizeof *now);
    for (size_t i = 0; i < names->n; i++) sorted[i] = (Named){names->at[i], (uint32_t)i};
    qsort(sorted, names->n, sizeof *sorted, by_name);
    for (size_t i = 0; i < names->n; i++) {
        names->at[i] = sorted[i].name;
        now[sorted[i].index] = (uint32_t)i;
    }
    for (size_t i = 0; i < t->n; i++) {
        Entry *e = &t->entries[i];
        e->channel = now[e->channel], e->product = now[e->product], e->segment = now[e->segment];
    }
    free(sorted);
    free(now);
}

/* Puts them in order. */
static int64_t distinct(uint64_t *numbers, size_t n, uint64_t *room) {
    int64_t found = 0;
    radix_sort(numbers, n, room);
    for (size_t i = 0; i < n; i++) found += i == 0 || numbers[i] != numbers[i - 1];
    return found;
}

static int64_t find_last_day(const Census *t, int64_t now) {
    int64_t last = INT64_MIN;
    for (size_t i = 0; i < t->n; i++) {
        int64_t at = t->entries[i].at;
        if (at != TIME_NONE && at <= now && day_of(at) > last) last = day_of(at);
    }
    return last;
}

static void set_weeks(Census *t, int64_t last_day) {
    for (size_t i = 0; i < t->n; i++) {
        Entry *e = &t->entries[i];
        int64_t back = e->at == TIME_NONE ? -1 : last_day - day_of(e->at);
        e->week = back < 0 ? -1 : (int32_t)(back / 7);
    }
}

/* Puts the entries of each theme side by side, and says where. */
static ThemePart *parts_new(Census *t) {
    ThemePart *parts = mem_zeros(t->themes + 1, sizeof *parts);
    Entry *sorted = mem_alloc((t->n + 1) * sizeof *sorted);
    for (size_t i = 0; i < t->n; i++) parts[t->entries[i].theme].n++;
    for (size_t k = 0, at = 0; k <= t->themes; at += parts[k++].n)
        parts[k].theme = (int32_t)k, parts[k].entries = sorted + at;
    for (size_t i = 0; i < t->n; i++) *parts[t->entries[i].theme].entries++ = t->entries[i];
    for (size_t k = 0; k <= t->themes; k++) parts[k].entries -= parts[k].n;
    free(t->entries);
    t->entries = sorted;
    t->size = t->n;
    return parts;
}

static void parts_free(const Census *t, ThemePart *parts) {
    for (size_t k = 0; k <= t->themes; k++) census_theme_free(&parts[k]);
    free(parts);
}

static void count_parts(void *ctx, size_t begin, size_t end, int worker) {
    ThemePart *parts = ctx;
    (void)worker;
    for (size_t k = begin; k < end; k++) census_theme(&parts[k]);
}

static void store_parts(const Census *t, Arena *a, const ThemePart *parts, CensusResult *r) {
    size_t days = 0;
    for (size_t k = 0; k <= t->themes; k++) days += parts[k].days_n;
    r->days = ARENA_ARRAY(a, DayRow, days + 1);
    for (size_t k = 0; k <= t->themes; k++) {
        r->themes[k] = parts[k].census;
        census_spread_store(t, a, &parts[k], &r->themes[k]);
        if (parts[k].days_n) memcpy(r->days + r->days_n, parts[k].days, parts[k].days_n * sizeof *r->days);
        r->days_n += parts[k].days_n;
    }
    census_values_store(t, a, parts, t->themes + 1, r->values);
}

static int64_t count_all_voices(const Census *t) {
    uint64_t *voices = mem_alloc((2 * t->n + 1) * sizeof *voices);
    for (size_t i = 0; i < t->n; i++) voices[i] = t->entries[i].voice;
    int64_t n = distinct(voices, t->n, voices + t->n);
    free(voices);
    return n;
}

CensusResult census_finish(Census *t, Arena *a, Par *par, int64_t now) {
    CensusResult r = {.themes = ARENA_ARRAY(a, ThemeCensus, t->themes + 1)};
    r.last_day = find_last_day(t, now);
    sort_names(t);
    set_weeks(t, r.last_day);
    ThemePart *parts = parts_new(t);
    par_for(par, t->themes + 1, 1, count_parts, parts);
    store_parts(t, a, parts, &r);
    parts_free(t, parts);
    r.voices = count_all_voices(t);
    return r;
}

AreaCensus *census_areas(const Census *t, Arena *a, const int32_t *area_of, size_t areas) {
    AreaCensus *out = ARENA_ARRAY(a, AreaCensus, areas + 1);
    uint64_t *voices = mem_alloc((2 * t->n + 1) * sizeof *voices);
    for (size_t area = 0; area < areas; area++) {
        size_t n = 0;
        for (size_t i = 0; i < t->n; i++) {
            const Entry *e = &t->entries[i];
            if (e->theme && area_of[e->theme - 1] == (int32_t)area) voices[n++] = e->voice;
        }
        out[area] = (AreaCensus){(int64_t)n, distinct(voices, n, voices + t->n)};
    }
    free(voices);
    return out;
}
