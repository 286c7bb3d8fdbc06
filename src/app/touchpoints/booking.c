/* booking.c - who gets a seat, decided in memory for all at once. */
#include "booking.h"

#include <stdlib.h>

#include "store/goal_store.h"

typedef struct Guest {
    int64_t team_id;
    bool novice;
} Guest;

typedef struct Place {
    SessionRow *row;
    const FormatRow *format;
    const FreePlace *free;
    size_t free_n;
    Guest *guests; /* booked; room for all places */
    size_t guests_n;
    bool asked, experienced; /* the host; asked once */
} Place;

typedef struct Span { /* a seat given since it was read */
    int64_t session_id, from, to;
    struct Span *next;
} Span;

typedef struct Somebody {
    const PersonRow *row;
    const ContactTimeRow *contacts;
    size_t contacts_n;
    Span *given;
} Somebody;

struct Booking {
    Call *call;
    FormatRow *formats;
    Place *places;    /* by session */
    Somebody *people; /* by number */
    FormatDone *done;
    BookRow *rows; /* to be written */
    size_t formats_n, places_n, people_n, done_n, rows_n, rows_room;
};

/* ---- reading --------------------------------------------------------------------------------- */

static int by_session(const void *x, const void *y) {
    const Place *a = x, *b = y;
    return (a->row->id > b->row->id) - (a->row->id < b->row->id);
}

static int by_person(const void *x, const void *y) {
    const Somebody *a = x, *b = y;
    return (a->row->id > b->row->id) - (a->row->id < b->row->id);
}

static int by_person_and_format(const void *x, const void *y) {
    const FormatDone *a = x, *b = y;
    if (a->person_id != b->person_id) return a->person_id < b->person_id ? -1 : 1;
    return (a->format_id > b->format_id) - (a->format_id < b->format_id);
}

static Place *place_of(const Booking *b, int64_t session_id) {
    Place key = {.row = &(SessionRow){.id = session_id}};
    return b->places_n ? bsearch(&key, b->places, b->places_n, sizeof key, by_session) : NULL;
}

static Somebody *somebody(const Booking *b, int64_t person_id) {
    PersonRow row = {.id = person_id};
    Somebody key = {.row = &row};
    return b->people_n ? bsearch(&key, b->people, b->people_n, sizeof key, by_person) : NULL;
}

static bool is_novice(const Booking *b, const FormatRow *format, int64_t person_id) {
    FormatDone key = {person_id, format->id};
    return format->novices && (!b->done_n || !bsearch(&key, b->done, b->done_n, sizeof key, by_person_and_format));
}

static void seat_guest(const Booking *b, Place *place, const PersonRow *person) {
    place->guests[place->guests_n++] = (Guest){person->team_id, is_novice(b, place->format, person->id)};
}

static bool read_places(Booking *b, int64_t from, int64_t to, Err *err) {
    Call *call = b->call;
    SessionRow *rows;
    FreePlace *all;
    size_t n, all_n, next = 0;
    SessionFilter filter = {.from = from, .to = to};
    if (!formats_list(call->app->db, call->arena, true, &b->formats, &b->formats_n, err) ||
        !sessions_list(call->app->db, call->arena, &filter, &rows, &n, err) ||
        !places_free(call->app->db, call->arena, from, to, &all, &all_n, err))
        return false;
    b->places = ARENA_ARRAY(call->arena, Place, n + 1);
    b->places_n = n;
    for (size_t i = 0; i < n; i++) {
        b->places[i].row = &rows[i];
        for (size_t f = 0; f < b->formats_n; f++)
            if (b->formats[f].id == rows[i].format_id) b->places[i].format = &b->formats[f];
        b->places[i].guests = ARENA_ARRAY(call->arena, Guest, (size_t)(rows[i].capacity + rows[i].extra));
    }
    if (n) qsort(b->places, n, sizeof *b->places, by_session);
    for (size_t i = 0; i < n; i++) {
        while (next < all_n && all[next].session_id < b->places[i].row->id) next++;
        b->places[i].free = all + next;
        while (next < all_n && all[next].session_id == b->places[i].row->id) next++, b->places[i].free_n++;
    }
    return true;
}

/* Seats of who could be elsewhere: also those that begin before and last. */
static bool read_people(Booking *b, int64_t from, int64_t to, Err *err) {
    Call *call = b->call;
    PersonRow *rows;
    ContactTimeRow *contacts;
    size_t n, contacts_n, next = 0;
    ContactTimeFilter seats = {.from = from - (int64_t)MINUTES_MAX * 60, .to = to};
    if (!people_list(call->app->db, call->arena, &(PersonFilter){.left = true}, &rows, &n, err) ||
        !contact_times(call->app->db, call->arena, &seats, &contacts, &contacts_n, err) ||
        !formats_done(call->app->db, call->arena, &b->done, &b->done_n, err))
        return false;
    b->people = ARENA_ARRAY(call->arena, Somebody, n + 1);
    b->people_n = n;
    for (size_t i = 0; i < n; i++) b->people[i].row = &rows[i];
    if (n) qsort(b->people, n, sizeof *b->people, by_person);
    for (size_t i = 0; i < n; i++) {
        Somebody *p = &b->people[i];
        while (next < contacts_n && contacts[next].person_id < p->row->id) next++;
        p->contacts = contacts + next;
        for (; next < contacts_n && contacts[next].person_id == p->row->id; next++, p->contacts_n++) {
            Place *place = place_of(b, contacts[next].session_id);
            if (place && contacts[next].booked && !contacts[next].host) seat_guest(b, place, p->row);
        }
    }
    return true;
}

