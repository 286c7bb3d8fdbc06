/* ops_goals.c - what is owed, and how far teams are: the policy, and the leaders' page. */
#include "audit.h"
#include "goal_reply.h"
#include "json_build.h"
#include "ownership.h"

enum { MONTHS = 12, BUCKETS = 6 };

/* ---- policy --------------------------------------------------------------------------------------- */

static json_t *policy_row_json(Arena *a, const PolicyRow *r) {
    GoalPolicy p = {(int32_t)r->touchpoints, (int32_t)r->formats, (int32_t)r->window_days, (int32_t)r->window_minutes};
    json_t *o = policy_json(&p);
    put(o, "team", r->team_id ? json_link(r->team_id, r->team) : json_null());
    put(o, "by", json_str(r->changed_by));
    put(o, "changed_at", json_time(a, r->changed_at));
    return o;
}

static bool goals_run(Call *call, Err *err) {
    Policies p;
    if (!policies_read(call, &p, err)) return false;
    GoalPolicy organisation = policy_of(&p, 0);
    json_t *teams = json_array();
    put(call->reply, "organisation", policy_json(&organisation));
    put(call->reply, "teams", teams);
    for (size_t i = 0; i < p.n; i++)
        if (p.rows[i].team_id) json_array_append_new(teams, policy_row_json(call->arena, &p.rows[i]));
    return true;
}

static bool set_in(Call *call, int64_t team_id, bool drop, PolicyRow *row, Err *err) {
    if (drop)
        return policy_drop(call->app->db, team_id, err) && audit_note(call, "goals.drop", "team", team_id, NULL, err);
    GoalPolicy p = {(int32_t)row->touchpoints, (int32_t)row->formats, (int32_t)row->window_days,
                    (int32_t)row->window_minutes};
    return policy_put_row(call->app->db, row, err) &&
           audit_note(call, "goals.set", "team", team_id, policy_json(&p), err);
}

static void take(const Call *call, const char *name, int64_t *to) {
    if (call_arg(call, name)->given) *to = call_arg(call, name)->i;
}

static bool set_run(Call *call, Err *err) {
    Policies all;
    TeamRow team = {0};
    int64_t team_id = call_arg(call, "team")->given ? call_arg(call, "team")->i : 0;
    bool drop = call_arg(call, "drop")->i;
    if (team_id && !team_get(call->app->db, call->arena, team_id, &team, err)) return false;
    if (!policies_read(call, &all, err)) return false;
    GoalPolicy now = policy_of(&all, team_id);
    PolicyRow row = {team_id,   now.touchpoints,  now.formats, now.window_days, now.window_minutes,
                     call->now, call_actor(call), {0}};
    take(call, "touchpoints", &row.touchpoints);
    take(call, "formats", &row.formats);
    take(call, "window_days", &row.window_days);
    take(call, "window_minutes", &row.window_minutes);
    if (row.formats > row.touchpoints)
        return err_set(err, ERR_INPUT, NULL, "formats: %lld formats cannot be seen in %lld touchpoints",
                       (long long)row.formats, (long long)row.touchpoints);
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, set_in(call, team_id, drop, &row, err), err))
        return false;
    put(call->reply, "done",
        json_str(team_id ? arena_printf(call->arena,
                                        drop ? "The organisation's goals hold for %.*s again" : "Goals of %.*s are set",
                                        STR_ARG(team.name))
                 : drop  ? STR("The goals are the usual ones again")
                         : STR("Goals of the organisation are set")));
    return true;
}

/* ---- coverage ------------------------------------------------------------------------------------- */

typedef struct TeamCover {
    int64_t id;
    int64_t people, met, minutes, minutes_owed, touchpoints, touchpoints_owed;
} TeamCover;

typedef struct Cover {
    Facts facts;
    TeamCover *teams; /* in the order in which they come */
    size_t n;
    int64_t (*month)[MONTHS]; /* minutes that counted, by format index */
    int64_t *format_id;
    size_t formats_n;
    int64_t since[BUCKETS]; /* people by weeks since the last contact */
    int64_t waiting;
} Cover;

