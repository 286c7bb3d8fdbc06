/* standing_json.c - where somebody stands, told with its periods and how each figure came about. */
#include "app_private.h"
#include "credit.h"
#include "json_build.h"
#include "people_ops.h"
#include "shapes.h"

json_t *people_day_json(Arena *a, int64_t day) {
    return day == DAY_NONE || day == INT64_MIN ? json_null() : json_time(a, day * SECONDS_PER_DAY);
}

typedef struct Standing {
    const CreditPerson *p;
    GoalState state;
    DaySpan year, window;
    int64_t due_day; /* when the window is short for the first time if nothing happens; DAY_NONE: not in its length */
    int32_t due_minutes;
    const ContactTimeRow *past, *coming; /* since the year or the window began; booked or waiting, to come */
    size_t past_n, coming_n;
} Standing;

/* Day by day by the same function, so that it cannot disagree with it. */
static void find_due(Standing *s) {
    s->due_day = DAY_NONE;
    for (int64_t day = s->p->today; s->p->row.engineer && day < s->p->today + s->p->policy.window_days; day++) {
        GoalState then = credit_state(s->p, day);
        if (then.window_met) continue;
        s->due_day = day;
        s->due_minutes = then.minutes_owed - then.minutes;
        return;
    }
}

static Standing standing_of(const CreditPerson *p, int64_t now) {
    Standing s = {.p = p,
                  .state = credit_state(p, p->today),
                  .year = credit_year(p->today),
                  .window = credit_window(p, p->today),
                  .past = p->contacts};
    int64_t since = s.year.from < s.window.from ? s.year.from : s.window.from;
    size_t i = 0;
    while (i < p->contacts_n && credit_day(p, p->contacts[i].starts_at) < since) i++;
    s.past = p->contacts + i;
    while (i < p->contacts_n && p->contacts[i].starts_at < now) i++, s.past_n++;
    s.coming = p->contacts + i;
    s.coming_n = p->contacts_n - i;
    find_due(&s);
    return s;
}

static json_t *year_json(Arena *a, const Standing *s) {
    const GoalState *g = &s->state;
    return json_pack("{s:o, s:o, s:I, s:I, s:i, s:i, s:i, s:i, s:b}", "from", people_day_json(a, s->year.from), "to",
                     people_day_json(a, s->year.to - 1), "days", (json_int_t)(s->year.to - s->year.from), "present",
                     (json_int_t)presence_days(&s->p->presence, s->year), "touchpoints_owed", g->touchpoints_owed,
                     "touchpoints", g->touchpoints, "formats_owed", g->formats_owed, "formats", g->formats, "met",
                     g->year_met);
}

static json_t *window_json(Arena *a, const Standing *s) {
    const GoalState *g = &s->state;
    return json_pack("{s:o, s:o, s:I, s:I, s:i, s:i, s:b, s:o, s:i}", "from", people_day_json(a, s->window.from), "to",
                     people_day_json(a, s->window.to - 1), "days", (json_int_t)(s->window.to - s->window.from),
                     "present", (json_int_t)presence_days(&s->p->presence, s->window), "minutes_owed", g->minutes_owed,
                     "minutes", g->minutes, "met", g->window_met, "due", people_day_json(a, s->due_day), "due_minutes",
                     s->due_minutes);
}

static json_t *contacts_json(Arena *a, const ContactTimeRow *times, size_t n) {
    json_t *list = json_array();
    for (size_t i = n; i-- > 0;) { /* newest first */
        const ContactTimeRow *t = &times[i];
        if (!t->attended) continue;
        const char *why = credit_why_not(t);
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

/* By format what counts of this year. */
static json_t *formats_json(const Standing *s) {
    json_t *list = json_array(), *row = NULL;
    for (size_t i = 0; i < s->past_n; i++) {
        const ContactTimeRow *t = &s->past[i];
        size_t k;
        if (!t->attended || credit_why_not(t) || credit_day(s->p, t->starts_at) < s->year.from) continue;
        json_array_foreach(list, k, row)
            if (json_integer_value(json_object_get(row, "id")) == t->format_id) break;
        if (k == json_array_size(list)) {
            row = json_pack("{s:I, s:o, s:I, s:I}", "id", (json_int_t)t->format_id, "name", json_str(t->format),
                            "touchpoints", (json_int_t)0, "minutes", (json_int_t)0);
            json_array_append_new(list, row);
        }
        put(row, "touchpoints", json_integer(json_integer_value(json_object_get(row, "touchpoints")) + 1));
        put(row, "minutes", json_integer(json_integer_value(json_object_get(row, "minutes")) + (json_int_t)t->minutes));
    }
    return list;
}

static void add_next(json_t *list, Str what, Str see) {
    json_array_append_new(list, json_pack("{s:o, s:o}", "what", json_str(what), "see", json_str_or_null(see)));
}

/* The quickest first. */
static json_t *next_json(Arena *a, const Standing *s) {
    const GoalState *g = &s->state;
    json_t *list = json_array();
    for (size_t i = 0; i < s->past_n && s->p->row.engineer; i++) {
        const ContactTimeRow *t = &s->past[i];
        if (t->attended && t->counts && !t->reflected && t->minutes)
            add_next(list,
                     arena_printf(a, "Reflect on \"%.*s\": its %lld minutes count then", STR_ARG(t->title),
                                  (long long)t->minutes),
                     arena_printf(a, "/sessions/%lld", (long long)t->session_id));
    }
    if (s->due_day != DAY_NONE)
        add_next(list,
                 arena_printf(a, "%d more minutes with customers%s%s", s->due_minutes,
                              s->due_day == s->p->today ? ", due now" : " until ",
                              s->due_day == s->p->today ? "" : time_iso_date(a, s->due_day * SECONDS_PER_DAY).p),
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

bool standing_json(Call *call, int64_t person_id, json_t **out, Err *err) {
    Arena *a = call->arena;
    Credit credit;
    if (!credit_read(call, person_id, TIME_NONE, &credit, err)) return false;
    const CreditPerson *p = &credit.people[0];
    Standing s = standing_of(p, call->now);
    *out = json_pack("{s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "owes", p->row.engineer, "today",
                     people_day_json(a, p->today), "share", json_num(p->presence.fte / 1000.0, 3), "year",
                     year_json(a, &s), "window", window_json(a, &s), "policy", goal_rule_json(&credit.rules, p->rule),
                     "formats", formats_json(&s), "contacts", contacts_json(a, s.past, s.past_n), "coming",
                     coming_json(a, s.coming, s.coming_n), "next", next_json(a, &s), "last",
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
    {"last", SHAPE_TIME, "day of the last contact that counts, of the last two years", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
