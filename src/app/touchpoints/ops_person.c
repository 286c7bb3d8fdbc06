/* ops_person.c - one person: where they stand, what counts, what is next, what a plan proposes and why. */
#include "access.h"
#include "goal_reply.h"
#include "json_build.h"

static json_t *touch_json_of(Arena *a, const SeatRow *s, Str format) {
    bool attended = str_eq(s->state, SEAT_ATTENDED);
    const char *says = !s->counts     ? "does not count towards goals"
                       : !attended    ? "booked"
                       : s->reflected ? "counts"
                                      : "counts once you say what you saw";
    return json_pack("{s:I, s:o, s:o, s:I, s:o, s:s}", "session", (json_int_t)s->session_id, "format", json_str(format),
                     "at", json_time(a, s->starts_at), "minutes",
                     (json_int_t)(attended ? s->minutes : (s->ends_at - s->starts_at) / 60), "state",
                     json_str(s->state), "says", says);
}

static Str format_name(const FormatRow *formats, size_t n, int64_t id) {
    for (size_t i = 0; i < n; i++)
        if (formats[i].id == id) return formats[i].name;
    return (Str){0};
}

static bool put_touches(Call *call, const PersonFacts *p, Err *err) {
    FormatRow *formats;
    size_t n;
    json_t *past = json_array(), *next = json_array();
    put(call->reply, "past", past);
    put(call->reply, "next", next);
    if (!formats_list(call->app->db, call->arena, true, &formats, &n, err)) return false;
    for (size_t i = 0; i < p->seats_n; i++) {
        const SeatRow *s = &p->seats[i];
        bool coming = s->starts_at > call->now;
        if (!str_eq(s->role, STR("guest")) || !str_eq(s->state, coming ? SEAT_BOOKED : SEAT_ATTENDED)) continue;
        json_array_insert_new(coming ? next : past, coming ? json_array_size(next) : 0,
                              touch_json_of(call->arena, s, format_name(formats, n, s->format_id)));
    }
    return true;
}

static bool put_leave(Call *call, int64_t person_id, Err *err) {
    LeaveRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "leave", list);
    if (!leave_list(call->app->db, call->arena, person_id, day_of(call->now), INT64_MAX, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list,
                              json_pack("{s:I, s:o, s:o}", "id", (json_int_t)rows[i].id, "from",
                                        json_str(time_iso_date(call->arena, rows[i].from_day * SECONDS_PER_DAY)), "to",
                                        json_str(time_iso_date(call->arena, (rows[i].to_day - 1) * SECONDS_PER_DAY))));
    return true;
}

static bool get_run(Call *call, Err *err) {
    PersonRow row;
    Facts facts;
    if (!touch_person(call, "person", &row, err)) return false;
    FactsAsked asked = {
        .person_id = row.id, .from = call->now - 400ll * SECONDS_PER_DAY, .to = call->now + 366ll * SECONDS_PER_DAY};
    if (!facts_read(call, &asked, &facts, err)) return false;
    const PersonFacts *p = &facts.people[0];
    GoalState g = facts_state(&facts, p, call->now);
    put(call->reply, "id", json_integer(row.id));
    put(call->reply, "name", json_str(row.name));
    put(call->reply, "engineer", json_boolean(row.engineer));
    put(call->reply, "zone", json_str(row.zone.n ? row.zone : STR("UTC")));
    put(call->reply, "languages", json_str(row.languages));
    put(call->reply, "goal", goal_state_json(call->arena, &g));
    return put_touches(call, p, err) && put_leave(call, row.id, err);
}

static const Field TOUCH[] = {
    {"session", SHAPE_INT, "its number", NULL, false},
    {"format", SHAPE_STRING, NULL, NULL, false},
    {"at", SHAPE_TIME, NULL, NULL, false},
    {"minutes", SHAPE_INT, NULL, NULL, false},
    {"state", SHAPE_STRING, NULL, NULL, false},
    {"says", SHAPE_STRING, "whether it counts", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LEAVE[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"from", SHAPE_STRING, NULL, NULL, false},
    {"to", SHAPE_STRING, "last day", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param GET_PARAMS[] = {
    {.name = "person",
     .type = PARAM_STR,
     .max = NAME_BYTES,
     .required = true,
     .positional = true,
     .help = "e-mail address or number"},
    {.name = NULL},
};
static const Field GET_REPLY[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"engineer", SHAPE_BOOL, "owes touchpoints", NULL, false},
    {"zone", SHAPE_STRING, NULL, NULL, false},
    {"languages", SHAPE_STRING, NULL, NULL, false},
    {"goal", SHAPE_OBJECT, NULL, SHAPE_OF_GOAL, false},
    {"next", SHAPE_ARRAY, "booked, the next first", TOUCH, false},
    {"past", SHAPE_ARRAY, "attended in the last 400 days, the latest first", TOUCH, false},
    {"leave", SHAPE_ARRAY, "now and to come", LEAVE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column GET_COLUMNS[] = {
    {"SESSION", "session", "int", 7}, {"FORMAT", "format", "text", 18}, {"AT", "at", "date", 10},
    {"MIN", "minutes", "int", 4},     {"", "says", "text", 0},          {NULL, NULL, NULL, 0},
};
static const Column GET_FACTS[] = {
    {"name", "name", "text", 0},
    {"touchpoints this year", "goal.touchpoints", "int", 0},
    {"owed", "goal.touchpoints_owed", "int", 0},
    {"formats", "goal.formats", "int", 0},
    {"formats owed", "goal.formats_owed", "int", 0},
    {"minutes in the window", "goal.minutes", "int", 0},
    {"minutes owed", "goal.minutes_owed", "int", 0},
    {"to reflect upon", "goal.unreflected", "int", 0},
    {NULL, NULL, NULL, 0},
};
const Op OP_PERSON = {
    .id = "people.get",
    .method = "GET",
    .path = "/people/{person}",
    .words = "person",
    .summary = "One person: what counts, what is next, what is owed",
    .help = "ridealong person ann@example.com\n\nEverybody sees their own; others' by the policy.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_VIEWER,
    .owner = touch_owner_person,
    .reads = READS_PEOPLE,
    .params = GET_PARAMS,
    .reply = GET_REPLY,
    .rows = "next",
    .columns = GET_COLUMNS,
    .facts = GET_FACTS,
    .empty = "Nothing is booked.",
    .run = get_run,
};
