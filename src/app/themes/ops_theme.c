/* ops_theme.c - one theme: what it is, what it was, what people said about it. */
#include "app_private.h"
#include "edits.h"
#include "json_build.h"
#include "lineage_reply.h"
#include "stats_cache.h"
#include "strip.h"
#include "theme_reply.h"

static const Field HISTORY_WEEK[] = {
    {"start", SHAPE_STRING, "first day of seven", NULL, false},
    {"voices", SHAPE_INT, NULL, NULL, false},
    {"signals", SHAPE_INT, NULL, NULL, false},
    {"total", SHAPE_INT, "voices of everything in that week", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
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
    {"text", SHAPE_WORDS, "word for word; empty when it no longer verifies", NULL, false},
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
    {"lineage", SHAPE_ARRAY, "what it was in each codebook, newest first", SHAPE_OF_LINEAGE, false},
    {"others", SHAPE_ARRAY, "all other themes, by name", SHAPE_OF_LINK, false},
    {"edits", SHAPE_ARRAY, "what people said about it, newest first", SHAPE_OF_EDIT, false},
    STRIP_FIELD,
    {NULL, SHAPE_END, NULL, NULL, false},
};

static bool edits_put(Call *call, int64_t theme_id, Err *err) {
    EditRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "edits", list);
    if (!edits_list(call->app->db, call->arena, &rows, &n, err)) return false;
    for (size_t i = n; i-- > 0;)
        if (rows[i].theme_id == theme_id || rows[i].other_id == theme_id)
            json_array_append_new(list, edit_json(call->arena, &rows[i]));
    return true;
}

static bool get_put(Call *call, const ThemeContext *context, size_t place, Err *err) {
    int64_t codebook_id = context->codebook->id, id = context->themes[place].id;
    ThemeRow row;
    json_t *quote;
    if (!theme_get(call->app->db, call->arena, codebook_id, id, &row, err) ||
        !theme_lineage_put(call, id, call->reply, err) || !edits_put(call, id, err) ||
        !theme_quotes_put(call, codebook_id, id, call->reply, &quote, err))
        return false;
    json_t *stats = stats_parsed(call->app, &row);
    json_t *theme = theme_reply(context, &row, stats, place + 1, quote);
    put(call->reply, "codebook", codebook_json(call->arena, context->codebook));
    put(call->reply, "theme", theme);
    put(call->reply, "others", themes_links(call->arena, context->themes, context->themes_n, id));
    bool ok = theme_reply_long(call, context, theme, &row, stats, err);
    json_decref(stats);
    return ok && strip_put(call, STRIP_THEME, id, err);
}

static bool get_run(Call *call, Err *err) {
    ThemeContext context;
    const ThemeRow *row;
    return theme_called(call, &context, &row, err) && get_put(call, &context, (size_t)(row - context.themes), err);
}

static const Param GET_PARAMS[] = {
    THEME_PARAM,
    {.name = NULL},
};
static const Column GET_COLUMNS[] = {
    {"signal", "signal", "int", 7}, {"date", "at", "date", 10}, {"source", "source", "text", 16},
    {"quote", "text", "quote", 0},  {NULL, NULL, NULL, 0},
};
static const Column GET_FACTS[] = {
    {"theme", "theme.name", "text", 0},           {"rank", "theme.rank", "int", 0},
    {"voices", "theme.voices", "int", 0},         {"signals", "theme.signals", "int", 0},
    {"customers", "theme.customers", "int", 0},   {"share", "theme.share", "percent", 0},
    {"change", "theme.change", "change", 0},      {"trend", "theme.weeks", "spark", 0},
    {"first, last", "theme.first_at", "date", 0}, {"", "theme.last_at", "date", 0},
    {"terms", "theme.terms", "terms", 0},         {"near", "theme.near", "names", 0},
    {"area", "theme.area.name", "text", 0},       {"facets", "theme.facets", "names", 0},
    {"sources", "theme.sources", "names", 0},     {"score", "theme.score", "score", 0},
    {"made of", "theme.rank_help", "parts", 0},   {NULL, NULL, NULL, 0},
};
extern const Op OP_THEME;
const Op OP_THEME = {
    .id = "themes.get",
    .method = "GET",
    .path = "/themes/{theme}",
    .words = "theme",
    .summary = "One theme: size, trend, why it ranks where it does, and quotes",
    .help =
        "Every quote is checked against the stored signal when it is shown: signal, byte range and SHA-256 are part of "
        "--json, so that others can check too.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = GET_PARAMS,
    .reply = GET_REPLY,
    .rows = "quotes",
    .columns = GET_COLUMNS,
    .facts = GET_FACTS,
    .empty = "No quotes: none of its signals has a sentence that could stand alone.",
    .run = get_run,
};
