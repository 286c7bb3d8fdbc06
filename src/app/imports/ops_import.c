/* ops_import.c - bringing signals in; and what follows from it: new signals are coded, or themes are found. */
#include <stdlib.h>
#include <string.h>

#include "alerts.h"
#include "app_private.h"
#include "discovery.h"
#include "import.h"
#include "json_build.h"
#include "ops_discover.h"
#include "ops_work.h"
#include "shapes.h"
#include "store/theme_store.h"
#include "tripwire.h"

enum { ENOUGH_SIGNALS = 20 }; /* below this there is nothing to find themes in */

static bool arg_path(Arena *a, Str path, const char **out, Err *err) {
    if (path.n == 0 || memchr(path.p, '\0', path.n)) return err_set(err, ERR_INPUT, NULL, "file: not a path");
    *out = arena_str(a, path).p;
    return true;
}

static json_t *file_reply(Arena *a, const ImportOptions *options, const ImportFile *f, int64_t source_id,
                          const ImportRow *row) {
    json_t *o = import_file_json(a, options, f);
    json_t *counts = import_json(a, row);
    put(o, "source_id", json_integer(source_id));
    json_object_update_missing_new(o, counts);
    return o;
}

static bool import_one(Call *call, const ImportOptions *options, bool preview, json_t *files, bool *changed, Err *err) {
    App *app = call->app;
    ImportFile f;
    if (!import_open(app, options, &f, err)) return false;
    bool ok = true;
    json_t *reply = NULL;
    if (preview) {
        reply = json_object();
        import_preview(options, &f, call->arena, reply);
    } else {
        int64_t source_id;
        ImportRow row;
        ok = app_make_store(app, err) && /* now that there is a file to put into it */
             import_run(app, options, &f, call->progress, &source_id, &row, err);
        if (!ok) import_name_file(options, err);
        else reply = file_reply(call->arena, options, &f, source_id, &row);
        *changed |= ok && row.inserted + row.updated > 0;
    }
    if (reply) json_array_append_new(files, reply);
    import_close(&f);
    return ok;
}

/* Half as many signals again as the themes were found in: they are found afresh. */
static bool grown_enough(App *app, Arena *a, int64_t signals, bool *grown, Err *err) {
    int64_t before;
    if (!signals_discovered_in(app, a, &before, err)) return false;
    *grown = before > 0 && signals * 2 >= before * 3;
    return true;
}

bool themes_follow(Call *call, bool changed, json_t **out, int64_t *reopened, Err *err) {
    CodebookRow row;
    SignalTotals totals;
    DiscoverResult result;
    Err none = {0};
    *out = NULL;
    bool have = codebook_current(call->app->db, call->arena, &row, &none), due;
    if (!have && none.code != ERR_NOT_FOUND) return *err = none, false;
    if (!themes_due(call->app, &due, err)) return false;
    if (have && !changed && !due) return true;
    if (!signals_totals(call->app->db, &totals, err)) return false;
    if (totals.with_text < ENOUGH_SIGNALS) return true;
    bool grown = false;
    if (have && !grown_enough(call->app, call->arena, totals.with_text, &grown, err)) return false;
    DiscoverWish wish = {have ? (int)row.themes_wanted : 0, have ? (uint64_t)row.seed : 1, false};
    bool ok = have && !grown ? recode_run(call->app, call->now, call->progress, &result, &none)
                             : discover_run(call->app, wish, call->now, call->progress, &result, &none);
    if (ok) *out = discover_json(&result);
    else if (!have && none.code == ERR_INPUT) return true; /* too few that are no copies; the import itself is well */
    return ok ? problems_heard(call, reopened, err) : (*err = none, false);
}

static json_t *begin_reply(Call *call, bool preview) {
    json_t *files = json_array();
    put(call->reply, "files", files);
    put(call->reply, "preview", json_boolean(preview));
    put(call->reply, "themes", json_null());
    put(call->reply, "reopened", json_integer(0));
    put(call->reply, "elsewhere", json_false());
    return files;
}

/* Whoever finds or counts themes just now counts what came since as well, when that is done. */
static bool follow(Call *call, bool changed, json_t **themes, Err *err) {
    int64_t reopened = 0;
    Err why = {0};
    bool elsewhere = !themes_follow(call, changed, themes, &reopened, &why);
    if (elsewhere && why.code != ERR_BUSY) return *err = why, false;
    put(call->reply, "reopened", json_integer(reopened));
    put(call->reply, "elsewhere", json_boolean(elsewhere));
    return true;
}

static bool end_reply(Call *call, bool changed, Err *err) {
    json_t *themes;
    if (!follow(call, changed, &themes, err)) return false;
    if (themes) put(call->reply, "themes", themes);
    return true;
}

bool import_take(Call *call, const ImportOptions *options, Err *err) {
    bool changed = false;
    return import_one(call, options, false, begin_reply(call, false), &changed, err) && end_reply(call, changed, err);
}

static bool import_op(Call *call, Err *err) {
    const Arg *files = call_arg(call, "file");
    bool preview = call_arg(call, "preview")->i, changed = false;
    json_t *list = begin_reply(call, preview);
    for (size_t i = 0; i < files->list_n; i++) {
        ImportOptions options = {.source = call_arg(call, "source")->s,
                                 .map = call_arg(call, "map")->s,
                                 .told_by = (ToldBy)call_arg(call, "told_by")->i,
                                 .strict = call_arg(call, "strict")->i,
                                 .now = call->now};
        if (!arg_path(call->arena, files->list[i], &options.path, err) ||
            !import_one(call, &options, preview, list, &changed, err))
            return false;
    }
    return preview || !call_arg(call, "themes")->i || end_reply(call, changed, err);
}

