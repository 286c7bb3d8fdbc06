/* seating.c - the rules of seats, and the waiting list. */
#include "seating.h"

#include "mail.h"
#include "store/feed_store.h"

enum { HOSTED_ENOUGH = 3 };

const char *seating_wait_says(SeatingWait wait) {
    static const char *const SAYS[] = {"a place is theirs", "all places are taken",
                                       "their team has as many places as the format gives to one",
                                       "this format pairs first-timers with an experienced host, one at a time"};
    return SAYS[wait];
}

/* ---- rules ----------------------------------------------------------------------------------- */

bool seating_host_experienced(Call *call, const SessionRow *session, bool *yes, Err *err) {
    PersonRow host;
    SessionRow *held;
    size_t n;
    *yes = false;
    if (!session->host_id) return true;
    if (!person_get(call->app->db, call->arena, session->host_id, &host, err)) return false;
    SessionFilter hosted = {.from = TIME_NONE,
                            .to = session->starts_at,
                            .format_id = session->format_id,
                            .host_id = host.id,
                            .state = SESSION_HELD,
                            .limit = HOSTED_ENOUGH};
    if (!sessions_list(call->app->db, call->arena, &hosted, &held, &n, err)) return false;
    *yes = !host.engineer || n >= HOSTED_ENOUGH;
    return true;
}

SeatingWait seating_rule(const FormatRow *format, const SeatingCount *count) {
    if (format->per_team && count->of_team >= format->per_team) return SEATING_TEAM;
    bool crowded = !count->experienced || count->novices >= format->novices;
    return format->novices && count->novice && crowded ? SEATING_NOVICES : SEATING_BOOKED;
}

/* First-timers, this person and those who have a seat; only asked where it matters. */
static bool count_novices(Call *call, const SessionRow *session, const FormatRow *format, const SeatRow *seats,
                          size_t n, int64_t person_id, SeatingCount *count, Err *err) {
    int64_t times;
    if (!format->novices) return true;
    if (!person_attended(call->app->db, person_id, format->id, &times, err)) return false;
    count->novice = !times;
    for (size_t i = 0; i < n && count->novice; i++) {
        if (!person_attended(call->app->db, seats[i].person_id, format->id, &times, err)) return false;
        count->novices += !times;
    }
    return !count->novice || seating_host_experienced(call, session, &count->experienced, err);
}

bool seating_rules(Call *call, const SessionRow *session, const FormatRow *format, int64_t person_id, int64_t team_id,
                   SeatingWait *wait, Err *err) {
    SeatRow *seats;
    size_t n;
    SeatFilter booked = {
        .session_id = session->id, .from = TIME_NONE, .to = TIME_NONE, .state = SEAT_BOOKED, .role = STR("guest")};
    SeatingCount count = {0};
    *wait = SEATING_BOOKED;
    if (!format->per_team && !format->novices) return true;
    if (!seats_list(call->app->db, call->arena, &booked, &seats, &n, err)) return false;
    for (size_t i = 0; i < n; i++) count.of_team += team_id && seats[i].team_id == team_id;
    if (!count_novices(call, session, format, seats, n, person_id, &count, err)) return false;
    *wait = seating_rule(format, &count);
    return true;
}

/* ---- joining --------------------------------------------------------------------------------- */

bool seating_may_join(const SessionRow *session, const FormatRow *format, const PersonRow *person, Str origin,
                      int64_t now, Err *err) {
    if (!str_eq(session->state, SESSION_OPEN))
        return err_set(err, ERR_CONFLICT, "see what is open: ridealong sessions", "session %lld is %.*s",
                       (long long)session->id, STR_ARG(session->state));
    bool self = str_eq(origin, STR("self")); /* the host may add who came without a seat */
    if (self && session->starts_at <= now)
        return err_set(err, ERR_CONFLICT, "ask the host, who can still add you", "session %lld has begun",
                       (long long)session->id);
    if (self && session->starts_at - now < format->notice_hours * 3600)
        return err_set(err, ERR_CONFLICT, "ask the host, who can still add you",
                       "sign-up for session %lld ended %lld hours before it starts", (long long)session->id,
                       (long long)format->notice_hours);
    if (person->left_day != DAY_NONE && person->left_day < day_of(session->starts_at))
        return err_set(err, ERR_CONFLICT, NULL, "%.*s will have left by then", STR_ARG(person->name));
    return true;
}

