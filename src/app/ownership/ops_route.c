/* ops_route.c - whose friction a text or a theme is, with the reasons; and saying so. */
#include "app_private.h"
#include "json_build.h"
#include "ownership.h"
#include "problems/graph.h"
#include "shapes.h"
#include "signals/redact.h"
#include "store/theme_store.h"

enum { HITS_SHOWN = 5, TEXT_MAX = 8000 };

static bool theme_link(Call *call, int64_t id, json_t **link, Err *err) {
    CodebookRow codebook;
    ThemeRow theme;
    *link = json_null();
    if (!id) return true;
    if (!codebook_current(call->app->db, call->arena, &codebook, err) ||
        !theme_get(call->app->db, call->arena, codebook.id, id, &theme, err))
        return false;
    *link = json_link(theme.id, theme.name);
    return true;
}

/* The text that was asked about: typed, or a theme's own words. */
static bool asked_text(Call *call, Str *text, Err *err) {
    const Arg *given = call_arg(call, "text");
    int64_t theme = call_arg(call, "theme")->i;
    *text = str_trim(given->s);
    if (text->n) {
        *text = redact_text(call->arena, *text);
        return true;
    }
    return !theme || ownership_theme_text(call, theme, text, err);
}

/* What was confirmed, and on what the friction stands then. */
static bool put_confirmed(Call *call, int64_t theme_id, Err *err) {
    bool found = false;
    int64_t component_id = 0;
    ComponentRow row;
    json_t *stands = json_array();
    put(call->reply, "confirmed", json_null());
    put(call->reply, "stands_on", stands);
    if (theme_id && !ownership_confirmed(call, theme_id, &found, &component_id, err)) return false;
    put(call->reply, "answered", json_boolean(found));
    if (!found || !component_id) return true;
    Friction f;
    if (!component_get(call->app->db, call->arena, component_id, &row, err) || !friction_read(call, &f, err))
        return false;
    put(call->reply, "confirmed", component_json(call->arena, &row));
    size_t at = friction_index(&f, component_id);
    const GraphShare *shares;
    size_t n = at == SIZE_MAX ? 0 : friction_shares(&f, call->arena, (uint32_t)at, &shares);
    for (size_t i = 0; i < n; i++)
        json_array_append_new(stands, json_pack("{s:o, s:o}", "component",
                                                component_json(call->arena, &f.components[shares[i].node]), "share",
                                                json_num(shares[i].share, 4)));
    return true;
}

static bool put_choices(Call *call, Err *err) {
    ComponentRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "components", list);
    if (!components_list(call->app->db, call->arena, &(ComponentFilter){0}, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) json_array_append_new(list, json_link(rows[i].id, rows[i].name));
    return true;
}

static bool ask_run(Call *call, Err *err) {
    Str text;
    json_t *theme, *route = NULL;
    int64_t theme_id = call_arg(call, "theme")->i;
    if (!asked_text(call, &text, err) || !theme_link(call, theme_id, &theme, err)) return false;
    put(call->reply, "theme", theme);
    put(call->reply, "text", json_str(theme_id ? STR("") : text));
    if (!ownership_route(call, text, HITS_SHOWN, &route, err)) return false;
    json_object_update(call->reply, route);
    json_decref(route);
    return put_confirmed(call, theme_id, err) && put_choices(call, err);
}

static bool confirm_run(Call *call, Err *err) {
    Str text;
    ComponentRow row = {0};
    int64_t theme_id = call_arg(call, "theme")->i;
    const Arg *component = call_arg(call, "component");
    bool nobody = call_arg(call, "nobody")->i;
    json_t *theme;
    if (!asked_text(call, &text, err) || !theme_link(call, theme_id, &theme, err)) return false;
    put(call->reply, "theme", theme);
    if (!text.n) return err_set(err, ERR_INPUT, "give --theme NUMBER, or the text", "nothing was said to be routed");
    if (nobody == (str_trim(component->s).n > 0))
        return err_set(err, ERR_INPUT, "give --component NAME, or --nobody", "%s",
                       nobody ? "it cannot be nobody's and a component's" : "whose it is was not said");
    if (!nobody && !component_named(call, component->s, &row, err)) return false;
    if (row.id && row.gone_at != TIME_NONE)
        return err_set(err, ERR_CONFLICT, "choose one that is there: ridealong components", "%.*s is gone",
                       STR_ARG(row.name));
    if (!db_begin(call->app->db, err) ||
        !db_end(call->app->db, ownership_confirm(call, theme_id, row.id, text, err), err))
        return false;
    put(call->reply, "component", nobody ? json_null() : component_json(call->arena, &row));
    put(call->reply, "done",
        nobody ? json_string("Noted that it is nobody's")
               : json_sprintf("Noted that it belongs to %.*s", STR_ARG(row.name)));
    return true;
}

