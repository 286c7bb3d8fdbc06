/* ops_facets.c - the finest look: the different things that the signals of each theme say. */
#include "app_private.h"
#include "json_build.h"
#include "stats_cache.h"
#include "theme_reply.h"

static bool list_run(Call *call, Err *err) {
    ThemeContext context;
    json_t *list = json_array();
    put(call->reply, "themes", list);
    put(call->reply, "codebook", json_null());
    if (!theme_context(call, true, &context, err)) return false;
    if (!context.codebook) return true;
    put(call->reply, "codebook", codebook_json(call->arena, context.codebook));
    for (size_t i = 0; i < context.themes_n; i++) {
        const ThemeRow *row = &context.themes[i];
        if (row->hidden) continue;
        json_t *stats = stats_parsed(call->app, row), *theme = json_link(row->id, row->name),
               *facets = theme_facets(row, stats);
        put(theme, "signals", json_integer(row->signals));
        put(theme, "voices", json_integer(row->voices));
        put(theme, "count", json_integer((json_int_t)json_array_size(facets)));
        put(theme, "facets", facets);
        json_array_append_new(list, theme);
        json_decref(stats);
    }
    return true;
}

static const Field THEME[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"signals", SHAPE_INT, NULL, NULL, false},
    {"voices", SHAPE_INT, NULL, NULL, false},
    {"count", SHAPE_INT, "facets; 0: its signals all say much the same", NULL, false},
    {"facets", SHAPE_ARRAY, "the largest first", SHAPE_OF_FACETS, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REPLY[] = {
    {"codebook", SHAPE_OBJECT, "null: no themes were discovered yet", SHAPE_OF_CODEBOOK, true},
    {"themes", SHAPE_ARRAY, "by score, without the hidden ones", THEME, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column COLUMNS[] = {
    {"id", "id", "int", 4},        {"theme", "name", "text", 30},           {"signals", "signals", "int", 7},
    {"facets", "count", "int", 6}, {"what they say", "facets", "names", 0}, {NULL, NULL, NULL, 0},
};
static const Op LIST = {
    .id = "facets.list",
    .method = "GET",
    .path = "/facets",
    .words = "facets",
    .summary = "Facets: the different things that the signals of each theme say",
    .help = "From broad to fine: `ridealong areas`, `ridealong themes`, `ridealong facets`. A finer look never moves a "
            "signal on the level above. `ridealong signals --theme 12 --facet 2` shows what one is made of.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = REPLY,
    .rows = "themes",
    .columns = COLUMNS,
    .empty = "No themes yet. `ridealong import FILE` brings signals in and finds them; it takes 20 signals with words.",
    .run = list_run,
};

const Op *const OPS_FACETS[] = {&LIST, NULL};
