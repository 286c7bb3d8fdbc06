/* ops_goals.c - goals: what the people of each team owe, and who says so. */
#include "app_private.h"
#include "audit.h"
#include "goal_rules.h"
#include "json_build.h"
#include "people_ops.h"
#include "shapes.h"

static json_t *own_json(const GoalRuleRow *row) {
    const int64_t parts[GOAL_PARTS] = {row->touchpoints, row->formats, row->window_days, row->window_minutes};
    static const char *const NAMES[GOAL_PARTS] = {"touchpoints", "formats", "window_days", "window_minutes"};
    json_t *o = json_object();
    for (int i = 0; i < GOAL_PARTS; i++)
        put(o, NAMES[i], parts[i] == GOAL_INHERIT ? json_null() : json_integer(parts[i]));
    return o;
}

static json_t *rule_row_json(const GoalRules *rules, int64_t team_id) {
    static const GoalRuleRow nothing = {0, GOAL_INHERIT, GOAL_INHERIT, GOAL_INHERIT, GOAL_INHERIT, 0};
    const TeamRow *team = goal_rules_team(rules, team_id),
                  *parent = team ? goal_rules_team(rules, team->parent_id) : NULL;
    const GoalRuleRow *said = &nothing;
    for (size_t i = 0; i < rules->said_n; i++)
        if (rules->said[i].team_id == team_id) said = &rules->said[i];
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:I}", "name", json_str(team ? team->name : STR("the organisation")),
                     "team", team ? json_link(team->id, team->name) : json_null(), "parent",
                     parent ? json_link(parent->id, parent->name) : json_null(), "rule",
                     goal_rule_json(rules, goal_rule_of(rules, team_id)), "own", own_json(said), "people",
                     (json_int_t)(team ? team->people : 0));
}

static bool list_run(Call *call, Err *err) {
    GoalRules rules;
    json_t *list = json_array();
    put(call->reply, "goals", list);
    if (!goal_rules_read(call, &rules, err)) return false;
    json_array_append_new(list, rule_row_json(&rules, 0));
    for (size_t i = 0; i < rules.n; i++)
        if (rules.teams[i].gone_at == TIME_NONE) json_array_append_new(list, rule_row_json(&rules, rules.teams[i].id));
    return true;
}

