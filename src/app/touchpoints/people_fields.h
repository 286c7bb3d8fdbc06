/* people_fields.h - what single fields of a person may hold: read, checked, made alike. Pure.
 *
 * Each returns false and ERR_INPUT that names the value and says what may stand there; the caller puts file and line in
 * front of it. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

enum { PERSON_TEXT_MAX = 200 }; /* bytes of a name, an address, a key */

/* One line of text without control characters and such that turn the direction of writing, trimmed. `what`: "name". */
bool people_text(const char *what, Str given, Str *out, Err *err);
/* "a@b.example": one @ with something on both sides and no blanks. */
bool people_email(Str given, Str *out, Err *err);
/* An IANA name that this system's tzdata has; empty: UTC. */
bool people_zone(Str given, Str *out, Err *err);
/* "en; pt-BR": BCP 47 codes between blanks, commas, semicolons, slashes; comes out as "en pt-BR", each once. */
bool people_languages(Arena *a, Str given, Str *out, Err *err);
/* "mon-fri", "mon,tue,thu", "sun-thu": bit 0 is Monday. At least one day. */
bool people_work_days(Str given, int64_t *out, Err *err);
Str people_work_days_say(Arena *a, int64_t days); /* "mon-thu,sat" */
/* "09:00-17:30": minutes from midnight, from before to. */
bool people_hours(Str given, int64_t *from, int64_t *to, Err *err);
Str people_hours_say(Arena *a, int64_t from, int64_t to);
/* "0.8", "0,8", "80 %": a share above 0, at most 1. */
bool people_fte(Str given, double *out, Err *err);
/* yes, no, true, false, y, n, x, 1, 0; empty is no. */
bool people_flag(const char *what, Str given, bool *out, Err *err);
/* A date as exports write it (signals/time_parse.h), 1900 to 2200, in days since 1970. */
bool people_day(const char *what, Str given, bool day_first, int64_t *out, Err *err);
