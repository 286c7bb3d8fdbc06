/* ops_sessions.c - sessions as a list, and one with all that belongs to it. */
#include "access.h"
#include "cursor.h"
#include "guide.h"
#include "json_build.h"
#include "name_filter.h"
#include "strip.h"

static bool format_filter(Call *call, int64_t *id, Err *err) {
    Str key = str_trim(call_arg(call, "format")->s);
    FormatRow format;
    *id = 0;
    if (!key.n || str_to_i64(key, id)) return true;
    if (!format_find(call->app->db, call->arena, key, &format, err)) return false;
    *id = format.id;
    return true;
}

static bool host_filter(Call *call, int64_t *id, Err *err) {
    PersonRow host;
    Str given = call_arg(call, "host")->s;
    *id = 0;
    if (!str_trim(given).n) return true;
    if (!touch_person_named(call, "host", given, &host, err)) return false;
    *id = host.id;
    return true;
}

/* Upcoming ones from now on, or past ones backwards; pages go by start and number. */
static bool list_run(Call *call, Err *err) {
    static const Str STATES[] = {STR_INIT(""), STR_INIT("open"), STR_INIT("held"), STR_INIT("cancelled")};
    const Arg *from = call_arg(call, "from"), *to = call_arg(call, "to");
    bool past = call_arg(call, "past")->i;
    int64_t last[2];
    if (!cursor_read(call, last, 2, err)) return false;
    SessionFilter f = {.from = from->given ? from->i
                               : past      ? TIME_NONE
                                           : call->now,
                       .to = to->given ? to->i
                             : past    ? call->now
                                       : TIME_NONE,
                       .theme_id = call_arg(call, "theme")->i,
                       .problem_id = call_arg(call, "problem")->i,
                       .state = STATES[call_arg(call, "state")->i],
                       .newest = past,
                       .after_at = last[0],
                       .after_id = last[1],
                       .limit = cursor_rows(call),
                       .find = name_filter(call)};
    SessionRow *rows;
    FormatRow *formats;
    size_t n, formats_n;
    if (!format_filter(call, &f.format_id, err) || !host_filter(call, &f.host_id, err) ||
        !sessions_list(call->app->db, call->arena, &f, &rows, &n, err) ||
        !formats_list(call->app->db, call->arena, false, &formats, &formats_n, err))
        return false;
    json_t *list = json_array(), *kinds = json_array();
    put(call->reply, "sessions", list);
    put(call->reply, "formats", kinds);
    size_t shown = cursor_page(call, n);
    for (size_t i = 0; i < shown; i++) json_array_append_new(list, session_json(call->arena, &rows[i], call->now));
    for (size_t i = 0; i < formats_n; i++)
        json_array_append_new(
            kinds, json_pack("{s:o, s:o}", "key", json_str(formats[i].key), "name", json_str(formats[i].name)));
    put(call->reply, "past", json_boolean(past));
    CURSOR_PUT(call, n, rows[shown - 1].starts_at, rows[shown - 1].id);
    return true;
}

/* ---- one ------------------------------------------------------------------------------------- */

static bool seats_put(Call *call, const SessionRow *session, Err *err) {
    SeatRow *rows;
    size_t n;
    bool may;
    SeatFilter all = {.session_id = session->id, .from = TIME_NONE, .to = TIME_NONE};
    json_t *list = json_array(), *mine = json_null();
    put(call->reply, "seats", list);
    if (!touch_sees_guests(call, session, &may, err) || !seats_list(call->app->db, call->arena, &all, &rows, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        bool own = rows[i].person_id == call->actor->person_id;
        if (own) mine = seat_json(call->arena, &rows[i]);
        if (may) json_array_append_new(list, seat_json(call->arena, &rows[i]));
    }
    put(call->reply, "mine", mine);
    put(call->reply, "seats_shown", json_boolean(may));
    return true;
}

static bool causes_put(Call *call, int64_t session_id, Err *err) {
    CauseRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "causes", list);
    if (!causes_list(call->app->db, call->arena, session_id, TIME_NONE, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{s:o, s:I, s:o, s:o}", "theme",
                                              rows[i].theme_id ? json_integer(rows[i].theme_id) : json_null(),
                                              "minutes", (json_int_t)rows[i].minutes, "words", json_str(rows[i].words),
                                              "by", json_str(rows[i].author)));
    return true;
}

static json_t *rules_json(const FormatRow *f) {
    return json_pack("{s:o, s:b, s:b, s:b, s:b, s:I}", "key", json_str(f->key), "guide", f->guide, "causes", f->causes,
                     "judged", f->judged, "consent", f->consent, "notice_hours", (json_int_t)f->notice_hours);
}