bool seating_join(Call *call, const SessionRow *session, const PersonRow *person, Str origin, SeatingWait *wait,
                  Err *err) {
    Db *db = call->app->db;
    FormatRow format;
    int64_t seat, other;
    bool taken = false;
    if (!format_get(db, call->arena, session->format_id, &format, err) ||
        !seating_may_join(session, &format, person, origin, call->now, err) ||
        !person_clash(db, person->id, session->starts_at, session->ends_at, session->id, &other, err))
        return false;
    if (other)
        return err_set(err, ERR_CONFLICT, "withdraw from that one first, or choose another time",
                       "%.*s is in session %lld at that time", STR_ARG(person->name), (long long)other);
    if (!seat_ask(db, session->id, person->id, origin, call->now, &seat, err) ||
        !seating_rules(call, session, &format, person->id, person->team_id, wait, err))
        return false;
    if (*wait == SEATING_BOOKED && !seat_take(db, seat, origin, call->now, &taken, err)) return false;
    if (*wait == SEATING_BOOKED && !taken) *wait = SEATING_FULL;
    bool told = str_eq(origin, STR("self")) || *wait != SEATING_BOOKED;
    return told || mail_about(call, session->id, person->id, MAIL_BOOKED, err);
}

/* ---- leaving, moving up ---------------------------------------------------------------------- */

bool seating_leave(Call *call, const SessionRow *session, const PersonRow *person, bool *late, Err *err) {
    Db *db = call->app->db;
    FormatRow format;
    SeatRow seat;
    size_t moved;
    if (session->starts_at <= call->now)
        return err_set(err, ERR_CONFLICT, "the host marks who attended", "session %lld has begun",
                       (long long)session->id);
    if (!format_get(db, call->arena, session->format_id, &format, err) ||
        !seat_get(db, call->arena, session->id, person->id, &seat, err) || !seat_leave(db, seat.id, call->now, err) ||
        !mail_drop(db, person->id, session->id, err))
        return false;
    *late = str_eq(seat.state, SEAT_BOOKED) && session->starts_at - call->now < format.notice_hours * 3600;
    return seating_promote(call, session, &moved, err);
}

static bool move_up(Call *call, const SessionRow *session, const FormatRow *format, const SeatRow *seat, bool *taken,
                    Err *err) {
    int64_t other;
    SeatingWait wait;
    *taken = false;
    if (!person_clash(call->app->db, seat->person_id, seat->starts_at, seat->ends_at, session->id, &other, err))
        return false;
    if (other) return true;
    if (!seating_rules(call, session, format, seat->person_id, seat->team_id, &wait, err)) return false;
    if (wait != SEATING_BOOKED) return true;
    return seat_take(call->app->db, seat->id, STR("waiting"), call->now, taken, err) &&
           (!*taken || mail_about(call, session->id, seat->person_id, MAIL_BOOKED, err));
}

bool seating_promote(Call *call, const SessionRow *session, size_t *n, Err *err) {
    FormatRow format;
    SeatRow *waiting;
    size_t waiting_n;
    SeatFilter all = {.session_id = session->id, .from = TIME_NONE, .to = TIME_NONE, .state = SEAT_WAITING};
    *n = 0;
    if (!format_get(call->app->db, call->arena, session->format_id, &format, err) ||
        !seats_list(call->app->db, call->arena, &all, &waiting, &waiting_n, err))
        return false;
    for (size_t i = 0; i < waiting_n; i++) {
        bool taken;
        if (!move_up(call, session, &format, &waiting[i], &taken, err)) return false;
        *n += taken;
    }
    return true;
}
