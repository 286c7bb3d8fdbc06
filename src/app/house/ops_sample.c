/* ops_sample.c - sample data: load it, see what it is, remove it. */
#include "json_build.h"
#include "sample.h"

static bool show_run(Call *call, Err *err) {
    Sample s;
    SampleCount *rows;
    size_t n;
    json_t *list = json_array(), *own;
    int64_t goes;
    put(call->reply, "rows", list);
    if (!sample_get(call->app->db, call->arena, &s, err) || !sample_counts(call->app->db, call->arena, &rows, &n, err))
        return false;
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list,
                              json_pack("{s:o, s:I}", "what", json_str(rows[i].what), "n", (json_int_t)rows[i].n));
    if (!sample_own_json(call, &s, &own, &goes, err)) return false;
    put(call->reply, "state", json_string(sample_state_name(s.state)));
    put(call->reply, "since", s.state == SAMPLE_NONE ? json_null() : json_time(call->arena, s.at));
    put(call->reply, "own", own);
    put(call->reply, "goes", json_integer(goes));
    return true;
}

static const Field ROW[] = {
    {"what", SHAPE_STRING, "signal, source, team, person, component, problem, session, released ...", NULL, false},
    {"n", SHAPE_INT, "how many", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field SHOW_REPLY[] = {
    {"state", SHAPE_STRING, "none, loading, loaded, removing", NULL, false},
    {"since", SHAPE_TIME, "when it was loaded", NULL, true},
    {"rows", SHAPE_ARRAY, "what it is, counted", ROW, false},
    {"own", SHAPE_ARRAY, "what of your own hangs on it, and what becomes of it", SHAPE_OF_OWN, false},
    {"goes", SHAPE_INT, "how many things of your own would go with it", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column SHOW_COLUMNS[] = {
    {"what", "what", "text", 60},
    {"number", "n", "int", 6},
    {"on removal they", "then", "text", 0},
    {NULL, NULL, NULL, 0},
};
static const Column SHOW_FACTS[] = {
    {"sample data", "state", "text", 0},
    {"since", "since", "date", 0},
    {"goes with it", "goes", "int", 0},
    {NULL, NULL, NULL, 0},
};
static const Op SHOW = {
    .id = "sample.show",
    .method = "GET",
    .path = "/sample",
    .words = "sample show",
    .summary = "Is sample data loaded, and what of your own hangs on it",
    .help = "What would go when it is removed, and what would stay.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .reply = SHOW_REPLY,
    .rows = "own",
    .columns = SHOW_COLUMNS,
    .facts = SHOW_FACTS,
    .empty = "Nothing of your own hangs on it.",
    .run = show_run,
};

static bool load_run(Call *call, Err *err) {
    return sample_load(call, err);
}

static bool remove_run(Call *call, Err *err) {
    return sample_remove(call, call_arg(call, "own")->i, err);
}

static const Field DONE_REPLY[] = {
    {"done", SHAPE_STRING, "a sentence", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column DONE_FACT[] = {{"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};
static const Op LOAD = {
    .id = "sample.load",
    .method = "POST",
    .path = "/sample/load",
    .words = "sample load",
    .summary = "Load the sample data of a company that does not exist",
    .help = "Six thousand signals of Larkfield Pay, its themes, software, teams and people, problems, sessions, a "
            "release and "
            "what it did. Beside your own data, if there is any: themes are then found in both, and totals count both, "
            "until "
            "`ridealong sample remove` takes it out and leaves your own as it was. While it is loaded no tripwire of "
            "yours opens a "
            "problem and no value of yours is judged. Its people get no mail and no account.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .writes = true,
    .storeless = true, /* it makes one */
    .job = true,
    .after = "/themes",
    .reply = DONE_REPLY,
    .facts = DONE_FACT,
    .run = load_run,
};

static const Param REMOVE_PARAMS[] = {
    {.name = "own",
     .type = PARAM_BOOL,
     .fallback = "false",
     .help = "also what of your own hangs on it and would go with it"},
    {.name = NULL},
};
static const Op REMOVE = {
    .id = "sample.remove",
    .method = "POST",
    .path = "/sample/remove",
    .words = "sample remove",
    .summary = "Remove the sample data; everything of your own stays",
    .help = "Themes are those of your own signals again. The audit log keeps that sample data was here. `ridealong "
            "sample show` says "
            "what of your own hangs on it.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .writes = true,
    .job = true,
    .after = "/sample",
    .params = REMOVE_PARAMS,
    .reply = DONE_REPLY,
    .facts = DONE_FACT,
    .run = remove_run,
};

const Op *const OPS_SAMPLE[] = {&SHOW, &LOAD, &REMOVE, NULL};
