/* ops_plan_publish.c - publishing a plan books its seats; discarding puts it away. */
#include "audit.h"
#include "json_build.h"
#include "planning.h"
#include "seating.h"

/* ---- publish -------------------------------------------------------------------------------------- */

typedef struct Publishing {
    int64_t booked, left, failed;
    json_t *failures; /* the first of them, as sentences */
} Publishing;

enum { FAILURES_TOLD = 20 };

static void tell_failure(Call *call, Publishing *p, const PlanSeatRow *seat, const char *why) {
    p->failed++;
    if (json_array_size(p->failures) >= FAILURES_TOLD) return;
    json_array_append_new(p->failures, json_str(arena_printf(call->arena, "%.*s, session %lld: %s",
                                                             STR_ARG(seat->person), (long long)seat->session_id, why)));
}

/* Seats of an earlier plan that this one does not keep are given back first, so that their places are free. */
static bool give_back(Call *call, const PlanRow *plan, Publishing *p, Err *err) {
    PlanMoveRow *moves;
    size_t n;
    if (!plan_moves(call->app->db, call->arena, plan->id, INT64_MAX, &moves, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        SeatRow seat;
        Err none = {0};
        if (!seat_get(call->app->db, call->arena, moves[i].from_session, moves[i].person_id, &seat, &none)) {
            if (none.code == ERR_NOT_FOUND) continue;
            return *err = none, false;
        }
        if (!str_eq(seat.state, SEAT_BOOKED) || !str_eq(seat.origin, STR("plan")) || seat.starts_at <= call->now)
            continue;
        if (!seat_leave(call->app->db, seat.id, call->now, err)) return false;
        p->left++;
    }
    return true;
}

static bool book(Call *call, const PlanSeatRow *row, Publishing *p, Err *err) {
    SessionRow session;
    PersonRow person;
    SeatRow seat;
    SeatingWait wait = SEATING_BOOKED;
    Err none = {0};
    if (!session_get(call->app->db, call->arena, row->session_id, &session, err) ||
        !person_get(call->app->db, call->arena, row->person_id, &person, err))
        return false;
    if (seat_get(call->app->db, call->arena, row->session_id, row->person_id, &seat, &none) &&
        str_eq(seat.state, SEAT_BOOKED))
        return true; /* theirs already */
    none = (Err){0};
    if (session.starts_at <= call->now) {
        tell_failure(call, p, row, "it has begun");
    } else if (!seating_join(call, &session, &person, STR("plan"), &wait, &none)) {
        if (none.code != ERR_CONFLICT) return *err = none, false;
        tell_failure(call, p, row, none.message);
    } else if (wait != SEATING_BOOKED) {
        tell_failure(call, p, row, seating_wait_says(wait));
    } else {
        p->booked++;
    }
    return true;
}

static bool publish_in(Call *call, const PlanRow *plan, Publishing *p, Err *err) {
    PlanSeatRow *seats;
    size_t n;
    PlanSeatFilter all = {.plan_id = plan->id};
    if (!plan_end(call->app->db, plan->id, PLAN_PUBLISHED, call->now, err) || !give_back(call, plan, p, err) ||
        !plan_seats(call->app->db, call->arena, &all, &seats, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!book(call, &seats[i], p, err)) return false;
        if (i % 100 == 0 && !progress_tick(call->progress, "book", (double)i, (double)n))
            return err_set(err, ERR_CANCELLED, NULL, "publishing was stopped; nothing is booked");
    }
    json_t *body = json_pack("{s:I, s:I, s:I}", "booked", (json_int_t)p->booked, "given_back", (json_int_t)p->left,
                             "failed", (json_int_t)p->failed);
    return audit_note(call, "plan.publish", "plan", plan->id, body, err);
}

static bool publish_run(Call *call, Err *err) {
    PlanRow plan;
    Publishing p = {.failures = json_array()};
    put(call->reply, "failures", p.failures);
    if (!plan_get(call->app->db, call->arena, call_arg(call, "plan")->i, &plan, err)) return false;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, publish_in(call, &plan, &p, err), err)) return false;
    put(call->reply, "plan", json_integer(plan.id));
    put(call->reply, "booked", json_integer(p.booked));
    put(call->reply, "given_back", json_integer(p.left));
    put(call->reply, "failed", json_integer(p.failed));
    put(call->reply, "done",
        json_str(arena_printf(
            call->arena, "Plan %lld is published: %lld seats are booked, %lld given back, %lld could not be booked",
            (long long)plan.id, (long long)p.booked, (long long)p.left, (long long)p.failed)));
    return true;
}

/* ---- discard -------------------------------------------------------------------------------------- */

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

/* ---- rows ----------------------------------------------------------------------------------------- */

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
