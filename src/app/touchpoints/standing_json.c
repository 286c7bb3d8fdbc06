/* standing_json.c - where somebody stands, told with its periods and how each figure came about. */
#include "app_private.h"
#include "json_build.h"
#include "people_ops.h"
#include "shapes.h"
#include "standing.h"

json_t *people_day_json(Arena *a, int64_t day) {
    return day == DAY_NONE || day == INT64_MIN ? json_null() : json_time(a, day * SECONDS_PER_DAY);
}

static json_t *year_json(Arena *a, const Standing *s) {
    const GoalState *g = &s->state;
    return json_pack("{s:o, s:o, s:I, s:I, s:i, s:i, s:i, s:i, s:b}", "from", people_day_json(a, s->year.from), "to",
                     people_day_json(a, s->year.to - 1), "days", (json_int_t)(s->year.to - s->year.from), "present",
                     (json_int_t)s->year_days, "touchpoints_owed", g->touchpoints_owed, "touchpoints", g->touchpoints,
                     "formats_owed", g->formats_owed, "formats", g->formats, "met", g->year_met);
}

static json_t *window_json(Arena *a, const Standing *s) {
    const GoalState *g = &s->state;
    return json_pack("{s:o, s:o, s:I, s:I, s:i, s:i, s:b, s:o, s:i}", "from", people_day_json(a, s->window.from), "to",
                     people_day_json(a, s->window.to - 1), "days", (json_int_t)(s->window.to - s->window.from),
                     "present", (json_int_t)s->window_days, "minutes_owed", g->minutes_owed, "minutes", g->minutes,
                     "met", g->window_met, "due", people_day_json(a, s->due_day), "due_minutes", s->due_minutes);
}

/* Why a contact does not count; NULL: it does. */
static const char *why_not(const ContactTimeRow *t) {
    if (!t->counts) return "its format does not count towards goals";
    if (!t->reflected) return "it counts once you have reflected on it";
    if (!t->minutes) return "no minutes were noted";
    return NULL;
}

static json_t *contacts_json(Arena *a, const ContactTimeRow *times, size_t n) {
    json_t *list = json_array();
    for (size_t i = n; i-- > 0;) { /* newest first */
        const ContactTimeRow *t = &times[i];
        const char *why = why_not(t);
        json_array_append_new(list, json_pack("{s:I, s:o, s:o, s:o, s:I, s:b, s:s?}", "session",
                                              (json_int_t)t->session_id, "title", json_str(t->title), "format",
                                              json_str(t->format), "at", json_time(a, t->starts_at), "minutes",
                                              (json_int_t)t->minutes, "counts", !why, "why_not", why));
    }
    return list;
}

static json_t *coming_json(Arena *a, const ContactTimeRow *times, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{s:I, s:o, s:o, s:o, s:b}", "session", (json_int_t)times[i].session_id,
                                              "title", json_str(times[i].title), "format", json_str(times[i].format),
                                              "at", json_time(a, times[i].starts_at), "waiting", times[i].waiting));
    return list;
}

/* By format what counts of this year and, beside it, what is not reflected upon. */
static json_t *formats_json(const Standing *s, const ContactTimeRow *times, size_t n) {
    json_t *list = json_array(), *row = NULL;
    for (size_t i = 0; i < n; i++) {
        size_t k;
        if (why_not(&times[i]) || day_of(times[i].starts_at) < s->year.from) continue;
        json_array_foreach(list, k,
                           row) if (json_integer_value(json_object_get(row, "id")) == times[i].format_id) break;
        if (k == json_array_size(list)) {
            row = json_pack("{s:I, s:o, s:I, s:I}", "id", (json_int_t)times[i].format_id, "name",
                            json_str(times[i].format), "touchpoints", (json_int_t)0, "minutes", (json_int_t)0);
            json_array_append_new(list, row);
        }
        put(row, "touchpoints", json_integer(json_integer_value(json_object_get(row, "touchpoints")) + 1));
        put(row, "minutes",
            json_integer(json_integer_value(json_object_get(row, "minutes")) + (json_int_t)times[i].minutes));
    }
    return list;
}

static void add_next(json_t *list, Str what, Str see) {
    json_array_append_new(list, json_pack("{s:o, s:o}", "what", json_str(what), "see", json_str_or_null(see)));
}

/* The quickest first. */
static json_t *next_json(Arena *a, const Standing *s, const ContactTimeRow *times, size_t n) {
    const GoalState *g = &s->state;
    json_t *list = json_array();
    for (size_t i = 0; i < n && s->owes; i++)
        if (times[i].counts && !times[i].reflected && times[i].minutes)
            add_next(list,
                     arena_printf(a, "Reflect on \"%.*s\": its %lld minutes count then", STR_ARG(times[i].title),
                                  (long long)times[i].minutes),
                     arena_printf(a, "/sessions/%lld", (long long)times[i].session_id));
    if (s->due_day != DAY_NONE)
        add_next(list,
                 arena_printf(a, "%d more minutes with customers%s%s", s->due_minutes,
                              s->due_day == s->today ? ", due now" : " until ",
                              s->due_day == s->today ? "" : time_iso_date(a, s->due_day * SECONDS_PER_DAY).p),
                 STR("/sessions"));
    int touchpoints = g->touchpoints_owed - g->touchpoints, formats = g->formats_owed - g->formats;
    Str end = time_iso_date(a, (s->year.to - 1) * SECONDS_PER_DAY);
    if (touchpoints > 0)
        add_next(
            list,
            arena_printf(a, "%d more touchpoint%s until %.*s", touchpoints, touchpoints == 1 ? "" : "s", STR_ARG(end)),
            STR("/sessions"));
    if (formats > 0)
        add_next(list,
                 arena_printf(a, "%d more format%s that you have not had this year, until %.*s", formats,
                              formats == 1 ? "" : "s", STR_ARG(end)),
                 STR("/formats"));
    return list;
}

