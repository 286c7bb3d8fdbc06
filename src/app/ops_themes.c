/* ops_themes.c - the ranked list of themes. */
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "theme_reply.h"
#include "json_build.h"
#include "shapes.h"
#include "stats_cache.h"
#include "store/signal_store.h"
#include "text/utf8.h"

static const Field PARTS[] = {
    {"size", SHAPE_NUMBER, "0 to 1, like the other parts", NULL, false},
    {"growth", SHAPE_NUMBER, NULL, NULL, false},
    {"severity", SHAPE_NUMBER, NULL, NULL, false},
    {"spread", SHAPE_NUMBER, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field CHANGE[] = {
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
static const Field WEEK[] = {
    {"start", SHAPE_STRING, "first day of seven", NULL, false},
    {"voices", SHAPE_INT, NULL, NULL, false},
    {"signals", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field HISTORY_WEEK[] = {
    {"start", SHAPE_STRING, "first day of seven", NULL, false},
    {"voices", SHAPE_INT, NULL, NULL, false},
    {"signals", SHAPE_INT, NULL, NULL, false},
    {"total", SHAPE_INT, "voices of everything in that week", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field SOURCE_SHARE[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"signals", SHAPE_INT, NULL, NULL, false},
    {"share", SHAPE_NUMBER, "of the theme's signals, 0 to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

#define THEME_FIELDS                                                                                                   \
    {"id", SHAPE_INT, "for ever this theme's number", NULL, false},                                                    \
    {"rank", SHAPE_INT, "place by score", NULL, false},                                                                \
    {"name", SHAPE_STRING, NULL, NULL, false},                                                                         \
    {"signals", SHAPE_INT, NULL, NULL, false},                                                                         \
    {"voices", SHAPE_INT, "customers, or copy groups where the customer is not known", NULL, false},                   \
    {"customers", SHAPE_INT, "known customers", NULL, false},                                                          \
    {"share", SHAPE_NUMBER, "of all voices, the unthemed included, 0 to 1", NULL, false},                              \
    {"score", SHAPE_NUMBER, "0 to 100: the weighted sum of the parts", NULL, false},                                   \
    {"parts", SHAPE_OBJECT, NULL, PARTS, false},                                                                       \
    {"change", SHAPE_OBJECT, NULL, CHANGE, false},                                                                     \
    {"sources", SHAPE_ARRAY, "largest first", SOURCE_SHARE, false},                                                    \
    {"quote", SHAPE_STRING, "the first verified quote", NULL, true}

static const Field THEME_ROW[] = {
    THEME_FIELDS,
    {"weeks", SHAPE_ARRAY, "the last twelve, oldest first", WEEK, false},
    {"terms", SHAPE_ARRAY, "strongest first", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field TOTALS[] = {
    {"signals", SHAPE_INT, NULL, NULL, false},
    {"with_text", SHAPE_INT, NULL, NULL, false},
    {"sources", SHAPE_INT, NULL, NULL, false},
    {"customers", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {
    {"as_of", SHAPE_TIME, "end of the newest day with signals; weeks count back from it", NULL, false},
    {"totals", SHAPE_OBJECT, NULL, TOTALS, false},
    {"codebook", SHAPE_OBJECT, "null: no themes were discovered yet", SHAPE_OF_CODEBOOK, true},
    {"sort", SHAPE_STRING, NULL, NULL, false},
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

static bool matches(Arena *a, const ThemeRow *row, Str folded_query) {
    return folded_query.n == 0 || str_find(utf8_fold(a, row->name), folded_query) != SIZE_MAX;
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
    Str query = utf8_fold(call->arena, call_arg(call, "q")->s);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) { /* rows come by score, so the place is the rank */
        if (!matches(call->arena, &rows[i], query)) continue;
        json_t *stats = stats_parsed(call->app, &rows[i]);
        out[kept++] = (Listed){&rows[i], stats, i + 1, change_key(stats)};
    }
    static int (*const ORDERS[])(const void *, const void *) = {NULL, by_voices, by_change, by_name};
    Sort sort = (Sort)call_arg(call, "sort")->i;
    if (ORDERS[sort]) qsort(out, kept, sizeof *out, ORDERS[sort]);
    return kept;
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
    if (!totals_put(call, err)) return false;
    ThemeContext context;
    FirstQuotes quotes;
    if (!theme_context(call, true, &context, err)) return false;
    if (!context.codebook) return true;
    if (!first_quotes(call, context.codebook->id, &quotes, err)) return false;
    put(call->reply, "codebook", codebook_json(call->arena, context.codebook));
    put(call->reply, "as_of", json_time(call->arena, context.codebook->as_of));
    Listed *listed = ARENA_ARRAY(call->arena, Listed, context.themes_n + 1);
    size_t n = choose(call, context.themes, context.themes_n, listed), limit = (size_t)call_arg(call, "limit")->i;
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
    {.name = "sort", .type = PARAM_ENUM, .choices = SORTS, .fallback = "score", .help = "score, voices, change (surest rise first) or name"},
    {.name = "limit", .type = PARAM_INT, .min = 1, .max = 10000, .fallback = "1000", .help = "rows at most"},
    {.name = "q", .type = PARAM_STR, .max = 200, .help = "only themes whose name holds this"},
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
    .id = "themes.list", .method = "GET", .path = "/themes", .words = "themes",
    .summary = "Themes, ranked: what most customers struggle with",
    .help = "The score is the weighted sum of four parts, which `ridealong theme ID` explains: size in voices, growth, words "
            "of harm, spread over customers. The change compares the voices of the last 4 weeks with the 8 before; it is "
            "called up or down only when its 90 % interval leaves out \"no change\".",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE, .role = ROLE_VIEWER,
    .params = LIST_PARAMS, .reply = LIST_REPLY, .rows = "themes", .columns = LIST_COLUMNS, .facts = LIST_FACTS,
    .empty = "No themes yet. `ridealong import FILE` brings signals in and finds them; it takes 20 signals with words.",
    .run = list_run,
};

/* ---- one theme --------------------------------------------------------------------------------- */

static const Field TERM[] = {
    {"text", SHAPE_STRING, NULL, NULL, false},
    {"weight", SHAPE_NUMBER, "0 to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field NEAR[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"cosine", SHAPE_NUMBER, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field RANK_PART[] = {
    {"part", SHAPE_STRING, NULL, NULL, false},
    {"value", SHAPE_NUMBER, "0 to 1", NULL, false},
    {"weight", SHAPE_NUMBER, NULL, NULL, false},
    {"points", SHAPE_NUMBER, "value times weight times 100", NULL, false},
    {"says", SHAPE_STRING, "what it was computed from", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field THEME_WHOLE[] = {
    THEME_FIELDS,
    {"weeks", SHAPE_ARRAY, "the whole history, oldest first", HISTORY_WEEK, false},
    {"terms", SHAPE_ARRAY, "strongest first", TERM, false},
    {"near", SHAPE_ARRAY, "nearest first", NEAR, false},
    {"channels", SHAPE_ARRAY, "largest first", SHAPE_OF_VALUES, false},
    {"products", SHAPE_ARRAY, "largest first", SHAPE_OF_VALUES, false},
    {"first_at", SHAPE_TIME, NULL, NULL, false},
    {"last_at", SHAPE_TIME, NULL, NULL, false},
    {"rank_help", SHAPE_ARRAY, "the parts of the score, explained", RANK_PART, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field QUOTE[] = {
    {"signal", SHAPE_INT, "number of the signal", NULL, false},
    {"text", SHAPE_STRING, "word for word; empty when it no longer verifies", NULL, false},
    {"begin", SHAPE_INT, "byte in the signal's text", NULL, false},
    {"end", SHAPE_INT, NULL, NULL, false},
    {"sha256", SHAPE_STRING, "of those bytes", NULL, false},
    {"verified", SHAPE_BOOL, "checked against the signal just now", NULL, false},
    {"at", SHAPE_TIME, NULL, NULL, false},
    {"source", SHAPE_STRING, NULL, NULL, false},
    {"channel", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field GET_REPLY[] = {
    {"codebook", SHAPE_OBJECT, NULL, SHAPE_OF_CODEBOOK, false},
    {"theme", SHAPE_OBJECT, NULL, THEME_WHOLE, false},
    {"quotes", SHAPE_ARRAY, "that cover its faces", QUOTE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static bool get_put(Call *call, const ThemeContext *context, size_t place, Err *err) {
    int64_t codebook_id = context->codebook->id, id = context->themes[place].id;
    ThemeRow row;
    json_t *quote;
    if (!theme_get(call->app->db, call->arena, codebook_id, id, &row, err) ||
        !theme_quotes_put(call, codebook_id, id, call->reply, &quote, err))
        return false;
    json_t *stats = stats_parsed(call->app, &row);
    json_t *theme = theme_reply(context, &row, stats, place + 1, quote);
    put(call->reply, "codebook", codebook_json(call->arena, context->codebook));
    put(call->reply, "theme", theme);
    bool ok = theme_reply_long(call, context, theme, &row, stats, err);
    json_decref(stats);
    return ok;
}

static bool get_run(Call *call, Err *err) {
    int64_t id = call_arg(call, "theme")->i;
    ThemeContext context;
    if (!theme_context(call, false, &context, err)) return false;
    if (!context.codebook)
        return err_set(err, ERR_NOT_FOUND, "ridealong import FILE brings signals in and finds themes", "there are no themes yet");
    for (size_t i = 0; i < context.themes_n; i++)
        if (context.themes[i].id == id) return get_put(call, &context, i, err);
    return err_set(err, ERR_NOT_FOUND, "see: ridealong themes", "there is no theme %lld in codebook %lld", (long long)id,
                   (long long)context.codebook->id);
}

static const Param GET_PARAMS[] = {
    {.name = "theme", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .positional = true, .help = "number of the theme"},
    {.name = NULL},
};
static const Column GET_COLUMNS[] = {
    {"signal", "signal", "int", 7},
    {"date", "at", "date", 10},
    {"source", "source", "text", 16},
    {"quote", "text", "quote", 0},
    {NULL, NULL, NULL, 0},
};
static const Column GET_FACTS[] = {
    {"theme", "theme.name", "text", 0},
    {"rank", "theme.rank", "int", 0},
    {"voices", "theme.voices", "int", 0},
    {"signals", "theme.signals", "int", 0},
    {"customers", "theme.customers", "int", 0},
    {"share", "theme.share", "percent", 0},
    {"change", "theme.change", "change", 0},
    {"trend", "theme.weeks", "spark", 0},
    {"first, last", "theme.first_at", "date", 0},
    {"", "theme.last_at", "date", 0},
    {"terms", "theme.terms", "terms", 0},
    {"near", "theme.near", "names", 0},
    {"sources", "theme.sources", "names", 0},
    {"score", "theme.score", "score", 0},
    {"made of", "theme.rank_help", "parts", 0},
    {NULL, NULL, NULL, 0},
};
static const Op GET = {
    .id = "themes.get", .method = "GET", .path = "/themes/{theme}", .words = "theme",
    .summary = "One theme: size, trend, why it ranks where it does, and quotes",
    .help = "Every quote is checked against the stored signal when it is shown: signal, byte range and SHA-256 are part of "
            "--json, so that others can check too.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE, .role = ROLE_VIEWER,
    .params = GET_PARAMS, .reply = GET_REPLY, .rows = "quotes", .columns = GET_COLUMNS, .facts = GET_FACTS,
    .empty = "No quotes: none of its signals has a sentence that could stand alone.",
    .run = get_run,
};

const Op *const OPS_THEMES[] = {&LIST, &GET, NULL};