static bool refresh_op(Call *call, Err *err) {
    json_t *themes;
    size_t alerts = 0;
    if (!follow(call, false, &themes, err) || (themes && !alerts_find(call, &alerts, err))) {
        json_decref(themes);
        return false;
    }
    put(call->reply, "themes", themes ? themes : json_null());
    put(call->reply, "alerts", json_integer((json_int_t)alerts));
    return true;
}

static const Field IMPORT_REPLY[] = {
    {"files", SHAPE_ARRAY, "what was recognised, and the counts; with preview also rows and problems", SHAPE_OF_FREE,
     false},
    {"preview", SHAPE_BOOL, NULL, NULL, false},
    {"themes", SHAPE_OBJECT, "null: nothing new to code", SHAPE_OF_DISCOVERY, true},
    {"reopened", SHAPE_INT, "problems that a tripwire opened again", NULL, false},
    {"elsewhere", SHAPE_BOOL, "another program is finding or counting themes, and will count these signals", NULL,
     false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const char *const TOLD_BY[] = {"as-before", "customers", "internal", NULL}; /* as ToldBy */
static const Param IMPORT_PARAMS[] = {
    {.name = "file",
     .type = PARAM_LIST,
     .required = true,
     .positional = true,
     .cli_only = true,
     .max = 1000,
     .help = "files to import; - is standard input"},
    {.name = "map",
     .type = PARAM_STR,
     .max = 4000,
     .cli_only = true,
     .help = "which column is what: text=Summary+Description,time=Created,id=Key,customer=...,channel=...,product=..."},
    {.name = "source",
     .type = PARAM_STR,
     .max = 100,
     .cli_only = true,
     .help = "name of the source (default: the file's name)"},
    {.name = "told_by",
     .type = PARAM_ENUM,
     .choices = TOLD_BY,
     .fallback = "as-before",
     .cli_only = true,
     .help = "who speaks in them: customers, or internal (your own developers, as customers of infrastructure teams); "
             "a new source is told by customers"},
    {.name = "preview",
     .type = PARAM_BOOL,
     .fallback = "false",
     .cli_only = true,
     .help = "show the first rows as they would be stored and every problem; store nothing"},
    {.name = "strict",
     .type = PARAM_BOOL,
     .fallback = "false",
     .cli_only = true,
     .help = "fail at the first row that cannot be read, and store nothing; always from the beginning of the file"},
    {.name = "themes",
     .type = PARAM_BOOL,
     .fallback = "true",
     .cli_only = true,
     .help = "find or refresh the themes afterwards (--no-themes: do not)"},
    {.name = NULL},
};
const Op OP_IMPORT = {
    .id = "import",
    .method = "POST",
    .path = "/import",
    .words = "import",
    .summary = "Bring signals in from files",
    .help = "Reads CSV, TSV, JSON arrays and JSON lines, plain or packed with gzip or zstd. Knows the exports of CFPB, "
            "Zendesk, "
            "Intercom, Jira, GitHub, Google Play and App Store by their header; guesses others; --map tells it.\n\n"
            "Importing again changes only what changed. A stopped import goes on where it was when the same command is "
            "given again. Rows that cannot be read go to a rejects file with line and reason. Personal data is cut "
            "before anything is stored.\n\n"
            "ridealong import complaints.csv.gz tickets.json\n"
            "ridealong import --preview survey.csv\n"
            "ridealong import --map \"text=Comment,time=Date,id=No\" survey.csv\n"
            "ridealong import --told-by internal platform-tickets.csv   # product: the component that it is about\n"
            "zcat old.csv.gz | ridealong import --source old -",
    .doors = DOOR_CLI,
    .role = ROLE_LEAD,
    .writes = true,
    .storeless = true, /* a preview opens none */
    .params = IMPORT_PARAMS,
    .reply = IMPORT_REPLY,
    .run = import_op,
};

static const Field REFRESH_REPLY[] = {
    {"themes", SHAPE_OBJECT, "null: nothing has come since", SHAPE_OF_DISCOVERY, true},
    {"reopened", SHAPE_INT, "problems that were opened again", NULL, false},
    {"elsewhere", SHAPE_BOOL, "another program is finding or counting themes, and will count what came", NULL, false},
    {"alerts", SHAPE_INT, "themes that began to rise, or rose again", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Op OP_REFRESH = {
    .id = "themes.refresh",
    .method = "POST",
    .path = "/themes/refresh",
    .words = "refresh",
    .summary = "Count themes anew when signals came since",
    .help =
        "Signals sent by programs have their themes at once; what is counted of them, quotes, emerging groups, "
        "tripwires "
        "and alerts, follows with this. `ridealong serve` does it by itself soon after signals came, and so does each "
        "import. Without news it does nothing.",
    .doors = DOOR_CLI | DOOR_API,
    .role = ROLE_LEAD,
    .writes = true,
    .job = true,
    .reply = REFRESH_REPLY,
    .run = refresh_op,
};
