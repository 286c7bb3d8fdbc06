/* ops_session_offer.c - offering a session, changing it, cancelling it. */
#include "audit.h"
#include "guide.h"
#include "json_build.h"
#include "mail.h"
#include "offer.h"
#include "seating.h"

enum { WEEKS_MAX = 60 };

static json_t *body_of(Call *call, const SessionRow *row, bool over, Str why) {
    return json_pack("{s:o, s:o, s:o, s:b, s:o}", "title", json_str(row->title), "starts_at",
                     json_time(call->arena, row->starts_at), "ends_at", json_time(call->arena, row->ends_at),
                     "over_limit", over, "why", json_str(over ? why : STR("")));
}

/* ---- offer ----------------------------------------------------------------------------------- */

static bool offer_customer(Call *call, SessionRow *row, Err *err) {
    const Arg *given = call_arg(call, "customer");
    CustomerRow customer;
    if (!given->given || !str_trim(given->s).n) return true;
    if (!contact_customer(call, "customer", &customer, err)) return false;
    row->customer_id = customer.id;
    return true;
}

static bool add_one(Call *call, const FormatRow *format, const SessionRow *row, Str why, int64_t *id, Err *err) {
    Db *db = call->app->db;
    bool over;
    int64_t contact;
    if (!offer_check(call, format, row, why, &over, err) || !session_add(db, row, call->now, id, err)) return false;
    ContactRow met = {.customer_id = row->customer_id,
                      .session_id = *id,
                      .at = row->starts_at,
                      .purpose = format->key,
                      .state = STR("planned"),
                      .why = over ? why : STR(""),
                      .noted_by = call_actor(call)};
    if (row->customer_id && !contact_add(db, &met, &contact, err)) return false;
    return (!format->guide || guide_make(call, *id, row->theme_id, row->problem_id, err)) &&
           audit_note(call, over ? "session.offer_over_limit" : "session.offer", "session", *id,
                      body_of(call, row, over, why), err);
}

/* The same hour of the wall clock, week after week: the instants differ by an hour where clocks change. */
static bool next_week(const SessionRow *first, int week, SessionRow *row, Err *err) {
    const Zone *zone = zone_find(first->zone, err);
    if (!zone) return false;
    *row = *first;
    row->starts_at = zone_to_utc(zone, zone_local(zone, first->starts_at) + (int64_t)week * SECONDS_PER_WEEK, NULL);
    row->ends_at = row->starts_at + (first->ends_at - first->starts_at);
    return true;
}

static bool offer_in(Call *call, SessionRow *row, int64_t *first, Err *err) {
    FormatRow format;
    Str key = str_trim(call_arg(call, "format")->s), why = str_trim(call_arg(call, "why")->s);
    int64_t id;
    bool found = str_to_i64(key, &id) ? format_get(call->app->db, call->arena, id, &format, err)
                                      : format_find(call->app->db, call->arena, key, &format, err);
    if (!found) return false;
    if (format.retired_at != TIME_NONE)
        return err_set(err, ERR_CONFLICT, "see those in use: ridealong formats", "%.*s is retired",
                       STR_ARG(format.name));
    *row = (SessionRow){.format_id = format.id,
                        .title = format.name,
                        .capacity = format.capacity,
                        .starts_at = 0,
                        .ends_at = format.minutes * 60};
    if (!offer_take(call, row, err) || !offer_customer(call, row, err)) return false;
    if (!call_arg(call, "extra")->given && !offer_learn_extra(call, &format, row, err)) return false;
    int64_t weeks = call_arg(call, "weeks")->i;
    for (int week = 0; week < weeks; week++) {
        SessionRow one;
        if (!next_week(row, week, &one, err) || !add_one(call, &format, &one, why, &id, err)) return false;
        if (!week) *first = id;
    }
    return true;
}

static bool offer_run(Call *call, Err *err) {
    SessionRow row;
    int64_t first = 0, weeks = call_arg(call, "weeks")->i;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, offer_in(call, &row, &first, err), err)) return false;
    Str when = touch_when(call->arena, &row);
    touch_done(call, first,
               weeks == 1 ? arena_printf(call->arena, "session %lld is offered: %.*s", (long long)first, STR_ARG(when))
                          : arena_printf(call->arena, "%lld sessions are offered, the first %.*s", (long long)weeks,
                                         STR_ARG(when)));
    return true;
}

/* ---- change ---------------------------------------------------------------------------------- */

/* Who is elsewhere at the new time loses the seat and is told; the host is asked for another time by the store. */
static bool let_go(Call *call, const SessionRow *row, size_t *n, Err *err) {
    SeatRow *seats;
    *n = 0;
    size_t found;
    if (!session_clashes(call->app->db, call->arena, row->id, row->starts_at, row->ends_at, &seats, &found, err))
        return false;
    for (size_t i = 0; i < found; i++) {
        if (!str_eq(seats[i].role, STR("guest"))) continue;
        if (!seat_leave(call->app->db, seats[i].id, call->now, err) ||
            !mail_about(call, row->id, seats[i].person_id, MAIL_CANCELLED, err))
            return false;
        ++*n;
    }
    return true;
}

