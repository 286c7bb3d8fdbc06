/* theme_facts.c - weekly series, change, rank; and their form in the store. */
#include "theme_facts.h"

#include <stdlib.h>
#include <string.h>

#include "json_build.h"

void weeks_of(const DayRow *days, size_t n, int64_t theme_id, int64_t last_day, double *voices, double *signals,
              size_t weeks) {
    for (size_t w = 0; w < weeks; w++) {
        voices[w] = 0;
        if (signals) signals[w] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        if (theme_id >= 0 && days[i].theme_id != theme_id) continue;
        int64_t back = last_day - days[i].day;
        if (back < 0 || back / 7 >= (int64_t)weeks) continue;
        size_t w = weeks - 1 - (size_t)(back / 7);
        voices[w] += (double)days[i].voices;
        if (signals) signals[w] += (double)days[i].signals;
    }
}

size_t weeks_known(const DayRow *days, size_t n, int64_t last_day) {
    int64_t longest = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t back = last_day - days[i].day;
        if (back >= 0 && back / 7 + 1 > longest) longest = back / 7 + 1;
    }
    return longest > HISTORY_WEEKS ? HISTORY_WEEKS : (size_t)longest;
}

static double voices_of_largest(const CensusResult *r, size_t themes) {
    double most = 0;
    for (size_t i = 1; i <= themes; i++)
        if ((double)r->themes[i].voices > most) most = (double)r->themes[i].voices;
    return most;
}

ThemeFacts theme_facts(const CensusResult *r, size_t themes, size_t slot) {
    ThemeFacts f = {0};
    const ThemeCensus *t = &r->themes[slot + 1];
    int64_t theme = (int64_t)slot + 1;
    double history[HISTORY_WEEKS];
    size_t known = weeks_known(r->days, r->days_n, r->last_day);
    /* the oldest week is seldom whole: it would look like a rise */
    size_t whole = known > 1 && known < HISTORY_WEEKS ? known - 1 : known;
    weeks_of(r->days, r->days_n, theme, r->last_day, history, NULL, whole);
    f.change = change_estimate(history, NULL, whole, RECENT_WEEKS, BEFORE_WEEKS);
    weeks_of(r->days, r->days_n, theme, r->last_day, f.spark, f.spark_signals, SPARK_WEEKS);
    f.rank = rank_theme(&(RankInput){
        .voices = (double)t->voices,
        .voices_max = voices_of_largest(r, themes),
        .change = f.change,
        .severe = (double)t->severe,
        .signals = (double)t->signals,
        .customers = (double)t->customers,
        .top_customer = (double)t->top_customer,
    });
    return f;
}

static const char *verdict_name(ChangeVerdict v) {
    static const char *const NAMES[] = {
        [CHANGE_TOO_FEW] = "too_few",
        [CHANGE_UNCLEAR] = "unclear",
        [CHANGE_UP] = "up",
        [CHANGE_DOWN] = "down",
    };
    return NAMES[v];
}

json_t *change_json(const Change *c) {
    bool known = c->verdict != CHANGE_TOO_FEW;
    json_t *o = json_pack("{s:s, s:i, s:i}", "verdict", verdict_name(c->verdict), "recent_weeks", RECENT_WEEKS,
                          "before_weeks", BEFORE_WEEKS);
    put(o, "ratio", known ? json_num(c->ratio, 4) : json_null());
    put(o, "low", known ? json_num(c->low, 4) : json_null());
    put(o, "high", known ? json_num(c->high, 4) : json_null());
    put(o, "before", json_num(c->before, 2));
    put(o, "after", json_num(c->after, 2));
    return o;
}

static json_t *weeks_json(Arena *a, const ThemeFacts *f, int64_t last_day) {
    json_t *list = json_array();
    if (last_day == INT64_MIN) return list;
    for (int w = 0; w < SPARK_WEEKS; w++) {
        int64_t start = last_day + 1 - 7 * (int64_t)(SPARK_WEEKS - w);
        json_array_append_new(list,
                              json_pack("{s:o, s:I, s:I}", "start", json_str(time_iso_date(a, start * SECONDS_PER_DAY)),
                                        "voices", (json_int_t)f->spark[w], "signals", (json_int_t)f->spark_signals[w]));
    }
    return list;
}

static json_t *values_json(const CensusValue *values, size_t n, int64_t signals, size_t max) {
    json_t *list = json_array();
    for (size_t i = 0; i < n && i < max; i++)
        json_array_append_new(list, json_pack("{s:o, s:I, s:o}", "value", json_str(values[i].value), "signals",
                                              (json_int_t)values[i].signals, "share",
                                              json_num((double)values[i].signals / (double)signals, 4)));
    return list;
}

static json_t *sources_json(const ThemeCensus *t) {
    json_t *list = json_array();
    for (size_t i = 0; i < t->sources_n; i++)
        json_array_append_new(list, json_pack("{s:I, s:I}", "id", (json_int_t)t->sources[i].source, "signals",
                                              (json_int_t)t->sources[i].signals));
    return list;
}

static json_t *rank_part(const char *part, double value, double weight, Str says) {
    return json_pack("{s:s, s:o, s:o, s:o, s:o}", "part", part, "value", json_num(value, 4), "weight",
                     json_num(weight, 4), "points", json_num(100 * value * weight, 2), "says", json_str(says));
}

