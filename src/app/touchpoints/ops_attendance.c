/* ops_attendance.c - who came: the host's page, and what is said there. */
#include "audit.h"
#include "json_build.h"
#include "touch.h"

/* ---- attendance ------------------------------------------------------------------------------ */

static bool page_run(Call *call, Err *err) {
    SessionRow row;
    SeatRow *seats;
    size_t n;
    if (!touch_session(call, &row, err)) return false;
    SeatFilter guests = {.session_id = row.id, .from = TIME_NONE, .to = TIME_NONE, .role = STR("guest")};
    if (!seats_list(call->app->db, call->arena, &guests, &seats, &n, err)) return false;
    json_t *list = json_array();
    put(call->reply, "session", session_json(call->arena, &row, call->now));
    put(call->reply, "seats", list);
    for (size_t i = 0; i < n; i++)
        if (seats[i].place) json_array_append_new(list, seat_json(call->arena, &seats[i]));
    return true;
}

static bool came(Call *call, const Arg *list, const SeatRow *seat, bool *used) {
    for (size_t i = 0; i < list->list_n; i++) {
        PersonRow person;
        if (!touch_person_named(call, "attended", list->list[i], &person, NULL) || person.id != seat->person_id)
            continue;
        used[i] = true;
        return true;
    }
    return false;
}

static bool mark_all(Call *call, const SessionRow *row, const SeatRow *seats, size_t n, size_t *came_n, Err *err) {
    const Arg *list = call_arg(call, "attended");
    int64_t length = (row->ends_at - row->starts_at) / 60,
            minutes = call_arg(call, "minutes")->given ? call_arg(call, "minutes")->i : length;
    bool *used = ARENA_ARRAY(call->arena, bool, list->list_n + 1);
    *came_n = 0;
    if (minutes > length) return err_set(err, ERR_INPUT, NULL, "minutes: the session has %lld", (long long)length);
    for (size_t i = 0; i < n; i++) {
        bool host = str_eq(seats[i].role, STR("host")),
             there = host || (seats[i].place && came(call, list, &seats[i], used));
        if (!seats[i].place && !(host && !str_eq(seats[i].state, SEAT_WITHDRAWN))) continue;
        if (!seat_mark(call->app->db, seats[i].id, there ? SEAT_ATTENDED : SEAT_ABSENT, minutes, call->now, err))
            return false;
        *came_n += there && !host;
    }
    for (size_t i = 0; i < list->list_n; i++)
        if (!used[i])
            return err_set(err, ERR_INPUT, "add them first: ridealong session join --person",
                           "attended: '%.*s' had no seat", STR_ARG(list->list[i]));
    return true;
}

static bool attend_in(Call *call, SessionRow *row, size_t *came_n, Err *err) {
    SeatRow *seats;
    size_t n;
    if (!touch_session(call, row, err)) return false;
    if (str_eq(row->state, SESSION_CANCELLED))
        return err_set(err, ERR_CONFLICT, NULL, "session %lld was cancelled", (long long)row->id);
    if (row->starts_at > call->now)
        return err_set(err, ERR_CONFLICT, "come back when it has begun", "session %lld has not begun",
                       (long long)row->id);
    SeatFilter all = {.session_id = row->id, .from = TIME_NONE, .to = TIME_NONE};
    if (!seats_list(call->app->db, call->arena, &all, &seats, &n, err) || !mark_all(call, row, seats, n, came_n, err) ||
        (str_eq(row->state, SESSION_OPEN) &&
         !session_end(call->app->db, row->id, SESSION_HELD, STR(""), call->now, err)))
        return false;
    return audit_note(call, "session.attendance", "session", row->id,
                      json_pack("{s:I}", "attended", (json_int_t)*came_n), err);
}

static bool attend_run(Call *call, Err *err) {
    SessionRow row;
    size_t n = 0;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, attend_in(call, &row, &n, err), err)) return false;
    touch_done(call, row.id, arena_printf(call->arena, "session %lld was held; %zu attended", (long long)row.id, n));
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const Param PAGE_PARAMS[] = {SESSION_PARAM, {.name = NULL}};
static const Param ATTEND_PARAMS[] = {
    SESSION_PARAM,
    {.name = "attended",
     .type = PARAM_LIST,
     .max = 1000,
     .help = "who came: e-mail addresses or numbers; all others who had a seat were absent"},
    {.name = "minutes",
     .type = PARAM_INT,
     .min = 1,
     .max = MINUTES_MAX,
     .help = "of direct contact; the session's length when it is not given"},
    WHO_PARAM,
    {.name = NULL},
};
static const Field PAGE_REPLY[] = {
    {"session", SHAPE_OBJECT, NULL, SHAPE_OF_SESSION, false},
    {"seats", SHAPE_ARRAY, "who has, or had, a place", SHAPE_OF_SEAT, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column PAGE_COLUMNS[] = {{"PERSON", "person.name", "text", 0},
                                      {"STATE", "state", "text", 10},
                                      {"MINUTES", "minutes", "int", 7},
                                      {NULL, NULL, NULL, 0}};

const Op OP_ATTENDANCE = {
    .id = "sessions.attendance",
    .method = "GET",
    .path = "/sessions/{session}/attendance",
    .words = "session attendance",
    .summary = "Who came: the host's page",
    .help = "ridealong session attendance 12",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_HOST,
    .owner = touch_owner_host,
    .params = PAGE_PARAMS,
    .reply = PAGE_REPLY,
    .rows = "seats",
    .columns = PAGE_COLUMNS,
    .empty = "Nobody has a seat.",
    .run = page_run,
};
const Op OP_ATTEND = {
    .id = "sessions.attend",
    .method = "POST",
    .path = "/sessions/{session}/attend",
    .words = "session attend",
    .summary = "Mark who attended, and that the session was held",
    .help = "ridealong session attend 12 --attended ann@example.com --attended bob@example.com\n\nEverybody else who "
            "had a seat was absent. It "
            "can be said again.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_HOST,
    .owner = touch_owner_host,
    .writes = true,
    .after = "/sessions/{session}",
    .params = ATTEND_PARAMS,
    .reply = SHAPE_OF_SESSION_DONE,
    .facts = DONE_FACTS,
    .run = attend_run,
};
