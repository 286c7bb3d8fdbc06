/* ops_edit_log.c - the list of edits, undoing one, and heeding those that wait. */
#include "app_private.h"
#include "edits.h"
#include "json_build.h"
#include "ops_discover.h"
#include "tripwire.h"

extern const Op OP_EDITS, OP_EDIT_UNDO, OP_EDITS_APPLY;

static bool list_run(Call *call, Err *err) {
    EditRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "edits", list);
    if (!edits_list(call->app->db, call->arena, &rows, &n, err)) return false;
    for (size_t i = n; i-- > 0;) json_array_append_new(list, edit_json(call->arena, &rows[i]));
    put(call->reply, "waiting", json_integer(edits_waiting(rows, n)));
    return true;
}

static const Field LIST_REPLY[] = {
    {"waiting", SHAPE_INT, "edits that the next version will heed", NULL, false},
    {"edits", SHAPE_ARRAY, "newest first", SHAPE_OF_EDIT, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {
    {"edit", "id", "int", 5}, {"date", "at", "date", 10},  {"state", "state", "text", 9},
    {"by", "by", "text", 12}, {"says", "says", "text", 0}, {NULL, NULL, NULL, 0},
};
const Op OP_EDITS = {
    .id = "edits.list",
    .method = "GET",
    .path = "/edits",
    .words = "edits",
    .summary = "What people said about themes, and whether it is in force",
    .help = "Edits are never deleted, only undone: `ridealong edit undo NUMBER`.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = LIST_REPLY,
    .rows = "edits",
    .columns = LIST_COLUMNS,
    .empty = "Nobody has edited a theme yet. `ridealong help theme rename` and its neighbours say how.",
    .run = list_run,
};

static bool undo_run(Call *call, Err *err) {
    Db *db = call->app->db;
    CodebookRow codebook;
    EditRow e;
    int64_t id = call_arg(call, "edit")->i;
    if (!codebook_current(db, call->arena, &codebook, err) || !edit_get(db, call->arena, id, &e, err)) return false;
    bool look = edit_is_look(&e);
    if (!db_begin(db, err)) return false;
    bool ok = edit_undo(db, id, call->now, look ? codebook.id : 0, err) &&
              (!look || look_refresh(call, codebook.id, e.theme_id, err));
    return db_end(db, ok, err) && edit_finish(call, id, !look && e.applied_in, err);
}

static const Param UNDO_PARAMS[] = {
    {.name = "edit",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "number of the edit"},
    LATER_PARAM,
    {.name = NULL},
};
static const Column UNDO_FACTS[] = {
    {"edit", "edit.id", "int", 0},      {"says", "edit.says", "text", 0},
    {"state", "edit.state", "text", 0}, {"codebook", "result.codebook", "int", 0},
    {"waiting", "waiting", "int", 0},   {NULL, NULL, NULL, 0},
};
const Op OP_EDIT_UNDO = {
    .id = "edits.undo",
    .method = "POST",
    .path = "/edits/{edit}/undo",
    .words = "edit undo",
    .summary = "Take an edit back",
    .help = "The edit stays in the list, as undone. What was joined before a discovery found themes afresh comes apart "
            "again with the next one, if the data do.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .job = true,
    .after = "/edits",
    .params = UNDO_PARAMS,
    .reply = SHAPE_OF_EDITED,
    .facts = UNDO_FACTS,
    .run = undo_run,
};

static bool apply_run(Call *call, Err *err) {
    DiscoverResult result;
    CodebookRow codebook;
    if (!codebook_current(call->app->db, call->arena, &codebook, err) ||
        !revise_run(call->app, call->now, call->progress, &result, err) || !problems_heard(call, &(int64_t){0}, err))
        return false;
    put(call->reply, "result", discover_json(&result));
    put(call->reply, "done",
        json_str(arena_printf(call->arena, "Codebook %lld heeds all edits", (long long)result.codebook_id)));
    return true;
}

static const Field APPLY_REPLY[] = {
    {"result", SHAPE_OBJECT, NULL, SHAPE_OF_DISCOVERY, false},
    {"done", SHAPE_STRING, "what was done, as a sentence without its full stop", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column APPLY_FACTS[] = {
    {"codebook", "result.codebook", "int", 0},
    {"themes", "result.themes", "int", 0},
    {"unthemed", "result.unthemed", "int", 0},
    {NULL, NULL, NULL, 0},
};
const Op OP_EDITS_APPLY = {
    .id = "edits.apply",
    .method = "POST",
    .path = "/edits/apply",
    .words = "edits apply",
    .summary = "Heed all edits that wait, in one new version of the themes",
    .help = "For many edits at a time: note each with --later, then apply them. Coding all of history anew takes as "
            "long for one edit as for a hundred.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .job = true,
    .after = "/edits",
    .reply = APPLY_REPLY,
    .facts = APPLY_FACTS,
    .run = apply_run,
};
