/* census.c - sorts the coded signals and counts them in one pass; equal for any order of input. */
#include "census.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"

typedef struct Entry {
    uint64_t voice, customer;
    int64_t at;
    int32_t theme, source; /* theme: 0 unthemed, 1 + position */
    int32_t week;          /* filled in when all is known: weeks before the last day, -1 without a date */
    uint32_t channel, product;
    bool severe;
} Entry;

/* Few distinct strings, met often: channels and products. */
typedef struct Names {
    Str *at;
    size_t n, size;
    uint32_t *slots; /* index + 1; 0 empty */
    size_t slots_n;
} Names;

struct Census {
    Arena *arena;
    size_t themes;
    Entry *entries;
    size_t n, size;
    Names names;
};

Census *census_new(size_t themes) {
    Census *t = mem_alloc(sizeof *t);
    *t = (Census){.arena = arena_new(), .themes = themes};
    return t;
}

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
        .severe = e->severe,
    };
}

#define ORDER(a, b) ((a) < (b) ? -1 : (a) > (b))
#define THEN(c)                                                                                                        \
    if ((c) != 0) return (c)

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
    return ORDER(a->source, b->source);
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
        const Entry *e = &t->entries[i], *before = i ? e - 1 : NULL;
        ThemeCensus *theme = &themes[e->theme];
        bool new_voice = !before || before->theme != e->theme || before->voice != e->voice;
        bool new_week = new_voice || before->week != e->week;
        theme->signals++;
        theme->voices += new_voice;
        theme->severe += e->severe;
        if (e->at == TIME_NONE) continue;
        if (theme->first_at == TIME_NONE || e->at < theme->first_at) theme->first_at = e->at;
        if (theme->last_at == TIME_NONE || e->at > theme->last_at) theme->last_at = e->at;
        days[days_n++] = (DayRow){e->theme, e->source, day_of(e->at), 1, new_week};
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

/* ---- how a theme spreads over sources, channels, products ------------------------------------ */

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

typedef enum Spread { BY_SOURCE, BY_CHANNEL, BY_PRODUCT } Spread;

static int64_t spread_value(const Entry *e, Spread by) {
    return by == BY_SOURCE ? (int64_t)e->source : by == BY_CHANNEL ? (int64_t)e->channel : (int64_t)e->product;
}

static void spread_store(const Census *t, Arena *a, const Pair *pairs, size_t n, Spread by, ThemeCensus *theme) {
    CensusValue *values = ARENA_ARRAY(a, CensusValue, n);
    for (size_t i = 0; i < n; i++)
        values[i] = (CensusValue){
            .value = by == BY_SOURCE ? (Str){"", 0} : arena_str(a, t->names.at[pairs[i].value]),
            .source = by == BY_SOURCE ? pairs[i].value : 0,
            .signals = pairs[i].n,
        };
    qsort(values, n, sizeof *values, value_by_size);
    if (by == BY_SOURCE) theme->sources = values, theme->sources_n = n;
    if (by == BY_CHANNEL) theme->channels = values, theme->channels_n = n;
    if (by == BY_PRODUCT) theme->products = values, theme->products_n = n;
}

static void count_spread(const Census *t, Arena *a, Spread by, ThemeCensus *themes) {
    Pair *pairs = mem_alloc((t->n + 1) * sizeof *pairs);
    for (size_t i = 0; i < t->n; i++) pairs[i] = (Pair){t->entries[i].theme, spread_value(&t->entries[i], by), 1};
    qsort(pairs, t->n, sizeof *pairs, pair_by_value);
    size_t kept = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (kept && pair_by_value(&pairs[kept - 1], &pairs[i]) == 0)
            pairs[kept - 1].n++;
        else
            pairs[kept++] = pairs[i];
    }
    for (size_t begin = 0, end; begin < kept; begin = end) {
        for (end = begin; end < kept && pairs[end].theme == pairs[begin].theme;) end++;
        spread_store(t, a, pairs + begin, end - begin, by, &themes[pairs[begin].theme]);
    }
    free(pairs);
}

CensusResult census_finish(Census *t, Arena *a, int64_t now) {
    CensusResult r = {.themes = ARENA_ARRAY(a, ThemeCensus, t->themes + 1), .days = ARENA_ARRAY(a, DayRow, t->n + 1)};
    for (size_t i = 0; i <= t->themes; i++) r.themes[i].first_at = r.themes[i].last_at = TIME_NONE;
    r.last_day = find_last_day(t, now);
    if (t->n == 0) return r;
    set_weeks(t, r.last_day);
    r.days_n = add_up_days(r.days, count_voices(t, r.themes, r.days));
    count_customers(t, r.themes);
    r.voices = count_all_voices(t);
    count_spread(t, a, BY_SOURCE, r.themes);
    count_spread(t, a, BY_CHANNEL, r.themes);
    count_spread(t, a, BY_PRODUCT, r.themes);
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
