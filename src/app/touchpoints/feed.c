/* feed.c - seats as calendar events. */
#include "feed.h"

#include <stdlib.h>

#include "app/feed.h"
#include "base/clock.h"
#include "base/hash.h"
#include "text/utf8.h"
#include "work_feed.h"

enum {
    PAST_DAYS = 90,
    AHEAD_DAYS = 400,
    REFRESH_MINUTES = 60,
    ALARM_MINUTES = 30,
    INSTALLATION_BYTES = 8,
    TOKEN_MAX = 100
};

/* Numbers of sessions are the same in two installations, and a person may follow calendars of both. */
bool feed_installation(Call *call, Str *name, Err *err) {
    Err none = {0};
    if (setting_get(call->app->db, call->arena, STR("calendar_id"), name, &none)) return true;
    if (none.code != ERR_NOT_FOUND) return *err = none, false;
    *name = STR("ridealong"); /* before the first feed was made */
    return true;
}

static Str describe(Call *call, const SeatRow *seat, const SessionRow *session) {
    Arena *a = call->arena;
    Str when = touch_when(a, session), host = session->host.n ? session->host : STR("nobody yet");
    bool host_seat = str_eq(seat->role, STR("host"));
    Str begin =
        arena_printf(a, "%.*s\n%.*s\n%s", STR_ARG(session->format), STR_ARG(when), host_seat ? "You host it." : "");
    if (!host_seat) begin = arena_printf(a, "%.*sHost: %.*s", STR_ARG(begin), STR_ARG(host));
    if (session->why.n) begin = arena_printf(a, "%.*s\nCancelled: %.*s", STR_ARG(begin), STR_ARG(session->why));
    if (session->about.n) begin = arena_printf(a, "%.*s\n\n%.*s", STR_ARG(begin), STR_ARG(session->about));
    return begin;
}

void feed_event(Call *call, Str here, const SeatRow *seat, const SessionRow *session, Str name, CalendarEvent *out) {
    Arena *a = call->arena;
    bool waits = str_eq(seat->state, SEAT_WAITING), gone = str_eq(seat->state, SEAT_WITHDRAWN);
    Str summary = waits ? arena_printf(a, "Waiting list: %.*s", STR_ARG(session->title)) : session->title;
    if (name.n) summary = arena_printf(a, "%.*s: %.*s", STR_ARG(name), STR_ARG(summary));
    *out =
        (CalendarEvent){.uid = arena_printf(a, "session-%lld-%lld@%.*s", (long long)session->id,
                                            (long long)seat->person_id, STR_ARG(here)),
                        .sequence = session->sequence + seat->sequence,
                        .created_at = session->created_at,
                        .changed_at = seat->changed_at > session->changed_at ? seat->changed_at : session->changed_at,
                        .starts_at = session->starts_at,
                        .ends_at = session->ends_at,
                        .summary = utf8_clean(a, summary, NULL),
                        .description = utf8_clean(a, describe(call, seat, session), NULL),
                        .location = session->place.n ? session->place : session->link,
                        .url = session->link,
                        .cancelled = gone || str_eq(session->state, SESSION_CANCELLED),
                        .alarm_minutes = waits ? 0 : ALARM_MINUTES};
}

static bool is_booked(const SeatRow *s) {
    return !str_eq(s->state, SEAT_WAITING) && !str_eq(s->state, SEAT_WITHDRAWN);
}

/* Withdrawn seats stay as cancelled events: a reader that only saw them vanish might keep them. A team's calendar shows
 * what is, under first names, and a host's what they host. */
static bool wanted(const FeedRow *feed, const SeatRow *seat) {
    if (str_eq(feed->kind, STR("host"))) return str_eq(seat->role, STR("host"));
    return str_eq(feed->kind, STR("person")) || is_booked(seat) || str_eq(seat->state, SEAT_WITHDRAWN);
}

static int by_id(const void *x, const void *y) {
    const SessionRow *a = x, *b = y;
    return (a->id > b->id) - (a->id < b->id);
}

