/* ops_areas.c - the broadest look: areas, each several themes that speak of like things. */
#include "app_private.h"
#include "json_build.h"
#include "theme_reply.h"

static bool holds(const json_t *ids, int64_t id) {
    const json_t *one;
    size_t i;
    json_array_foreach(ids, i, one)
        if (json_integer_value(one) == id) return true;
    return false;
}

/* Themes of an area under the names they have now, by score. */
static json_t *themes_json(const ThemeContext *context, const json_t *ids) {
    json_t *list = json_array();
    for (size_t i = 0; i < context->themes_n; i++) {
        const ThemeRow *row = &context->themes[i];
        if (!holds(ids, row->id)) continue;
        json_t *theme = json_link(row->id, row->name);
        put(theme, "voices", json_integer(row->voices));
        json_array_append_new(list, theme);
    }
    return list;
}

static bool list_run(Call *call, Err *err) {
    ThemeContext context;
    json_t *list = json_array(), *area;
    size_t i;
    put(call->reply, "areas", list);
    put(call->reply, "codebook", json_null());
    if (!theme_context(call, false, &context, err)) return false;
    if (!context.codebook) return true;
    put(call->reply, "codebook", codebook_json(call->arena, context.codebook));
    json_t *stats = json_loadb(context.codebook->stats.p, context.codebook->stats.n, 0, NULL);
    json_array_foreach(json_object_get(stats, "areas"), i, area) {
        json_t *o = json_copy(area);
        double voices = json_number_value(json_object_get(area, "voices"));
        json_t *themes = themes_json(&context, json_object_get(area, "themes"));
        put(o, "share", json_num(context.heard > 0 ? voices / context.heard : 0, 4));
        put(o, "count", json_integer((json_int_t)json_array_size(themes)));
        put(o, "themes", themes);
        json_array_append_new(list, o);
    }
    json_decref(stats);
    return true;
}

static const Field AREA_THEME[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"voices", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field AREA[] = {
    {"id", SHAPE_INT, "its number in this codebook", NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"count", SHAPE_INT, "themes", NULL, false},
    {"signals", SHAPE_INT, NULL, NULL, false},
    {"voices", SHAPE_INT, "a voice of several of its themes counts once", NULL, false},
    {"share", SHAPE_NUMBER, "of all voices, the unthemed included, 0 to 1", NULL, false},
    {"themes", SHAPE_ARRAY, "by score", AREA_THEME, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REPLY[] = {
    {"codebook", SHAPE_OBJECT, "null: no themes were discovered yet", SHAPE_OF_CODEBOOK, true},
    {"areas", SHAPE_ARRAY, NULL, AREA, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column COLUMNS[] = {
    {"area", "id", "int", 4},       {"name", "name", "text", 30},     {"themes", "count", "int", 6},
    {"voices", "voices", "int", 7}, {"share", "share", "percent", 6}, {"largest themes", "themes", "names", 0},
    {NULL, NULL, NULL, 0},
};
static const Op LIST = {
    .id = "areas.list",
    .method = "GET",
    .path = "/areas",
    .words = "areas",
    .summary = "Areas: several themes that speak of like things",
    .help = "From broad to fine: `ridealong areas`, `ridealong themes`, `ridealong facets`. A finer look never moves a "
            "signal on the level above.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = REPLY,
    .rows = "areas",
    .columns = COLUMNS,
    .empty =
        "No areas: there are fewer than twelve themes, which are read as quickly by themselves. See: ridealong themes",
    .run = list_run,
};

const Op *const OPS_AREAS[] = {&LIST, NULL};
