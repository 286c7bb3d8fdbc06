/* ops_signals.c - the list of signals, with search and filters. */
#include <string.h>

#include "app_private.h"
#include "cursor.h"
#include "json_build.h"
#include "lineage_reply.h"
#include "shapes.h"
#include "signal_reply.h"
#include "stats_cache.h"
#include "store/signal_store.h"
#include "store/theme_store.h"

enum { CHOICES = 200 };
static const CountLimits COUNTED = {.plain = 10000, .found = 200};

static const Field SIGNAL_ROW[] = {SIGNAL_FIELDS, {NULL, SHAPE_END, NULL, NULL, false}};
static const Field STREAM_ROW[] = {
    /* what --json streams: enough to check the coding with one's own tools */
    SIGNAL_FIELDS,
    {"text", SHAPE_WORDS, NULL, NULL, false},
    {"customer", SHAPE_STRING, NULL, NULL, true},
    {"segment", SHAPE_STRING, NULL, NULL, false},
    {"url", SHAPE_STRING, NULL, NULL, true},
    {"meta", SHAPE_ANY, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field *const SIGNALS_STREAM_SHAPE = STREAM_ROW;

static const Field CHOICES_SHAPE[] = {
    {"sources", SHAPE_ARRAY, NULL, SHAPE_OF_LINK, false},
    {"channels", SHAPE_ARRAY, NULL, NULL, false},
    {"products", SHAPE_ARRAY, NULL, NULL, false},
    {"themes", SHAPE_ARRAY, NULL, SHAPE_OF_LINK, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field FILTERS_SHAPE[] = {
    {"search", SHAPE_STRING, NULL, NULL, false},
    {"theme", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"facet", SHAPE_OBJECT, "of the theme", SHAPE_OF_LINK, true},
    {"unthemed", SHAPE_BOOL, NULL, NULL, false},
    {"source", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"told_by", SHAPE_STRING, "any, customers or internal", NULL, false},
    {"channel", SHAPE_STRING, NULL, NULL, false},
    {"product", SHAPE_STRING, NULL, NULL, false},
    {"customer", SHAPE_STRING, NULL, NULL, false},
    {"from", SHAPE_TIME, NULL, NULL, false},
    {"to", SHAPE_TIME, NULL, NULL, false},
    {"copies", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {
    {"filters", SHAPE_OBJECT, NULL, FILTERS_SHAPE, false},
    {"total", SHAPE_INT, "signals that match", NULL, false},
    {"more", SHAPE_BOOL, "there are more than `total`: counting was ended", NULL, false},
    NEXT_FIELD,
    {"choices", SHAPE_OBJECT, "what can be filtered by", CHOICES_SHAPE, false},
    {"signals", SHAPE_ARRAY, "newest first", SIGNAL_ROW, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

/* ---- list ------------------------------------------------------------------------------------ */

/* Names of what is filtered by, for showing; in the request's arena. */
typedef struct FilterNames {
    Str theme, facet, source;
} FilterNames;

static bool facet_name(Call *call, const ThemeRow *theme, int32_t facet, Str *name, Err *err) {
    json_t *stats = stats_parsed(call->app, theme), *item;
    size_t i;
    bool found = false;
    json_array_foreach(json_object_get(stats, "facets"), i, item) {
        if (json_integer_value(json_object_get(item, "facet")) != facet) continue;
        *name = arena_str(call->arena, str_from_c(json_string_value(json_object_get(item, "name"))));
        found = true;
    }
    json_decref(stats);
    return found || err_set(err, ERR_NOT_FOUND, "`ridealong facets` lists them", "theme %lld has no facet %d",
                            (long long)theme->id, (int)facet);
}

static bool filter_names(Call *call, const SignalFilter *f, FilterNames *names, Err *err) {
    *names = (FilterNames){{"", 0}, {"", 0}, {"", 0}};
    if (f->facet && !f->theme_id)
        return err_set(err, ERR_INPUT, "give the number of its theme, too", "facet: each is part of a theme");
    if (f->theme_id) {
        CodebookRow codebook;
        ThemeRow row;
        Err none = {0};
        if (!codebook_current(call->app->db, call->arena, &codebook, err)) return false;
        if (!theme_get(call->app->db, call->arena, codebook.id, f->theme_id, &row, &none))
            return none.code == ERR_NOT_FOUND ? theme_is_gone(call, f->theme_id, err) : (*err = none, false);
        names->theme = row.name;
        if (f->facet && !facet_name(call, &row, f->facet, &names->facet, err)) return false;
    }
    if (f->source_id) {
        SourceRow *rows;
        size_t n;
        if (!sources_list(call->app->db, call->arena, &rows, &n, err)) return false;
        for (size_t i = 0; i < n; i++)
            if (rows[i].id == f->source_id) names->source = rows[i].name;
        if (!names->source.n)
            return err_set(err, ERR_NOT_FOUND, "`ridealong sources` lists them", "there is no source %lld",
                           (long long)f->source_id);
    }
    return true;
}

static SignalFilter filter_of(const Call *call) {
    const Arg *from = call_arg(call, "from"), *to = call_arg(call, "to");
    return (SignalFilter){
        .search = call_arg(call, "search")->s,
        .theme_id = call_arg(call, "theme")->i,
        .facet = (int32_t)call_arg(call, "facet")->i,
        .unthemed = call_arg(call, "unthemed")->i,
        .source_id = call_arg(call, "source")->i,
        .told_by = (ToldBy)call_arg(call, "told_by")->i,
        .channel = call_arg(call, "channel")->s,
        .product = call_arg(call, "product")->s,
        .customer = call_arg(call, "customer")->s,
        .from = from->given ? from->i : TIME_NONE,
        .to = to->given ? to->i : TIME_NONE,
        .no_copies = call_arg(call, "copies")->i == 1,
    };
}

static const char *const TOLD_BY[] = {"any", "customers", "internal", NULL}; /* as ToldBy */

static json_t *filters_json(Call *call, const SignalFilter *f, const FilterNames *names) {
    json_t *o = json_object();
    put(o, "search", json_str(f->search));
    put(o, "theme", json_link(f->theme_id, names->theme));
    put(o, "facet", json_link(f->facet, names->facet));
    put(o, "unthemed", json_boolean(f->unthemed));
    put(o, "source", json_link(f->source_id, names->source));
    put(o, "told_by", json_string(TOLD_BY[f->told_by]));
    put(o, "channel", json_str(f->channel));
    put(o, "product", json_str(f->product));
    put(o, "customer", json_str(f->customer));
    put(o, "from", json_time(call->arena, f->from));
    put(o, "to", json_time(call->arena, f->to));
    put(o, "copies", json_string(f->no_copies ? "first" : "all"));
    return o;
}

static json_t *values_json(const ValueCount *values, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        if (values[i].value.n) json_array_append_new(list, json_str(values[i].value));
    return list;
}

static bool choices_put(Call *call, json_t *choices, Err *err) {
    Db *db = call->app->db;
    SourceRow *sources;
    ValueCount *channels, *products;
    size_t n, channels_n, products_n;
    if (!sources_list(db, call->arena, &sources, &n, err) ||
        !signals_channels(db, call->arena, CHOICES, &channels, &channels_n, err) ||
        !signals_products(db, call->arena, CHOICES, &products, &products_n, err))
        return false;
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(list, json_link(sources[i].id, sources[i].name));
    put(choices, "sources", list);
    put(choices, "channels", values_json(channels, channels_n));
    put(choices, "products", values_json(products, products_n));
    put(choices, "themes", json_array());
    CodebookRow codebook;
    Err none = {0};
    if (!codebook_current(db, call->arena, &codebook, &none)) return none.code == ERR_NOT_FOUND || (*err = none, false);
    ThemeRow *rows;
    if (!themes_names(db, call->arena, codebook.id, &rows, &n, err)) return false;
    put(choices, "themes", themes_links(call->arena, rows, n, 0));
    return true;
}

/* The whole of it is one page: that is its count. */
static bool list_total(Call *call, const SignalFilter *filter, bool whole, size_t n, int64_t *total, bool *more,
                       Err *err) {
    bool counted = call_arg(call, "counted")->i;
    *more = !whole && !counted;
    *total = (int64_t)n;
    if (whole || !counted) return true;
    if (call_arg(call, "exact")->i) return signals_count(call->app->db, filter, total, err);
    return signals_count_upto(call->app->db, filter, &COUNTED, total, more, err);
}

static bool list_run(Call *call, Err *err) {
    SignalFilter filter = filter_of(call);
    FilterNames names;
    Str next;
    SignalRow *rows;
    size_t n;
    int64_t total;
    bool more;
    if (!filter_names(call, &filter, &names, err) ||
        !signals_list(call->app->db, call->arena, &filter, call_arg(call, "cursor")->s,
                      (size_t)call_arg(call, "limit")->i, &rows, &n, &next, err) ||
        !list_total(call, &filter, !next.n && !call_arg(call, "cursor")->s.n, n, &total, &more, err))
        return false;
    put(call->reply, "filters", filters_json(call, &filter, &names));
    put(call->reply, "total", json_integer(total));
    put(call->reply, "more", json_boolean(more));
    put(call->reply, "next", json_str_or_null(next));
    json_t *choices = json_object(), *list = json_array();
    put(call->reply, "choices", choices);
    put(call->reply, "signals", list);
    for (size_t i = 0; i < n; i++) json_array_append_new(list, signal_json(call->arena, &rows[i]));
    return choices_put(call, choices, err);
}

/* ---- stream ---------------------------------------------------------------------------------- */

typedef struct Streaming {
    Arena *arena;
    bool (*emit)(void *ctx, json_t *row);
    void *ctx;
} Streaming;

static bool stream_one(void *ctx, const SignalRow *r) {
    Streaming *s = ctx;
    json_t *o = signal_json(s->arena, r);
    put(o, "text", json_str(r->signal.text));
    put(o, "customer", json_str_or_null(r->signal.customer));
    put(o, "segment", json_str(r->signal.segment));
    put(o, "url", json_str_or_null(r->signal.url));
    signal_meta_put(o, r->signal.meta);
    bool more = s->emit(s->ctx, o);
    json_decref(o);
    arena_reset(s->arena);
    return more;
}

static bool list_stream(Call *call, bool (*emit)(void *ctx, json_t *row), void *ctx, Err *err) {
    SignalFilter filter = filter_of(call);
    FilterNames names;
    if (!filter_names(call, &filter, &names, err)) return false;
    Streaming s = {arena_new(), emit, ctx};
    ScanOptions options = {.by_external = true, .filter = &filter};
    bool ok = signals_scan(call->app->db, &options, stream_one, &s, err);
    arena_free(s.arena);
    return ok;
}

static const char *const COPIES[] = {"all", "first", NULL};
static const Param LIST_PARAMS[] = {
    {.name = "search", .type = PARAM_STR, .max = 500, .help = "words that must occur; \"quoted words\" as a phrase"},
    {.name = "theme", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "number of a theme"},
    {.name = "facet", .type = PARAM_INT, .min = 1, .max = 1000, .help = "number of a facet of the theme"},
    {.name = "unthemed", .type = PARAM_BOOL, .fallback = "false", .help = "only signals that fit no theme"},
    {.name = "source", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "number of a source"},
    {.name = "told_by",
     .type = PARAM_ENUM,
     .choices = TOLD_BY,
     .fallback = "any",
     .help = "who speaks: customers, or internal (your own developers)"},
    {.name = "channel", .type = PARAM_STR, .max = 200, .help = "exactly this channel"},
    {.name = "product", .type = PARAM_STR, .max = 200, .help = "exactly this product"},
    {.name = "customer", .type = PARAM_STR, .max = 64, .help = "hash of a customer"},
    {.name = "from", .type = PARAM_DATE, .help = "first day, such as 2026-05-03"},
    {.name = "to", .type = PARAM_DATE, .help = "first moment that is out again"},
    {.name = "copies",
     .type = PARAM_ENUM,
     .choices = COPIES,
     .fallback = "all",
     .help = "all, or the first of each group of near-duplicates"},
    {.name = "exact",
     .type = PARAM_BOOL,
     .fallback = "false",
     .help = "count all matches, not only the first 10,000 (200 of words with another filter)"},
    {.name = "counted",
     .type = PARAM_BOOL,
     .fallback = "true",
     .help = "no: `total` is what this page shows, for who needs only the rows"},
    LIMIT_PARAM("50"),
    CURSOR_PARAM,
    {.name = NULL},
};
static const Column LIST_COLUMNS[] = {
    {"id", "id", "int", 7},
    {"date", "at", "date", 10},
    {"source", "source.name", "text", 16},
    {"theme", "theme.name", "text", 28},
    {"text", "excerpt", "text", 0},
    {NULL, NULL, NULL, 0},
};
static const Op LIST = {
    .id = "signals.list",
    .method = "GET",
    .path = "/signals",
    .words = "signals",
    .summary = "Signals, newest first, with search and filters",
    .help =
        "ridealong signals --search \"card declined\" --from 2026-01-01\n"
        "ridealong signals --theme 12 --json > theme-12.jsonl\n\n"
        "With --json and without --limit every matching signal is streamed, one JSON object a line, ordered by source "
        "and external id, with its theme and score: anybody can check the coding with tools of their own.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reads = READS_WORDS,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "signals",
    .columns = LIST_COLUMNS,
    .empty = "No signal matches. Fewer words or filters show more; `ridealong import FILE` brings signals in.",
    .run = list_run,
    .stream = list_stream,
};

extern const Op OP_SIGNAL; /* ops_signal.c */

const Op *const OPS_SIGNALS[] = {&LIST, &OP_SIGNAL, NULL};