static const Field STANDS[] = {
    {"component", SHAPE_OBJECT, NULL, SHAPE_OF_OWNED, false},
    {"share", SHAPE_NUMBER, "these sum to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field ASK_REPLY[] = {
    {"theme", SHAPE_OBJECT, "the one asked about", SHAPE_OF_LINK, true},
    {"text", SHAPE_STRING, "as routed: personal data cut; empty for a theme", NULL, false},
    ROUTE_FIELDS,
    {"answered", SHAPE_BOOL, "somebody said whose this theme is", NULL, false},
    {"confirmed", SHAPE_OBJECT, "null: nobody's, or not answered", SHAPE_OF_OWNED, true},
    {"stands_on", SHAPE_ARRAY, "where its friction goes, once confirmed; most first", STANDS, false},
    {"components", SHAPE_ARRAY, "to choose from", SHAPE_OF_LINK, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field CONFIRM_REPLY[] = {
    {"theme", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"component", SHAPE_OBJECT, "null: nobody's", SHAPE_OF_OWNED, true},
    {"done", SHAPE_STRING, "what pages say then", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
#define TEXT_PARAM                                                                                                     \
    {                                                                                                                  \
        .name = "text", .type = PARAM_STR, .max = TEXT_MAX, .fallback = "", .positional = true,                        \
        .help = "what happens, in words"                                                                               \
    }
#define THEME_CHOICE                                                                                                   \
    { .name = "theme", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "number of a theme, instead of a text" }
static const Param ASK_PARAMS[] = {TEXT_PARAM, THEME_CHOICE, {.name = NULL}};
static const Param CONFIRM_PARAMS[] = {
    TEXT_PARAM,
    THEME_CHOICE,
    {.name = "component",
     .type = PARAM_STR,
     .max = 300,
     .fallback = "",
     .help = "number, name or reference of the component"},
    {.name = "nobody", .type = PARAM_BOOL, .fallback = "false", .help = "it is none of them"},
    {.name = "by", .type = PARAM_STR, .max = 200, .fallback = "", .help = "who says so"},
    {.name = NULL},
};
static const Column ASK_COLUMNS[] = {
    {"component", "component.name", "text", 26},   {"probability", "probability", "percent", 11},
    {"owner", "component.owner.name", "text", 18}, {"state", "component.owner.state", "text", 8},
    {"because of", "reasons", "terms", 0},         {NULL, NULL, NULL, 0},
};
static const Column ASK_FACTS[] = {
    {"sure", "sure", "text", 0},
    {"nobody's", "nobody", "percent", 0},
    {"confirmed", "confirmed.name", "text", 0},
    {NULL, NULL, NULL, 0},
};
static const Column CONFIRM_FACTS[] = {{"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};

static const Op ASK = {
    .id = "route.ask",
    .method = "GET",
    .path = "/route",
    .words = "route",
    .summary = "Whose friction is it? Components for a text or a theme, with the reasons",
    .help = "Ranks by the words of components' names, descriptions, tags, paths and products, and by what was "
            "confirmed before. Below a "
            "probability of 50 % it says that it is unsure: docs/routing.md.\n\n"
            "ridealong route \"Card is declined at the terminal\"\nridealong route --theme 12",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = ASK_PARAMS,
    .reply = ASK_REPLY,
    .rows = "hits",
    .columns = ASK_COLUMNS,
    .facts = ASK_FACTS,
    .empty = "No component knows a word of it. Components: ridealong components import; then say whose it is: "
             "ridealong route confirm",
    .run = ask_run,
};
static const Op CONFIRM = {
    .id = "route.confirm",
    .method = "POST",
    .path = "/route/confirm",
    .words = "route confirm",
    .summary = "Say whose a theme or a text is; later suggestions learn from it",
    .help = "ridealong route confirm --theme 12 --component card-authorisation\n"
            "ridealong route confirm \"The office is cold\" --nobody\n\n"
            "It is kept for good. Saying something else about the same theme later stands in its place.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .params = CONFIRM_PARAMS,
    .reply = CONFIRM_REPLY,
    .facts = CONFIRM_FACTS,
    .run = confirm_run,
};

const Op *const OPS_ROUTE[] = {&ASK, &CONFIRM, NULL};
