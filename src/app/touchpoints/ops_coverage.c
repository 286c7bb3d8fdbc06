/* ops_coverage.c - the leaders' page: how far goals are met by team and format over time, who waits longest (as
 * counts), which seats are missing, what came of it. */
#include "access.h"
#include "app_private.h"
#include "came_of.h"
#include "coverage.h"
#include "json_build.h"
#include "sample.h"
#include "shapes.h"
#include "store/plan_store.h"

static json_t *share(bool shown, int64_t part, int64_t whole) {
    return shown ? json_num(whole ? (double)part / (double)whole : 1, 4) : json_null();
}

static json_t *count(bool shown, int64_t n) {
    return shown ? json_integer(n) : json_null();
}

/* A total of too few people is for those only who may see single ones. */
static json_t *months_json(Call *call, const Cover *c, const TeamCover *t, bool others) {
    json_t *list = json_array();
    for (int m = 0; m < COVER_MONTHS; m++) {
        const CoverMonth *month = &t->month[m];
        bool shown = month->minutes_owed > 0 && (others || month->people >= CREDIT_FEWEST);
        json_array_append_new(
            list,
            json_pack("{s:o, s:I, s:o, s:b}", "start",
                      json_str(time_iso_date(call->arena, c->day[m] * SECONDS_PER_DAY)), "people",
                      (json_int_t)month->people, "level",
                      shown ? json_num(100.0 * (double)month->minutes / (double)month->minutes_owed, 1) : json_null(),
                      "whole", m < COVER_MONTHS - 1));
    }
    return list;
}

static json_t *team_json(Call *call, const Cover *c, const TeamRow *row, const TeamCover *t, bool others) {
    bool shown = others || t->people >= CREDIT_FEWEST;
    json_t *o = json_object();
    put(o, "id", json_integer(row ? row->id : 0));
    put(o, "team", json_str(row ? row->name : STR("(no team)")));
    put(o, "people", json_integer(t->people));
    put(o, "met", count(shown, t->met));
    put(o, "minutes", count(shown, t->minutes));
    put(o, "minutes_owed", count(shown, t->minutes_owed));
    put(o, "touchpoints", count(shown, t->touchpoints));
    put(o, "touchpoints_owed", count(shown, t->touchpoints_owed));
    put(o, "met_share", share(shown, t->met, t->people));
    put(o, "window_share", share(shown, t->minutes, t->minutes_owed));
    put(o, "year_share", share(shown, t->touchpoints, t->touchpoints_owed));
    put(o, "months", months_json(call, c, t, others));
    return o;
}

/* By name; those without a team last. */
static void put_teams(Call *call, const Cover *c, bool others) {
    const GoalRules *rules = &c->credit.rules;
    json_t *list = json_array();
    put(call->reply, "teams", list);
    for (size_t i = 0; i < rules->n; i++) {
        const TeamCover *t = &c->teams[goal_rule_of(rules, rules->teams[i].id) - rules->of];
        if (t->people) json_array_append_new(list, team_json(call, c, &rules->teams[i], t, others));
    }
    if (c->teams[0].people) json_array_append_new(list, team_json(call, c, NULL, &c->teams[0], others));
}

static json_t *format_json(Call *call, const Cover *c, const FormatCover *f) {
    json_t *months = json_array();
    int64_t sum = 0, left = f->demand.places - f->demand.taken;
    for (int m = 0; m < COVER_MONTHS; m++) {
        json_array_append_new(months,
                              json_pack("{s:o, s:I, s:o, s:b}", "start",
                                        json_str(time_iso_date(call->arena, c->day[m] * SECONDS_PER_DAY)), "minutes",
                                        (json_int_t)f->minutes[m], "level", json_num((double)f->minutes[m] / 60, 1),
                                        "whole", m < COVER_MONTHS - 1));
        sum += f->minutes[m];
    }
    return json_pack("{s:I, s:o, s:o, s:I, s:I, s:I, s:o}", "id", (json_int_t)f->row->id, "format",
                     json_str(f->row->name), "hours", json_num((double)sum / 60, 1), "sessions",
                     (json_int_t)f->demand.sessions, "free", (json_int_t)(left > 0 ? left : 0), "waiting",
                     (json_int_t)f->demand.waiting, "months", months);
}

