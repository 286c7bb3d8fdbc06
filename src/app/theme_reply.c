/* theme_reply.c - themes as JSON. Names of sources and near themes are looked up at show time; quotes are verified. */
#include "theme_reply.h"

#include "app_private.h"
#include "json_build.h"
#include "theme_facts.h"
#include "themes/quote.h"

bool theme_context(Call *call, ThemeContext *out, Err *err) {
    *out = (ThemeContext){0};
    CodebookRow *row = ARENA_NEW(call->arena, CodebookRow);
    Err none = {0};
    if (!codebook_current(call->app->db, call->arena, row, &none)) {
        if (none.code == ERR_NOT_FOUND) return true;
        *err = none;
        return false;
    }
    out->codebook = row;
    json_t *stats = json_loadb(row->stats.p ? row->stats.p : "", row->stats.n, 0, NULL);
    out->heard = json_number_value(json_object_get(stats, "heard"));
    json_decref(stats);
    return themes_list(call->app->db, call->arena, row->id, &out->themes, &out->themes_n, err) &&
           sources_list(call->app->db, call->arena, &out->sources, &out->sources_n, err);
}

json_t *theme_stats(const ThemeRow *row) {
    json_t *stats = json_loadb(row->stats.p ? row->stats.p : "", row->stats.n, 0, NULL);
    return json_is_object(stats) ? stats : (json_decref(stats), json_object());
}

static json_t *part(json_t *stats, const char *key, json_t *fallback) {
    json_t *v = json_object_get(stats, key);
    if (!v) return fallback;
    json_decref(fallback);
    return json_incref(v);
}

static json_t *sources_json(const ThemeContext *context, const ThemeRow *row, json_t *stats) {
    json_t *list = json_array(), *item;
    size_t i;
    json_array_foreach(json_object_get(stats, "sources"), i, item) {
        int64_t id = json_integer_value(json_object_get(item, "id"));
        int64_t signals = json_integer_value(json_object_get(item, "signals"));
        Str name = {"", 0};
        for (size_t k = 0; k < context->sources_n; k++)
            if (context->sources[k].id == id) name = context->sources[k].name;
        json_t *source = json_link(id, name);
        put(source, "signals", json_integer(signals));
        put(source, "share", json_num(row->signals ? (double)signals / (double)row->signals : 0, 4));
        json_array_append_new(list, source);
    }
    return list;
}

/* A change nobody has computed yet, such as while a codebook is being made. */
static json_t *no_change(void) {
    return json_pack("{s:s, s:n, s:n, s:n, s:n, s:n, s:i, s:i}", "verdict", "too_few", "ratio", "low", "high", "before",
                     "after", "recent_weeks", RECENT_WEEKS, "before_weeks", BEFORE_WEEKS);
}

static json_t *no_parts(void) {
    return json_pack("{s:f, s:f, s:f, s:f}", "size", 0.0, "growth", 0.0, "severity", 0.0, "spread", 0.0);
}

static json_t *first_quote(const QuoteRow *quotes, size_t n) {
    for (size_t i = 0; i < n; i++) {
        Str quoted;
        if (quote_verify(quotes[i].text, quotes[i].begin, quotes[i].end, &quotes[i].sha256, &quoted, NULL))
            return json_str(quoted);
    }
    return json_null();
}

json_t *theme_reply(Call *call, const ThemeContext *context, const ThemeRow *row, json_t *stats, size_t rank, Err *err) {
    QuoteRow *quotes;
    size_t n;
    if (!quotes_list(call->app->db, call->arena, context->codebook->id, row->id, &quotes, &n, err)) return NULL;
    json_t *o = json_object();
    put(o, "id", json_integer(row->id));
    put(o, "rank", json_integer((json_int_t)rank));
    put(o, "name", json_str(row->name));
    put(o, "signals", json_integer(row->signals));
    put(o, "voices", json_integer(row->voices));
    put(o, "customers", json_integer(row->customers));
    put(o, "share", json_num(context->heard > 0 ? (double)row->voices / context->heard : 0, 4));
    put(o, "score", json_num(row->score, 1));
    put(o, "parts", part(stats, "parts", no_parts()));
    put(o, "change", part(stats, "change", no_change()));
    put(o, "sources", sources_json(context, row, stats));
    put(o, "quote", first_quote(quotes, n));
    return o;
}

