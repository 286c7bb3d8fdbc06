/* session_store.h - formats of customer contact, sessions, and the seats of people in them.
 *
 * Three things hold whatever a program does, since the database itself refuses them (migration 0011): a place is given
 * once, a place that does not exist is not given, and nobody is in two sessions at a time, be it as host or as guest.
 * Who may have a place is not decided here but in src/app/touchpoints/seating.c. */
#pragma once
#include "store/db.h"

/* ---- formats --------------------------------------------------------------------------------- */

typedef struct FormatRow {
    int64_t id;
    Str key; /* built in: "empathy", "support", "ride_along", "hackathon"; else made from the name */
    Str name, about;
    int64_t minutes;      /* proposed for a new session */
    int64_t capacity;     /* the same */
    int64_t capacity_max; /* no session has more places; 0: no such rule */
    int64_t per_team;     /* at most so many guests of one team; 0: no such rule */
    int64_t novices;      /* at most so many who never attended this format; 0: no such rule */
    bool subject;         /* needs a theme or a problem */
    bool consent;         /* needs a customer whose consent is recorded */
    bool guide;           /* has moments to look at, with notes */
    bool causes;          /* the end of it asks for root causes */
    bool judged;          /* has entries, judged in pairs */
    bool overbook;        /* may have more bookings than places, as some do not come */
    bool counts;          /* towards goals */
    int64_t notice_hours; /* sign-up ends, and a withdrawal is late, so long before it starts */
    int64_t retired_at;   /* TIME_NONE: in use */
} FormatRow;

/* Inserts, or updates the one with this key; *id is its number. */
bool format_put(Db *db, const FormatRow *row, int64_t *id, Err *err);
bool format_get(Db *db, Arena *a, int64_t id, FormatRow *row, Err *err);                  /* ERR_NOT_FOUND */
bool format_find(Db *db, Arena *a, Str key, FormatRow *row, Err *err);                    /* ERR_NOT_FOUND */
bool formats_list(Db *db, Arena *a, bool retired, FormatRow **rows, size_t *n, Err *err); /* by id */

/* ---- sessions -------------------------------------------------------------------------------- */

#define SESSION_OPEN STR("open")
#define SESSION_HELD STR("held")
#define SESSION_CANCELLED STR("cancelled")

typedef struct SessionRow {
    int64_t id, format_id;
    Str title, about;
    int64_t theme_id, problem_id, customer_id, host_id; /* 0: none */
    int64_t starts_at, ends_at;                         /* UTC seconds */
    Str zone;                                           /* IANA name; empty: UTC */
    int64_t capacity, extra;                            /* how many fit, and how many more may be booked */
    Str language;                                       /* BCP 47; empty: all understand it */
    Str place, link;
    Str state;        /* "open", "held", "cancelled" */
    Str why;          /* it was cancelled */
    int64_t sequence; /* of calendars: grows with each change */
    int64_t created_at, changed_at;
    /* filled in on reading */
    Str format_key, format, host, theme;       /* names; empty: none */
    int64_t booked, waiting, attended, absent; /* guests */
} SessionRow;

/* Adds an open session with its places and its host's seat; id, state, sequence and what is filled in on reading are
 * not looked at. ERR_CONFLICT when the host is elsewhere at that time. */
bool session_add(Db *db, const SessionRow *row, int64_t at, int64_t *id, Err *err);
/* Makes it what *row says (not: format, state, customer) with the next sequence; times of seats follow. ERR_CONFLICT
 * when it is not open, when fewer places are left than are taken, and when somebody who has a seat is elsewhere at the
 * new time (session_clashes tells whom). */
bool session_change(Db *db, const SessionRow *row, int64_t at, Err *err);
/* Ends it: "held" or "cancelled"; ERR_CONFLICT unless it is open. Cancelled: seats that were booked or waiting are
 * withdrawn, and a planned contact of its customer is cancelled. */
bool session_end(Db *db, int64_t id, Str state, Str why, int64_t at, Err *err);
bool session_get(Db *db, Arena *a, int64_t id, SessionRow *row, Err *err); /* ERR_NOT_FOUND */

