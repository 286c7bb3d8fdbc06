/* ops_people.c - people: the list, and what all operations on people ask. */
#include "access.h"
#include "app_private.h"
#include "cursor.h"
#include "json_build.h"
#include "people_fields.h"
#include "people_ops.h"
#include "shapes.h"

bool people_may_see(Call *call, int64_t person_id, bool *may, Err *err) {
    return access_owns(call, &(Owner){.person_id = person_id}, may, err) && (*may || access_others(call, may, err));
}

static json_t *row_json(Call *call, const PersonRow *p, const TeamRow *teams, size_t n) {
    const TeamRow *team = NULL;
    for (size_t i = 0; i < n && p->team_id; i++)
        if (teams[i].id == p->team_id) team = &teams[i];
    bool left = p->left_day != DAY_NONE && p->left_day < day_of(call->now);
    return json_pack("{s:I, s:o, s:o, s:o, s:s, s:s, s:o, s:o}", "id", (json_int_t)p->id, "name", json_str(p->name),
                     "email", json_str(p->email), "team", team ? json_link(team->id, team->name) : json_null(), "state",
                     left ? "left" : "there", "part",
                     p->host       ? (p->engineer ? "engineer, host" : "host")
                     : p->engineer ? "engineer"
                                   : "",
                     "zone", json_str(p->zone), "languages", json_str(p->languages));
}

static bool list_filter(Call *call, PersonFilter *f, Err *err) {
    const Arg *team = call_arg(call, "team");
    *f = (PersonFilter){.find = call_arg(call, "q")->s,
                        .team_id = team->given ? team->i : 0,
                        .left = call_arg(call, "left")->i,
                        .day = day_of(call->now),
                        .limit = cursor_rows(call)};
    PersonRow last;
    int64_t id;
    if (!cursor_read(call, &id, 1, err)) return false;
    if (!id) return true;
    if (!person_get(call->app->db, call->arena, id, &last, err))
        return err_set(err, ERR_INPUT, "begin again without it", "cursor: that person is no longer there");
    f->after_id = last.id;
    f->after_name = last.name;
    return true;
}

static bool list_run(Call *call, Err *err) {
    PersonFilter f;
    PersonRow *rows;
    TeamRow *teams;
    size_t n, teams_n;
    int64_t total;
    json_t *list = json_array(), *choice = json_array();
    put(call->reply, "people", list);
    put(call->reply, "teams", choice);
    if (!list_filter(call, &f, err) || !people_list(call->app->db, call->arena, &f, &rows, &n, err) ||
        !people_count(call->app->db, call->arena, &f, &total, err) ||
        !teams_list(call->app->db, call->arena, false, &teams, &teams_n, err))
        return false;
    size_t shown = cursor_page(call, n);
    for (size_t i = 0; i < shown; i++) json_array_append_new(list, row_json(call, &rows[i], teams, teams_n));
    for (size_t i = 0; i < teams_n; i++) json_array_append_new(choice, json_link(teams[i].id, teams[i].name));
    put(call->reply, "total", json_integer(total));
    put(call->reply, "q", json_str(f.find));
    put(call->reply, "team", f.team_id ? json_integer(f.team_id) : json_null());
    put(call->reply, "left", json_boolean(f.left));
    CURSOR_PUT(call, n, rows[shown - 1].id);
    return true;
}

static const Field ROW[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"email", SHAPE_STRING, NULL, NULL, false},
    {"team", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"state", SHAPE_STRING, "there, left", NULL, false},
    {"part", SHAPE_STRING, "engineer, host, both or nothing", NULL, false},
    {"zone", SHAPE_STRING, "IANA name; empty: that of the organisation", NULL, false},
    {"languages", SHAPE_STRING, "BCP 47 codes", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REPLY[] = {
    {"people", SHAPE_ARRAY, "by name", ROW, false},
    {"total", SHAPE_INT, "people that the filter finds, on all pages", NULL, false},
    {"teams", SHAPE_ARRAY, "to choose from", SHAPE_OF_LINK, false},
    {"q", SHAPE_STRING, "as asked", NULL, false},
    {"team", SHAPE_INT, "as asked", NULL, true},
    {"left", SHAPE_BOOL, "as asked", NULL, false},
    NEXT_FIELD,
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param PARAMS[] = {
    {.name = "q",
     .type = PARAM_STR,
     .max = 200,
     .fallback = "",
     .positional = true,
     .help = "words of the name, the e-mail address or the team"},
    {.name = "team", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "only of this team (number)"},
    {.name = "left", .type = PARAM_BOOL, .fallback = "false", .help = "also those who have left"},
    LIMIT_PARAM("50"),
    CURSOR_PARAM,
    {.name = NULL},
};
static const Column COLUMNS[] = {
    {"number", "id", "int", 6},      {"name", "name", "text", 0},  {"team", "team.name", "text", 18},
    {"is", "part", "text", 14},      {"zone", "zone", "text", 20}, {"languages", "languages", "text", 10},
    {"e-mail", "email", "text", 30}, {NULL, NULL, NULL, 0},
};
const Op OP_PEOPLE = {
    .id = "people.list",
    .method = "GET",
    .path = "/people",
    .words = "people",
    .summary = "People: engineers, hosts, their teams, zones and languages",
    .help = "ridealong people\nridealong people anna cards\nridealong people --team 7 --left",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = PARAMS,
    .reply = REPLY,
    .rows = "people",
    .columns = COLUMNS,
    .empty = "Nobody. People come from an export of the HR system: `ridealong people import people.csv`",
    .run = list_run,
};

const Op *const OPS_PEOPLE[] = {&OP_PEOPLE,
                                &OP_PERSON,
                                &OP_PERSON_EDIT,
                                &OP_PEOPLE_IMPORT,
                                &OP_LEAVE_LIST,
                                &OP_LEAVE_ADD,
                                &OP_LEAVE_REMOVE,
                                &OP_LEAVE_IMPORT,
                                &OP_GOALS_MINE,
                                &OP_GOALS,
                                &OP_GOALS_SET,
                                &OP_GOALS_TOTALS,
                                NULL};