bool standing_json(Call *call, const PersonRow *person, json_t **out, Err *err) {
    Db *db = call->app->db;
    Arena *a = call->arena;
    StandingWorld world;
    LeaveRow *leave;
    ContactTimeRow *times, *coming;
    size_t leave_n, n, coming_n;
    if (!standing_world(call, &world, err) ||
        !leave_list(db, a, &(LeaveFilter){.person_id = person->id}, &leave, &leave_n, err) ||
        !contact_times(db, a, &(ContactTimeFilter){person->id, standing_since(&world), call->now, false}, &times, &n,
                       err) ||
        !contact_times(db, a, &(ContactTimeFilter){person->id, call->now, TIME_NONE, true}, &coming, &coming_n, err))
        return false;
    Standing s = standing_of(&world, a, person, leave, leave_n, times, n, true);
    *out = json_pack("{s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "owes", s.owes, "today",
                     people_day_json(a, s.today), "share", json_num(s.fte / 1000.0, 3), "year", year_json(a, &s),
                     "window", window_json(a, &s), "policy", goal_rule_json(&world.rules, s.rule), "formats",
                     formats_json(&s, times, n), "contacts", contacts_json(a, times, n), "coming",
                     coming_json(a, coming, coming_n), "next", next_json(a, &s, times, n), "last",
                     people_day_json(a, s.state.last_day));
    return true;
}

static const Field YEAR[] = {
    {"from", SHAPE_TIME, "first day", NULL, false},
    {"to", SHAPE_TIME, "last day", NULL, false},
    {"days", SHAPE_INT, "of the year", NULL, false},
    {"present", SHAPE_INT, "of these, employed and not on leave", NULL, false},
    {"touchpoints_owed", SHAPE_INT, "in the whole year, pro rata", NULL, false},
    {"touchpoints", SHAPE_INT, "attended and reflected upon, until today", NULL, false},
    {"formats_owed", SHAPE_INT, "different ones", NULL, false},
    {"formats", SHAPE_INT, NULL, NULL, false},
    {"met", SHAPE_BOOL, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field WINDOW[] = {
    {"from", SHAPE_TIME, "first day", NULL, false},
    {"to", SHAPE_TIME, "last day: today", NULL, false},
    {"days", SHAPE_INT, "of the window", NULL, false},
    {"present", SHAPE_INT, "of these, employed and not on leave", NULL, false},
    {"minutes_owed", SHAPE_INT, "pro rata", NULL, false},
    {"minutes", SHAPE_INT, "attended and reflected upon", NULL, false},
    {"met", SHAPE_BOOL, NULL, NULL, false},
    {"due", SHAPE_TIME, "when it is short for the first time if nothing happens", NULL, true},
    {"due_minutes", SHAPE_INT, "short on that day", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field FORMAT[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"touchpoints", SHAPE_INT, "of this year that count", NULL, false},
    {"minutes", SHAPE_INT, "of this year that count", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field CONTACT[] = {
    {"session", SHAPE_INT, NULL, NULL, false},       {"title", SHAPE_STRING, NULL, NULL, false},
    {"format", SHAPE_STRING, NULL, NULL, false},     {"at", SHAPE_TIME, NULL, NULL, false},
    {"minutes", SHAPE_INT, "attended", NULL, false}, {"counts", SHAPE_BOOL, NULL, NULL, false},
    {"why_not", SHAPE_STRING, NULL, NULL, true},     {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field COMING[] = {
    {"session", SHAPE_INT, NULL, NULL, false},
    {"title", SHAPE_STRING, NULL, NULL, false},
    {"format", SHAPE_STRING, NULL, NULL, false},
    {"at", SHAPE_TIME, NULL, NULL, false},
    {"waiting", SHAPE_BOOL, "on the waiting list", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field NEXT[] = {
    {"what", SHAPE_STRING, "to do, the quickest first", NULL, false},
    {"see", SHAPE_STRING, "the page to go on", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_STANDING[] = {
    {"owes", SHAPE_BOOL, "an engineer; others owe nothing", NULL, false},
    {"today", SHAPE_TIME, "in the person's zone", NULL, false},
    {"share", SHAPE_NUMBER, "of full time, 0 to 1", NULL, false},
    {"year", SHAPE_OBJECT, NULL, YEAR, false},
    {"window", SHAPE_OBJECT, NULL, WINDOW, false},
    {"policy", SHAPE_OBJECT, "of the team, before pro rata", SHAPE_OF_RULE, false},
    {"formats", SHAPE_ARRAY, NULL, FORMAT, false},
    {"contacts", SHAPE_ARRAY, "since the year or the window began, newest first", CONTACT, false},
    {"coming", SHAPE_ARRAY, "booked or waiting", COMING, false},
    {"next", SHAPE_ARRAY, NULL, NEXT, false},
    {"last", SHAPE_TIME, "day of the last contact that counts, of those shown", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