static TeamCover *team_cover(Cover *c, int64_t id) {
    for (size_t i = 0; i < c->n; i++)
        if (c->teams[i].id == id) return &c->teams[i];
    c->teams[c->n].id = id;
    return &c->teams[c->n++];
}

static int months_ago(int64_t day, int64_t today) {
    int64_t y, ty;
    int m, tm, d;
    civil_from_days(day, &y, &m, &d);
    civil_from_days(today, &ty, &tm, &d);
    return (int)((ty - y) * 12 + tm - m);
}

static int bucket_of(int64_t last, int64_t today) {
    if (last == INT64_MIN) return BUCKETS - 1;
    int64_t weeks = (today - last) / 7;
    return weeks < 6 ? 0 : weeks < 12 ? 1 : weeks < 26 ? 2 : weeks < 52 ? 3 : 4;
}

static void count_person(Cover *c, const PersonFacts *p, int64_t now) {
    int64_t today = day_of(now);
    Presence presence = presence_of(&p->row, p->leave, p->leave_n);
    if (presence.left <= today || presence.joined > today) return;
    GoalState g = facts_state(&c->facts, p, now);
    TeamCover *t = team_cover(c, p->row.team_id);
    t->people++;
    t->met += g.year_met && g.window_met;
    t->minutes += g.minutes < g.minutes_owed ? g.minutes : g.minutes_owed;
    t->minutes_owed += g.minutes_owed;
    t->touchpoints += g.touchpoints < g.touchpoints_owed ? g.touchpoints : g.touchpoints_owed;
    t->touchpoints_owed += g.touchpoints_owed;
    c->since[bucket_of(g.last_day, today)]++;
    for (size_t i = 0; i < p->touches_n; i++) {
        int ago = months_ago(p->touches[i].day, today);
        for (size_t f = 0; f < c->formats_n && touch_counts(&p->touches[i]) && ago >= 0 && ago < MONTHS; f++)
            if (c->format_id[f] == p->touches[i].format) c->month[f][MONTHS - 1 - ago] += p->touches[i].minutes;
    }
    for (size_t i = 0; i < p->seats_n; i++)
        c->waiting += str_eq(p->seats[i].state, SEAT_WAITING) && p->seats[i].starts_at > now;
}

static bool put_teams(Call *call, const Cover *c, Err *err) {
    TeamRow *teams;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "teams", list);
    if (!teams_list(call->app->db, call->arena, true, &teams, &n, err)) return false;
    for (size_t i = 0; i < c->n; i++) {
        const TeamCover *t = &c->teams[i];
        Str name = STR("(no team)");
        for (size_t k = 0; k < n; k++)
            if (teams[k].id == t->id) name = teams[k].name;
        json_array_append_new(
            list,
            json_pack("{s:I, s:o, s:I, s:I, s:o, s:o, s:o}", "id", (json_int_t)t->id, "team", json_str(name), "people",
                      (json_int_t)t->people, "met", (json_int_t)t->met, "met_share",
                      json_num(t->people ? (double)t->met / (double)t->people : 0, 4), "window_share",
                      json_num(t->minutes_owed ? (double)t->minutes / (double)t->minutes_owed : 1, 4), "year_share",
                      json_num(t->touchpoints_owed ? (double)t->touchpoints / (double)t->touchpoints_owed : 1, 4)));
    }
    return true;
}

static void put_months(Call *call, const Cover *c, const FormatRow *formats) {
    json_t *list = json_array();
    put(call->reply, "formats", list);
    for (size_t f = 0; f < c->formats_n; f++) {
        json_t *months = json_array();
        int64_t sum = 0;
        for (int m = 0; m < MONTHS; m++) {
            json_array_append_new(months, json_pack("{s:I}", "minutes", (json_int_t)c->month[f][m]));
            sum += c->month[f][m];
        }
        json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "format", json_str(formats[f].name), "hours",
                                              json_num((double)sum / 60, 1), "months", months));
    }
}