static bool change_in(Call *call, SessionRow *row, size_t *gone, Err *err) {
    FormatRow format;
    SeatRow *seats;
    size_t n, moved;
    bool over;
    Str why = str_trim(call_arg(call, "why")->s);
    if (!touch_session(call, row, err) || !format_get(call->app->db, call->arena, row->format_id, &format, err))
        return false;
    int64_t was = row->starts_at;
    if (!offer_take(call, row, err) || !offer_check(call, &format, row, why, &over, err) ||
        !let_go(call, row, gone, err) || !session_change(call->app->db, row, call->now, err))
        return false;
    if (row->customer_id && row->starts_at != was &&
        !contact_move(call->app->db, row->id, row->starts_at, over ? why : STR(""), err))
        return false;
    SeatFilter booked = {.session_id = row->id, .from = TIME_NONE, .to = TIME_NONE, .state = SEAT_BOOKED};
    return seating_promote(call, row, &moved, err) &&
           seats_list(call->app->db, call->arena, &booked, &seats, &n, err) &&
           mail_about_all(call, row, seats, n, MAIL_CHANGED, err) &&
           audit_note(call, over ? "session.change_over_limit" : "session.change", "session", row->id,
                      body_of(call, row, over, why), err);
}

static bool change_run(Call *call, Err *err) {
    SessionRow row;
    size_t gone = 0;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, change_in(call, &row, &gone, err), err)) return false;
    touch_done(call, row.id,
               gone ? arena_printf(call->arena, "session %lld is changed; %zu could not come then and lost the seat",
                                   (long long)row.id, gone)
                    : arena_printf(call->arena, "session %lld is changed", (long long)row.id));
    return true;
}

/* ---- cancel ---------------------------------------------------------------------------------- */

static bool cancel_in(Call *call, SessionRow *row, Err *err) {
    Str why;
    return touch_session(call, row, err) && touch_words(call, "why", true, &why, err) &&
           offer_cancel(call, row, why, err);
}

static bool cancel_run(Call *call, Err *err) {
    SessionRow row;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, cancel_in(call, &row, err), err)) return false;
    touch_done(call, row.id, arena_printf(call->arena, "session %lld is cancelled", (long long)row.id));
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const Param OFFER[] = {
    {.name = "format",
     .type = PARAM_STR,
     .max = 60,
     .required = true,
     .positional = true,
     .help = "key or number, like empathy"},
    OFFER_PARAMS,
    {.name = "customer",
     .type = PARAM_STR,
     .max = NAME_BYTES,
     .help = "who is met, for a ride-along: the number in your systems, or #12; consent must be recorded first"},
    {.name = "weeks",
     .type = PARAM_INT,
     .min = 1,
     .max = WEEKS_MAX,
     .fallback = "1",
     .help = "as many sessions, a week apart, at the same hour"},
    WHO_PARAM,
    {.name = NULL},
};
static const Param CHANGE[] = {SESSION_PARAM, OFFER_PARAMS, WHO_PARAM, {.name = NULL}};
static const Param CANCEL[] = {
    SESSION_PARAM,
    {.name = "why",
     .type = PARAM_STR,
     .max = WORDS_BYTES,
     .required = true,
     .help = "what those who wanted to come are told"},
    WHO_PARAM,
    {.name = NULL},
};

const Op OP_SESSION_OFFER = {
    .id = "sessions.offer",
    .method = "POST",
    .path = "/sessions/offer",
    .words = "session offer",
    .summary = "Offer a session",
    .help =
        "ridealong session offer empathy --starts \"2027-01-12 10:00\" --zone Europe/Berlin --theme 7 --host "
        "ann@example.com\n"
        "ridealong session offer support --starts \"2027-01-11 14:00\" --host sue@example.com --weeks 8\n"
        "ridealong session offer ride_along --starts \"2027-02-03 09:30\" --customer C-1042 --host sam@example.com\n\n"
        "A ride-along needs the customer's recorded consent; a reason (--why) overrides cooldown and yearly cap, and "
        "is logged.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_HOST,
    .writes = true,
    .after = "/sessions/{session}",
    .params = OFFER,
    .reply = SHAPE_OF_SESSION_DONE,
    .facts = DONE_FACTS,
    .run = offer_run,
};
const Op OP_SESSION_CHANGE = {
    .id = "sessions.change",
    .method = "POST",
    .path = "/sessions/{session}/change",
    .words = "session change",
    .summary = "Change a session: time, place, host, places",
    .help = "ridealong session change 12 --starts \"2027-01-13 10:00\"\n\nOnly what is given changes. Whoever is "
            "elsewhere at the "
            "new time loses the seat and is told; calendars follow.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_HOST,
    .owner = touch_owner_host,
    .writes = true,
    .after = "/sessions/{session}",
    .params = CHANGE,
    .reply = SHAPE_OF_SESSION_DONE,
    .facts = DONE_FACTS,
    .run = change_run,
};
const Op OP_SESSION_CANCEL = {
    .id = "sessions.cancel",
    .method = "POST",
    .path = "/sessions/{session}/cancel",
    .words = "session cancel",
    .summary = "Cancel a session",
    .help = "ridealong session cancel 12 --why \"Sue is ill; a new date follows\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .own_role = ROLE_HOST,
    .owner = touch_owner_host,
    .writes = true,
    .after = "/sessions/{session}",
    .params = CANCEL,
    .reply = SHAPE_OF_SESSION_DONE,
    .facts = DONE_FACTS,
    .run = cancel_run,
};