static void put_formats(Call *call, const Cover *c) {
    json_t *list = json_array();
    int64_t waiting = 0;
    for (size_t f = 0; f < c->formats_n; f++) {
        json_array_append_new(list, format_json(call, c, &c->formats[f]));
        waiting += c->formats[f].demand.waiting;
    }
    put(call->reply, "formats", list);
    put(call->reply, "waiting", json_integer(waiting));
}

static void put_since(Call *call, const Cover *c) {
    json_t *list = json_array();
    put(call->reply, "since", list);
    for (int i = 0; i < COVER_CLASSES; i++)
        json_array_append_new(list,
                              json_pack("{s:s, s:I, s:o}", "since", COVER_CLASS_NAMES[i], "people",
                                        (json_int_t)c->since[i], "share", share(true, c->since[i], c->all.people)));
}

/* Who stays short by the newest plan that was not put away, as counts by reason. */
static bool put_plan(Call *call, Err *err) {
    enum { LOOKED_AT = 20 };
    PlanRow *plans;
    ReasonCount *reasons;
    size_t n, reasons_n, at = 0;
    json_t *list = json_array();
    put(call->reply, "short", list);
    if (!plans_list(call->app->db, call->arena, LOOKED_AT, &plans, &n, err)) return false;
    while (at < n && str_eq(plans[at].state, PLAN_DISCARDED)) at++;
    put(call->reply, "plan", at < n ? json_link(plans[at].id, plans[at].name) : json_null());
    if (at == n) return true;
    if (!plan_short_reasons(call->app->db, call->arena, plans[at].id, &reasons, &reasons_n, err)) return false;
    for (size_t i = 0; i < reasons_n; i++)
        json_array_append_new(list, json_pack("{s:o, s:I}", "reason", json_str(reasons[i].reason), "people",
                                              (json_int_t)reasons[i].people));
    return true;
}