static void put_since(Call *call, const Cover *c) {
    static const char *const NAMES[BUCKETS] = {"under 6 weeks",  "6 to 12 weeks", "12 to 26 weeks",
                                               "26 to 52 weeks", "over a year",   "not yet"};
    json_t *list = json_array();
    put(call->reply, "since", list);
    for (int i = 0; i < BUCKETS; i++)
        json_array_append_new(list, json_pack("{s:s, s:I}", "since", NAMES[i], "people", (json_int_t)c->since[i]));
}

static bool coverage_run(Call *call, Err *err) {
    FormatRow *formats;
    PlanRow *plans;
    ReachCount reach;
    size_t n;
    Cover c = {0};
    FactsAsked asked = {.from = call->now - 400ll * SECONDS_PER_DAY, .to = call->now + 184ll * SECONDS_PER_DAY};
    if (!facts_read(call, &asked, &c.facts, err) ||
        !formats_list(call->app->db, call->arena, true, &formats, &c.formats_n, err) ||
        !plans_list(call->app->db, call->arena, 1, &plans, &n, err) ||
        !touch_reach(call->app->db, call->now - 365ll * SECONDS_PER_DAY, &reach, err))
        return false;
    c.teams = ARENA_ARRAY(call->arena, TeamCover, c.facts.n + 1);
    c.month = arena_calloc(call->arena, c.formats_n + 1, sizeof *c.month);
    c.format_id = ARENA_ARRAY(call->arena, int64_t, c.formats_n + 1);
    for (size_t f = 0; f < c.formats_n; f++) c.format_id[f] = formats[f].id;
    int64_t people = 0, met = 0;
    for (size_t i = 0; i < c.facts.n; i++) count_person(&c, &c.facts.people[i], call->now);
    for (size_t i = 0; i < c.n; i++) people += c.teams[i].people, met += c.teams[i].met;
    put(call->reply, "people", json_integer(people));
    put(call->reply, "met", json_integer(met));
    put(call->reply, "met_share", json_num(people ? (double)met / (double)people : 0, 4));
    put(call->reply, "waiting", json_integer(c.waiting));
    put(call->reply, "plan", n ? json_integer(plans[0].id) : json_null());
    put(call->reply, "reflections", json_integer(reach.reflections));
    put(call->reply, "themes", json_integer(reach.themes));
    put(call->reply, "problems", json_integer(reach.problems));
    put_months(call, &c, formats);
    put_since(call, &c);
    return put_teams(call, &c, err);
}

/* ---- rows ----------------------------------------------------------------------------------------- */