static const Field OWN[] = {
    {"touchpoints", SHAPE_INT, "null: as above it", NULL, true},
    {"formats", SHAPE_INT, NULL, NULL, true},
    {"window_days", SHAPE_INT, NULL, NULL, true},
    {"window_minutes", SHAPE_INT, NULL, NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
#define RULE_ROW                                                                                                       \
    {"name", SHAPE_STRING, "of the team", NULL, false},                                                                \
        {"team", SHAPE_OBJECT, "null: the whole organisation", SHAPE_OF_LINK, true},                                   \
        {"parent", SHAPE_OBJECT, "the team above it", SHAPE_OF_LINK, true},                                            \
        {"rule", SHAPE_OBJECT, "what holds", SHAPE_OF_RULE, false},                                                    \
        {"own", SHAPE_OBJECT, "what it says itself", OWN, false}, {                                                    \
        "people", SHAPE_INT, "of the team itself", NULL, false                                                         \
    }
static const Field ROW[] = {RULE_ROW, {NULL, SHAPE_END, NULL, NULL, false}};
static const Field LIST_REPLY[] = {
    {"goals", SHAPE_ARRAY, "the organisation, then teams by name", ROW, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column COLUMNS[] = {
    {"team", "name", "text", 22},
    {"a year", "rule.touchpoints", "int", 6},
    {"said by", "rule.touchpoints_from", "text", 18},
    {"formats", "rule.formats", "int", 7},
    {"minutes", "rule.window_minutes", "int", 7},
    {"in days", "rule.window_days", "int", 7},
    {"said by", "rule.minutes_from", "text", 0},
    {NULL, NULL, NULL, 0},
};
const Op OP_GOALS = {
    .id = "goals.list",
    .method = "GET",
    .path = "/goals",
    .words = "goals",
    .summary = "What the people of each team owe, and who says so",
    .help =
        "So many touchpoints in so many formats a year, and so many minutes in each rolling window; for somebody who "
        "is there full-time all year, else pro rata. What a team does not say holds as above it. Change it: ridealong "
        "goals set.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = LIST_REPLY,
    .rows = "goals",
    .columns = COLUMNS,
    .empty = "No goals.",
    .run = list_run,
};

/* ---- set ------------------------------------------------------------------------------------- */

bool goal_team_given(const GoalRules *rules, Str given, int64_t *team_id, Err *err) {
    Str name = str_trim(given);
    int64_t id;
    size_t found = 0;
    *team_id = 0;
    if (!name.n) return true;
    bool number = str_to_i64(name, &id);
    for (size_t i = 0; i < rules->n; i++) {
        const TeamRow *t = &rules->teams[i];
        if (number ? t->id != id : !str_eq_nocase(t->key, name) && !str_eq_nocase(t->name, name)) continue;
        *team_id = t->id;
        found++;
    }
    if (found == 1) return true;
    return found
               ? err_set(err, ERR_CONFLICT, "say which by its number: ridealong teams", "%zu teams are called '%.*s'",
                         found, STR_ARG(name))
               : err_set(err, ERR_NOT_FOUND, "see them all: ridealong teams", "there is no team '%.*s'", STR_ARG(name));
}

/* "4" sets it, "inherit" leaves it to what is above, nothing given leaves it as it was. */
static bool take(Call *call, const char *name, int64_t low, int64_t high, double scale, int64_t *part, Err *err) {
    const Arg *arg = call_arg(call, name);
    Str s = str_trim(arg->s);
    double v;
    if (!arg->given || !s.n) return true;
    if (str_eq_nocase(s, STR("inherit"))) return *part = GOAL_INHERIT, true;
    if (!str_to_f64(s, &v) || v * scale < (double)low || v * scale > (double)high ||
        v * scale != (double)(int64_t)(v * scale))
        return err_set(err, ERR_INPUT, "give a number, or \"inherit\" for what holds above",
                       "%s: '%.*s' is not from %g to %g", name, STR_ARG(str_slice(s, 0, 40)), (double)low / scale,
                       (double)high / scale);
    *part = (int64_t)(v * scale);
    return true;
}

static bool set(Call *call, int64_t *team_id, Err *err) {
    GoalRules rules;
    GoalRuleRow row = {0, GOAL_INHERIT, GOAL_INHERIT, GOAL_INHERIT, GOAL_INHERIT, 0};
    if (!goal_rules_read(call, &rules, err) || !goal_team_given(&rules, call_arg(call, "team")->s, team_id, err))
        return false;
    for (size_t i = 0; i < rules.said_n; i++)
        if (rules.said[i].team_id == *team_id) row = rules.said[i];
    if (!take(call, "touchpoints", 0, 366, 1, &row.touchpoints, err) ||
        !take(call, "formats", 0, 32, 1, &row.formats, err) || !take(call, "weeks", 1, 364, 7, &row.window_days, err) ||
        !take(call, "hours", 0, 60000, 60, &row.window_minutes, err))
        return false;
    row.team_id = *team_id;
    row.changed_at = call->now;
    return goal_rule_put(call->app->db, &row, err) &&
           audit_note(call, "goals.set", *team_id ? "team" : "organisation", *team_id, own_json(&row), err);
}

static bool set_run(Call *call, Err *err) {
    GoalRules rules;
    int64_t team_id = 0;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, set(call, &team_id, err), err) ||
        !goal_rules_read(call, &rules, err))
        return false;
    const TeamRow *team = goal_rules_team(&rules, team_id);
    json_t *row = rule_row_json(&rules, team_id);
    json_object_update(call->reply, row);
    json_decref(row);
    put(call->reply, "done",
        json_str(
            arena_printf(call->arena, "changed what %.*s owes", STR_ARG(team ? team->name : STR("the organisation")))));
    return true;
}

static const Field SET_REPLY[] = {
    RULE_ROW,
    {"done", SHAPE_STRING, "what was done", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param SET_PARAMS[] = {
    {.name = "team",
     .type = PARAM_STR,
     .max = 300,
     .fallback = "",
     .help = "name, key or number; empty: the whole organisation"},
    {.name = "touchpoints", .type = PARAM_STR, .max = 20, .help = "a year, 0 to 366; \"inherit\": as above it"},
    {.name = "formats", .type = PARAM_STR, .max = 20, .help = "different ones among them, 0 to 32; or inherit"},
    {.name = "hours",
     .type = PARAM_STR,
     .max = 20,
     .help = "of contact in each rolling window, such as 1.5; or inherit"},
    {.name = "weeks", .type = PARAM_STR, .max = 20, .help = "length of the rolling window, 1 to 52; or inherit"},
    {.name = NULL},
};
static const Column SET_FACTS[] = {
    {"done", "done", "text", 0},
    {"a year", "rule.touchpoints", "int", 0},
    {"formats", "rule.formats", "int", 0},
    {"minutes", "rule.window_minutes", "int", 0},
    {"in days", "rule.window_days", "int", 0},
    {NULL, NULL, NULL, 0},
};
const Op OP_GOALS_SET = {
    .id = "goals.set",
    .method = "POST",
    .path = "/goals",
    .words = "goals set",
    .summary = "Say what the people of a team, or of the organisation, owe",
    .help = "What is not given stays; \"inherit\" leaves it to the team above, the organisation, the program (4 "
            "touchpoints "
            "in 3 formats a year, 2 hours in 6 weeks).\n\n"
            "ridealong goals set --touchpoints 6\nridealong goals set --team payments --hours 3 --weeks 8\n"
            "ridealong goals set --team payments --hours inherit --weeks inherit",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/goals",
    .params = SET_PARAMS,
    .reply = SET_REPLY,
    .facts = SET_FACTS,
    .run = set_run,
};
