/* ops_themes.c - the ranked list of themes. */
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "json_build.h"
#include "name_filter.h"
#include "news.h"
#include "shapes.h"
#include "stats_cache.h"
#include "store/signal_store.h"
#include "theme_reply.h"

static const Field WEEK[] = {
    {"start", SHAPE_STRING, "first day of seven", NULL, false},
    {"voices", SHAPE_INT, NULL, NULL, false},
    {"signals", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field THEME_ROW[] = {
    THEME_FIELDS,
    {"weeks", SHAPE_ARRAY, "the last twelve, oldest first", WEEK, false},
    {"terms", SHAPE_ARRAY, "strongest first", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field TOTALS[] = {
    {"signals", SHAPE_INT, NULL, NULL, false}, {"with_text", SHAPE_INT, NULL, NULL, false},
    {"sources", SHAPE_INT, NULL, NULL, false}, {"customers", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {
    {"as_of", SHAPE_TIME, "end of the newest day with signals; weeks count back from it", NULL, false},
    {"totals", SHAPE_OBJECT, NULL, TOTALS, false},
    {"codebook", SHAPE_OBJECT, "null: no themes were discovered yet", SHAPE_OF_CODEBOOK, true},
    {"sort", SHAPE_STRING, NULL, NULL, false},
    {"hidden", SHAPE_INT, "themes that somebody hid, and that are left out here", NULL, false},
    {"with_hidden", SHAPE_BOOL, "they are not left out", NULL, false},
    {"news", SHAPE_OBJECT, "what /emerging tells of; null: no themes were discovered yet", SHAPE_OF_NEWS, true},
    {"themes", SHAPE_ARRAY, NULL, THEME_ROW, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static const char *const SORTS[] = {"score", "voices", "change", "name", NULL};
typedef enum Sort { SORT_SCORE, SORT_VOICES, SORT_CHANGE, SORT_NAME } Sort;

typedef struct Listed {
    const ThemeRow *row;
    json_t *stats;
    size_t rank;
    double change; /* signed log ratio, for sorting: what is proven comes before what is not */
} Listed;

static double change_key(json_t *stats) {
    json_t *change = json_object_get(stats, "change");
    const char *verdict = json_string_value(json_object_get(change, "verdict"));
    if (!verdict || strcmp(verdict, "too_few") == 0) return -1e9;
    /* the careful bound: a tiny theme that tripled by chance must not lead the list */
    return json_number_value(json_object_get(change, "low"));
}

/* What people pinned comes first, whatever the order of the rest. */
static int by_pin(const Listed *a, const Listed *b) {
    return (b->row->pinned > a->row->pinned) - (b->row->pinned < a->row->pinned);
}

static int by_rank(const void *x, const void *y) {
    const Listed *a = x, *b = y;
    int pin = by_pin(a, b);
    return pin ? pin : (a->rank > b->rank) - (a->rank < b->rank);
}
static int by_voices(const void *x, const void *y) {
    const Listed *a = x, *b = y;
    if (a->row->voices != b->row->voices) return a->row->voices > b->row->voices ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}
static int by_change(const void *x, const void *y) {
    const Listed *a = x, *b = y;
    if (a->change != b->change) return a->change > b->change ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}
static int by_name(const void *x, const void *y) {
    const Listed *a = x, *b = y;
    return str_cmp(a->row->name, b->row->name);
}

static bool totals_put(Call *call, Err *err) {
    SignalTotals t;
    SourceRow *sources;
    size_t n;
    if (!signals_totals(call->app->db, &t, err) || !sources_list(call->app->db, call->arena, &sources, &n, err))
        return false;
    put(call->reply, "totals",
        json_pack("{s:I, s:I, s:I, s:I}", "signals", (json_int_t)t.signals, "with_text", (json_int_t)t.with_text,
                  "sources", (json_int_t)n, "customers", (json_int_t)t.customers));
    return true;
}

static size_t choose(Call *call, const ThemeRow *rows, size_t n, Listed *out) {
    Str query = name_filter(call);
    bool hidden = call_arg(call, "hidden")->i;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) { /* rows come by score, so the place is the rank */
        if (rows[i].hidden && !hidden) continue;
        if (!utf8_holds(call->arena, rows[i].name, query)) continue;
        json_t *stats = stats_parsed(call->app, &rows[i]);
        out[kept++] = (Listed){&rows[i], stats, i + 1, change_key(stats)};
    }
    static int (*const ORDERS[])(const void *, const void *) = {by_rank, by_voices, by_change, by_name};
    Sort sort = (Sort)call_arg(call, "sort")->i;
    qsort(out, kept, sizeof *out, ORDERS[sort]);
    return kept;
}

static size_t hidden_count(Call *call, const ThemeContext *context) {
    size_t n = 0;
    for (size_t i = 0; i < context->themes_n; i++) n += context->themes[i].hidden;
    return call_arg(call, "hidden")->i ? 0 : n;
}

static json_t *row_reply(const ThemeContext *context, const Listed *l, json_t *quote) {
    json_t *theme = theme_reply(context, l->row, l->stats, l->rank, quote);
    theme_reply_short(theme, l->stats);
    return theme;
}

static bool list_run(Call *call, Err *err) {
    json_t *list = json_array();
    put(call->reply, "themes", list);
    put(call->reply, "sort", json_string(SORTS[call_arg(call, "sort")->i]));
    put(call->reply, "codebook", json_null());
    put(call->reply, "as_of", json_null());
    put(call->reply, "news", json_null());
    put(call->reply, "hidden", json_integer(0));
    put(call->reply, "with_hidden", json_boolean(call_arg(call, "hidden")->i));
    if (!totals_put(call, err)) return false;
    ThemeContext context;
    FirstQuotes quotes;
    json_t *news;
    if (!theme_context(call, true, &context, err)) return false;
    if (!context.codebook) return true;
    if (!first_quotes(call, context.codebook->id, &quotes, err) || !news_json(call, context.codebook, &news, err))
        return false;
    put(call->reply, "news", news);
    put(call->reply, "codebook", codebook_json(call->arena, context.codebook));
    put(call->reply, "as_of", json_time(call->arena, context.codebook->as_of));
    Listed *listed = ARENA_ARRAY(call->arena, Listed, context.themes_n + 1);
    size_t n = choose(call, context.themes, context.themes_n, listed), limit = (size_t)call_arg(call, "limit")->i;
    put(call->reply, "hidden", json_integer((json_int_t)hidden_count(call, &context)));
    bool ok = true;
    for (size_t i = 0; i < n; i++) {
        if (ok && i < limit) {
            json_t *quote = first_quote(&quotes, listed[i].row->id, err);
            ok = quote != NULL;
            if (ok) json_array_append_new(list, row_reply(&context, &listed[i], quote));
        }
        json_decref(listed[i].stats);
    }
    return ok;
}

static const Param LIST_PARAMS[] = {
    {.name = "sort",
     .type = PARAM_ENUM,
     .choices = SORTS,
     .fallback = "score",
     .help = "score, voices, change (surest rise first) or name"},
    {.name = "limit", .type = PARAM_INT, .min = 1, .max = 10000, .fallback = "1000", .help = "rows at most"},
    {.name = "hidden", .type = PARAM_BOOL, .fallback = "false", .help = "the hidden ones too"},
    NAME_PARAM("name"),
    {.name = NULL},
};
static const Column LIST_COLUMNS[] = {
    {"#", "rank", "int", 3},
    {"id", "id", "int", 4},
    {"theme", "name", "text", 0},
    {"voices", "voices", "int", 7},
    {"share", "share", "percent", 6},
    {"12 weeks", "weeks", "spark", 12},
    {"change, 90 % interval", "change", "change", 24},
    {"score", "score", "score", 5},
    {NULL, NULL, NULL, 0},
};
static const Column LIST_FACTS[] = {
    {"signals", "totals.signals", "int", 0},
    {"with words", "totals.with_text", "int", 0},
    {"voices", "codebook.voices", "int", 0},
    {"unthemed", "codebook.unthemed", "int", 0},
    {"codebook", "codebook.id", "int", 0},
    {"until", "as_of", "date", 0},
    {NULL, NULL, NULL, 0},
};
static const Op LIST = {
    .id = "themes.list",
    .method = "GET",
    .path = "/themes",
    .words = "themes",
    .summary = "Themes, ranked: what most customers struggle with",
    .help =
        "The score is the weighted sum of four parts, which `ridealong theme ID` explains: size in voices, growth, "
        "words "
        "of harm, spread over customers. The change compares the voices of the last 4 weeks with the 8 before; it is "
        "called up or down only when its 90 % interval leaves out \"no change\".",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "themes",
    .columns = LIST_COLUMNS,
    .facts = LIST_FACTS,
    .empty = "No themes yet. `ridealong import FILE` brings signals in and finds them; it takes 20 signals with words.",
    .run = list_run,
};

extern const Op OP_THEME; /* ops_theme.c */
extern const Op OP_TREND; /* ops_trend.c */

const Op *const OPS_THEMES[] = {&LIST, &OP_THEME, &OP_TREND, NULL};