/* Seats and their sessions by one query each. */
static bool read_events(Call *call, const FeedRow *feed, CalendarEvent **events, size_t *events_n, Err *err) {
    SeatRow *seats;
    SessionRow *sessions;
    size_t n, sessions_n;
    Str here;
    bool team = str_eq(feed->kind, STR("team"));
    int64_t person_id = team ? 0 : feed->object_id, team_id = team ? feed->object_id : 0,
            from = call->now - (int64_t)PAST_DAYS * SECONDS_PER_DAY,
            to = call->now + (int64_t)AHEAD_DAYS * SECONDS_PER_DAY;
    SeatFilter f = {.person_id = person_id, .team_id = team_id, .from = from, .to = to};
    SessionFilter of = {.seat_of = person_id, .seat_of_team = team_id, .from = from, .to = to};
    if (!feed_installation(call, &here, err) || !seats_list(call->app->db, call->arena, &f, &seats, &n, err) ||
        !sessions_list(call->app->db, call->arena, &of, &sessions, &sessions_n, err))
        return false;
    if (sessions_n) qsort(sessions, sessions_n, sizeof *sessions, by_id);
    *events = ARENA_ARRAY(call->arena, CalendarEvent, n + 1);
    for (size_t i = 0; i < n; i++) {
        SessionRow key = {.id = seats[i].session_id}, *session = NULL;
        if (wanted(feed, &seats[i]) && sessions_n) session = bsearch(&key, sessions, sessions_n, sizeof key, by_id);
        if (session)
            feed_event(call, here, &seats[i], session, team ? seats[i].person : STR(""), &(*events)[(*events_n)++]);
    }
    return true;
}

bool feed_text(Call *call, const FeedRow *feed, Str *out, Err *err) {
    CalendarEvent *events;
    size_t events_n = 0;
    if (!read_events(call, feed, &events, &events_n, err)) return false;
    Str name = arena_printf(call->arena, "Ridealong: %.*s%s", STR_ARG(feed->name),
                            str_eq(feed->kind, STR("host")) ? ", as host" : "");
    CalendarHead head = {
        .method = "PUBLISH", .name = utf8_clean(call->arena, name, NULL), .refresh_minutes = REFRESH_MINUTES};
    *out = calendar_write(call->arena, &head, events, events_n);
    return true;
}

Str feed_token_hash(Arena *a, Str token) {
    Sha256 sum = sha256(token);
    char *hex = arena_alloc(a, 2 * sizeof sum.bytes + 1);
    hex_encode(hex, sum.bytes, sizeof sum.bytes);
    return (Str){hex, 2 * sizeof sum.bytes};
}

static bool by_token(Call *call, Str token, FeedRow *feed, Err *err) {
    if (!token.n || token.n > TOKEN_MAX)
        return err_set(err, ERR_NOT_FOUND, "make a new one: ridealong calendar make", "there is no such calendar");
    return app_need_store(call->app, err) &&
           feed_find(call->app->db, call->arena, feed_token_hash(call->arena, token), feed, err);
}

bool app_feed(App *app, Arena *a, Str token, int64_t now, Str *out, Err *err) {
    Actor nobody = {.role = ROLE_VIEWER, .scopes = SCOPE_READ};
    Call call = {.app = app, .actor = &nobody, .arena = a, .now = now};
    FeedRow feed;
    return by_token(&call, token, &feed, err) && feed_text(&call, &feed, out, err);
}

bool app_work_feed(App *app, Arena *a, Str token, int64_t now, Str *out, Err *err) {
    Actor nobody = {.role = ROLE_VIEWER, .scopes = SCOPE_READ};
    Call call = {.app = app, .actor = &nobody, .arena = a, .now = now};
    FeedRow feed;
    if (!by_token(&call, token, &feed, err)) return false;
    if (!str_eq(feed.kind, STR("person")))
        return err_set(err, ERR_NOT_FOUND, "make one of a person: ridealong calendar make",
                       "this calendar is not of a person");
    return work_feed(&call, feed.object_id, out, err);
}
