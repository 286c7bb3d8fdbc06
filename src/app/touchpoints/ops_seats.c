/* ops_seats.c - signing up, withdrawing; whose seats there are. */
#include "access.h"
#include "audit.h"
#include "cursor.h"
#include "json_build.h"
#include "seating.h"

static bool note(Call *call, const char *action, const SessionRow *session, const PersonRow *person, Err *err) {
    json_t *body = json_pack("{s:I}", "person", (json_int_t)person->id);
    return audit_note(call, action, "session", session->id, body, err);
}

/* ---- join and leave -------------------------------------------------------------------------- */

static bool join_in(Call *call, SessionRow *session, PersonRow *person, SeatingWait *wait, Err *err) {
    if (!touch_session(call, session, err) || !touch_person(call, "person", person, err)) return false;
    bool own = call->actor->person_id == person->id;
    return seating_join(call, session, person, own ? STR("self") : STR("host"), wait, err) &&
           note(call, "seat.join", session, person, err);
}

static bool join_run(Call *call, Err *err) {
    SessionRow session;
    PersonRow person;
    SeatingWait wait = SEATING_BOOKED;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, join_in(call, &session, &person, &wait, err), err))
        return false;
    put(call->reply, "booked", json_boolean(wait == SEATING_BOOKED));
    touch_done(call, session.id,
               wait == SEATING_BOOKED ? arena_printf(call->arena, "%.*s has a seat on %.*s", STR_ARG(person.name),
                                                     STR_ARG(touch_when(call->arena, &session)))
                                      : arena_printf(call->arena, "%.*s is on the waiting list: %s",
                                                     STR_ARG(person.name), seating_wait_says(wait)));
    return true;
}

static bool leave_in(Call *call, SessionRow *session, PersonRow *person, bool *late, Err *err) {
    return touch_session(call, session, err) && touch_person(call, "person", person, err) &&
           seating_leave(call, session, person, late, err) && note(call, "seat.leave", session, person, err);
}

static bool leave_run(Call *call, Err *err) {
    SessionRow session;
    PersonRow person;
    bool late = false;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, leave_in(call, &session, &person, &late, err), err))
        return false;
    touch_done(call, session.id,
               arena_printf(call->arena, "%.*s is withdrawn%s", STR_ARG(person.name),
                            late ? "; that is late, so please tell the host" : ""));
    return true;
}

/* ---- whose ----------------------------------------------------------------------------------- */

