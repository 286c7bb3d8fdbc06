/* ops_people.c - people: the list, the import, leave. */
#include "access.h"
#include "audit.h"
#include "json_build.h"
#include "people_import.h"
#include "planning.h"
#include "text/utf8.h"

enum { PAGE = 50 };

/* ---- list ----------------------------------------------------------------------------------------- */

static json_t *person_json(Arena *a, const PersonRow *p, Str team) {
    return json_pack(
        "{s:I, s:o, s:o, s:o, s:b, s:b, s:o, s:o, s:o, s:o, s:o}", "id", (json_int_t)p->id, "name", json_str(p->name),
        "email", json_str(p->email), "team", json_link(p->team_id, team), "engineer", p->engineer, "host", p->host,
        "zone", json_str(p->zone.n ? p->zone : STR("UTC")), "languages", json_str(p->languages), "fte",
        json_num(p->fte, 3), "joined",
        p->joined_day == DAY_NONE ? json_null() : json_str(time_iso_date(a, p->joined_day * SECONDS_PER_DAY)), "left",
        p->left_day == DAY_NONE ? json_null() : json_str(time_iso_date(a, p->left_day * SECONDS_PER_DAY)));
}

static Str team_name(const TeamRow *teams, size_t n, int64_t id) {
    for (size_t i = 0; i < n; i++)
        if (teams[i].id == id) return teams[i].name;
    return (Str){0};
}

static bool matches(Arena *a, const PersonRow *p, Str folded) {
    return !folded.n || str_find(utf8_fold(a, p->name), folded) != SIZE_MAX ||
           str_find(utf8_fold(a, p->email), folded) != SIZE_MAX;
}

/* Pages are put together out of blocks, so that a search costs no more memory than a page. */
static bool people_run(Call *call, Err *err) {
    TeamRow *teams;
    PersonRow *rows, last;
    size_t teams_n, n;
    PersonFilter filter = {.team_id = call_arg(call, "team")->given ? call_arg(call, "team")->i : 0,
                           .left = call_arg(call, "left")->i,
                           .day = day_of(call->now),
                           .limit = 500};
    Str folded = utf8_fold(call->arena, str_trim(call_arg(call, "q")->s));
    json_t *list = json_array();
    put(call->reply, "people", list);
    put(call->reply, "after", json_null());
    if (!teams_list(call->app->db, call->arena, true, &teams, &teams_n, err)) return false;
    if (call_arg(call, "after")->given) {
        if (!person_get(call->app->db, call->arena, call_arg(call, "after")->i, &last, err)) return false;
        filter.after_name = last.name;
        filter.after_id = last.id;
    }
    for (;;) {
        if (!people_list(call->app->db, call->arena, &filter, &rows, &n, err)) return false;
        for (size_t i = 0; i < n; i++) {
            if (!matches(call->arena, &rows[i], folded)) continue;
            json_array_append_new(list, person_json(call->arena, &rows[i], team_name(teams, teams_n, rows[i].team_id)));
            if (json_array_size(list) == PAGE) return put(call->reply, "after", json_integer(rows[i].id)), true;
        }
        if (n < (size_t)filter.limit) return true;
        filter.after_name = rows[n - 1].name;
        filter.after_id = rows[n - 1].id;
    }
}

/* ---- import --------------------------------------------------------------------------------------- */

static bool import_in(Call *call, PeopleFile *file, PeopleCounts *c, Err *err) {
    if (!people_file_save(call, file, call_arg(call, "sync")->i, c, err)) return false;
    json_t *body = json_pack("{s:I, s:I, s:I}", "new", (json_int_t)c->added, "changed", (json_int_t)c->changed, "left",
                             (json_int_t)c->left);
    return audit_note(call, "people.import", "", 0, body, err);
}

static bool import_run(Call *call, Err *err) {
    PeopleFile file;
    PeopleCounts c;
    bool preview = call_arg(call, "preview")->i;
    const char *path = arena_str(call->arena, call_arg(call, "file")->s).p;
    if (!people_file_read(call, path, &file, err)) return false;
    if (file.wrong_n && !preview) {
        const json_t *first = json_array_get(file.wrong, 0);
        return err_set(err, ERR_INPUT, "see all of them with --preview; nothing was stored",
                       "%s: %zu rows are wrong; line %lld: %s", path, file.wrong_n,
                       (long long)json_integer_value(json_object_get(first, "line")),
                       json_string_value(json_object_get(first, "what")));
    }
    if (!app_make_store(call->app, err)) return false;
    /* a preview does all of it and takes it back, so that it says what would happen and nothing else */
    if (!db_begin(call->app->db, err)) return false;
    bool ok = import_in(call, &file, &c, err);
    if (ok && preview)
        db_rollback(call->app->db);
    else
        ok = db_end(call->app->db, ok, err);
    if (!ok) return false;
    put(call->reply, "new", json_integer(c.added));
    put(call->reply, "changed", json_integer(c.changed));
    put(call->reply, "same", json_integer(c.same));
    put(call->reply, "left", json_integer(c.left));
    put(call->reply, "teams", json_integer(c.teams));
    put(call->reply, "stored", json_boolean(!preview));
    return true;
}