static bool coverage_run(Call *call, Err *err) {
    Cover c;
    bool others;
    json_t *came;
    if (!access_others(call, &others, err) || !cover_read(call, &c, err)) return false;
    put(call->reply, "people", json_integer(c.all.people));
    put(call->reply, "met", json_integer(c.all.met));
    put(call->reply, "met_share", json_num(c.all.people ? (double)c.all.met / (double)c.all.people : 0, 4));
    put(call->reply, "months", months_json(call, &c, &c.all, true));
    put_formats(call, &c);
    put_since(call, &c);
    put_teams(call, &c, others);
    if (!put_plan(call, err) || !came_of(call, call->now - 365ll * SECONDS_PER_DAY, &came, err)) return false;
    put(call->reply, "came", came);
    return sample_say(call, err);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const Field MONTH[] = {
    {"start", SHAPE_STRING, "day on which the window ends: the last of the month, or today", NULL, false},
    {"people", SHAPE_INT, "engineers there then", NULL, false},
    {"level", SHAPE_NUMBER, "minutes of the window in percent of those owed; null: nothing owed, or too few people",
     NULL, true},
    {"whole", SHAPE_BOOL, "false: the month is not over", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field TEAM_COVER[] = {
    {"id", SHAPE_INT, "0: no team", NULL, false},
    {"team", SHAPE_STRING, NULL, NULL, false},
    {"people", SHAPE_INT, "engineers there today", NULL, false},
    {"met", SHAPE_INT, "of them, with both halves of their goal met", NULL, true},
    {"minutes", SHAPE_INT, "of the rolling window, of each person up to what they owe", NULL, true},
    {"minutes_owed", SHAPE_INT, NULL, NULL, true},
    {"touchpoints", SHAPE_INT, "of the year, of each person up to what they owe", NULL, true},
    {"touchpoints_owed", SHAPE_INT, "in all of the year", NULL, true},
    {"met_share", SHAPE_NUMBER, "0 to 1", NULL, true},
    {"window_share", SHAPE_NUMBER, "minutes of the rolling window over those owed, 0 to 1", NULL, true},
    {"year_share", SHAPE_NUMBER, "touchpoints of the year over those owed in all of it, 0 to 1", NULL, true},
    {"months", SHAPE_ARRAY, "twelve, today last", MONTH, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field FORMAT_MONTH[] = {
    {"start", SHAPE_STRING, "last day of the month, or today", NULL, false},
    {"minutes", SHAPE_INT, "that counted", NULL, false},
    {"level", SHAPE_NUMBER, "the same in hours", NULL, false},
    {"whole", SHAPE_BOOL, "false: the month is not over", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field FORMAT_COVER[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"format", SHAPE_STRING, NULL, NULL, false},
    {"hours", SHAPE_NUMBER, "that counted, in twelve months", NULL, false},
    {"sessions", SHAPE_INT, "open ones to come", NULL, false},
    {"free", SHAPE_INT, "places left in them", NULL, false},
    {"waiting", SHAPE_INT, "people on their waiting lists", NULL, false},
    {"months", SHAPE_ARRAY, "twelve, this one last", FORMAT_MONTH, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field SINCE[] = {
    {"since", SHAPE_STRING, "the last contact that counts", NULL, false},
    {"people", SHAPE_INT, NULL, NULL, false},
    {"share", SHAPE_NUMBER, "of all, 0 to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REASON[] = {
    {"reason", SHAPE_STRING, NULL, NULL, false},
    {"people", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field COVERAGE_REPLY[] = {
    SAMPLE_FIELD,
    {"people", SHAPE_INT, "engineers there today", NULL, false},
    {"met", SHAPE_INT, "of them, with both halves of their goal met", NULL, false},
    {"met_share", SHAPE_NUMBER, "0 to 1", NULL, false},
    {"months", SHAPE_ARRAY, "of everybody, twelve, today last", MONTH, false},
    {"waiting", SHAPE_INT, "on waiting lists of sessions to come: demand for seats that is not met", NULL, false},
    {"plan", SHAPE_OBJECT, "the newest that was not put away", SHAPE_OF_LINK, true},
    {"short", SHAPE_ARRAY, "who stays short by that plan, and why", REASON, false},
    {"since", SHAPE_ARRAY, "people by time since their last contact", SINCE, false},
    {"formats", SHAPE_ARRAY, "contact that counts, and places to come", FORMAT_COVER, false},
    {"teams", SHAPE_ARRAY, "by name", TEAM_COVER, false},
    {"came", SHAPE_OBJECT, "what came of it", SHAPE_OF_CAME, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column COVERAGE_COLUMNS[] = {
    {"TEAM", "team", "text", 0},          {"PEOPLE", "people", "int", 7},
    {"MET", "met_share", "percent", 6},   {"WINDOW", "window_share", "percent", 7},
    {"YEAR", "year_share", "percent", 6}, {NULL, NULL, NULL, 0},
};
static const Column COVERAGE_FACTS[] = {
    {"people", "people", "int", 0},
    {"goals met", "met_share", "percent", 0},
    {"waiting for seats", "waiting", "int", 0},
    {"reflections", "came.reflections", "int", 0},
    {"problems started", "came.started", "int", 0},
    {"fixes that followed", "came.released", "int", 0},
    {"fell, proven", "came.fell", "int", 0},
    {"did not fall", "came.did_not_fall", "int", 0},
    {"cannot tell", "came.cannot_tell", "int", 0},
    {NULL, NULL, NULL, 0},
};
const Op OP_COVERAGE = {
    .id = "coverage.get",
    .method = "GET",
    .path = "/coverage",
    .words = "coverage",
    .summary = "How far goals are met: teams, formats, who waits longest, what came of it",
    .help = "Teams as totals, people as counts: no names.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = COVERAGE_REPLY,
    .rows = "teams",
    .columns = COVERAGE_COLUMNS,
    .facts = COVERAGE_FACTS,
    .empty = "No engineers yet. Bring them in: `ridealong people import FILE.csv`",
    .run = coverage_run,
};
