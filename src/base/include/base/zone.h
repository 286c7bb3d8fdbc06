/* zone.h - time zones, from the system's tzdata (/usr/share/zoneinfo): what the clock on the wall says, and back.
 *
 * Howard Hinnant's date library underneath; libical 3.0.16's own zones are wrong for ten of 418 (such as
 * Asia/Jerusalem), and the C library's are one a process. Threads may use all of it at once.
 *
 *     const Zone *zone = zone_find(STR("Europe/Berlin"), err);
 *     int64_t noon = zone_to_utc(zone, local_seconds, NULL); */
#pragma once
#include "base/arena.h"
#include "base/err.h"

typedef struct Zone Zone; /* lives as long as the process */

/* An IANA name such as "Europe/Berlin"; empty: UTC. NULL and ERR_INPUT when the system knows none of that name. */
const Zone *zone_find(Str name, Err *err);

/* Names to choose from, in their order: "UTC" and all of the form "Area/City" ("Etc/..." and such aliases are known,
 * but not offered). Empty only where the system has no tzdata. */
const Str *zone_names(Arena *a, size_t *n);
/* The zone that this machine is set to, when it is one of these; else "UTC". */
Str zone_of_machine(Arena *a);

/* Seconds east of UTC at an instant, and the span [from, to) of instants for which that holds (either may be NULL). */
int32_t zone_offset(const Zone *zone, int64_t at, int64_t *from, int64_t *to);

/* What people call the clock of that instant: "CET", "CEST"; where nobody made up letters, hours from UTC: "UTC+3". */
Str zone_letters(const Zone *zone, Arena *a, int64_t at);

/* What the wall clock shows, as seconds since 1970-01-01 00:00 of that clock. */
int64_t zone_local(const Zone *zone, int64_t at);

typedef enum ZoneFit {
    ZONE_ONCE,
    ZONE_NEVER, /* clocks went forward over it: the instant is as if they had not yet */
    ZONE_TWICE  /* clocks went back: the first of the two */
} ZoneFit;
/* The instant at which the wall clock shows this; *fit (may be NULL) says whether there was exactly one. */
int64_t zone_to_utc(const Zone *zone, int64_t local, ZoneFit *fit);