typedef struct SessionFilter {
    int64_t from, to;                                              /* starts in [from, to); TIME_NONE: open */
    int64_t format_id, host_id, theme_id, problem_id, customer_id; /* 0: any */
    int64_t seat_of, seat_of_team; /* where this person, or the team's, ever had a seat */
    Str state;                     /* empty: any */
    bool newest;                   /* latest first */
    int64_t after_at, after_id;    /* the page after this start and number; after_id 0: the first */
    int64_t limit;                 /* 0: all */
    Str find;                      /* folded, in the title; empty: any */
} SessionFilter;
bool sessions_list(Db *db, Arena *a, const SessionFilter *filter, SessionRow **rows, size_t *n,
                   Err *err); /* by start, id */

/* ---- seats ----------------------------------------------------------------------------------- */

#define SEAT_BOOKED STR("booked")
#define SEAT_WAITING STR("waiting")
#define SEAT_WITHDRAWN STR("withdrawn")
#define SEAT_ATTENDED STR("attended")
#define SEAT_ABSENT STR("absent")

typedef struct SeatRow {
    int64_t id, session_id, person_id;
    Str role;      /* "guest" or "host" */
    Str state;     /* "booked", "waiting", "withdrawn", "attended", "absent" */
    int64_t place; /* 0: none */
    int64_t starts_at, ends_at, asked_at, changed_at, sequence;
    int64_t minutes; /* attended */
    bool reflected;
    Str origin; /* "self", "plan", "host", "swap", "waiting" */
    /* filled in on reading */
    Str person, email, zone; /* zone of the person */
    int64_t team_id;         /* 0: none */
    int64_t format_id;
    bool counts; /* the format does */
} SeatRow;

/* The person asks for a seat: a row that waits, new or one that was withdrawn. *seat is its number. ERR_CONFLICT when
 * it waits, is booked or was attended already, or when the person is the host. */
bool seat_ask(Db *db, int64_t session_id, int64_t person_id, Str origin, int64_t at, int64_t *seat, Err *err);
/* Gives a waiting seat the lowest free place. *taken is false when there is none. ERR_CONFLICT names the session in
 * which the person is at that time. */
bool seat_take(Db *db, int64_t seat, Str origin, int64_t at, bool *taken, Err *err);
/* Withdraws a seat that is booked or waits; ERR_CONFLICT otherwise. Whoever waits is not looked at. */
bool seat_leave(Db *db, int64_t seat, int64_t at, Err *err);
/* "attended" with its minutes, "absent" or back to "booked" (0 minutes); for seats with a place, and of a host. */
bool seat_mark(Db *db, int64_t seat, Str state, int64_t minutes, int64_t at, Err *err);
bool seat_get(Db *db, Arena *a, int64_t session_id, int64_t person_id, SeatRow *row, Err *err); /* ERR_NOT_FOUND */

typedef struct SeatFilter {
    int64_t session_id, person_id, team_id; /* 0: any; a team by person.team_id or person_team */
    int64_t from, to;                       /* starts in [from, to); TIME_NONE: open */
    Str state;                              /* empty: any */
    Str role;                               /* empty: any */
    bool newest;                            /* latest session first */
    int64_t after_at, after_session;        /* newest of a person: the page after that session; 0: the first */
    int64_t limit;                          /* 0: all */
} SeatFilter;
/* By start, session; within a session hosts first, then by place, then in the order of asking. */
bool seats_list(Db *db, Arena *a, const SeatFilter *filter, SeatRow **rows, size_t *n, Err *err);

/* Booked seats of the session whose people are elsewhere between `from` and `to`. */
bool session_clashes(Db *db, Arena *a, int64_t session_id, int64_t from, int64_t to, SeatRow **rows, size_t *n,
                     Err *err);
/* The session in which the person has a booked or attended seat that overlaps [from, to), but `but` (0: none); 0: free.
 */
bool person_clash(Db *db, int64_t person_id, int64_t from, int64_t to, int64_t but, int64_t *session_id, Err *err);
typedef struct SeatsShown { /* guests' seats that were marked */
    int64_t all, all_absent, format, format_absent;
} SeatsShown;
bool seats_shown(Db *db, int64_t format_id, int64_t since, SeatsShown *out, Err *err);
/* How often the person attended this format. */
bool person_attended(Db *db, int64_t person_id, int64_t format_id, int64_t *times, Err *err);
