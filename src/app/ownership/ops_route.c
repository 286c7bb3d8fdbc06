/* ops_route.c - whose friction a text or a theme is, with the reasons; and saying so. */
#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "ownership.h"
#include "problems/graph.h"
#include "shapes.h"
#include "signals/redact.h"
#include "store/problem_store.h"
#include "store/theme_store.h"

enum { HITS_SHOWN = 5, TEXT_MAX = 8000 };

/* What is asked about: a theme, a problem, or words alone. */
typedef struct Asked {
    int64_t theme_id, problem_id; /* 0: not that */
    const int64_t *themes;        /* the theme, or those of the problem */
    size_t themes_n;
    Str text;
} Asked;

static bool put_theme(Call *call, int64_t id, Err *err) {
    CodebookRow codebook;
    ThemeRow theme;
    put(call->reply, "theme", json_null());
    if (!id) return true;
    if (!codebook_current(call->app->db, call->arena, &codebook, err) ||
        !theme_get(call->app->db, call->arena, codebook.id, id, &theme, err))
        return false;
    put(call->reply, "theme", json_link(theme.id, theme.name));
    return true;
}

/* A problem by its title, its brief, and the words of its themes that still are. */
static bool read_problem(Call *call, Asked *q, Err *err) {
    Db *db = call->app->db;
    ProblemRow row;
    ProblemVersion brief = {0};
    int64_t *themes;
    put(call->reply, "problem", json_null());
    if (!q->problem_id) return true;
    if (!problem_get(db, call->arena, q->problem_id, &row, err) ||
        !problem_themes(db, call->arena, row.id, &themes, &q->themes_n, err) ||
        (row.version && !problem_version_get(db, call->arena, row.id, row.version, &brief, err)))
        return false;
    put(call->reply, "problem", json_link(row.id, row.title));
    q->themes = themes;
    q->text = arena_printf(call->arena, "%.*s\n%.*s", STR_ARG(row.title), STR_ARG(brief.brief));
    return true;
}

static bool read_asked(Call *call, Asked *q, Err *err) {
    *q = (Asked){.theme_id = call_arg(call, "theme")->i,
                 .problem_id = call_arg(call, "problem")->i,
                 .text = str_trim(call_arg(call, "text")->s)};
    if ((q->theme_id > 0) + (q->problem_id > 0) + (q->text.n > 0) > 1)
        return err_set(err, ERR_INPUT, "give one of them",
                       "a text, a theme and a problem cannot be asked about at once");
    q->text = redact_text(call->arena, q->text);
    if (!put_theme(call, q->theme_id, err) || !read_problem(call, q, err)) return false;
    if (!q->theme_id) return true;
    q->themes = &q->theme_id;
    q->themes_n = 1;
    return ownership_theme_text(call, q->theme_id, &q->text, err);
}

