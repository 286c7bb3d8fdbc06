/* touch.h - what the operations on sessions, seats, customers and calendars share. */
#pragma once
#include "app_private.h"
#include "base/clock.h"
#include "base/zone.h"
#include "shapes.h"
#include "store/org_store.h"
#include "store/session_store.h"

enum { NAME_BYTES = 200, WORDS_BYTES = 4000, MINUTES_MAX = 7 * 24 * 60 };

/* The person that an argument names by number, e-mail or key; when it is not given, the caller's. ERR_INPUT when the
 * caller is linked to nobody; ERR_NOT_FOUND. */
bool touch_person(Call *call, const char *arg, PersonRow *row, Err *err);
/* The same from text. */
bool touch_person_named(Call *call, const char *arg, Str given, PersonRow *row, Err *err);
/* Nobody is named, and the caller is linked to nobody: a page then says so instead. */
bool touch_nobody(const Call *call, const char *arg);
bool touch_session(Call *call, SessionRow *row, Err *err); /* the argument "session" */

/* Owners of objects, for the registry: the person of the argument "person"; the host of the argument "session". */
bool touch_owner_person(Call *call, Owner *owner, Err *err);
bool touch_owner_host(Call *call, Owner *owner, Err *err);
/* Is the caller the session's host, or may they see what others did? Decides whether names of guests are shown. */
bool touch_sees_guests(const Call *call, const SessionRow *row, bool *may, Err *err);

/* "2027-01-12 10:00" as the clock of the zone shows it, or RFC 3339 with a zone of its own. ERR_INPUT names the
 * argument; also for an hour that clocks go forward over. */
bool touch_time(Call *call, const char *arg, Str given, Str zone, int64_t *at, Err *err);
Str touch_local(Arena *a, int64_t at, Str zone, bool date); /* "Tue 12 Jan 2027, 10:00", or only "10:00" */
Str touch_when(Arena *a, const SessionRow *row);            /* "Tue 12 Jan 2027, 10:00 to 11:00 (Europe/Berlin)" */
/* Text of a person: trimmed, valid, personal data cut; ERR_INPUT when nothing is left and `required`. */
bool touch_words(Call *call, const char *arg, bool required, Str *out, Err *err);

extern const Field SHAPE_OF_SESSION[], SHAPE_OF_SEAT[];
extern const Column SESSION_COLUMNS[];
json_t *session_json(Arena *a, const SessionRow *row, int64_t now);
json_t *seat_json(Arena *a, const SeatRow *row);

#define SESSION_PARAM                                                                                                  \
    {                                                                                                                  \
        .name = "session", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .positional = true,        \
        .help = "number of the session"                                                                                \
    }
#define PERSON_PARAM                                                                                                   \
    {                                                                                                                  \
        .name = "person", .type = PARAM_STR, .max = NAME_BYTES, .fallback = "",                                        \
        .help = "whose: e-mail address or number; yours when it is not given"                                          \
    }
#define WHO_PARAM                                                                                                      \
    {                                                                                                                  \
        .name = "by", .type = PARAM_STR, .max = NAME_BYTES, .fallback = "",                                            \
        .help = "who says so, where nobody is signed in"                                                               \
    }
/* Shapes of replies that say what was done. */
#define DONE_FIELDS                                                                                                    \
    {"session", SHAPE_INT, "its number", NULL, false}, {                                                               \
        "done", SHAPE_STRING, "what was done, as a sentence without its full stop", NULL, false                        \
    }
extern const Field SHAPE_OF_SESSION_DONE[];
extern const Column DONE_FACTS[];
void touch_done(Call *call, int64_t session_id, Str done);