void theme_reply_short(json_t *theme, json_t *stats) {
    json_t *terms = json_array(), *term;
    size_t i;
    json_array_foreach(json_object_get(stats, "terms"), i, term)
        json_array_append(terms, json_object_get(term, "text"));
    put(theme, "terms", terms);
    put(theme, "weeks", part(stats, "weeks", json_array()));
}

/* ---- the page ------------------------------------------------------------------------------------ */

static json_t *near_json(const ThemeContext *context, json_t *stats) {
    json_t *list = json_array(), *item;
    size_t i;
    json_array_foreach(json_object_get(stats, "near"), i, item) {
        int64_t id = json_integer_value(json_object_get(item, "id"));
        for (size_t k = 0; k < context->themes_n; k++) {
            if (context->themes[k].id != id) continue;
            json_t *near = json_link(id, context->themes[k].name);
            json_object_set(near, "cosine", json_object_get(item, "cosine"));
            json_array_append_new(list, near);
        }
    }
    return list;
}

enum { MAX_WEEKS = 1040 }; /* twenty years: a stray date must not make the chart endless */

static bool weeks_put(Call *call, const ThemeContext *context, json_t *theme, int64_t theme_id, Err *err) {
    DayRow *days;
    size_t n;
    json_t *list = json_array();
    put(theme, "weeks", list);
    if (!days_list(call->app->db, call->arena, context->codebook->id, -1, &days, &n, err)) return false;
    if (n == 0 || context->codebook->as_of == TIME_NONE) return true;
    int64_t last_day = day_of(context->codebook->as_of), first_day = last_day;
    for (size_t i = 0; i < n; i++)
        if (days[i].day < first_day) first_day = days[i].day;
    size_t weeks = (size_t)((last_day - first_day) / 7 + 1);
    if (weeks > MAX_WEEKS) weeks = MAX_WEEKS;
    double *voices = ARENA_ARRAY(call->arena, double, weeks), *signals = ARENA_ARRAY(call->arena, double, weeks);
    double *total = ARENA_ARRAY(call->arena, double, weeks);
    weeks_of(days, n, theme_id, last_day, voices, signals, weeks);
    weeks_of(days, n, -1, last_day, total, NULL, weeks);
    for (size_t w = 0; w < weeks; w++) {
        int64_t start = (last_day + 1 - 7 * (int64_t)(weeks - w)) * SECONDS_PER_DAY;
        json_array_append_new(list, json_pack("{s:o, s:I, s:I, s:I}", "start", json_str(time_iso_date(call->arena, start)),
                                              "voices", (json_int_t)voices[w], "signals", (json_int_t)signals[w], "total",
                                              (json_int_t)total[w]));
    }
    return true;
}

bool theme_reply_long(Call *call, const ThemeContext *context, json_t *theme, const ThemeRow *row, json_t *stats, Err *err) {
    put(theme, "terms", part(stats, "terms", json_array()));
    put(theme, "near", near_json(context, stats));
    put(theme, "channels", part(stats, "channels", json_array()));
    put(theme, "products", part(stats, "products", json_array()));
    put(theme, "first_at", part(stats, "first_at", json_null()));
    put(theme, "last_at", part(stats, "last_at", json_null()));
    put(theme, "rank_help", part(stats, "rank_help", json_array()));
    return weeks_put(call, context, theme, row->id, err);
}

bool theme_quotes_put(Call *call, int64_t codebook_id, int64_t theme_id, json_t *reply, Err *err) {
    QuoteRow *rows;
    size_t n;
    if (!quotes_list(call->app->db, call->arena, codebook_id, theme_id, &rows, &n, err)) return false;
    json_t *list = json_array();
    put(reply, "quotes", list);
    for (size_t i = 0; i < n; i++) {
        Str quoted = {"", 0};
        bool verified = quote_verify(rows[i].text, rows[i].begin, rows[i].end, &rows[i].sha256, &quoted, NULL);
        json_array_append_new(
            list, json_pack("{s:I, s:o, s:I, s:I, s:o, s:b, s:o, s:o, s:o}", "signal", (json_int_t)rows[i].signal_id, "text",
                            json_str(quoted), "begin", (json_int_t)rows[i].begin, "end", (json_int_t)rows[i].end, "sha256",
                            json_sha(&rows[i].sha256), "verified", verified, "at", json_time(call->arena, rows[i].at),
                            "source", json_str(rows[i].source), "channel", json_str(rows[i].channel)));
    }
    return true;
}
