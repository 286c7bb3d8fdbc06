/* ops_seat_swap.c - swapping seats: both or nothing, and nobody into what they did not ask for. */
#include "audit.h"
#include "json_build.h"
#include "mail.h"
#include "seating.h"

typedef struct Swap {
    SessionRow one, two;
    PersonRow giver, taker;
} Swap;

static bool waits(Call *call, const SessionRow *session, const PersonRow *person, int64_t *seat, bool *yes, Err *err) {
    SeatRow row;
    Err none = {0};
    *yes = false;
    if (!seat_get(call->app->db, call->arena, session->id, person->id, &row, &none))
        return none.code == ERR_NOT_FOUND || (*err = none, false);
    *yes = str_eq(row.state, SEAT_WAITING);
    *seat = row.id;
    return true;
}

/* Nobody is booked into, or out of, anything that they did not ask for: who waits for the session wants its seat. */
static bool wanted(Call *call, const SessionRow *session, const PersonRow *person, Err *err) {
    int64_t seat;
    bool yes;
    if (call->actor->role >= ROLE_LEAD) return true;
    if (!waits(call, session, person, &seat, &yes, err)) return false;
    return yes ||
           err_set(err, ERR_FORBIDDEN, "they join its waiting list first, or a lead swaps the seats",
                   "%.*s does not wait for a seat in session %lld", STR_ARG(person->name), (long long)session->id);
}

static bool hand_over(Call *call, const SessionRow *session, const PersonRow *to, Err *err) {
    int64_t seat = 0;
    bool taken, there;
    return waits(call, session, to, &seat, &there, err) &&
           (there || seat_ask(call->app->db, session->id, to->id, STR("swap"), call->now, &seat, err)) &&
           seat_take(call->app->db, seat, STR("swap"), call->now, &taken, err) &&
           (taken || err_set(err, ERR_CONFLICT, NULL, "session %lld has no place left", (long long)session->id)) &&
           mail_about(call, session->id, to->id, MAIL_BOOKED, err);
}

/* A waiting one is no place to give, and a seat of the plan counts as any other. */
static bool give_up(Call *call, const SessionRow *session, const PersonRow *from, Err *err) {
    SeatRow seat;
    if (!seat_get(call->app->db, call->arena, session->id, from->id, &seat, err)) return false;
    if (!str_eq(seat.state, SEAT_BOOKED) || session->starts_at <= call->now)
        return err_set(err, ERR_CONFLICT, NULL, "%.*s has no seat to give in session %lld", STR_ARG(from->name),
                       (long long)session->id);
    return seat_leave(call->app->db, seat.id, call->now, err);
}

static bool rules_hold(Call *call, const SessionRow *session, const PersonRow *to, Err *err) {
    FormatRow format;
    SeatingWait wait;
    if (!format_get(call->app->db, call->arena, session->format_id, &format, err) ||
        !seating_rules(call, session, &format, to->id, to->team_id, &wait, err))
        return false;
    return wait == SEATING_BOOKED || err_set(err, ERR_CONFLICT, NULL, "%.*s cannot take the seat in session %lld: %s",
                                             STR_ARG(to->name), (long long)session->id, seating_wait_says(wait));
}

static bool swap_in(Call *call, Swap *w, Err *err) {
    const Arg *other = call_arg(call, "other");
    if (!touch_session(call, &w->one, err) || !touch_person(call, "person", &w->giver, err) ||
        !touch_person(call, "with", &w->taker, err))
        return false;
    if (w->giver.id == w->taker.id) return err_set(err, ERR_INPUT, NULL, "with: that is the same person");
    if (other->given && !session_get(call->app->db, call->arena, other->i, &w->two, err)) return false;
    if (!wanted(call, &w->one, &w->taker, err) || (other->given && !wanted(call, &w->two, &w->giver, err)))
        return false;
    if (!give_up(call, &w->one, &w->giver, err) || (other->given && !give_up(call, &w->two, &w->taker, err)) ||
        !rules_hold(call, &w->one, &w->taker, err) || (other->given && !rules_hold(call, &w->two, &w->giver, err)) ||
        !hand_over(call, &w->one, &w->taker, err) || (other->given && !hand_over(call, &w->two, &w->giver, err)))
        return false;
    json_t *body = json_pack("{s:I, s:I, s:I}", "from", (json_int_t)w->giver.id, "to", (json_int_t)w->taker.id, "for",
                             (json_int_t)(other->given ? w->two.id : 0));
    return audit_note(call, "seat.swap", "session", w->one.id, body, err);
}

static bool swap_run(Call *call, Err *err) {
    Swap w = {0};
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, swap_in(call, &w, err), err)) return false;
    touch_done(
        call, w.one.id,
        w.two.id
            ? arena_printf(call->arena, "%.*s has the seat in session %lld, %.*s the one in session %lld",
                           STR_ARG(w.taker.name), (long long)w.one.id, STR_ARG(w.giver.name), (long long)w.two.id)
            : arena_printf(call->arena, "%.*s has the seat of %.*s", STR_ARG(w.taker.name), STR_ARG(w.giver.name)));
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const Param SWAP_PARAMS[] = {
    SESSION_PARAM,
    PERSON_PARAM,
    {.name = "with",
     .type = PARAM_STR,
     .max = NAME_BYTES,
     .required = true,
     .help = "who takes the seat: e-mail address or number"},
    {.name = "other",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .help = "number of the session whose seat comes back; without it the seat is only handed over"},
    WHO_PARAM,
    {.name = NULL},
};
const Op OP_SEAT_SWAP = {
    .id = "seats.swap",
    .method = "POST",
    .path = "/sessions/{session}/swap",
    .words = "session swap",
    .summary = "Hand a seat over, or swap it for one in another session",
    .help = "ridealong session swap 12 --with bob@example.com\nridealong session swap 12 --with bob@example.com "
            "--other 15\n\n"
            "Both or nothing. Each must want the other's seat: they are on that session's waiting list, or a lead "
            "swaps them.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_ENGINEER,
    .owner = touch_owner_person,
    .writes = true,
    .after = "/sessions/{session}",
    .params = SWAP_PARAMS,
    .reply = SHAPE_OF_SESSION_DONE,
    .facts = DONE_FACTS,
    .run = swap_run,
};
