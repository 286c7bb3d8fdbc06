/* theme_reply.c - themes as JSON. Names of sources and near themes are looked up at show time; quotes are verified. */
#include "theme_reply.h"

#include <stdlib.h>

#include "app_private.h"
#include "json_build.h"
#include "lineage_reply.h"
#include "theme_facts.h"
#include "themes/quote.h"

const Field SHAPE_OF_PARTS[] = {
    {"size", SHAPE_NUMBER, "0 to 1, like the other parts", NULL, false},
    {"growth", SHAPE_NUMBER, NULL, NULL, false},
    {"severity", SHAPE_NUMBER, NULL, NULL, false},
    {"spread", SHAPE_NUMBER, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_CHANGE[] = {
    {"verdict", SHAPE_STRING, "up, down, unclear (the interval holds 1) or too_few", NULL, false},
    {"ratio", SHAPE_NUMBER, "voices a week: recent over before", NULL, true},
    {"low", SHAPE_NUMBER, "90 % interval of the ratio", NULL, true},
    {"high", SHAPE_NUMBER, NULL, NULL, true},
    {"before", SHAPE_NUMBER, "mean voices a week", NULL, true},
    {"after", SHAPE_NUMBER, NULL, NULL, true},
    {"recent_weeks", SHAPE_INT, NULL, NULL, false},
    {"before_weeks", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_SOURCE_SHARES[] = {
    {"id", SHAPE_INT, NULL, NULL, false},      {"name", SHAPE_STRING, NULL, NULL, false},
    {"signals", SHAPE_INT, NULL, NULL, false}, {"share", SHAPE_NUMBER, "of the theme's signals, 0 to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

const Field SHAPE_OF_FACETS[] = {
    {"facet", SHAPE_INT, "its number in the theme", NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"signals", SHAPE_INT, NULL, NULL, false},
    {"share", SHAPE_NUMBER, "of the theme's signals, 0 to 1; the rest is in no facet", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

bool theme_context(Call *call, bool with_stats, ThemeContext *out, Err *err) {
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
    bool (*list)(Db *, Arena *, int64_t, ThemeRow **, size_t *, Err *) = with_stats ? themes_list : themes_names;
    return list(call->app->db, call->arena, row->id, &out->themes, &out->themes_n, err) &&
           sources_list(call->app->db, call->arena, &out->sources, &out->sources_n, err);
}

bool theme_called(Call *call, ThemeContext *out, const ThemeRow **row, Err *err) {
    int64_t id = call_arg(call, "theme")->i;
    if (!theme_context(call, false, out, err)) return false;
    if (!out->codebook)
        return err_set(err, ERR_NOT_FOUND, "ridealong import FILE brings signals in and finds themes",
                       "there are no themes yet");
    for (size_t i = 0; i < out->themes_n; i++) {
        *row = &out->themes[i];
        if ((*row)->id == id) return true;
    }
    return theme_is_gone(call, id, err);
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

static double signals_of(const json_t *facet) {
    return json_number_value(json_object_get(facet, "signals"));
}

json_t *theme_facets(const ThemeRow *row, const json_t *stats) {
    json_t *list = json_array(), *item;
    size_t i, at;
    json_array_foreach(json_object_get(stats, "facets"), i, item) {
        json_t *facet = json_copy(item);
        put(facet, "share", json_num(row->signals ? signals_of(item) / (double)row->signals : 0, 4));
        for (at = i; at > 0 && signals_of(json_array_get(list, at - 1)) < signals_of(item);) at--;
        json_array_insert_new(list, at, facet);
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

json_t *theme_reply(const ThemeContext *context, const ThemeRow *row, json_t *stats, size_t rank, json_t *quote) {
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
    put(o, "quote", quote);
    put(o, "pinned", json_boolean(row->pinned));
    put(o, "area", part(stats, "area", json_null()));
    put(o, "facets", theme_facets(row, stats));
    put(o, "hidden", json_boolean(row->hidden));
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

/* ---- the page -------------------------------------------------------------------------------- */

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
    DayRow *all, *days;
    size_t all_n, n;
    json_t *list = json_array();
    put(theme, "weeks", list);
    Db *db = call->app->db;
    int64_t codebook_id = context->codebook->id;
    if (!days_list(db, call->arena, codebook_id, -1, &all, &all_n, err) ||
        !days_list(db, call->arena, codebook_id, theme_id, &days, &n, err))
        return false;
    if (all_n == 0 || context->codebook->as_of == TIME_NONE) return true;
    int64_t last_day = day_of(context->codebook->as_of), first_day = all[0].day < last_day ? all[0].day : last_day;
    size_t weeks = (size_t)((last_day - first_day) / 7 + 1);
    if (weeks > MAX_WEEKS) weeks = MAX_WEEKS;
    double *voices = ARENA_ARRAY(call->arena, double, weeks), *signals = ARENA_ARRAY(call->arena, double, weeks);
    double *total = ARENA_ARRAY(call->arena, double, weeks);
    weeks_of(days, n, theme_id, last_day, voices, signals, weeks);
    weeks_of(all, all_n, -1, last_day, total, NULL, weeks);
    for (size_t w = 0; w < weeks; w++) {
        int64_t start = (last_day + 1 - 7 * (int64_t)(weeks - w)) * SECONDS_PER_DAY;
        json_array_append_new(
            list, json_pack("{s:o, s:I, s:I, s:I}", "start", json_str(time_iso_date(call->arena, start)), "voices",
                            (json_int_t)voices[w], "signals", (json_int_t)signals[w], "total", (json_int_t)total[w]));
    }
    return true;
}

bool theme_reply_long(Call *call, const ThemeContext *context, json_t *theme, const ThemeRow *row, json_t *stats,
                      Err *err) {
    put(theme, "terms", part(stats, "terms", json_array()));
    put(theme, "near", near_json(context, stats));
    put(theme, "channels", part(stats, "channels", json_array()));
    put(theme, "products", part(stats, "products", json_array()));
    put(theme, "first_at", part(stats, "first_at", json_null()));
    put(theme, "last_at", part(stats, "last_at", json_null()));
    put(theme, "rank_help", part(stats, "rank_help", json_array()));
    return weeks_put(call, context, theme, row->id, err);
}

bool theme_quotes_put(Call *call, int64_t codebook_id, int64_t theme_id, json_t *reply, json_t **first, Err *err) {
    QuoteRow *rows;
    size_t n;
    if (!quotes_list(call->app->db, call->arena, codebook_id, theme_id, &rows, &n, err)) return false;
    json_t *list = json_array();
    put(reply, "quotes", list);
    *first = json_null();
    for (size_t i = 0; i < n; i++) {
        Str quoted = {"", 0};
        bool verified = quote_verify(rows[i].text, rows[i].begin, rows[i].end, &rows[i].sha256, &quoted, NULL);
        if (verified && json_is_null(*first)) *first = json_str(quoted);
        json_array_append_new(list, json_pack("{s:I, s:o, s:I, s:I, s:o, s:b, s:o, s:o, s:o}", "signal",
                                              (json_int_t)rows[i].signal_id, "text", json_str(quoted), "begin",
                                              (json_int_t)rows[i].begin, "end", (json_int_t)rows[i].end, "sha256",
                                              json_sha(&rows[i].sha256), "verified", verified, "at",
                                              json_time(call->arena, rows[i].at), "source", json_str(rows[i].source),
                                              "channel", json_str(rows[i].channel)));
    }
    return true;
}

bool first_quotes(Call *call, int64_t codebook_id, FirstQuotes *out, Err *err) {
    *out = (FirstQuotes){.call = call, .codebook_id = codebook_id};
    return quotes_first(call->app->db, call->arena, codebook_id, &out->rows, &out->n, err);
}

static int by_theme(const void *key, const void *item) {
    int64_t theme_id = *(const int64_t *)key, other = ((const QuoteRow *)item)->theme_id;
    return (theme_id > other) - (theme_id < other);
}

json_t *first_quote(const FirstQuotes *q, int64_t theme_id, Err *err) {
    const QuoteRow *row = q->n ? bsearch(&theme_id, q->rows, q->n, sizeof *row, by_theme) : NULL;
    Str quoted;
    if (!row) return json_null();
    if (quote_verify(row->text, row->begin, row->end, &row->sha256, &quoted, NULL)) return json_str(quoted);
    QuoteRow *others; /* seldom: the first one is broken */
    size_t n;
    if (!quotes_list(q->call->app->db, q->call->arena, q->codebook_id, theme_id, &others, &n, err)) return NULL;
    for (size_t i = 0; i < n; i++)
        if (quote_verify(others[i].text, others[i].begin, others[i].end, &others[i].sha256, &quoted, NULL))
            return json_str(quoted);
    return json_null();
}
