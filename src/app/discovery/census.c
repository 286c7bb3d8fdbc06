/* census.c - sorts the coded signals and counts them in one pass; equal for any order of input. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
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

static int by_theme_voice(const void *x, const void *y) {
    const Entry *a = x, *b = y;
    int c = ORDER(a->theme, b->theme);
    THEN(c);
    c = ORDER(a->voice, b->voice);
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

static int by_theme_customer(const void *x, const void *y) {
    const Entry *a = x, *b = y;
    int c = ORDER(a->theme, b->theme);
    THEN(c);
    return ORDER(a->customer, b->customer);
}

static int by_voice(const void *x, const void *y) {
    return ORDER(((const Entry *)x)->voice, ((const Entry *)y)->voice);
}

static int by_theme_source_day(const void *x, const void *y) {
    const DayRow *a = x, *b = y;
    int c = ORDER(a->theme_id, b->theme_id);
    THEN(c);
    c = ORDER(a->source_id, b->source_id);
    THEN(c);
    return ORDER(a->day, b->day);
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

/* Sizes and dates of each theme, and one DayRow per signal with a date (added up by the caller). */
static size_t count_voices(Census *t, ThemeCensus *themes, DayRow *days) {
    size_t days_n = 0;
    qsort(t->entries, t->n, sizeof *t->entries, by_theme_voice);
    for (size_t i = 0; i < t->n; i++) {
        Entry *e = &t->entries[i], *before = i ? e - 1 : NULL;
        ThemeCensus *theme = &themes[e->theme];
        bool new_voice = !before || before->theme != e->theme || before->voice != e->voice;
        e->new_week = new_voice || before->week != e->week;
        theme->signals++;
        theme->voices += new_voice;
        theme->severe += e->severe;
        if (e->at == TIME_NONE) continue;
        if (theme->first_at == TIME_NONE || e->at < theme->first_at) theme->first_at = e->at;
        if (theme->last_at == TIME_NONE || e->at > theme->last_at) theme->last_at = e->at;
        days[days_n++] = (DayRow){e->theme, e->source, day_of(e->at), 1, e->new_week};
    }
    return days_n;
}

static size_t add_up_days(DayRow *days, size_t n) {
    size_t kept = 0;
    qsort(days, n, sizeof *days, by_theme_source_day);
    for (size_t i = 0; i < n; i++) {
        if (kept && by_theme_source_day(&days[kept - 1], &days[i]) == 0) {
            days[kept - 1].signals += days[i].signals;
            days[kept - 1].voices += days[i].voices;
        } else {
            days[kept++] = days[i];
        }
    }
    return kept;
}

static void count_customers(Census *t, ThemeCensus *themes) {
    qsort(t->entries, t->n, sizeof *t->entries, by_theme_customer);
    for (size_t i = 0, run = 0; i < t->n; i++) {
        const Entry *e = &t->entries[i];
        run = i && by_theme_customer(e - 1, e) == 0 ? run + 1 : 1;
        if (!e->customer) continue;
        ThemeCensus *theme = &themes[e->theme];
        theme->customers += run == 1;
        if ((int64_t)run > theme->top_customer) theme->top_customer = (int64_t)run;
    }
}

static int64_t count_all_voices(Census *t) {
    int64_t voices = 0;
    qsort(t->entries, t->n, sizeof *t->entries, by_voice);
    for (size_t i = 0; i < t->n; i++) voices += i == 0 || t->entries[i].voice != t->entries[i - 1].voice;
    return voices;
}

CensusResult census_finish(Census *t, Arena *a, int64_t now) {
    CensusResult r = {.themes = ARENA_ARRAY(a, ThemeCensus, t->themes + 1), .days = ARENA_ARRAY(a, DayRow, t->n + 1)};
    for (size_t i = 0; i <= t->themes; i++) r.themes[i].first_at = r.themes[i].last_at = TIME_NONE;
    r.last_day = find_last_day(t, now);
    if (t->n == 0) return r;
    sort_names(t);
    set_weeks(t, r.last_day);
    r.days_n = add_up_days(r.days, count_voices(t, r.themes, r.days));
    census_values(t, a, &r);
    count_customers(t, r.themes);
    r.voices = count_all_voices(t);
    census_spread(t, a, r.themes);
    return r;
}

typedef struct AreaVoice {
    int32_t area;
    uint64_t voice;
} AreaVoice;

static int by_area_voice(const void *x, const void *y) {
    const AreaVoice *a = x, *b = y;
    int c = ORDER(a->area, b->area);
    THEN(c);
    return ORDER(a->voice, b->voice);
}

AreaCensus *census_areas(const Census *t, Arena *a, const int32_t *area_of, size_t areas) {
    AreaCensus *out = ARENA_ARRAY(a, AreaCensus, areas + 1);
    AreaVoice *list = mem_alloc((t->n + 1) * sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        int32_t area = t->entries[i].theme ? area_of[t->entries[i].theme - 1] : -1;
        if (area >= 0) list[n++] = (AreaVoice){area, t->entries[i].voice};
    }
    qsort(list, n, sizeof *list, by_area_voice);
    for (size_t i = 0; i < n; i++) {
        out[list[i].area].signals++;
        out[list[i].area].voices += i == 0 || by_area_voice(&list[i - 1], &list[i]) != 0;
    }
    free(list);
    return out;
}
