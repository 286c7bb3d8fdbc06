/* calendar.h - iCalendar (RFC 5545) of seats and sessions. Pure; libical writes it.
 *
 * Instants go out in UTC ("20270112T090000Z"): they are right over every change of clocks, whatever zone the reader is
 * in, and need no VTIMEZONE. The wall clock of the session's zone is in the description. */
#pragma once
#include "base/arena.h"

typedef struct CalendarEvent {
    Str uid;          /* stable over all changes */
    int64_t sequence; /* grows with each change */
    int64_t created_at, changed_at;
    int64_t starts_at, ends_at;
    Str summary, description, location, url; /* empty: none */
    bool cancelled;
    Str organizer, organizer_mail; /* mail empty: none */
    Str attendee, attendee_mail;   /* of an invitation; empty in feeds */
    int64_t alarm_minutes;         /* before the start; 0: none */
} CalendarEvent;

typedef struct CalendarHead {
    const char *method;      /* "PUBLISH", "REQUEST", "CANCEL" */
    Str name;                /* of the calendar; empty: none */
    int64_t refresh_minutes; /* a follower should look again after; 0: says nothing */
} CalendarHead;

/* CRLF, lines of at most 75 octets. Control characters of texts are left out. In the arena. */
Str calendar_write(Arena *a, const CalendarHead *head, const CalendarEvent *events, size_t n);
