/* mail.c - invitations and reminders into the outbox. */
#include "mail.h"

#include "calendar.h"
#include "feed.h"
#include "store/feed_store.h"
#include "text/utf8.h"

enum { LATE_HOURS = 48, REMIND_HOURS = 24, REFLECT_DAYS = 14 };

/* ---- settings -------------------------------------------------------------------------------- */

static const char *const NAMES[] = {"mail_url", "mail_from", "mail_user", "mail_key_file", "mail_late_hours"};
enum { NAMES_N = sizeof NAMES / sizeof *NAMES };

bool mail_settings(Call *call, MailSettings *out, Err *err) {
    Str values[NAMES_N];
    for (size_t i = 0; i < NAMES_N; i++) {
        Err none = {0};
        values[i] = STR("");
        if (setting_get(call->app->db, call->arena, str_from_c(NAMES[i]), &values[i], &none)) continue;
        if (none.code != ERR_NOT_FOUND) return *err = none, false;
    }
    *out = (MailSettings){values[0], values[1], values[2], values[3], LATE_HOURS};
    return !values[4].n || str_to_i64(values[4], &out->late_hours) ||
           err_set(err, ERR_STORE, NULL, "the setting mail_late_hours is no number");
}

bool mail_settings_put(Call *call, const MailSettings *in, Err *err) {
    Str values[NAMES_N] = {in->url, in->from, in->user, in->key_file,
                           arena_printf(call->arena, "%lld", (long long)in->late_hours)};
    for (size_t i = 0; i < NAMES_N; i++)
        if (!setting_put(call->app->db, str_from_c(NAMES[i]), values[i], err)) return false;
    return true;
}

/* ---- messages -------------------------------------------------------------------------------- */

static const struct {
    const char *key, *subject, *begin;
} TEXTS[MAIL_KINDS] = {
    [MAIL_BOOKED] = {"seat", "You have a seat", "You have a seat in this session."},
    [MAIL_CHANGED] = {"seat", "Changed", "This session has changed."},
    [MAIL_CANCELLED] = {"seat", "Cancelled", "You no longer have a seat in this session."},
    [MAIL_REMINDER] = {"remind", "Tomorrow", "A reminder of your session."},
    [MAIL_REFLECT] = {"reflect", "What did you see",
                      "You attended this session. Three short answers make it count: what did you "
                      "see, what surprised you, what should we ask next?"},
};

static Str body_of(Call *call, MailKind kind, const SessionRow *session) {
    Arena *a = call->arena;
    Str when = touch_when(a, session);
    Str where = session->place.n ? session->place : session->link;
    Str why = session->why.n ? arena_printf(a, "\nWhy: %.*s\n", STR_ARG(session->why)) : STR("");
    return arena_printf(a, "%s\n\n%.*s\n%.*s\n%.*s\n%.*s\nSession %lld\n", TEXTS[kind].begin, STR_ARG(session->title),
                        STR_ARG(when), STR_ARG(where), STR_ARG(why), (long long)session->id);
}

static bool invitation(Call *call, const MailSettings *s, const PersonRow *to, const SeatRow *seat,
                       const SessionRow *session, MailRow *mail, Err *err) {
    CalendarEvent event;
    Str here;
    if (!feed_installation(call, &here, err)) return false;
    feed_event(call, here, seat, session, STR(""), &event);
    event.organizer = STR("Ridealong");
    event.organizer_mail = s->from;
    event.attendee = to->name;
    event.attendee_mail = to->email;
    mail->method = event.cancelled ? STR("CANCEL") : STR("REQUEST");
    CalendarHead head = {.method = mail->method.p};
    mail->calendar = calendar_write(call->arena, &head, &event, 1);
    return true;
}

/* One message for each state of the seat that a calendar can see: a newer one replaces what still waits. */
static Str key_of(Arena *a, MailKind kind, const SeatRow *seat, const SessionRow *session) {
    return arena_printf(a, "%s-%lld-%lld", TEXTS[kind].key, (long long)seat->id,
                        kind == MAIL_REFLECT ? 0LL : (long long)(seat->sequence + session->sequence));
}

