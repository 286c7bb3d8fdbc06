/* ops_goal_totals.c - goals totals: a team with all teams below it, as sums; people one by one only as far as the
 * policy allows. */
#include <stdlib.h>

#include "access.h"
#include "app_private.h"
#include "credit.h"
#include "json_build.h"
#include "people_ops.h"
#include "sample.h"
#include "shapes.h"

enum { PEOPLE_SHOWN = 500 };

typedef struct Total {
    int64_t people, year_met, window_met, both_met, touchpoints_owed, touchpoints, minutes_owed, minutes, unreflected,
        never;
} Total;

typedef struct PersonPart {
    const PersonRow *row;
    GoalState state;
} PersonPart;

typedef struct Totals {
    Credit credit;
    const TeamRow *top; /* NULL: the whole organisation */
    Total all, *of;     /* of: by team, as credit.rules.teams, teams below included */
    PersonPart *people;
    size_t people_n;
} Totals;

static void add(Total *t, const GoalState *g) {
    t->people++;
    t->year_met += g->year_met;
    t->window_met += g->window_met;
    t->both_met += g->year_met && g->window_met;
    t->touchpoints_owed += g->touchpoints_owed;
    t->touchpoints += g->touchpoints;
    t->minutes_owed += g->minutes_owed;
    t->minutes += g->minutes;
    t->unreflected += g->unreflected;
    t->never += g->last_day == INT64_MIN;
}

/* The person counts for their team and for each above it. False: not below the team that was asked for. */
static bool add_person(Totals *t, const PersonRow *p, const GoalState *g) {
    const GoalRules *rules = &t->credit.rules;
    const TeamRow *first = goal_rules_team(rules, p->team_id), *at;
    bool in = !t->top;
    size_t steps = 0;
    for (at = first; at && steps <= rules->n; at = goal_rules_team(rules, at->parent_id), steps++) in |= at == t->top;
    if (!in) return false;
    add(&t->all, g);
    steps = 0;
    for (at = first; at && steps <= rules->n; at = goal_rules_team(rules, at->parent_id), steps++)
        add(&t->of[at - rules->teams], g);
    return true;
}

static void reckon(Call *call, Totals *t) {
    t->people = ARENA_ARRAY(call->arena, PersonPart, t->credit.n + 1);
    for (size_t i = 0; i < t->credit.n; i++) {
        const CreditPerson *p = &t->credit.people[i];
        if (!credit_there(p, p->today)) continue;
        GoalState state = credit_state(p, p->today);
        if (add_person(t, &p->row, &state)) t->people[t->people_n++] = (PersonPart){&p->row, state};
    }
}

static json_t *total_json(const Total *t, bool shown) {
    if (!shown) return json_null();
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "year_met", (json_int_t)t->year_met,
                     "window_met", (json_int_t)t->window_met, "both_met", (json_int_t)t->both_met, "touchpoints_owed",
                     (json_int_t)t->touchpoints_owed, "touchpoints", (json_int_t)t->touchpoints, "minutes_owed",
                     (json_int_t)t->minutes_owed, "minutes", (json_int_t)t->minutes, "unreflected",
                     (json_int_t)t->unreflected, "never", (json_int_t)t->never, "share",
                     json_num(t->people ? (double)t->both_met / (double)t->people : 0, 4));
}

static bool shown(const Total *t, bool others) {
    return others || t->people >= CREDIT_FEWEST;
}

/* How far behind: minutes of the window and touchpoints of the year, a touchpoint as an hour. */
static int behind(const GoalState *g) {
    int minutes = g->minutes_owed - g->minutes, touchpoints = g->touchpoints_owed - g->touchpoints;
    return (minutes > 0 ? minutes : 0) + (touchpoints > 0 ? 60 * touchpoints : 0);
}

