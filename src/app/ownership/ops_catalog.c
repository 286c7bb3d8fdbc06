/* ops_catalog.c - components import: the files of a company become components, teams and people. */
#include "app_private.h"
#include "catalog_load.h"
#include "json_build.h"
#include "shapes.h"

static json_t *counts_json(const SaveCounts *c) {
    return json_pack("{s:I, s:I, s:I, s:I}", "new", (json_int_t)c->added, "changed", (json_int_t)c->changed, "same",
                     (json_int_t)c->same, "gone", (json_int_t)c->gone);
}

static void put_saved(Call *call, const Saved *saved) {
    put(call->reply, "components", counts_json(&saved->components));
    put(call->reply, "teams", counts_json(&saved->teams));
    put(call->reply, "people", counts_json(&saved->people));
    put(call->reply, "edges", json_integer(saved->edges));
    put(call->reply, "changes", saved->changes ? saved->changes : json_array());
}

static json_t *notices_json(const Catalog *c) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->notices_n; i++)
        json_array_append_new(list, json_pack("{s:o, s:I, s:o}", "file", json_str(c->notices[i].file), "line",
                                              (json_int_t)c->notices[i].line, "what", json_str(c->notices[i].what)));
    return list;
}

static bool import_run_catalog(Call *call, Err *err) {
    bool preview = call_arg(call, "preview")->i;
    const Arg *list = call_arg(call, "file");
    CatalogFiles files = {list->list, list->list_n, call_arg(call, "tree")->s, call_arg(call, "repository")->s};
    Catalog *c;
    Saved saved = {0};
    if (!catalog_load(call->arena, &files, &c, err) || !app_make_store(call->app, err)) return false;
    Db *db = call->app->db;
    if (!db_begin(db, err)) return false;
    bool ok = catalog_save(call, c, &files, call_arg(call, "all")->i, &saved, err);
    if (preview || !ok)
        db_rollback(db); /* a preview is an import that is taken back: it cannot promise anything else */
    else ok = db_commit(db, err);
    if (!ok) return json_decref(saved.changes), false;
    put_saved(call, &saved);
    put(call->reply, "preview", json_boolean(preview));
    put(call->reply, "notices", notices_json(c));
    put(call->reply, "notices_left_out", json_integer((json_int_t)c->notices_left_out));
    return true;
}

static const Field COUNTS[] = {
    {"new", SHAPE_INT, NULL, NULL, false},  {"changed", SHAPE_INT, NULL, NULL, false},
    {"same", SHAPE_INT, NULL, NULL, false}, {"gone", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field CHANGE[] = {
    {"change", SHAPE_STRING, "new, changed, gone", NULL, false},
    {"component", SHAPE_STRING, NULL, NULL, false},
    {"ref", SHAPE_STRING, NULL, NULL, false},
    {"before", SHAPE_STRING, "the owner before", NULL, true},
    {"owner", SHAPE_STRING, "null: nobody", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field NOTICE[] = {
    {"file", SHAPE_STRING, NULL, NULL, false},
    {"line", SHAPE_INT, "0: of the whole file", NULL, false},
    {"what", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REPLY[] = {
    {"preview", SHAPE_BOOL, "nothing was stored", NULL, false},
    {"components", SHAPE_OBJECT, NULL, COUNTS, false},
    {"teams", SHAPE_OBJECT, NULL, COUNTS, false},
    {"people", SHAPE_OBJECT, NULL, COUNTS, false},
    {"edges", SHAPE_INT, "what is built upon what", NULL, false},
    {"changes", SHAPE_ARRAY, "of components, 200 at most", CHANGE, false},
    {"notices", SHAPE_ARRAY, "what to look at: unknown references, rings, lines that could not be taken", NOTICE,
     false},
    {"notices_left_out", SHAPE_INT, "beyond 500", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param PARAMS[] = {
    {.name = "file",
     .type = PARAM_LIST,
     .max = 10000,
     .required = true,
     .positional = true,
     .cli_only = true,
     .help = "files"},
    {.name = "tree",
     .type = PARAM_STR,
     .max = 4096,
     .fallback = "",
     .cli_only = true,
     .help = "list of files for CODEOWNERS, one a line (git ls-files)"},
    {.name = "repository",
     .type = PARAM_STR,
     .max = 200,
     .fallback = "",
     .help = "what \"*\" of a CODEOWNERS stands for; else the name of its folder"},
    {.name = "preview", .type = PARAM_BOOL, .fallback = "false", .help = "say what would change, and change nothing"},
    {.name = "all",
     .type = PARAM_BOOL,
     .fallback = "false",
     .help = "these files are all there is: components of other files are gone"},
    {.name = NULL},
};
static const Column COLUMNS[] = {
    {"file", "file", "text", 24},
    {"line", "line", "int", 5},
    {"what", "what", "text", 0},
    {NULL, NULL, NULL, 0},
};
static const Column FACTS[] = {
    {"preview", "preview", "text", 0},
    {"new components", "components.new", "int", 0},
    {"changed", "components.changed", "int", 0},
    {"as before", "components.same", "int", 0},
    {"gone", "components.gone", "int", 0},
    {"new teams", "teams.new", "int", 0},
    {"teams gone", "teams.gone", "int", 0},
    {"new people", "people.new", "int", 0},
    {"edges", "edges", "int", 0},
    {NULL, NULL, NULL, 0},
};
const Op OP_COMPONENTS_IMPORT = {
    .id = "components.import",
    .method = "POST",
    .path = "/components/import",
    .words = "components import",
    .summary = "Take components, teams and people from catalogs, CODEOWNERS and tables",
    .help =
        "Knows Backstage catalog files, Docker Compose files, Kubernetes manifests, CODEOWNERS of GitHub and GitLab "
        "(with --tree), and "
        "tables with the columns component, owner, description, tags, paths, depends_on, products; or team, "
        "members.\n\n"
        "Give all catalog files at once, so that references find each other. Importing again changes only what "
        "changed. A component that "
        "one of these files had before and has no longer is marked gone. A mistake in a file stores nothing.\n\n"
        "ridealong components import $(git ls-files '*catalog-info.yaml')\n"
        "git ls-files >files.txt; ridealong components import .github/CODEOWNERS --tree files.txt --repository shop\n"
        "ridealong components import --preview components.csv",
    .doors = DOOR_CLI,
    .role = ROLE_LEAD,
    .writes = true,
    .storeless = true, /* files are read before it is made */
    .params = PARAMS,
    .reply = REPLY,
    .rows = "notices",
    .columns = COLUMNS,
    .facts = FACTS,
    .empty = "Nothing to look at.",
    .run = import_run_catalog,
};
