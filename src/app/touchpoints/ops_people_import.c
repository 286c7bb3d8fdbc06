/* ops_people_import.c - people import: an export of the HR system, or a table typed by hand. */
#include "app_private.h"
#include "json_build.h"
#include "people_ops.h"
#include "people_save.h"

json_t *people_faults_json(const PeopleFaults *faults) {
    json_t *list = json_array();
    for (size_t i = 0; i < faults->n; i++) {
        const PeopleFault *f = &faults->rows[i];
        json_array_append_new(list,
                              json_pack("{s:o, s:I, s:o, s:o}", "file", json_str(f->file), "line", (json_int_t)f->line,
                                        "what", json_str(f->what), "hint", json_str(f->hint)));
    }
    return list;
}

static void reply(Call *call, const PeopleSaid *said, const PeopleSaved *saved, const PeopleFaults *faults) {
    put(call->reply, "preview", json_boolean(call_arg(call, "preview")->i));
    put(call->reply, "rows", json_integer((json_int_t)said->n));
    put(call->reply, "new", json_integer((json_int_t)saved->added));
    put(call->reply, "changed", json_integer((json_int_t)saved->changed));
    put(call->reply, "same", json_integer((json_int_t)saved->same));
    put(call->reply, "left", json_integer((json_int_t)saved->left));
    put(call->reply, "columns", json_str(said->columns));
    put(call->reply, "teams", saved->teams);
    put(call->reply, "changes", saved->changes);
    put(call->reply, "faults", people_faults_json(faults));
    put(call->reply, "wrong", json_integer((json_int_t)faults->all));
}

static bool import_people(Call *call, Err *err) {
    const Arg *files = call_arg(call, "file");
    bool preview = call_arg(call, "preview")->i, sync = call_arg(call, "sync")->i, most = call_arg(call, "most")->i;
    PeopleFaults *faults = ARENA_NEW(call->arena, PeopleFaults);
    PeopleSaid said;
    PeopleSaved saved = {0};
    faults->a = call->arena;
    if (!people_load(call->arena, files->list, files->list_n, call_arg(call, "map")->s, &said, faults, err) ||
        (!preview && !people_faultless(faults, err)) || !app_make_store(call->app, err))
        return false;
    Db *db = call->app->db;
    if (!db_begin(db, err)) return false;
    bool ok = people_save(call, &said, sync && !faults->all, most, &saved, faults, err) &&
              (preview || people_faultless(faults, err));
    if (preview || !ok) db_rollback(db); /* a preview is an import that is taken back */
    else ok = db_commit(db, err);
    if (!ok) return json_decref(saved.changes), json_decref(saved.teams), false;
    reply(call, &said, &saved, faults);
    return true;
}

static const Field CHANGE[] = {
    {"change", SHAPE_STRING, "new, changed, left", NULL, false},
    {"person", SHAPE_STRING, "name", NULL, false},
    {"what", SHAPE_STRING, "of them is new", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_FAULT[] = {
    {"file", SHAPE_STRING, NULL, NULL, false},
    {"line", SHAPE_INT, NULL, NULL, false},
    {"what", SHAPE_STRING, "is wrong", NULL, false},
    {"hint", SHAPE_STRING, "what to do", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field TEAM[] = {
    {"name", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REPLY[] = {
    {"preview", SHAPE_BOOL, "nothing was stored", NULL, false},
    {"rows", SHAPE_INT, "that could be read", NULL, false},
    {"new", SHAPE_INT, "people", NULL, false},
    {"changed", SHAPE_INT, "people", NULL, false},
    {"same", SHAPE_INT, "people who are as before", NULL, false},
    {"left", SHAPE_INT, "people who were not in the files (--sync)", NULL, false},
    {"columns", SHAPE_STRING, "which column was taken for what", NULL, false},
    {"teams", SHAPE_ARRAY, "that were not known, or gone", TEAM, false},
    {"changes", SHAPE_ARRAY, "200 at most", CHANGE, false},
    {"faults", SHAPE_ARRAY, "rows that cannot be taken, 500 at most; only a preview has any", SHAPE_OF_FAULT, false},
    {"wrong", SHAPE_INT, "rows that cannot be taken", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param PARAMS[] = {
    {.name = "file",
     .type = PARAM_LIST,
     .max = 100,
     .required = true,
     .positional = true,
     .cli_only = true,
     .help = "files"},
    {.name = "sync",
     .type = PARAM_BOOL,
     .fallback = "false",
     .help = "these files are the whole company: whoever is not in them has left"},
    {.name = "most", .type = PARAM_BOOL, .fallback = "false", .help = "let --sync mark more than half as left"},
    {.name = "preview",
     .type = PARAM_BOOL,
     .fallback = "false",
     .help = "say what would change and what is wrong, and store nothing"},
    {.name = "map",
     .type = PARAM_STR,
     .max = 2000,
     .fallback = "",
     .help = "columns, like \"name=Full name,team=Cost centre\""},
    {.name = NULL},
};
static const Column COLUMNS[] = {
    {"line", "line", "int", 6},
    {"what is wrong", "what", "text", 40},
    {"what to do", "hint", "text", 0},
    {NULL, NULL, NULL, 0},
};
static const Column FACTS[] = {
    {"columns", "columns", "text", 0},  {"preview", "preview", "text", 0}, {"new people", "new", "int", 0},
    {"changed", "changed", "int", 0},   {"as before", "same", "int", 0},   {"left", "left", "int", 0},
    {"new teams", "teams", "names", 0}, {"wrong rows", "wrong", "int", 0}, {NULL, NULL, NULL, 0},
};
const Op OP_PEOPLE_IMPORT = {
    .id = "people.import",
    .method = "POST",
    .path = "/people/import",
    .words = "people import",
    .summary = "Take people from an export of the HR system",
    .help = "CSV, TSV, JSON; a person in each row. Known are the headers of BambooHR, Workday, Personio, HiBob, Okta, "
            "Entra ID "
            "and Google Workspace, and plain ones: email, id, name (or first, last), team, manager, zone, languages, "
            "work_days, hours, fte, joined, left, engineer, host. A person is told by the e-mail address, else by the "
            "id.\n\n"
            "An empty cell changes nothing, but it is no for engineer and host, and without a last day (left) the "
            "person is "
            "there. Teams are found by name or key, and made when they are not known. A manager is an e-mail address, "
            "an id, "
            "or a name that one person has. Without the column engineer everybody new is one.\n\n"
            "Importing again changes only what changed. A mistake in a file stores nothing.\n\n"
            "ridealong people import --preview people.csv\n"
            "ridealong people import --sync people.csv\n"
            "ridealong people import --map \"team=Cost centre\" workday.csv",
    .doors = DOOR_CLI,
    .role = ROLE_LEAD,
    .writes = true,
    .storeless = true, /* files are read before it is made */
    .params = PARAMS,
    .reply = REPLY,
    .rows = "faults",
    .columns = COLUMNS,
    .facts = FACTS,
    .empty = "No row is wrong.",
    .run = import_people,
};