static bool get_run(Call *call, Err *err) {
    SessionRow row;
    FormatRow format;
    json_t *moments, *notes;
    if (!touch_session(call, &row, err) || !format_get(call->app->db, call->arena, row.format_id, &format, err) ||
        !seats_put(call, &row, err) || !causes_put(call, row.id, err) ||
        !guide_json(call, row.id, &moments, &notes, err))
        return false;
    put(call->reply, "session", session_json(call->arena, &row, call->now));
    put(call->reply, "about", json_str(row.about));
    put(call->reply, "why", json_str(row.why));
    put(call->reply, "rules", rules_json(&format));
    put(call->reply, "moments", moments);
    put(call->reply, "notes", notes);
    return strip_put(call, STRIP_SESSION, row.id, err);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const char *const STATES[] = {"all", "open", "held", "cancelled", NULL};
static const Param LIST_PARAMS[] = {
    {.name = "format", .type = PARAM_STR, .max = 60, .fallback = "", .help = "only of this format: key or number"},
    {.name = "host",
     .type = PARAM_STR,
     .max = NAME_BYTES,
     .fallback = "",
     .help = "only hosted by: e-mail address or number"},
    {.name = "theme", .type = PARAM_INT, .min = 0, .max = INT64_MAX, .fallback = "0", .help = "only about this theme"},
    {.name = "problem",
     .type = PARAM_INT,
     .min = 0,
     .max = INT64_MAX,
     .fallback = "0",
     .help = "only about this problem"},
    {.name = "state", .type = PARAM_ENUM, .choices = STATES, .fallback = "all", .help = "only in this state"},
    {.name = "past", .type = PARAM_BOOL, .fallback = "false", .help = "those that have begun, the latest first"},
    {.name = "from", .type = PARAM_DATE, .help = "only those that start then or later; now when it is not given"},
    {.name = "to", .type = PARAM_DATE, .help = "only those that start before"},
    NAME_PARAM("title"),
    LIMIT_PARAM("50"),
    CURSOR_PARAM,
    {.name = NULL},
};
static const Param GET_PARAMS[] = {SESSION_PARAM, {.name = NULL}};
static const Field FORMAT_NAME[] = {{"key", SHAPE_STRING, NULL, NULL, false},
                                    {"name", SHAPE_STRING, NULL, NULL, false},
                                    {NULL, SHAPE_END, NULL, NULL, false}};
static const Field LIST_REPLY[] = {
    {"sessions", SHAPE_ARRAY, "the next first; with past the latest first", SHAPE_OF_SESSION, false},
    {"formats", SHAPE_ARRAY, "in use", FORMAT_NAME, false},
    {"past", SHAPE_BOOL, NULL, NULL, false},
    NEXT_FIELD,
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field RULES[] = {
    {"key", SHAPE_STRING, "of the format", NULL, false},
    {"guide", SHAPE_BOOL, NULL, NULL, false},
    {"causes", SHAPE_BOOL, NULL, NULL, false},
    {"judged", SHAPE_BOOL, NULL, NULL, false},
    {"consent", SHAPE_BOOL, NULL, NULL, false},
    {"notice_hours", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field CAUSE[] = {
    {"theme", SHAPE_INT, NULL, NULL, true},     {"minutes", SHAPE_INT, NULL, NULL, false},
    {"words", SHAPE_STRING, NULL, NULL, false}, {"by", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field GET_REPLY[] = {
    {"session", SHAPE_OBJECT, NULL, SHAPE_OF_SESSION, false},
    {"about", SHAPE_STRING, "what will happen", NULL, false},
    {"why", SHAPE_STRING, "it was cancelled", NULL, false},
    {"rules", SHAPE_OBJECT, "what its format has", RULES, false},
    {"mine", SHAPE_OBJECT, "the caller's seat", SHAPE_OF_SEAT, true},
    {"seats", SHAPE_ARRAY, "hosts, guests by place, the waiting list in its order; empty unless seats_shown",
     SHAPE_OF_SEAT, false},
    {"seats_shown", SHAPE_BOOL, "the caller hosts it, or may see what others do", NULL, false},
    {"moments", SHAPE_ARRAY, "the guide: what to look at, and what to ask", SHAPE_OF_MOMENT, false},
    {"notes", SHAPE_ARRAY, "on the whole session", SHAPE_OF_NOTE, false},
    {"causes", SHAPE_ARRAY, "root causes of a shift", CAUSE, false},
    STRIP_FIELD,
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column GET_FACTS[] = {{"session", "session.title", "text", 0},
                                   {"format", "session.format.name", "text", 0},
                                   {"when", "session.when", "text", 0},
                                   {"host", "session.host.name", "text", 0},
                                   {"state", "session.state", "text", 0},
                                   {"free", "session.free", "int", 0},
                                   {NULL, NULL, NULL, 0}};
static const Column GET_COLUMNS[] = {{"PLACE", "place", "int", 5},     {"PERSON", "person.name", "text", 0},
                                     {"AS", "role", "text", 5},        {"STATE", "state", "text", 10},
                                     {"MINUTES", "minutes", "int", 7}, {NULL, NULL, NULL, 0}};

const Op OP_SESSIONS = {
    .id = "sessions.list",
    .method = "GET",
    .path = "/sessions",
    .words = "sessions",
    .summary = "Sessions to come: meet customers",
    .help = "ridealong sessions --format empathy\nridealong sessions --past --limit 20",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "sessions",
    .columns = SESSION_COLUMNS,
    .empty = "No session is offered yet. Hosts offer one with: `ridealong session offer`",
    .run = list_run,
};
const Op OP_SESSION = {
    .id = "sessions.get",
    .method = "GET",
    .path = "/sessions/{session}",
    .words = "session",
    .summary = "One session: who comes, what to look at, what was found",
    .help = "ridealong session 12",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = GET_PARAMS,
    .reply = GET_REPLY,
    .rows = "seats",
    .columns = GET_COLUMNS,
    .facts = GET_FACTS,
    .empty = "Nobody has a seat yet.",
    .run = get_run,
};
