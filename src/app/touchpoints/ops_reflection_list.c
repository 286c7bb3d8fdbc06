/* ops_reflection_list.c - what people saw, newest first. */
#include "access.h"
#include "cursor.h"
#include "json_build.h"
#include "store/reflection_store.h"
#include "touch.h"

static json_t *reflection_json(Arena *a, const ReflectionRow *r) {
    json_t *o = json_pack("{s:I, s:o, s:o, s:o}", "id", (json_int_t)r->id, "at", json_time(a, r->at), "session",
                          json_pack("{s:I, s:o}", "id", (json_int_t)r->session_id, "name", json_str(r->session)),
                          "person", json_link(r->person_id, r->person));
    put(o, "saw", json_str(r->saw));
    put(o, "surprised", json_str(r->surprised));
    put(o, "ask_next", json_str(r->ask_next));
    put(o, "signal", json_integer(r->signal_id));
    put(o, "theme", r->theme_id ? json_integer(r->theme_id) : json_null());
    put(o, "problem", r->problem_id ? json_integer(r->problem_id) : json_null());
    return o;
}

static bool list_run(Call *call, Err *err) {
    ReflectionRow *rows;
    size_t n;
    bool others;
    ReflectionFilter f = {
        .session_id = call_arg(call, "session")->i, .theme_id = call_arg(call, "theme")->i, .limit = cursor_rows(call)};
    int64_t last[2];
    if (!access_others(call, &others, err) || !cursor_read(call, last, 2, err)) return false;
    f.before_at = last[0];
    f.before_id = last[1];
    if (!others) f.person_id = call->actor->person_id ? call->actor->person_id : -1;
    if (!reflections_list(call->app->db, call->arena, &f, &rows, &n, err)) return false;
    json_t *list = json_array();
    put(call->reply, "reflections", list);
    put(call->reply, "all", json_boolean(others));
    size_t shown = cursor_page(call, n);
    CURSOR_PUT(call, n, rows[shown - 1].at, rows[shown - 1].id);
    for (size_t i = 0; i < shown; i++) json_array_append_new(list, reflection_json(call->arena, &rows[i]));
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const Param LIST_PARAMS[] = {
    {.name = "session",
     .type = PARAM_INT,
     .min = 0,
     .max = INT64_MAX,
     .fallback = "0",
     .help = "only after this session"},
    {.name = "theme", .type = PARAM_INT, .min = 0, .max = INT64_MAX, .fallback = "0", .help = "only about this theme"},
    LIMIT_PARAM("50"),
    CURSOR_PARAM,
    {.name = NULL},
};
static const Field REFLECTION[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"at", SHAPE_TIME, NULL, NULL, false},
    {"session", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"person", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"saw", SHAPE_WORDS, NULL, NULL, false},
    {"surprised", SHAPE_WORDS, NULL, NULL, false},
    {"ask_next", SHAPE_WORDS, NULL, NULL, false},
    {"signal", SHAPE_INT, NULL, NULL, false},
    {"theme", SHAPE_INT, NULL, NULL, true},
    {"problem", SHAPE_INT, NULL, NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {
    {"reflections", SHAPE_ARRAY, "newest first", REFLECTION, false},
    NEXT_FIELD,
    {"all", SHAPE_BOOL, "false: only the caller's own, as the policy wants it", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {{"DATE", "at", "date", 10},
                                      {"PERSON", "person.name", "text", 18},
                                      {"SESSION", "session.name", "text", 24},
                                      {"SAW", "saw", "text", 0},
                                      {NULL, NULL, NULL, 0}};
const Op OP_REFLECTIONS = {
    .id = "reflections.list",
    .method = "GET",
    .path = "/reflections",
    .words = "reflections",
    .summary = "What people saw, newest first",
    .help = "ridealong reflections --theme 7",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "reflections",
    .columns = LIST_COLUMNS,
    .empty = "No reflection yet. After a session: `ridealong session reflect NUMBER --saw ...`",
    .run = list_run,
};
