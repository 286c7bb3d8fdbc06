/* ops_plan_publish.c - publishing a plan books its seats; discarding puts it away. */
#include "audit.h"
#include "booking.h"
#include "json_build.h"
#include "mail.h"
#include "store/plan_store.h"

/* ---- publish --------------------------------------------------------------------------------- */

typedef struct Publishing {
    int64_t booked, failed;
    BookRow *back; /* given back */
    size_t back_n;
    json_t *failures; /* the first of them, as sentences */
} Publishing;

enum { FAILURES_TOLD = 20 };

static void tell_failure(Call *call, Publishing *p, const PlanSeatRow *seat, Str why) {
    p->failed++;
    if (json_array_size(p->failures) >= FAILURES_TOLD) return;
    json_array_append_new(p->failures,
                          json_str(arena_printf(call->arena, "%.*s, session %lld: %.*s", STR_ARG(seat->person),
                                                (long long)seat->session_id, STR_ARG(why))));
}

/* Seats of an earlier plan that this one does not keep are given back first, so that their places are free. */
static bool give_back(Call *call, const PlanRow *plan, Publishing *p, Err *err) {
    PlanMoveRow *moves;
    size_t n;
    if (!plan_moves(call->app->db, call->arena, plan->id, INT64_MAX, &moves, &n, err)) return false;
    p->back = ARENA_ARRAY(call->arena, BookRow, n + 1);
    BookRow *rows = ARENA_ARRAY(call->arena, BookRow, n + 1);
    bool *given = ARENA_ARRAY(call->arena, bool, n + 1);
    for (size_t i = 0; i < n; i++) rows[i] = (BookRow){moves[i].from_session, moves[i].person_id, 0};
    if (!seats_give_back(call->app->db, rows, n, call->now, given, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (given[i]) p->back[p->back_n++] = rows[i];
    return true;
}

static bool book(Call *call, const PlanRow *plan, Booking *b, Publishing *p, Err *err) {
    PlanSeatRow *seats;
    size_t n;
    PlanSeatFilter all = {.plan_id = plan->id};
    if (!plan_seats(call->app->db, call->arena, &all, &seats, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        Str why = STR("");
        BookingResult result = booking_seat(b, seats[i].person_id, seats[i].session_id, &why);
        p->booked += result == BOOKING_BOOKED;
        if (result == BOOKING_WAITS || result == BOOKING_REFUSED) tell_failure(call, p, &seats[i], why);
    }
    if (!progress_tick(call->progress, "book", 0, (double)n))
        return err_set(err, ERR_CANCELLED, NULL, "publishing was stopped; nothing is booked");
    return booking_write(b, STR("plan"), err);
}

/* Only what is near gets a message; the rest is in people's calendars. */
static bool tell(Call *call, const BookRow *rows, size_t n, MailKind kind, Err *err) {
    MailSettings settings;
    if (!mail_settings(call, &settings, err)) return false;
    for (size_t i = 0; i < n && settings.url.n; i++) {
        SessionRow session;
        if (kind == MAIL_BOOKED && !rows[i].place) continue;
        if (!session_get(call->app->db, call->arena, rows[i].session_id, &session, err)) return false;
        if (mail_is_late(call, &settings, session.starts_at) &&
            !mail_about(call, rows[i].session_id, rows[i].person_id, kind, err))
            return false;
    }
    return true;
}

/* Who waits for a place that the plan gave back and did not need moves up. */
static bool promote(Call *call, const Publishing *p, Err *err) {
    for (size_t i = 0; i < p->back_n; i++) {
        SessionRow session;
        size_t moved;
        if (!session_get(call->app->db, call->arena, p->back[i].session_id, &session, err) ||
            (session.waiting && !seating_promote(call, &session, &moved, err)))
            return false;
    }
    return true;
}

static bool publish_in(Call *call, const PlanRow *plan, Publishing *p, Err *err) {
    Booking *b;
    size_t n;
    if (!plan_end(call->app->db, plan->id, PLAN_PUBLISHED, call->now, err) || !give_back(call, plan, p, err) ||
        !booking_read(call, plan->from_at, plan->to_at, &b, err) || !book(call, plan, b, p, err))
        return false;
    const BookRow *rows = booking_rows(b, &n);
    json_t *body = json_pack("{s:I, s:I, s:I}", "booked", (json_int_t)p->booked, "given_back", (json_int_t)p->back_n,
                             "failed", (json_int_t)p->failed);
    return audit_note(call, "plan.publish", "plan", plan->id, body, err) && promote(call, p, err) &&
           tell(call, p->back, p->back_n, MAIL_CANCELLED, err) && tell(call, rows, n, MAIL_BOOKED, err);
}

static bool publish_run(Call *call, Err *err) {
    PlanRow plan;
    Publishing p = {.failures = json_array()};
    put(call->reply, "failures", p.failures);
    if (!plan_get(call->app->db, call->arena, call_arg(call, "plan")->i, &plan, err)) return false;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, publish_in(call, &plan, &p, err), err)) return false;
    put(call->reply, "plan", json_integer(plan.id));
    put(call->reply, "booked", json_integer(p.booked));
    put(call->reply, "given_back", json_integer(p.back_n));
    put(call->reply, "failed", json_integer(p.failed));
    put(call->reply, "done",
        json_str(arena_printf(
            call->arena, "Plan %lld is published: %lld seats are booked, %lld given back, %lld could not be booked",
            (long long)plan.id, (long long)p.booked, (long long)p.back_n, (long long)p.failed)));
    return true;
}

/* ---- discard --------------------------------------------------------------------------------- */

static bool discard_run(Call *call, Err *err) {
    Db *db = call->app->db;
    int64_t id = call_arg(call, "plan")->i;
    PlanRow plan;
    if (!plan_get(db, call->arena, id, &plan, err) || !db_begin(db, err)) return false;
    bool ok =
        plan_end(db, id, PLAN_DISCARDED, call->now, err) && audit_note(call, "plan.discard", "plan", id, NULL, err);
    if (!db_end(db, ok, err)) return false;
    put(call->reply, "plan", json_integer(id));
    put(call->reply, "done", json_str(arena_printf(call->arena, "Plan %lld is discarded", (long long)id)));
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const Param PLAN_PARAMS[] = {
    {.name = "plan",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "number of the plan"},
    WHO_PARAM,
    {.name = NULL},
};
static const Field PUBLISH_REPLY[] = {
    {"plan", SHAPE_INT, NULL, NULL, false},
    {"booked", SHAPE_INT, "seats", NULL, false},
    {"given_back", SHAPE_INT, "seats of an earlier plan", NULL, false},
    {"failed", SHAPE_INT, "seats that could not be booked, as things changed since", NULL, false},
    {"failures", SHAPE_ARRAY, "the first of them", NULL, false},
    {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column PUBLISH_FACTS[] = {
    {"plan", "plan", "int", 0},     {"booked", "booked", "int", 0}, {"given back", "given_back", "int", 0},
    {"failed", "failed", "int", 0}, {NULL, NULL, NULL, 0},
};
const Op OP_PLAN_PUBLISH = {
    .id = "plans.publish",
    .method = "POST",
    .path = "/plans/{plan}/publish",
    .words = "plan publish",
    .summary = "Book the seats of a plan",
    .help = "Seats that the plan moves are given back, the others booked, all at once; people get their mails and "
            "calendars.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .job = true,
    .after = "/plans/{plan}",
    .params = PLAN_PARAMS,
    .reply = PUBLISH_REPLY,
    .facts = PUBLISH_FACTS,
    .run = publish_run,
};
static const Field DISCARD_REPLY[] = {
    {"plan", SHAPE_INT, NULL, NULL, false},
    {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column DISCARD_FACTS[] = {{"plan", "plan", "int", 0}, {"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};
const Op OP_PLAN_DISCARD = {
    .id = "plans.discard",
    .method = "POST",
    .path = "/plans/{plan}/discard",
    .words = "plan discard",
    .summary = "Put a proposed plan away",
    .help = "It stays in the list, as discarded.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/plans/{plan}",
    .params = PLAN_PARAMS,
    .reply = DISCARD_REPLY,
    .facts = DISCARD_FACTS,
    .run = discard_run,
};
