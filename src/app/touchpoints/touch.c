/* touch.c - people, sessions and times in arguments; sessions and seats as JSON. */
#include "touch.h"

#include "access.h"
#include "json_build.h"
#include "signals/redact.h"
#include "signals/time_parse.h"
#include "text/utf8.h"

/* ---- people and sessions --------------------------------------------------------------------- */

bool touch_person_named(Call *call, const char *arg, Str given, PersonRow *row, Err *err) {
    int64_t id;
    Str name = str_trim(given);
    bool found = str_to_i64(name, &id)
                     ? person_get(call->app->db, call->arena, id, row, err)
                     : person_find(call->app->db, call->arena, arena_lower(call->arena, name), row, err);
    return found || err_prefix(err, "%s '%.*s': ", arg, STR_ARG(name));
}

bool touch_nobody(const Call *call, const char *arg) {
    return !call->actor->person_id && !str_trim(call_arg(call, arg)->s).n;
}

bool touch_person(Call *call, const char *arg, PersonRow *row, Err *err) {
    Str given = call_arg(call, arg)->s;
    if (str_trim(given).n) return touch_person_named(call, arg, given, row, err);
    if (call->actor->person_id) return person_get(call->app->db, call->arena, call->actor->person_id, row, err);
    return err_set(err, ERR_INPUT, "give an e-mail address or a number",
                   "%s: nobody is named, and the caller is no person", arg);
}

bool touch_session(Call *call, SessionRow *row, Err *err) {
    return session_get(call->app->db, call->arena, call_arg(call, "session")->i, row, err);
}

bool touch_owner_person(Call *call, Owner *owner, Err *err) {
    PersonRow person;
    if (!touch_person(call, "person", &person, err)) return false;
    *owner = (Owner){.person_id = person.id};
    return true;
}

bool touch_owner_host(Call *call, Owner *owner, Err *err) {
    SessionRow session;
    if (!touch_session(call, &session, err)) return false;
    *owner = (Owner){.person_id = session.host_id};
    return true;
}

bool touch_sees_guests(const Call *call, const SessionRow *row, bool *may, Err *err) {
    *may = row->host_id && call->actor->person_id == row->host_id;
    return *may || access_others(call, may, err);
}

/* ---- times ----------------------------------------------------------------------------------- */

/* Does it say its own zone: "Z", "+01:00" behind the time of day? */
static bool has_zone(Str s) {
    if (s.n && (s.p[s.n - 1] == 'Z' || s.p[s.n - 1] == 'z')) return true;
    for (size_t i = 11; i < s.n; i++)
        if (s.p[i] == '+' || s.p[i] == '-') return true;
    return false;
}

bool touch_time(Call *call, const char *arg, Str given, Str zone, int64_t *at, Err *err) {
    (void)call;
    Str s = str_trim(given);
    int64_t read;
    if (s.n < 16 || s.p[4] != '-' || !time_parse(s, false, &read))
        return err_set(err, ERR_INPUT, "write it like 2027-01-12 10:00", "%s: '%.*s' is no date and time of day", arg,
                       STR_ARG(s));
    const Zone *z = zone_find(zone, err);
    if (!z) return false;
    ZoneFit fit = ZONE_ONCE;
    *at = has_zone(s) ? read : zone_to_utc(z, read, &fit);
    if (fit == ZONE_NEVER)
        return err_set(err, ERR_INPUT, "choose another hour", "%s: clocks in %.*s go forward over %.*s", arg,
                       STR_ARG(zone), STR_ARG(s));
    return true;
}

