/* ops_teams.c - teams, their people and components. */
#include "app_private.h"
#include "json_build.h"
#include "name_filter.h"
#include "ownership.h"
#include "shapes.h"

static const char *team_state(const TeamRow *t) {
    if (t->gone_at != TIME_NONE) return "gone";
    return t->people ? "there" : "empty";
}

static json_t *team_json(const Friction *f, const TeamRow *t) {
    int64_t components = 0;
    double voices = 0;
    for (size_t i = 0; i < f->n; i++)
        if (f->components[i].team_id == t->id) components++, voices += f->carried[i];
    return json_pack("{s:I, s:o, s:o, s:s, s:I, s:I, s:o, s:o}", "id", (json_int_t)t->id, "name", json_str(t->name),
                     "key", json_str(t->key), "state", team_state(t), "people", (json_int_t)t->people, "components",
                     (json_int_t)components, "voices", json_num(voices, 1), "share",
                     json_num(f->heard > 0 ? voices / f->heard : 0, 4));
}

static bool list_run(Call *call, Err *err) {
    Friction f;
    TeamRow *teams;
    size_t n, kept = 0;
    Str q = name_filter(call);
    json_t *list = json_array();
    put(call->reply, "teams", list);
    if (!teams_list(call->app->db, call->arena, call_arg(call, "gone")->i, &teams, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (utf8_holds(call->arena, teams[i].name, q)) teams[kept++] = teams[i];
    if (!kept) return true;
    if (!friction_read(call, &f, err)) return false;
    for (size_t i = 0; i < kept; i++) json_array_append_new(list, team_json(&f, &teams[i]));
    return true;
}

static bool team_named(Call *call, Str given, TeamRow *row, Err *err) {
    TeamRow *rows;
    size_t n, found = 0;
    int64_t id;
    Str name = str_trim(given);
    if (str_to_i64(name, &id)) return team_get(call->app->db, call->arena, id, row, err);
    if (!teams_list(call->app->db, call->arena, true, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        Str last = rows[i].key;
        str_cut(&last, '/');
        if (!str_eq_nocase(rows[i].key, name) && !str_eq_nocase(rows[i].name, name) && !str_eq_nocase(last, name))
            continue;
        *row = rows[i];
        found++;
    }
    if (found == 1) return true;
    return found ? err_set(err, ERR_CONFLICT, "say which by its number: ridealong teams", "%zu teams are called '%.*s'",
                           found, STR_ARG(name))
                 : err_set(err, ERR_NOT_FOUND, "see them all: ridealong teams", "there is no team '%.*s'",
                           STR_ARG(str_slice(name, 0, 100)));
}

static bool get_run(Call *call, Err *err) {
    Friction f;
    TeamRow team = {0};
    PersonRow *people;
    size_t n;
    json_t *names = json_array(), *components = json_array();
    put(call->reply, "people", names);
    put(call->reply, "components", components);
    if (!team_named(call, call_arg(call, "team")->s, &team, err) || !friction_read(call, &f, err) ||
        !people_list(call->app->db, call->arena, &(PersonFilter){.team_id = team.id, .day = day_of(call->now)}, &people,
                     &n, err))
        return false;
    for (size_t i = 0; i < n; i++) json_array_append_new(names, json_link(people[i].id, people[i].name));
    for (size_t i = 0; i < f.n; i++) {
        if (f.components[i].team_id != team.id) continue;
        json_t *o = component_json(call->arena, &f.components[i]);
        put(o, "voices", json_num(f.carried[i], 1));
        put(o, "share", json_num(f.heard > 0 ? f.carried[i] / f.heard : 0, 4));
        json_array_append_new(components, o);
    }
    put(call->reply, "team", team_json(&f, &team));
    return true;
}

#define VOICES_FIELDS                                                                                                  \
    {"voices", SHAPE_NUMBER, "of the last quarter that stand on it", NULL, false}, {                                   \
        "share", SHAPE_NUMBER, "of all voices of the last quarter, 0 to 1", NULL, false                                \
    }
static const Field TEAM[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"key", SHAPE_STRING, "as its source calls it", NULL, false},
    {"state", SHAPE_STRING, "there, empty (no people), gone", NULL, false},
    {"people", SHAPE_INT, NULL, NULL, false},
    {"components", SHAPE_INT, "that it owns", NULL, false},
    VOICES_FIELDS,
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field OWNS[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"ref", SHAPE_STRING, NULL, NULL, false},
    {"gone", SHAPE_BOOL, NULL, NULL, false},
    {"owner", SHAPE_OBJECT, NULL, SHAPE_OF_OWNER, false},
    VOICES_FIELDS,
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {
    {"teams", SHAPE_ARRAY, "by name", TEAM, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field GET_REPLY[] = {
    {"team", SHAPE_OBJECT, NULL, TEAM, false},
    {"people", SHAPE_ARRAY, "by name", SHAPE_OF_LINK, false},
    {"components", SHAPE_ARRAY, "by reference", OWNS, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param LIST_PARAMS[] = {
    {.name = "gone", .type = PARAM_BOOL, .fallback = "false", .help = "also those that are gone"},
    NAME_PARAM("name"),
    {.name = NULL},
};
static const Param GET_PARAMS[] = {
    {.name = "team", .type = PARAM_STR, .max = 300, .required = true, .positional = true, .help = "its number or name"},
    {.name = NULL},
};
static const Column LIST_COLUMNS[] = {
    {"number", "id", "int", 6},       {"team", "name", "text", 24},
    {"people", "people", "int", 6},   {"components", "components", "int", 10},
    {"voices", "voices", "score", 7}, {"share", "share", "percent", 6},
    {"state", "state", "text", 0},    {NULL, NULL, NULL, 0},
};
static const Column GET_COLUMNS[] = {
    {"number", "id", "int", 6},
    {"component", "name", "text", 28},
    {"voices", "voices", "score", 7},
    {"share", "share", "percent", 0},
    {NULL, NULL, NULL, 0},
};
static const Column FACTS[] = {
    {"team", "team.name", "text", 0},
    {"state", "team.state", "text", 0},
    {"people", "people", "names", 0},
    {NULL, NULL, NULL, 0},
};
static const Op LIST = {
    .id = "teams.list",
    .method = "GET",
    .path = "/teams",
    .words = "teams",
    .summary = "Teams: their people, components, and the friction that stands on these",
    .help = "Teams come with a catalog (`ridealong components import`). A team without people is empty, and what it "
            "owns is stale.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "teams",
    .columns = LIST_COLUMNS,
    .empty = "No teams. They come with a catalog: `ridealong components import catalog-info.yaml`",
    .run = list_run,
};
static const Op GET = {
    .id = "teams.get",
    .method = "GET",
    .path = "/teams/{team}",
    .words = "team",
    .summary = "One team: its people and components",
    .help = "ridealong team payments",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = GET_PARAMS,
    .reply = GET_REPLY,
    .rows = "components",
    .columns = GET_COLUMNS,
    .facts = FACTS,
    .empty = "It owns no component.",
    .run = get_run,
};

const Op *const OPS_TEAMS[] = {&LIST, &GET, NULL};
