/* ops_leave.c - when people are away: days, never reasons. */
#include "access.h"
#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "people_fields.h"
#include "people_ops.h"
#include "people_save.h"
#include "shapes.h"
#include "touch.h"

static json_t *leave_row_json(Arena *a, const LeaveRow *row) {
    return json_pack("{s:I, s:o, s:o, s:o, s:I}", "id", (json_int_t)row->id, "person",
                     json_link(row->person_id, row->person), "from", people_day_json(a, row->from_day), "until",
                     people_day_json(a, row->to_day - 1), "days", (json_int_t)(row->to_day - row->from_day));
}

static bool list_run(Call *call, Err *err) {
    enum { SHOWN = 1000 };
    const Arg *person = call_arg(call, "person"), *from = call_arg(call, "from"), *to = call_arg(call, "to");
    LeaveFilter f = {.from = day_of(from->given ? from->i : call->now), .by_day = true, .limit = SHOWN};
    f.to = to->given ? day_of(to->i) + 1 : f.from + 366;
    PersonRow row = {0};
    LeaveRow *rows;
    size_t n;
    bool all;
    json_t *list = json_array();
    put(call->reply, "leave", list);
    if (!access_others(call, &all, err)) return false;
    if (person->given && person->s.n) {
        if (!touch_person_named(call, "person", person->s, &row, err)) return false;
        f.person_id = row.id;
    } else if (!all && call->actor->person_id) {
        if (!person_get(call->app->db, call->arena, call->actor->person_id, &row, err)) return false;
        f.person_id = row.id;
    }
    bool may = all || (f.person_id && f.person_id == call->actor->person_id);
    put(call->reply, "seen", json_boolean(may));
    put(call->reply, "all", json_boolean(all));
    put(call->reply, "me", call->actor->person_id ? json_integer(call->actor->person_id) : json_null());
    put(call->reply, "person", f.person_id ? json_link(row.id, row.name) : json_null());
    put(call->reply, "from", people_day_json(call->arena, f.from));
    put(call->reply, "to", people_day_json(call->arena, f.to - 1));
    put(call->reply, "total", json_integer(0));
    if (!may) return true;
    if (!leave_list(call->app->db, call->arena, &f, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) json_array_append_new(list, leave_row_json(call->arena, &rows[i]));
    put(call->reply, "total", json_integer((json_int_t)n));
    return true;
}

static const Field LEAVE[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"person", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"from", SHAPE_TIME, "first day away", NULL, false},
    {"until", SHAPE_TIME, "last day away", NULL, false},
    {"days", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {
    {"leave", SHAPE_ARRAY, "soonest first, 1,000 at most", LEAVE, false},
    {"total", SHAPE_INT, "rows", NULL, false},
    {"seen", SHAPE_BOOL, "the caller may see it; else only their own", NULL, false},
    {"all", SHAPE_BOOL, "the caller may see everybody's", NULL, false},
    {"me", SHAPE_INT, "number of the person that the caller is", NULL, true},
    {"person", SHAPE_OBJECT, "whose it is; null: everybody's that the caller may see", SHAPE_OF_LINK, true},
    {"from", SHAPE_TIME, "first day looked at", NULL, false},
    {"to", SHAPE_TIME, "last day looked at", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param LIST_PARAMS[] = {
    {.name = "person",
     .type = PARAM_STR,
     .max = 300,
     .positional = true,
     .help = "number or e-mail address; else all whose leave you may see"},
    {.name = "from", .type = PARAM_DATE, .help = "first day; today when it is not given"},
    {.name = "to", .type = PARAM_DATE, .help = "last day; a year later when it is not given"},
    {.name = NULL},
};
static const Column LIST_COLUMNS[] = {
    {"number", "id", "int", 6},   {"person", "person.name", "text", 24},
    {"from", "from", "date", 12}, {"until", "until", "date", 12},
    {"days", "days", "int", 0},   {NULL, NULL, NULL, 0},
};
const Op OP_LEAVE_LIST = {
    .id = "leave.list",
    .method = "GET",
    .path = "/leave",
    .words = "leave",
    .summary = "Who is away when",
    .help = "Days only; why somebody is away is not kept. Leave makes less owed, and no plan puts a seat into it.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "leave",
    .columns = LIST_COLUMNS,
    .empty =
        "No leave in that time. Add some: ridealong leave add ann@company.example --from 2027-03-01 --until 2027-03-12",
    .run = list_run,
};

/* ---- add, remove ----------------------------------------------------------------------------- */

/* Without the days: the log is for ever, leave is not. */
static bool note(Call *call, const char *action, int64_t person_id, Err *err) {
    return audit_note(call, action, "person", person_id, NULL, err);
}

static bool add(Call *call, PersonRow *p, LeaveRow *row, Err *err) {
    const Arg *from = call_arg(call, "from"), *until = call_arg(call, "until");
    size_t added;
    if (!touch_person(call, "person", p, err)) return false;
    *row = (LeaveRow){
        .person_id = p->id, .from_day = day_of(from->i), .to_day = day_of(until->given ? until->i : from->i) + 1};
    if (row->to_day <= row->from_day)
        return err_set(err, ERR_INPUT, "correct one of the dates", "until: the last day is before the first");
    return leave_add(call->app->db, row, 1, &added, err) &&
           (added ? note(call, "leave.add", p->id, err)
                  : err_set(err, ERR_CONFLICT, NULL, "%.*s has that leave already", STR_ARG(p->name)));
}

static void done(Call *call, const PersonRow *p, const LeaveRow *row, const char *what) {
    put(call->reply, "person", json_integer(p->id));
    put(call->reply, "done",
        json_str(arena_printf(call->arena, "%s: %.*s is away from %s to %s", what, STR_ARG(p->name),
                              time_iso_date(call->arena, row->from_day * SECONDS_PER_DAY).p,
                              time_iso_date(call->arena, (row->to_day - 1) * SECONDS_PER_DAY).p)));
}

static bool add_run(Call *call, Err *err) {
    PersonRow p = {0};
    LeaveRow row = {0};
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, add(call, &p, &row, err), err)) return false;
    done(call, &p, &row, "added");
    return true;
}

static bool leave_get(Call *call, LeaveRow *row, Err *err) {
    LeaveRow *rows;
    size_t n;
    if (!leave_list(call->app->db, call->arena, &(LeaveFilter){.id = call_arg(call, "leave")->i}, &rows, &n, err))
        return false;
    if (!n) return err_set(err, ERR_NOT_FOUND, "see them all: ridealong leave", "there is no such leave");
    *row = rows[0];
    return true;
}

static bool remove_owner(Call *call, Owner *owner, Err *err) {
    LeaveRow row = {0};
    if (!leave_get(call, &row, err)) return false;
    owner->person_id = row.person_id;
    return true;
}

static bool take_out(Call *call, PersonRow *p, LeaveRow *row, Err *err) {
    return leave_get(call, row, err) && person_get(call->app->db, call->arena, row->person_id, p, err) &&
           leave_remove(call->app->db, &row->id, 1, err) && note(call, "leave.remove", p->id, err);
}

static bool remove_run(Call *call, Err *err) {
    PersonRow p = {0};
    LeaveRow row = {0};
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, take_out(call, &p, &row, err), err)) return false;
    done(call, &p, &row, "no longer");
    return true;
}

