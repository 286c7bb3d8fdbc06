/* ops_leave_import.c - leave import: the absences of an HR system, without their reasons. */
#include <stdlib.h>

#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "people_ops.h"
#include "people_save.h"

typedef struct LeaveTaken {
    LeaveRow *rows;
    size_t n, added, removed;
} LeaveTaken;

static bool match(Call *call, const LeaveSaid *said, size_t n, LeaveTaken *out, PeopleFaults *faults, Err *err) {
    PersonRow *people;
    size_t people_n;
    if (!people_list(call->app->db, call->arena, &(PersonFilter){.left = true}, &people, &people_n, err)) return false;
    Names keys = {ARENA_ARRAY(call->arena, NameAt, people_n + 1), people_n};
    for (size_t i = 0; i < people_n; i++) keys.rows[i] = (NameAt){people[i].key, i};
    names_sort(&keys);
    out->rows = ARENA_ARRAY(call->arena, LeaveRow, n + 1);
    for (size_t i = 0; i < n; i++) {
        size_t at = names_find(&keys, said[i].who, NULL);
        Err why = {0};
        if (at == SIZE_MAX) {
            err_set(&why, ERR_INPUT, "give the e-mail address or id with which they were imported",
                    "nobody is called '%.*s'", STR_ARG(said[i].who));
            people_fault(faults, said[i].file, said[i].line, &why);
        } else
            out->rows[out->n++] =
                (LeaveRow){.person_id = people[at].id, .from_day = said[i].from, .to_day = said[i].to};
    }
    return true;
}

static int by_leave(const void *x, const void *y) {
    const LeaveRow *a = x, *b = y;
    if (a->person_id != b->person_id) return a->person_id > b->person_id ? 1 : -1;
    if (a->from_day != b->from_day) return a->from_day > b->from_day ? 1 : -1;
    return (a->to_day > b->to_day) - (a->to_day < b->to_day);
}

/* --sync: leave that is not over and stands in no file was taken back. */
static bool remove_others(Call *call, LeaveTaken *t, Err *err) {
    LeaveRow *all;
    size_t n, gone = 0;
    int64_t today = day_of(call->now);
    if (!leave_list(call->app->db, call->arena, &(LeaveFilter){.from = today, .to = today + 36600}, &all, &n, err))
        return false;
    int64_t *ids = ARENA_ARRAY(call->arena, int64_t, n + 1);
    if (t->n) qsort(t->rows, t->n, sizeof *t->rows, by_leave);
    for (size_t i = 0; i < n; i++)
        if (!t->n || !bsearch(&all[i], t->rows, t->n, sizeof *t->rows, by_leave)) ids[gone++] = all[i].id;
    t->removed = gone;
    return leave_remove(call->app->db, ids, gone, err);
}

static bool save(Call *call, LeaveTaken *t, bool sync, Err *err) {
    return (!sync || remove_others(call, t, err)) && leave_add(call->app->db, t->rows, t->n, &t->added, err) &&
           audit_note(call, "leave.import", "people", 0,
                      json_pack("{s:I, s:I}", "new", (json_int_t)t->added, "removed", (json_int_t)t->removed), err);
}

static bool import_leave(Call *call, Err *err) {
    const Arg *files = call_arg(call, "file");
    bool preview = call_arg(call, "preview")->i, sync = call_arg(call, "sync")->i;
    PeopleFaults *faults = ARENA_NEW(call->arena, PeopleFaults);
    LeaveSaid *said;
    LeaveTaken taken = {0};
    size_t n;
    faults->a = call->arena;
    if (!people_load_leave(call->arena, files->list, files->list_n, call_arg(call, "map")->s, &said, &n, faults, err) ||
        !db_begin(call->app->db, err))
        return false;
    bool ok = match(call, said, n, &taken, faults, err) && save(call, &taken, sync && !faults->all, err) &&
              (preview || people_faultless(faults, err));
    if (preview || !ok) db_rollback(call->app->db); /* a preview is an import that is taken back */
    else ok = db_commit(call->app->db, err);
    if (!ok) return false;
    put(call->reply, "preview", json_boolean(preview));
    put(call->reply, "rows", json_integer((json_int_t)n));
    put(call->reply, "new", json_integer((json_int_t)taken.added));
    put(call->reply, "same", json_integer((json_int_t)(taken.n - taken.added)));
    put(call->reply, "removed", json_integer((json_int_t)taken.removed));
    put(call->reply, "faults", people_faults_json(faults));
    put(call->reply, "wrong", json_integer((json_int_t)faults->all));
    return true;
}

static const Field REPLY[] = {
    {"preview", SHAPE_BOOL, "nothing was stored", NULL, false},
    {"rows", SHAPE_INT, "that could be read", NULL, false},
    {"new", SHAPE_INT, NULL, NULL, false},
    {"same", SHAPE_INT, "that were there already", NULL, false},
    {"removed", SHAPE_INT, "that stand in no file any more (--sync)", NULL, false},
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
     .help = "these files are all there is: leave that is not over and not in them is taken back"},
    {.name = "preview",
     .type = PARAM_BOOL,
     .fallback = "false",
     .help = "say what would change and what is wrong, and store nothing"},
    {.name = "map",
     .type = PARAM_STR,
     .max = 2000,
     .fallback = "",
     .help = "columns, like \"email=Mail,from=Starts,until=Ends\""},
    {.name = NULL},
};
const Op OP_LEAVE_IMPORT = {
    .id = "leave.import",
    .method = "POST",
    .path = "/leave/import",
    .words = "leave import",
    .summary = "Take leave from an export of the HR system",
    .help =
        "Columns email (or id), from, until (last day away; empty: one day). Any other column, such as the reason, is "
        "not read. Importing again adds nothing twice. A mistake in a file stores nothing.\n\n"
        "ridealong leave import --sync leave.csv",
    .doors = DOOR_CLI,
    .role = ROLE_LEAD,
    .writes = true,
    .params = PARAMS,
    .reply = REPLY,
    .rows = "faults",
    .columns = (const Column[]){{"line", "line", "int", 6},
                                {"what is wrong", "what", "text", 40},
                                {"what to do", "hint", "text", 0},
                                {NULL, NULL, NULL, 0}},
    .facts = (const Column[]){{"preview", "preview", "text", 0},
                              {"new", "new", "int", 0},
                              {"as before", "same", "int", 0},
                              {"taken back", "removed", "int", 0},
                              {"wrong rows", "wrong", "int", 0},
                              {NULL, NULL, NULL, 0}},
    .empty = "No row is wrong.",
    .run = import_leave,
};