static int by_behind(const void *x, const void *y) {
    const PersonPart *a = x, *b = y;
    int order = behind(&b->state) - behind(&a->state);
    if (order) return order;
    order = str_cmp(a->row->name, b->row->name);
    return order ? order : (a->row->id > b->row->id) - (a->row->id < b->row->id);
}

static json_t *people_json(Call *call, Totals *t) {
    json_t *list = json_array();
    if (t->people_n) qsort(t->people, t->people_n, sizeof *t->people, by_behind);
    for (size_t i = 0; i < t->people_n && i < PEOPLE_SHOWN; i++) {
        const GoalState *g = &t->people[i].state;
        json_array_append_new(
            list, json_pack("{s:o, s:i, s:i, s:i, s:i, s:i, s:i, s:b, s:o}", "person",
                            json_link(t->people[i].row->id, t->people[i].row->name), "touchpoints_owed",
                            g->touchpoints_owed, "touchpoints", g->touchpoints, "formats_owed", g->formats_owed,
                            "formats", g->formats, "minutes_owed", g->minutes_owed, "minutes", g->minutes, "met",
                            g->year_met && g->window_met, "last", people_day_json(call->arena, g->last_day)));
    }
    return list;
}

static json_t *teams_json(const Totals *t, bool others) {
    const GoalRules *rules = &t->credit.rules;
    json_t *list = json_array();
    for (size_t i = 0; i < rules->n; i++) {
        const Total *of = &t->of[i];
        if (!of->people || &rules->teams[i] == t->top) continue;
        json_array_append_new(list,
                              json_pack("{s:o, s:I, s:o}", "team", json_link(rules->teams[i].id, rules->teams[i].name),
                                        "people", (json_int_t)of->people, "total", total_json(of, shown(of, others))));
    }
    return list;
}

static bool totals_run(Call *call, Err *err) {
    Totals t = {0};
    int64_t team_id, today = day_of(call->now);
    bool others;
    if (!credit_read(call, 0, call->now, &t.credit, err) || !access_others(call, &others, err) ||
        !goal_team_given(&t.credit.rules, call_arg(call, "team")->s, &team_id, err))
        return false;
    t.top = goal_rules_team(&t.credit.rules, team_id);
    t.of = ARENA_ARRAY(call->arena, Total, t.credit.rules.n + 1);
    reckon(call, &t);
    put(call->reply, "team", t.top ? json_link(t.top->id, t.top->name) : json_null());
    put(call->reply, "rule", goal_rule_json(&t.credit.rules, goal_rule_of(&t.credit.rules, team_id)));
    put(call->reply, "from", people_day_json(call->arena, credit_year(today).from));
    put(call->reply, "to", people_day_json(call->arena, today));
    put(call->reply, "people", json_integer(t.all.people));
    put(call->reply, "least", json_integer(CREDIT_FEWEST));
    put(call->reply, "total", total_json(&t.all, shown(&t.all, others)));
    put(call->reply, "teams", teams_json(&t, others));
    put(call->reply, "seen", json_boolean(others));
    put(call->reply, "who", others ? people_json(call, &t) : json_array());
    return sample_say(call, err);
}