/* ---- leave ---------------------------------------------------------------------------------------- */

static bool leave_run(Call *call, Err *err) {
    PersonRow person;
    LeaveRow row = {.note = str_trim(call_arg(call, "note")->s)};
    if (!touch_person(call, "person", &person, err)) return false;
    row.person_id = person.id;
    row.from_day = day_of(call_arg(call, "from")->i);
    row.to_day = day_of(call_arg(call, "to")->i) + 1;
    if (row.to_day <= row.from_day) return err_set(err, ERR_INPUT, NULL, "to: leave ends before it begins");
    if (!db_begin(call->app->db, err)) return false;
    bool ok = leave_add(call->app->db, &row, &row.id, err) &&
              audit_note(
                  call, "leave.add", "person", person.id,
                  json_pack("{s:I, s:I}", "from_day", (json_int_t)row.from_day, "to_day", (json_int_t)row.to_day), err);
    if (!db_end(call->app->db, ok, err)) return false;
    put(call->reply, "leave", json_integer(row.id));
    put(call->reply, "done",
        json_str(arena_printf(call->arena, "%.*s is on leave for %lld days", STR_ARG(person.name),
                              (long long)(row.to_day - row.from_day))));
    return true;
}

static bool leave_of(Call *call, LeaveRow *row, Err *err) {
    LeaveRow *rows;
    size_t n;
    if (!leave_list(call->app->db, call->arena, 0, INT64_MIN, INT64_MAX, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (rows[i].id == call_arg(call, "leave")->i) return *row = rows[i], true;
    return err_set(err, ERR_NOT_FOUND, NULL, "there is no leave %lld", (long long)call_arg(call, "leave")->i);
}

static bool leave_owner(Call *call, Owner *owner, Err *err) {
    LeaveRow row;
    if (!leave_of(call, &row, err)) return false;
    *owner = (Owner){.person_id = row.person_id};
    return true;
}

static bool leave_end_run(Call *call, Err *err) {
    LeaveRow row;
    if (!leave_of(call, &row, err) || !db_begin(call->app->db, err)) return false;
    bool ok =
        leave_remove(call->app->db, row.id, err) && audit_note(call, "leave.end", "person", row.person_id, NULL, err);
    if (!db_end(call->app->db, ok, err)) return false;
    put(call->reply, "leave", json_integer(row.id));
    put(call->reply, "done", json_str(STR("The leave is taken back")));
    return true;
}

/* ---- rows ----------------------------------------------------------------------------------------- */

static const Field PERSON[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"email", SHAPE_STRING, NULL, NULL, false},
    {"team", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"engineer", SHAPE_BOOL, "owes touchpoints", NULL, false},
    {"host", SHAPE_BOOL, "from support or sales", NULL, false},
    {"zone", SHAPE_STRING, NULL, NULL, false},
    {"languages", SHAPE_STRING, NULL, NULL, false},
    {"fte", SHAPE_NUMBER, "share of a full week", NULL, false},
    {"joined", SHAPE_STRING, NULL, NULL, true},
    {"left", SHAPE_STRING, "last day", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param PEOPLE_PARAMS[] = {
    {.name = "q", .type = PARAM_STR, .max = NAME_BYTES, .fallback = "", .help = "part of a name or address"},
    {.name = "team", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "number of a team"},
    {.name = "left", .type = PARAM_BOOL, .fallback = "false", .help = "also who has left"},
    {.name = "after",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .help = "the page after this one, as the reply before said"},
    {.name = NULL},
};
static const Field PEOPLE_REPLY[] = {
    {"people", SHAPE_ARRAY, "by name, a page of them", PERSON, false},
    {"after", SHAPE_INT, "ask for more with this", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column PEOPLE_COLUMNS[] = {
    {"NO", "id", "int", 6},       {"NAME", "name", "text", 22},          {"TEAM", "team.name", "text", 18},
    {"ZONE", "zone", "text", 18}, {"LANGUAGES", "languages", "text", 0}, {NULL, NULL, NULL, 0},
};
const Op OP_PEOPLE = {
    .id = "people.list",
    .method = "GET",
    .path = "/people",
    .words = "people",
    .summary = "People: engineers and hosts",
    .help = "ridealong people --q ann",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = PEOPLE_PARAMS,
    .reply = PEOPLE_REPLY,
    .rows = "people",
    .columns = PEOPLE_COLUMNS,
    .empty = "Nobody found. Bring people in: ridealong people import FILE.csv",
    .run = people_run,
};

static const Param IMPORT_PARAMS[] = {
    {.name = "file",
     .type = PARAM_STR,
     .max = 4000,
     .required = true,
     .positional = true,
     .cli_only = true,
     .help = "table of people: CSV, TSV or JSON"},
    {.name = "preview", .type = PARAM_BOOL, .fallback = "false", .help = "say what would happen; store nothing"},
    {.name = "sync",
     .type = PARAM_BOOL,
     .fallback = "false",
     .help = "the file has everybody: who is not in it has left"},
    {.name = NULL},
};
static const Field WRONG[] = {
    {"line", SHAPE_INT, NULL, NULL, false},
    {"what", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field IMPORT_REPLY[] = {
    {"new", SHAPE_INT, "people", NULL, false},
    {"changed", SHAPE_INT, NULL, NULL, false},
    {"same", SHAPE_INT, NULL, NULL, false},
    {"left", SHAPE_INT, "not in the file any more", NULL, false},
    {"teams", SHAPE_INT, "new ones", NULL, false},
    {"stored", SHAPE_BOOL, "false: a preview", NULL, false},
    {"wrong", SHAPE_ARRAY, "rows that are wrong", WRONG, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column IMPORT_COLUMNS[] = {
    {"LINE", "line", "int", 6}, {"WHAT IS WRONG", "what", "text", 0}, {NULL, NULL, NULL, 0}};
static const Column IMPORT_FACTS[] = {
    {"new", "new", "int", 0},   {"changed", "changed", "int", 0}, {"same", "same", "int", 0},
    {"left", "left", "int", 0}, {"new teams", "teams", "int", 0}, {NULL, NULL, NULL, 0},
};
const Op OP_PEOPLE_IMPORT = {
    .id = "people.import",
    .method = "POST",
    .path = "/people/import",
    .words = "people import",
    .summary = "Bring people in from a table",
    .help = "ridealong people import staff.csv --preview\nridealong people import staff.csv --sync\n\n"
            "Columns, of which only email must be there: email, name, team, manager (an e-mail address), engineer, "
            "host, zone "
            "(Europe/Berlin), languages (en de), work_days (Mon-Fri), work_from, work_to, fte (0.8), joined, left. "
            "What a file "
            "says nothing about stays as it is. If one row is wrong, nothing is stored.",
    .doors = DOOR_CLI,
    .role = ROLE_LEAD,
    .writes = true,
    .storeless = true, /* the file is read before it is made */
    .params = IMPORT_PARAMS,
    .reply = IMPORT_REPLY,
    .rows = "wrong",
    .columns = IMPORT_COLUMNS,
    .facts = IMPORT_FACTS,
    .empty = "Every row could be read.",
    .run = import_run,
};

static const Param LEAVE_PARAMS[] = {
    {.name = "from", .type = PARAM_DATE, .required = true, .help = "first day"},
    {.name = "to", .type = PARAM_DATE, .required = true, .help = "last day"},
    PERSON_PARAM,
    {.name = "note", .type = PARAM_STR, .max = NAME_BYTES, .fallback = "", .help = "for yourself"},
    WHO_PARAM,
    {.name = NULL},
};
static const Field LEAVE_REPLY[] = {
    {"leave", SHAPE_INT, "its number", NULL, false},
    {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LEAVE_FACTS[] = {{"leave", "leave", "int", 0}, {"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};
const Op OP_LEAVE = {
    .id = "leave.add",
    .method = "POST",
    .path = "/leave/add",
    .words = "leave",
    .summary = "Say when somebody is away",
    .help = "ridealong leave --person ann@example.com --from 2027-02-01 --to 2027-02-12\n\nNothing is owed for these "
            "days, and no plan uses them.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_ENGINEER,
    .owner = touch_owner_person,
    .writes = true,
    .params = LEAVE_PARAMS,
    .reply = LEAVE_REPLY,
    .facts = LEAVE_FACTS,
    .run = leave_run,
};
static const Param LEAVE_END_PARAMS[] = {
    {.name = "leave",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "its number"},
    WHO_PARAM,
    {.name = NULL},
};
const Op OP_LEAVE_END = {
    .id = "leave.end",
    .method = "POST",
    .path = "/leave/{leave}/end",
    .words = "leave end",
    .summary = "Take a leave back",
    .help = "ridealong leave end 7",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_ENGINEER,
    .owner = leave_owner,
    .writes = true,
    .params = LEAVE_END_PARAMS,
    .reply = LEAVE_REPLY,
    .facts = LEAVE_FACTS,
    .run = leave_end_run,
};
