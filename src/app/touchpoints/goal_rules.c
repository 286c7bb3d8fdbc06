/* goal_rules.c - what a team's people owe: said by it, by a team above it, by the organisation, or by the program. */
#include "goal_rules.h"

#include <stdlib.h>

#include "app_private.h"
#include "json_build.h"
#include "shapes.h"

static int by_team(const void *x, const void *y) {
    int64_t a = ((const GoalRule *)x)->team_id, b = ((const GoalRule *)y)->team_id;
    return (a > b) - (a < b);
}

static const GoalRuleRow *said_by(const GoalRules *rules, int64_t team_id) {
    for (size_t i = 0; i < rules->said_n; i++)
        if (rules->said[i].team_id == team_id) return &rules->said[i];
    return NULL;
}

static int64_t part_of(const GoalRuleRow *row, GoalPart part) {
    const int64_t parts[GOAL_PARTS] = {row->touchpoints, row->formats, row->window_days, row->window_minutes};
    return parts[part];
}

static void put_part(GoalRule *rule, GoalPart part, int64_t value, int64_t from) {
    int32_t *parts[GOAL_PARTS] = {&rule->policy.touchpoints, &rule->policy.formats, &rule->policy.window_days,
                                  &rule->policy.window_minutes};
    *parts[part] = (int32_t)value;
    rule->from[part] = from;
}

/* What a row says of the parts that are still open. */
static void fill(GoalRule *rule, bool open[GOAL_PARTS], const GoalRuleRow *row, int64_t from) {
    for (int p = 0; row && p < GOAL_PARTS; p++) {
        int64_t value = part_of(row, (GoalPart)p);
        if (!open[p] || value == GOAL_INHERIT) continue;
        put_part(rule, (GoalPart)p, value, from);
        open[p] = false;
    }
}

static const GoalRule *rule_find(const GoalRules *rules, int64_t team_id) {
    GoalRule key = {.team_id = team_id};
    return bsearch(&key, rules->of, rules->n + 1, sizeof *rules->of, by_team);
}

const GoalRule *goal_rule_of(const GoalRules *rules, int64_t team_id) {
    const GoalRule *found = rule_find(rules, team_id);
    return found ? found : rules->of;
}

const TeamRow *goal_rules_team(const GoalRules *rules, int64_t team_id) {
    const GoalRule *found = rule_find(rules, team_id);
    return found ? found->team : NULL;
}

static void resolve(const GoalRules *rules, GoalRule *rule) {
    static const GoalRuleRow built_in = {0, 4, 3, 42, 120, 0}; /* GOAL_DEFAULT */
    bool open[GOAL_PARTS] = {true, true, true, true};
    int64_t at = rule->team_id;
    for (size_t steps = 0; at && steps <= rules->n; steps++) { /* a ring of teams ends, too */
        const TeamRow *team = goal_rules_team(rules, at);
        fill(rule, open, said_by(rules, at), at);
        at = team ? team->parent_id : 0;
    }
    fill(rule, open, said_by(rules, 0), RULE_OF_ALL);
    fill(rule, open, &built_in, RULE_BUILT_IN);
}

bool goal_rules_read(Call *call, GoalRules *out, Err *err) {
    *out = (GoalRules){0};
    if (!teams_list(call->app->db, call->arena, true, &out->teams, &out->n, err) ||
        !goal_rules_list(call->app->db, call->arena, &out->said, &out->said_n, err))
        return false;
    out->of = ARENA_ARRAY(call->arena, GoalRule, out->n + 1);
    out->of[0] = (GoalRule){0};
    for (size_t i = 0; i < out->n; i++)
        out->of[i + 1] = (GoalRule){.team_id = out->teams[i].id, .team = &out->teams[i]};
    qsort(out->of, out->n + 1, sizeof *out->of, by_team);
    for (size_t i = 0; i <= out->n; i++) resolve(out, &out->of[i]);
    return true;
}

static json_t *from_json(const GoalRules *rules, int64_t from) {
    const TeamRow *team = from > 0 ? goal_rules_team(rules, from) : NULL;
    if (team) return json_str(team->name);
    return json_string(from == RULE_BUILT_IN ? "the program" : "the organisation");
}

json_t *goal_rule_json(const GoalRules *rules, const GoalRule *rule) {
    const GoalPolicy *p = &rule->policy;
    return json_pack("{s:i, s:o, s:i, s:o, s:i, s:o, s:i, s:o, s:o}", "touchpoints", p->touchpoints, "touchpoints_from",
                     from_json(rules, rule->from[GOAL_TOUCHPOINTS]), "formats", p->formats, "formats_from",
                     from_json(rules, rule->from[GOAL_FORMATS]), "window_days", p->window_days, "window_from",
                     from_json(rules, rule->from[GOAL_WINDOW]), "window_minutes", p->window_minutes, "minutes_from",
                     from_json(rules, rule->from[GOAL_MINUTES]), "hours", json_num(p->window_minutes / 60.0, 2));
}

const Field SHAPE_OF_RULE[] = {
    {"touchpoints", SHAPE_INT, "a year, of somebody who is there full-time", NULL, false},
    {"touchpoints_from", SHAPE_STRING, "who says so: a team, the organisation, the program", NULL, false},
    {"formats", SHAPE_INT, "different ones among them", NULL, false},
    {"formats_from", SHAPE_STRING, NULL, NULL, false},
    {"window_days", SHAPE_INT, "length of the rolling window", NULL, false},
    {"window_from", SHAPE_STRING, NULL, NULL, false},
    {"window_minutes", SHAPE_INT, "of contact in each window", NULL, false},
    {"minutes_from", SHAPE_STRING, NULL, NULL, false},
    {"hours", SHAPE_NUMBER, "the same in hours", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