Str touch_local(Arena *a, int64_t at, Str zone, bool date) {
    static const char *const DAYS[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const Zone *z = zone_find(zone, NULL); /* gone from the system since: shown as UTC */
    int64_t local = z ? zone_local(z, at) : at, day = day_of(local), second = local - day * SECONDS_PER_DAY, year;
    int month, of_month, hour = (int)(second / 3600), minute = (int)(second / 60 % 60);
    civil_from_days(day, &year, &month, &of_month);
    if (!date) return arena_printf(a, "%02d:%02d", hour, minute);
    return arena_printf(a, "%s %d %s %lld, %02d:%02d", DAYS[weekday_of(day)], of_month, MONTHS[month - 1],
                        (long long)year, hour, minute);
}

Str touch_when(Arena *a, const SessionRow *row) {
    Str zone = row->zone.n ? row->zone : STR("UTC"), from = touch_local(a, row->starts_at, zone, true);
    bool one_day = row->ends_at - row->starts_at < SECONDS_PER_DAY;
    Str to = touch_local(a, row->ends_at, zone, !one_day);
    return arena_printf(a, "%.*s to %.*s (%.*s)", STR_ARG(from), STR_ARG(to), STR_ARG(zone));
}

bool touch_words(Call *call, const char *arg, bool required, Str *out, Err *err) {
    Str given = str_trim(call_arg(call, arg)->s);
    *out = redact_text(call->arena, utf8_clean(call->arena, given, NULL));
    return out->n || !required || err_set(err, ERR_INPUT, "a few words are enough", "%s: it is empty", arg);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

const Field SHAPE_OF_SESSION[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"title", SHAPE_STRING, NULL, NULL, false},
    {"format", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"state", SHAPE_STRING, "open, held or cancelled", NULL, false},
    {"starts_at", SHAPE_TIME, NULL, NULL, false},
    {"ends_at", SHAPE_TIME, NULL, NULL, false},
    {"minutes", SHAPE_INT, NULL, NULL, false},
    {"zone", SHAPE_STRING, "IANA name in which people speak of it; empty: UTC", NULL, false},
    {"when", SHAPE_STRING, "the same on the wall clock of that zone", NULL, false},
    {"host", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"theme", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"problem", SHAPE_INT, "number of the problem", NULL, true},
    {"language", SHAPE_STRING, "BCP 47; empty: all understand it", NULL, false},
    {"place", SHAPE_STRING, NULL, NULL, false},
    {"link", SHAPE_STRING, "where to join", NULL, false},
    {"capacity", SHAPE_INT, "people who fit", NULL, false},
    {"extra", SHAPE_INT, "how many more may book, as some do not come", NULL, false},
    {"booked", SHAPE_INT, NULL, NULL, false},
    {"waiting", SHAPE_INT, "on the waiting list", NULL, false},
    {"attended", SHAPE_INT, NULL, NULL, false},
    {"absent", SHAPE_INT, NULL, NULL, false},
    {"free", SHAPE_INT, "places that are left", NULL, false},
    {"past", SHAPE_BOOL, "it has begun", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

json_t *session_json(Arena *a, const SessionRow *r, int64_t now) {
    int64_t taken = r->booked + r->attended + r->absent, left = r->capacity + r->extra - taken;
    json_t *o = json_object();
    put(o, "id", json_integer(r->id));
    put(o, "title", json_str(r->title));
    put(o, "format", json_link(r->format_id, r->format));
    put(o, "state", json_str(r->state));
    put(o, "starts_at", json_time(a, r->starts_at));
    put(o, "ends_at", json_time(a, r->ends_at));
    put(o, "minutes", json_integer((r->ends_at - r->starts_at) / 60));
    put(o, "zone", json_str(r->zone));
    put(o, "when", json_str(touch_when(a, r)));
    put(o, "host", json_link(r->host_id, r->host));
    put(o, "theme", json_link(r->theme_id, r->theme));
    put(o, "problem", r->problem_id ? json_integer(r->problem_id) : json_null());
    put(o, "language", json_str(r->language));
    put(o, "place", json_str(r->place));
    put(o, "link", json_str(r->link));
    put(o, "capacity", json_integer(r->capacity));
    put(o, "extra", json_integer(r->extra));
    put(o, "booked", json_integer(r->booked));
    put(o, "waiting", json_integer(r->waiting));
    put(o, "attended", json_integer(r->attended));
    put(o, "absent", json_integer(r->absent));
    put(o, "free", json_integer(left > 0 ? left : 0));
    put(o, "past", json_boolean(r->starts_at <= now));
    return o;
}

const Column SESSION_COLUMNS[] = {
    {"#", "id", "int", 5},
    {"SESSION", "title", "text", 0},
    {"FORMAT", "format.name", "text", 16},
    {"WHEN", "when", "text", 48},
    {"HOST", "host.name", "text", 18},
    {"FREE", "free", "int", 4},
    {"STATE", "state", "text", 9},
    {NULL, NULL, NULL, 0},
};

const Field SHAPE_OF_SEAT[] = {
    {"session", SHAPE_INT, NULL, NULL, false},
    {"person", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"role", SHAPE_STRING, "guest or host", NULL, false},
    {"state", SHAPE_STRING, "booked, waiting, withdrawn, attended or absent", NULL, false},
    {"place", SHAPE_INT, NULL, NULL, true},
    {"starts_at", SHAPE_TIME, NULL, NULL, false},
    {"minutes", SHAPE_INT, "attended", NULL, false},
    {"reflected", SHAPE_BOOL, NULL, NULL, false},
    {"counts", SHAPE_BOOL, "towards goals: attended, reflected upon, and the format counts", NULL, false},
    {"origin", SHAPE_STRING, "who wanted it: self, plan, host, swap, or waiting for one that moved up", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

json_t *seat_json(Arena *a, const SeatRow *r) {
    bool attended = str_eq(r->state, SEAT_ATTENDED);
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:I, s:b, s:b, s:o}", "session", (json_int_t)r->session_id,
                     "person", json_link(r->person_id, r->person), "role", json_str(r->role), "state",
                     json_str(r->state), "place", r->place ? json_integer(r->place) : json_null(), "starts_at",
                     json_time(a, r->starts_at), "minutes", (json_int_t)r->minutes, "reflected", r->reflected, "counts",
                     attended && r->reflected && r->counts && r->minutes, "origin", json_str(r->origin));
}

const Field SHAPE_OF_SESSION_DONE[] = {DONE_FIELDS, {NULL, SHAPE_END, NULL, NULL, false}};
const Column DONE_FACTS[] = {{"session", "session", "int", 0}, {"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};

void touch_done(Call *call, int64_t session_id, Str done) {
    put(call->reply, "session", json_integer(session_id));
    put(call->reply, "done", json_str(done));
}
