/* ops_coverage.c - the leaders' page: how far goals are met by team and format over time, who waits longest (as
 * counts), what came of it. */
#include "access.h"
#include "app_private.h"
#include "credit.h"
#include "json_build.h"
#include "store/plan_store.h"
#include "store/session_store.h"

enum { MONTHS = 12, BUCKETS = 6 };

typedef struct TeamCover {
    int64_t id;
    int64_t people, met, minutes, minutes_owed, touchpoints, touchpoints_owed;
} TeamCover;

typedef struct Cover {
    Credit credit;
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

static void count_person(Cover *c, const CreditPerson *p, int64_t now) {
    if (!credit_there(p, p->today)) return;
    GoalState g = credit_state(p, p->today);
    TeamCover *t = team_cover(c, p->row.team_id);
    t->people++;
    t->met += g.year_met && g.window_met;
    t->minutes += g.minutes < g.minutes_owed ? g.minutes : g.minutes_owed;
    t->minutes_owed += g.minutes_owed;
    t->touchpoints += g.touchpoints < g.touchpoints_owed ? g.touchpoints : g.touchpoints_owed;
    t->touchpoints_owed += g.touchpoints_owed;
    c->since[bucket_of(g.last_day, p->today)]++;
    for (size_t i = 0; i < p->touches_n; i++) {
        int ago = months_ago(p->touches[i].day, p->today);
        for (size_t f = 0; f < c->formats_n && touch_counts(&p->touches[i]) && ago >= 0 && ago < MONTHS; f++)
            if (c->format_id[f] == p->touches[i].format) c->month[f][MONTHS - 1 - ago] += p->touches[i].minutes;
    }
    for (size_t i = 0; i < p->contacts_n; i++) c->waiting += p->contacts[i].waiting && p->contacts[i].starts_at > now;
}

static json_t *share(bool shown, int64_t part, int64_t whole) {
    return shown ? json_num(whole ? (double)part / (double)whole : 1, 4) : json_null();
}

/* Who may not see others sees no total of a team that is too small for one. */
static bool put_teams(Call *call, const Cover *c, Err *err) {
    bool others;
    json_t *list = json_array();
    put(call->reply, "teams", list);
    if (!access_others(call, &others, err)) return false;
    for (size_t i = 0; i < c->n; i++) {
        const TeamCover *t = &c->teams[i];
        bool shown = others || t->people >= CREDIT_FEWEST;
        const TeamRow *team = goal_rules_team(&c->credit.rules, t->id);
        json_t *o = json_object();
        put(o, "id", json_integer(t->id));
        put(o, "team", json_str(team ? team->name : STR("(no team)")));
        put(o, "people", json_integer(t->people));
        put(o, "met", shown ? json_integer(t->met) : json_null());
        put(o, "minutes", shown ? json_integer(t->minutes) : json_null());
        put(o, "minutes_owed", shown ? json_integer(t->minutes_owed) : json_null());
        put(o, "touchpoints", shown ? json_integer(t->touchpoints) : json_null());
        put(o, "touchpoints_owed", shown ? json_integer(t->touchpoints_owed) : json_null());
        put(o, "met_share", share(shown, t->met, t->people));
        put(o, "window_share", share(shown, t->minutes, t->minutes_owed));
        put(o, "year_share", share(shown, t->touchpoints, t->touchpoints_owed));
        json_array_append_new(list, o);
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
                                               "26 to 52 weeks", "1 to 2 years",  "over 2 years, or never"};
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
    if (!credit_read(call, 0, TIME_NONE, &c.credit, err) ||
        !formats_list(call->app->db, call->arena, true, &formats, &c.formats_n, err) ||
        !plans_list(call->app->db, call->arena, 1, &plans, &n, err) ||
        !touch_reach(call->app->db, call->now - 365ll * SECONDS_PER_DAY, &reach, err))
        return false;
    c.teams = ARENA_ARRAY(call->arena, TeamCover, c.credit.n + 1);
    c.month = arena_calloc(call->arena, c.formats_n + 1, sizeof *c.month);
    c.format_id = ARENA_ARRAY(call->arena, int64_t, c.formats_n + 1);
    for (size_t f = 0; f < c.formats_n; f++) c.format_id[f] = formats[f].id;
    int64_t people = 0, met = 0;
    for (size_t i = 0; i < c.credit.n; i++) count_person(&c, &c.credit.people[i], call->now);
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