/* What was confirmed, and on what the friction stands then. */
static bool put_confirmed(Call *call, const Asked *q, Err *err) {
    bool found = false;
    int64_t component_id = 0;
    ComponentRow row;
    json_t *stands = json_array();
    put(call->reply, "confirmed", json_null());
    put(call->reply, "stands_on", stands);
    for (size_t i = 0; i < q->themes_n && !found; i++)
        if (!ownership_confirmed(call, q->themes[i], &found, &component_id, err)) return false;
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

static bool ask_run(Call *call, Err *err) {
    Asked q;
    json_t *route = NULL;
    if (!read_asked(call, &q, err)) return false;
    put(call->reply, "text", json_str(q.theme_id || q.problem_id ? STR("") : q.text));
    if (!ownership_route(call, q.text, HITS_SHOWN, &route, err)) return false;
    json_object_update(call->reply, route);
    json_decref(route);
    return put_confirmed(call, &q, err) && component_choices(call, "components", err);
}

/* A problem gets its owner, and all of its themes are said to be theirs. */
static bool confirm_problem(Call *call, const Asked *q, const ComponentRow *row, Err *err) {
    if (!problem_owner_put(call->app->db, q->problem_id, row->id, row->team_id, call->now, err) ||
        !audit_note(call, "problem.owner", "problem", q->problem_id,
                    json_pack("{s:I, s:I}", "component", (json_int_t)row->id, "team", (json_int_t)row->team_id), err))
        return false;
    for (size_t i = 0; i < q->themes_n; i++) {
        Str words;
        Err why = {0};
        bool there = ownership_theme_text(call, q->themes[i], &words, &why);
        if (!there && why.code != ERR_NOT_FOUND) return *err = why, false;
        if (!ownership_confirm(call, q->themes[i], row->id, there ? words : q->text, err)) return false;
    }
    return q->themes_n || ownership_confirm(call, 0, row->id, q->text, err);
}

static bool read_component(Call *call, ComponentRow *row, Err *err) {
    Str given = str_trim(call_arg(call, "component")->s);
    bool nobody = call_arg(call, "nobody")->i;
    *row = (ComponentRow){0};
    if (nobody == (given.n > 0))
        return err_set(err, ERR_INPUT, "give --component NAME, or --nobody", "%s",
                       nobody ? "it cannot be nobody's and a component's" : "whose it is was not said");
    if (!nobody && !component_named(call, given, row, err)) return false;
    return !row->id || row->gone_at == TIME_NONE ||
           err_set(err, ERR_CONFLICT, "choose one that is there: ridealong components", "%.*s is gone",
                   STR_ARG(row->name));
}

static bool confirm_run(Call *call, Err *err) {
    Asked q;
    ComponentRow row;
    if (!read_asked(call, &q, err)) return false;
    if (!q.text.n)
        return err_set(err, ERR_INPUT, "give --theme NUMBER, --problem NUMBER, or the text",
                       "nothing was said to be routed");
    if (!read_component(call, &row, err) || !db_begin(call->app->db, err)) return false;
    bool ok =
        q.problem_id ? confirm_problem(call, &q, &row, err) : ownership_confirm(call, q.theme_id, row.id, q.text, err);
    if (!db_end(call->app->db, ok, err)) return false;
    put(call->reply, "component", row.id ? component_json(call->arena, &row) : json_null());
    put(call->reply, "done",
        row.id ? json_sprintf("Noted that it belongs to %.*s", STR_ARG(row.name))
               : json_string("Noted that it is nobody's"));
    return true;
}

static const Field STANDS[] = {
    {"component", SHAPE_OBJECT, NULL, SHAPE_OF_OWNED, false},
    {"share", SHAPE_NUMBER, "these sum to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field ASK_REPLY[] = {
    {"theme", SHAPE_OBJECT, "the one asked about", SHAPE_OF_LINK, true},
    {"problem", SHAPE_OBJECT, "the one asked about", SHAPE_OF_LINK, true},
    {"text", SHAPE_STRING, "as routed: personal data cut; empty for a theme or problem", NULL, false},
    ROUTE_FIELDS,
    {"answered", SHAPE_BOOL, "somebody said whose this theme, or a theme of this problem, is", NULL, false},
    {"confirmed", SHAPE_OBJECT, "null: nobody's, or not answered", SHAPE_OF_OWNED, true},
    {"stands_on", SHAPE_ARRAY, "where its friction goes, once confirmed; most first", STANDS, false},
    {"components", SHAPE_ARRAY, "to choose from", SHAPE_OF_LINK, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field CONFIRM_REPLY[] = {
    {"theme", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"problem", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
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
#define PROBLEM_CHOICE                                                                                                 \
    {                                                                                                                  \
        .name = "problem", .type = PARAM_INT, .min = 1, .max = INT64_MAX,                                              \
        .help = "number of a problem, instead of a text"                                                               \
    }
static const Param ASK_PARAMS[] = {TEXT_PARAM, THEME_CHOICE, PROBLEM_CHOICE, {.name = NULL}};
static const Param CONFIRM_PARAMS[] = {
    TEXT_PARAM,
    THEME_CHOICE,
    PROBLEM_CHOICE,
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
    .empty = "No component knows a word of it. Components: `ridealong components import`; then say whose it is: "
             "`ridealong route confirm`",
    .run = ask_run,
};
static const Op CONFIRM = {
    .id = "route.confirm",
    .method = "POST",
    .path = "/route/confirm",
    .words = "route confirm",
    .summary = "Say whose a theme or a text is; later suggestions learn from it",
    .help = "ridealong route confirm --theme 12 --component card-authorisation\n"
            "ridealong route confirm --problem 3 --component card-authorisation    (the problem is theirs, and so are "
            "its themes)\n"
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