static const Field TOTAL[] = {
    {"year_met", SHAPE_INT, "people who met what they owe this year", NULL, false},
    {"window_met", SHAPE_INT, "people who met what they owe in the window", NULL, false},
    {"both_met", SHAPE_INT, "people who met both", NULL, false},
    {"touchpoints_owed", SHAPE_INT, "in the whole year, pro rata, summed", NULL, false},
    {"touchpoints", SHAPE_INT, "attended and reflected upon this year", NULL, false},
    {"minutes_owed", SHAPE_INT, "in the windows that end today, summed", NULL, false},
    {"minutes", SHAPE_INT, "attended and reflected upon in them", NULL, false},
    {"unreflected", SHAPE_INT, "attended this year, reflection missing", NULL, false},
    {"never", SHAPE_INT, "people without contact that counts in the last two years", NULL, false},
    {"share", SHAPE_NUMBER, "both_met of people, 0 to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field TEAM[] = {
    {"team", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"people", SHAPE_INT, "engineers of it and of teams below it", NULL, false},
    {"total", SHAPE_OBJECT, "null: too few people to tell", TOTAL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field WHO[] = {
    {"person", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"touchpoints_owed", SHAPE_INT, NULL, NULL, false},
    {"touchpoints", SHAPE_INT, NULL, NULL, false},
    {"formats_owed", SHAPE_INT, NULL, NULL, false},
    {"formats", SHAPE_INT, NULL, NULL, false},
    {"minutes_owed", SHAPE_INT, NULL, NULL, false},
    {"minutes", SHAPE_INT, NULL, NULL, false},
    {"met", SHAPE_BOOL, "both halves", NULL, false},
    {"last", SHAPE_TIME, "day of the last contact that counts", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REPLY[] = {
    {"team", SHAPE_OBJECT, "null: the whole organisation", SHAPE_OF_LINK, true},
    SAMPLE_FIELD,
    {"rule", SHAPE_OBJECT, "what holds for it", SHAPE_OF_RULE, false},
    {"from", SHAPE_TIME, "the year begins", NULL, false},
    {"to", SHAPE_TIME, "today", NULL, false},
    {"people", SHAPE_INT, "engineers, of teams below it as well", NULL, false},
    {"least", SHAPE_INT, "people that a total must be of, for those who may not see single ones", NULL, false},
    {"total", SHAPE_OBJECT, "null: too few people to tell", TOTAL, true},
    {"teams", SHAPE_ARRAY, "below it, by name", TEAM, false},
    {"seen", SHAPE_BOOL, "the caller may see single people", NULL, false},
    {"who", SHAPE_ARRAY, "furthest behind first, 500 at most; empty when the caller may not see them", WHO, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param PARAMS[] = {
    {.name = "team",
     .type = PARAM_STR,
     .max = 300,
     .fallback = "",
     .positional = true,
     .help = "name, key or number; empty: the whole organisation"},
    {.name = NULL},
};
static const Column COLUMNS[] = {
    {"team", "team.name", "text", 24},
    {"people", "people", "int", 6},
    {"met", "total.both_met", "int", 5},
    {"touchpoints", "total.touchpoints", "int", 11},
    {"owed", "total.touchpoints_owed", "int", 5},
    {"minutes", "total.minutes", "int", 7},
    {"owed", "total.minutes_owed", "int", 6},
    {"unreflected", "total.unreflected", "int", 0},
    {NULL, NULL, NULL, 0},
};
static const Column FACTS[] = {
    {"team", "team.name", "text", 0},
    {"year since", "from", "date", 0},
    {"until", "to", "date", 0},
    {"engineers", "people", "int", 0},
    {"met both", "total.both_met", "int", 0},
    {"touchpoints", "total.touchpoints", "int", 0},
    {"of owed", "total.touchpoints_owed", "int", 0},
    {"window minutes", "total.minutes", "int", 0},
    {"of owed", "total.minutes_owed", "int", 0},
    {"window in days", "rule.window_days", "int", 0},
    {"no contact", "total.never", "int", 0},
    {NULL, NULL, NULL, 0},
};
const Op OP_GOALS_TOTALS = {
    .id = "goals.totals",
    .method = "GET",
    .path = "/goals/totals",
    .words = "goals totals",
    .summary = "How far a team, or the organisation, is with its goals",
    .help =
        "Engineers who are there today, each counted in their first team and in those above it. Who may not see single "
        "people sees no total of fewer than 3 either.\n\nridealong goals totals payments",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = PARAMS,
    .reply = REPLY,
    .rows = "teams",
    .columns = COLUMNS,
    .facts = FACTS,
    .empty =
        "No team with engineers in it. People come from an export of the HR system: ridealong people import people.csv",
    .run = totals_run,
};