static bool mine_run(Call *call, Err *err) {
    PersonRow person;
    int64_t last[2];
    if (touch_nobody(call, "person")) {
        put(call->reply, "person", json_null());
        put(call->reply, "seats", json_array());
        put(call->reply, "next", json_null());
        return true;
    }
    if (!touch_person(call, "person", &person, err) || !cursor_read(call, last, 2, err)) return false;
    SeatRow *rows;
    size_t n;
    SeatFilter f = {.person_id = person.id,
                    .from = call_arg(call, "from")->given ? call_arg(call, "from")->i : TIME_NONE,
                    .to = call_arg(call, "to")->given ? call_arg(call, "to")->i : TIME_NONE,
                    .newest = true,
                    .after_at = last[0],
                    .after_session = last[1],
                    .limit = cursor_rows(call)};
    if (!seats_list(call->app->db, call->arena, &f, &rows, &n, err)) return false;
    json_t *list = json_array();
    put(call->reply, "person", json_link(person.id, person.name));
    put(call->reply, "seats", list);
    size_t shown = cursor_page(call, n);
    CURSOR_PUT(call, n, rows[shown - 1].starts_at, rows[shown - 1].session_id);
    for (size_t i = 0; i < shown; i++) {
        SessionRow session;
        if (!session_get(call->app->db, call->arena, rows[i].session_id, &session, err)) return false;
        json_t *o = seat_json(call->arena, &rows[i]);
        put(o, "about", session_json(call->arena, &session, call->now));
        put(o, "owes_reflection",
            json_boolean(str_eq(rows[i].state, SEAT_ATTENDED) && str_eq(rows[i].role, STR("guest")) &&
                         !rows[i].reflected));
        json_array_append_new(list, o);
    }
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const Param SEAT_PARAMS[] = {SESSION_PARAM, PERSON_PARAM, WHO_PARAM, {.name = NULL}};
static const Param MINE_PARAMS[] = {
    {.name = "person",
     .type = PARAM_STR,
     .max = NAME_BYTES,
     .fallback = "",
     .positional = true,
     .help = "whose: e-mail address or number; yours when it is not given"},
    {.name = "from", .type = PARAM_DATE, .help = "only sessions that start then or later"},
    {.name = "to", .type = PARAM_DATE, .help = "only sessions that start before"},
    LIMIT_PARAM("100"),
    CURSOR_PARAM,
    {.name = NULL},
};
static const Field JOIN_REPLY[] = {{"booked", SHAPE_BOOL, "false: on the waiting list", NULL, false},
                                   DONE_FIELDS,
                                   {NULL, SHAPE_END, NULL, NULL, false}};
static const Field MINE_SEAT[] = {
    {"session", SHAPE_INT, NULL, NULL, false},
    {"person", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"role", SHAPE_STRING, NULL, NULL, false},
    {"state", SHAPE_STRING, NULL, NULL, false},
    {"place", SHAPE_INT, NULL, NULL, true},
    {"starts_at", SHAPE_TIME, NULL, NULL, false},
    {"minutes", SHAPE_INT, "attended", NULL, false},
    {"reflected", SHAPE_BOOL, NULL, NULL, false},
    {"counts", SHAPE_BOOL, "towards goals", NULL, false},
    {"origin", SHAPE_STRING, NULL, NULL, false},
    {"owes_reflection", SHAPE_BOOL, "attended, and not reflected upon yet", NULL, false},
    {"about", SHAPE_OBJECT, "the session", SHAPE_OF_SESSION, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field MINE_REPLY[] = {
    {"person", SHAPE_OBJECT, "null: nobody is named, and the caller is no person", SHAPE_OF_LINK, true},
    {"seats", SHAPE_ARRAY, "latest session first", MINE_SEAT, false},
    NEXT_FIELD,
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column MINE_COLUMNS[] = {
    {"#", "session", "int", 5},
    {"SESSION", "about.title", "text", 0},
    {"FORMAT", "about.format.name", "text", 16},
    {"WHEN", "about.when", "text", 48},
    {"AS", "role", "text", 5},
    {"STATE", "state", "text", 9},
    {"MINUTES", "minutes", "int", 7},
    {NULL, NULL, NULL, 0},
};

const Op OP_SEAT_JOIN = {
    .id = "seats.join",
    .method = "POST",
    .path = "/sessions/{session}/join",
    .words = "session join",
    .summary = "Sign up for a session",
    .help = "ridealong session join 12\nridealong session join 12 --person ann@example.com\n\nWhen all places are "
            "taken, the "
            "person waits, and moves up when one comes free. Nobody can be in two sessions at a time.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_ENGINEER,
    .owner = touch_owner_person,
    .writes = true,
    .after = "/sessions/{session}",
    .params = SEAT_PARAMS,
    .reply = JOIN_REPLY,
    .facts = DONE_FACTS,
    .run = join_run,
};
const Op OP_SEAT_LEAVE = {
    .id = "seats.leave",
    .method = "POST",
    .path = "/sessions/{session}/leave",
    .words = "session leave",
    .summary = "Withdraw from a session",
    .help = "ridealong session leave 12\n\nWhoever waits longest, is free at that time and fits the format's rules "
            "moves up.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_ENGINEER,
    .owner = touch_owner_person,
    .writes = true,
    .after = "/sessions/{session}",
    .params = SEAT_PARAMS,
    .reply = SHAPE_OF_SESSION_DONE,
    .facts = DONE_FACTS,
    .run = leave_run,
};
const Op OP_SEATS_MINE = {
    .id = "seats.list",
    .method = "GET",
    .path = "/seats",
    .words = "seats",
    .summary = "A person's sessions, past and to come",
    .help = "ridealong seats\nridealong seats ann@example.com --from 2027-01-01",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .own_role = ROLE_VIEWER,
    .owner = touch_owner_person,
    .reads = READS_PEOPLE,
    .params = MINE_PARAMS,
    .reply = MINE_REPLY,
    .rows = "seats",
    .columns = MINE_COLUMNS,
    .empty = "No sessions yet. See what is open: `ridealong sessions`",
    .run = mine_run,
};