static bool put_mail(Call *call, const MailSettings *s, const SeatRow *seat, const SessionRow *session, MailKind kind,
                     Err *err) {
    PersonRow to;
    if (!person_get(call->app->db, call->arena, seat->person_id, &to, err)) return false;
    bool owes = to.engineer || str_eq(seat->role, STR("guest")); /* hosts of support and sales reflect when they like */
    if (!to.email.n || (kind == MAIL_REFLECT && !owes)) return true;
    MailRow mail = {.key = key_of(call->arena, kind, seat, session),
                    .person_id = to.id,
                    .session_id = session->id,
                    .address = to.email,
                    .subject = arena_printf(call->arena, "%s: %.*s", TEXTS[kind].subject, STR_ARG(session->title)),
                    .body = body_of(call, kind, session),
                    .made_at = call->now,
                    .send_at = call->now};
    bool invites = kind == MAIL_BOOKED || kind == MAIL_CHANGED || kind == MAIL_CANCELLED;
    if (!invites) return mail_put(call->app->db, &mail, err);
    return invitation(call, s, &to, seat, session, &mail, err) && mail_drop(call->app->db, to.id, session->id, err) &&
           mail_put(call->app->db, &mail, err);
}

bool mail_is_late(Call *call, const MailSettings *s, int64_t starts_at) {
    return s->url.n && starts_at > call->now && starts_at - call->now < s->late_hours * 3600;
}

bool mail_about(Call *call, int64_t session_id, int64_t person_id, MailKind kind, Err *err) {
    MailSettings s;
    SessionRow session;
    SeatRow seat;
    if (!mail_settings(call, &s, err)) return false;
    if (!s.url.n) return true;
    if (!session_get(call->app->db, call->arena, session_id, &session, err) ||
        !seat_get(call->app->db, call->arena, session_id, person_id, &seat, err))
        return false;
    return !mail_is_late(call, &s, session.starts_at) || put_mail(call, &s, &seat, &session, kind, err);
}

bool mail_about_all(Call *call, const SessionRow *session, const SeatRow *seats, size_t n, MailKind kind, Err *err) {
    for (size_t i = 0; i < n; i++)
        if (!str_eq(seats[i].state, SEAT_WITHDRAWN) && !mail_about(call, session->id, seats[i].person_id, kind, err))
            return false;
    return true;
}

/* ---- reminders ------------------------------------------------------------------------------- */

static bool remind_seat(Call *call, const MailSettings *s, const SeatRow *seat, MailKind kind, size_t *made, Err *err) {
    SessionRow session;
    if (!session_get(call->app->db, call->arena, seat->session_id, &session, err)) return false;
    ++*made;
    return put_mail(call, s, seat, &session, kind, err);
}

bool mail_remind(Call *call, size_t *made, Err *err) {
    MailSettings s;
    SeatRow *next, *past;
    size_t next_n, past_n;
    SeatFilter soon = {.from = call->now, .to = call->now + REMIND_HOURS * 3600, .state = SEAT_BOOKED};
    SeatFilter attended = {.from = call->now - (int64_t)REFLECT_DAYS * SECONDS_PER_DAY,
                           .to = call->now - SECONDS_PER_DAY,
                           .state = SEAT_ATTENDED};
    *made = 0;
    if (!mail_settings(call, &s, err)) return false;
    if (!s.url.n) return true;
    if (!seats_list(call->app->db, call->arena, &soon, &next, &next_n, err) ||
        !seats_list(call->app->db, call->arena, &attended, &past, &past_n, err))
        return false;
    for (size_t i = 0; i < next_n; i++)
        if (!remind_seat(call, &s, &next[i], MAIL_REMINDER, made, err)) return false;
    for (size_t i = 0; i < past_n; i++)
        if (!past[i].reflected && !remind_seat(call, &s, &past[i], MAIL_REFLECT, made, err)) return false;
    return true;
}
