/* time_parse.h - instants as exports write them. */
#pragma once
#include "base/clock.h"

/* Reads ISO 8601 / RFC 3339, RFC 2822, ctime, 30/Sep/21 17:20, 05/11/2024 03:26 PM, May 3, 2026, 2026/05/03,
 * 20260503, and unix seconds, milliseconds and microseconds. Without a zone it is UTC. `day_first` decides
 * 03/04/2026 (3 April); a number over 12 decides for itself; with dots the day is first. False: junk, or a
 * date that no calendar has. */
bool time_parse(Str s, bool day_first, int64_t *at);

/* True for dates like 13/04/2026, which can only mean that the day is first. */
bool time_shows_day_first(Str s);