static Str says_growth(Arena *a, const Change *c) {
    if (c->verdict == CHANGE_TOO_FEW) return STR("too few voices with a date to say whether it grows");
    return arena_printf(
        a, "%.1f voices a week in the last %d weeks, %.1f in the %d before; 90 %% interval of the ratio %.2f to %.2f",
        c->after, RECENT_WEEKS, c->before, BEFORE_WEEKS, c->low, c->high);
}

static Str says_spread(Arena *a, const ThemeCensus *t) {
    if (!t->customers) return STR("the sources name no customers, so how it spreads is not known");
    return arena_printf(a, "%lld customers; the loudest one sent %lld of %lld signals", (long long)t->customers,
                        (long long)t->top_customer, (long long)t->signals);
}

static json_t *rank_json(Arena *a, const ThemeCensus *t, const ThemeFacts *f, double voices_max) {
    const Rank *r = &f->rank, *w = &RANK_WEIGHTS;
    json_t *list = json_array();
    json_array_append_new(
        list, rank_part("size", r->size, w->size,
                        arena_printf(a, "%lld voices; the largest theme has %.0f", (long long)t->voices, voices_max)));
    json_array_append_new(list, rank_part("growth", r->growth, w->growth, says_growth(a, &f->change)));
    json_array_append_new(list, rank_part("severity", r->severity, w->severity,
                                          arena_printf(a, "%lld of %lld signals use words of harm",
                                                       (long long)t->severe, (long long)t->signals)));
    json_array_append_new(list, rank_part("spread", r->spread, w->spread, says_spread(a, t)));
    return list;
}

static json_t *terms_json(const ThemeInfo *info) {
    json_t *list = json_array();
    for (size_t i = 0; i < info->terms_n; i++)
        json_array_append_new(list, json_pack("{s:o, s:o}", "text", json_str(info->terms[i].text), "weight",
                                              json_num(info->terms[i].weight, 4)));
    return list;
}

/* Near positions that belong to this very theme say nothing; of those of another one the nearest counts. */
static json_t *near_json(const ThemeMap *map, size_t slot, const ThemeInfo *info) {
    json_t *list = json_array();
    for (size_t i = 0; i < info->near_n; i++) {
        int32_t other = map->slot_of[info->near[i].theme];
        bool said = (size_t)other == slot;
        for (size_t k = 0; k < i; k++) said |= map->slot_of[info->near[k].theme] == other;
        if (said) continue;
        json_array_append_new(list, json_pack("{s:I, s:o}", "id", (json_int_t)map->slots[other].id, "cosine",
                                              json_num(info->near[i].cosine, 4)));
    }
    return list;
}

static json_t *facets_json(const ThemeMap *map, size_t slot, const int64_t *signals) {
    json_t *list = json_array();
    for (size_t i = 0; i < map->slots[slot].facets_n; i++) {
        const MapFacet *f = &map->slots[slot].facets[i];
        json_array_append_new(list, json_pack("{s:i, s:o, s:I}", "facet", (int)i + 1, "name",
                                              json_str(codebook_facet(map->codebook, f->position, f->facet).name),
                                              "signals", (json_int_t)signals[i]));
    }
    return list;
}

static json_t *area_json(const ThemeMap *map, size_t slot) {
    int32_t area = codebook_theme_area(map->codebook, map->slots[slot].lead);
    return area == AREA_NONE ? json_null() : json_link(area + 1, codebook_area(map->codebook, area).name);
}

Str theme_stats_json(Arena *a, const ThemeMap *map, size_t slot, const int64_t *facets, const ThemeCensus *t,
                     const ThemeFacts *f, int64_t last_day, double voices_max) {
    enum { VALUES_SHOWN = 12 };
    ThemeInfo info = codebook_theme(map->codebook, map->slots[slot].lead);
    json_t *o = json_object();
    put(o, "found_name", json_str(codebook_theme(map->codebook, map->slots[slot].named_by).name));
    put(o, "area", area_json(map, slot));
    put(o, "facets", facets_json(map, slot, facets));
    put(o, "terms", terms_json(&info));
    put(o, "near", near_json(map, slot, &info));
    put(o, "parts",
        json_pack("{s:o, s:o, s:o, s:o}", "size", json_num(f->rank.size, 4), "growth", json_num(f->rank.growth, 4),
                  "severity", json_num(f->rank.severity, 4), "spread", json_num(f->rank.spread, 4)));
    put(o, "rank_help", rank_json(a, t, f, voices_max));
    put(o, "change", change_json(&f->change));
    put(o, "weeks", weeks_json(a, f, last_day));
    put(o, "sources", sources_json(t));
    put(o, "channels", values_json(t->channels, t->channels_n, t->signals, VALUES_SHOWN));
    put(o, "products", values_json(t->products, t->products_n, t->signals, VALUES_SHOWN));
    put(o, "first_at", json_time(a, t->first_at));
    put(o, "last_at", json_time(a, t->last_at));
    char *text = json_dumps(o, JSON_COMPACT | JSON_REAL_PRECISION(15));
    json_decref(o);
    Str stats = arena_str(a, str_from_c(text ? text : "{}"));
    free(text);
    return stats;
}