static const Field DONE_REPLY[] = {
    {"person", SHAPE_INT, "number", NULL, false},
    {"done", SHAPE_STRING, "what was done", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LEAVE_FACTS[] = {{"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};
static const Param ADD_PARAMS[] = {
    {.name = "person",
     .type = PARAM_STR,
     .max = 300,
     .positional = true,
     .fallback = "",
     .help = "whose: number or e-mail address; yours when it is not given"},
    {.name = "from", .type = PARAM_DATE, .required = true, .help = "first day away"},
    {.name = "until", .type = PARAM_DATE, .help = "last day away; the first when it is not given"},
    {.name = NULL},
};
const Op OP_LEAVE_ADD = {
    .id = "leave.add",
    .method = "POST",
    .path = "/leave/add",
    .words = "leave add",
    .summary = "Say when you, or somebody else, is away",
    .help = "ridealong leave add ann@company.example --from 2027-03-01 --until 2027-03-12",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_VIEWER,
    .owner = touch_owner_person,
    .writes = true,
    .params = ADD_PARAMS,
    .reply = DONE_REPLY,
    .facts = LEAVE_FACTS,
    .run = add_run,
};
static const Param REMOVE_PARAMS[] = {
    {.name = "leave",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "its number"},
    {.name = NULL},
};
const Op OP_LEAVE_REMOVE = {
    .id = "leave.remove",
    .method = "POST",
    .path = "/leave/{leave}/remove",
    .words = "leave remove",
    .summary = "Take leave back",
    .help = "ridealong leave remove 7",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_VIEWER,
    .owner = remove_owner,
    .writes = true,
    .params = REMOVE_PARAMS,
    .reply = DONE_REPLY,
    .facts = LEAVE_FACTS,
    .run = remove_run,
};