static const Field TEAM_POLICY[] = {
    {"team", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true}, {"touchpoints", SHAPE_INT, NULL, NULL, false},
    {"formats", SHAPE_INT, NULL, NULL, false},         {"window_days", SHAPE_INT, NULL, NULL, false},
    {"window_minutes", SHAPE_INT, NULL, NULL, false},  {"by", SHAPE_STRING, "who set it", NULL, false},
    {"changed_at", SHAPE_TIME, NULL, NULL, false},     {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field GOALS_REPLY[] = {
    {"organisation", SHAPE_OBJECT, "what holds where a team has no goals of its own", SHAPE_OF_POLICY, false},
    {"teams", SHAPE_ARRAY, "teams with goals of their own", TEAM_POLICY, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column GOALS_COLUMNS[] = {
    {"TEAM", "team.name", "text", 0},        {"A YEAR", "touchpoints", "int", 6},  {"FORMATS", "formats", "int", 7},
    {"MINUTES", "window_minutes", "int", 7}, {"IN DAYS", "window_days", "int", 7}, {NULL, NULL, NULL, 0},
};
static const Column GOALS_FACTS[] = {
    {"touchpoints a year", "organisation.touchpoints", "int", 0},
    {"formats", "organisation.formats", "int", 0},
    {"minutes", "organisation.window_minutes", "int", 0},
    {"in days", "organisation.window_days", "int", 0},
    {NULL, NULL, NULL, 0},
};
const Op OP_GOALS = {
    .id = "goals.get",
    .method = "GET",
    .path = "/goals",
    .words = "goals",
    .summary = "What every engineer owes",
    .help = "Shorter weeks, leave, and joining or leaving during the year count pro rata. What counts is contact that "
            "was attended and reflected upon.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = GOALS_REPLY,
    .rows = "teams",
    .columns = GOALS_COLUMNS,
    .facts = GOALS_FACTS,
    .empty = "No team has goals of its own.",
    .run = goals_run,
};
static const Param SET_PARAMS[] = {
    {.name = "team",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .help = "number of a team; the organisation when it is not given"},
    {.name = "touchpoints", .type = PARAM_INT, .min = 0, .max = 60, .help = "a year, of somebody full-time"},
    {.name = "formats", .type = PARAM_INT, .min = 0, .max = 20, .help = "different ones among them"},
    {.name = "window_days", .type = PARAM_INT, .min = 7, .max = 366, .help = "length of the rolling window"},
    {.name = "window_minutes", .type = PARAM_INT, .min = 0, .max = 10000, .help = "of contact in each window"},
    {.name = "drop", .type = PARAM_BOOL, .fallback = "false", .help = "take the team's own goals away"},
    WHO_PARAM,
    {.name = NULL},
};
static const Field SET_REPLY[] = {{"done", SHAPE_STRING, NULL, NULL, false}, {NULL, SHAPE_END, NULL, NULL, false}};
static const Column SET_FACTS[] = {{"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};
const Op OP_GOALS_SET = {
    .id = "goals.set",
    .method = "POST",
    .path = "/goals/set",
    .words = "goals set",
    .summary = "Say what is owed, by all or by one team",
    .help = "ridealong goals set --touchpoints 4 --formats 3 --window-minutes 120 --window-days 42\nridealong goals "
            "set --team 3 --window-minutes 60\n\nOnly what is given changes.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/goals",
    .params = SET_PARAMS,
    .reply = SET_REPLY,
    .facts = SET_FACTS,
    .run = set_run,
};

static const Field TEAM_COVER[] = {
    {"id", SHAPE_INT, "0: no team", NULL, false},
    {"team", SHAPE_STRING, NULL, NULL, false},
    {"people", SHAPE_INT, "engineers there today", NULL, false},
    {"met", SHAPE_INT, "of them, with both halves of their goal met", NULL, false},
    {"met_share", SHAPE_NUMBER, "0 to 1", NULL, false},
    {"window_share", SHAPE_NUMBER, "minutes of the rolling window over those owed, 0 to 1", NULL, false},
    {"year_share", SHAPE_NUMBER, "touchpoints of the year over those owed in all of it, 0 to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field MONTH[] = {{"minutes", SHAPE_INT, NULL, NULL, false}, {NULL, SHAPE_END, NULL, NULL, false}};
static const Field FORMAT_COVER[] = {
    {"format", SHAPE_STRING, NULL, NULL, false},
    {"hours", SHAPE_NUMBER, "in twelve months", NULL, false},
    {"months", SHAPE_ARRAY, "twelve, this one last", MONTH, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field SINCE[] = {
    {"since", SHAPE_STRING, "the last contact that counts", NULL, false},
    {"people", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field COVERAGE_REPLY[] = {
    {"people", SHAPE_INT, "engineers there today", NULL, false},
    {"met", SHAPE_INT, "of them, with both halves of their goal met", NULL, false},
    {"met_share", SHAPE_NUMBER, "0 to 1", NULL, false},
    {"waiting", SHAPE_INT, "on waiting lists of sessions to come: demand for seats that is not met", NULL, false},
    {"plan", SHAPE_INT, "the newest plan says who stays short and why", NULL, true},
    {"reflections", SHAPE_INT, "in the last 365 days", NULL, false},
    {"themes", SHAPE_INT, "themes that these touch", NULL, false},
    {"problems", SHAPE_INT, "problems that these touch or started", NULL, false},
    {"since", SHAPE_ARRAY, "people by time since their last contact", SINCE, false},
    {"formats", SHAPE_ARRAY, "contact that counts, by month", FORMAT_COVER, false},
    {"teams", SHAPE_ARRAY, NULL, TEAM_COVER, false},
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
    {"reflections", "reflections", "int", 0},
    {"problems", "problems", "int", 0},
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
    .empty = "No engineers yet. Bring them in: ridealong people import FILE.csv",
    .run = coverage_run,
};