bool booking_read(Call *call, int64_t from, int64_t to, Booking **out, Err *err) {
    Booking *b = *out = arena_calloc(call->arena, 1, sizeof *b);
    b->call = call;
    return read_places(b, from, to, err) && read_people(b, from, to, err);
}

/* ---- deciding -------------------------------------------------------------------------------- */

static void add_row(Booking *b, BookRow row) {
    if (b->rows_n == b->rows_room) {
        size_t room = b->rows_room ? 2 * b->rows_room : 256;
        BookRow *rows = ARENA_ARRAY(b->call->arena, BookRow, room);
        for (size_t i = 0; i < b->rows_n; i++) rows[i] = b->rows[i];
        b->rows = rows;
        b->rows_room = room;
    }
    b->rows[b->rows_n++] = row;
}

static const ContactTimeRow *seat_in(const Somebody *p, int64_t session_id) {
    for (size_t i = 0; i < p->contacts_n; i++)
        if (p->contacts[i].session_id == session_id) return &p->contacts[i];
    return NULL;
}

static bool was_given(const Somebody *p, int64_t session_id) {
    for (const Span *s = p->given; s; s = s->next)
        if (s->session_id == session_id) return true;
    return false;
}

/* The session in which they are at that time; 0: none. */
static int64_t clash_of(const Somebody *p, const SessionRow *session) {
    for (size_t i = 0; i < p->contacts_n; i++) {
        const ContactTimeRow *t = &p->contacts[i];
        if ((t->booked || t->attended) && t->session_id != session->id && t->starts_at < session->ends_at &&
            t->ends_at > session->starts_at)
            return t->session_id;
    }
    for (const Span *s = p->given; s; s = s->next)
        if (s->from < session->ends_at && s->to > session->starts_at) return s->session_id;
    return 0;
}

static bool wait_of(Booking *b, Place *place, const PersonRow *person, SeatingWait *wait, Err *err) {
    SeatingCount count = {.novice = is_novice(b, place->format, person->id)};
    for (size_t i = 0; i < place->guests_n; i++) {
        count.of_team += person->team_id && place->guests[i].team_id == person->team_id;
        count.novices += place->guests[i].novice;
    }
    if (count.novice && !place->asked) {
        if (!seating_host_experienced(b->call, place->row, &place->experienced, err)) return false;
        place->asked = true;
    }
    count.experienced = place->experienced;
    *wait = seating_rule(place->format, &count);
    if (*wait == SEATING_BOOKED && !place->free_n) *wait = SEATING_FULL;
    return true;
}

/* ERR_CONFLICT: they cannot have a seat there at all. */
static bool may_have(const Booking *b, const Place *place, const Somebody *p, Err *err) {
    int64_t other = clash_of(p, place->row);
    if (place->row->starts_at <= b->call->now)
        return err_set(err, ERR_CONFLICT, NULL, "session %lld has begun", (long long)place->row->id);
    if (!seating_may_join(place->row, place->format, p->row, STR("plan"), b->call->now, err)) return false;
    return !other || err_set(err, ERR_CONFLICT, NULL, "%.*s is in session %lld at that time", STR_ARG(p->row->name),
                             (long long)other);
}

BookingResult booking_seat(Booking *b, int64_t person_id, int64_t session_id, Str *why) {
    Place *place = place_of(b, session_id);
    Somebody *p = somebody(b, person_id);
    SeatingWait wait = SEATING_BOOKED;
    Err no = {0};
    if (!place || !p) return *why = STR("the session or the person is gone"), BOOKING_REFUSED;
    const ContactTimeRow *seat = seat_in(p, session_id);
    if (was_given(p, session_id) || (seat && seat->booked && !seat->host)) return BOOKING_THEIRS;
    if (seat && !seat->waiting)
        return *why = seat->host ? STR("who hosts a session has no guest's seat in it")
                                 : STR("the person has a seat already"),
               BOOKING_REFUSED;
    if (!may_have(b, place, p, &no) || !wait_of(b, place, p->row, &wait, &no))
        return *why = arena_str(b->call->arena, str_from_c(no.message)), BOOKING_REFUSED;
    if (wait != SEATING_BOOKED) {
        if (!seat) add_row(b, (BookRow){session_id, person_id, 0});
        return *why = str_from_c(seating_wait_says(wait)), BOOKING_WAITS;
    }
    add_row(b, (BookRow){session_id, person_id, place->free->place});
    place->free++, place->free_n--;
    seat_guest(b, place, p->row);
    Span *span = arena_calloc(b->call->arena, 1, sizeof *span);
    *span = (Span){session_id, place->row->starts_at, place->row->ends_at, p->given};
    p->given = span;
    return BOOKING_BOOKED;
}

const BookRow *booking_rows(const Booking *b, size_t *n) {
    *n = b->rows_n;
    return b->rows;
}

bool booking_write(Booking *b, Str origin, Err *err) {
    return seats_book(b->call->app->db, b->rows, b->rows_n, origin, b->call->now, err);
}
