/* when.h - instants and days as people read them: in the reader's zone, which is page.zone (page.c); without one UTC.
 *
 * {{ path | time }} and {{ path | date }} print a <time datetime="..."> where markup may stand, else the words alone.
 * What has no time of day (a day of a week's row, or midnight UTC, as which a bare date is stored) is that day
 * everywhere on Earth. A value that is no date shows as an en dash. */
#pragma once
#include <jansson.h>

#include "base/arena.h"
#include "base/buf.h"

Str show_date(Arena *a, const json_t *page, const json_t *v); /* "20 Nov 2026"; page may be NULL */
Str show_time(Arena *a, const json_t *page, const json_t *v); /* "20 Nov 2026, 15:05 CET"; of a bare day its date */

void html_date(Buf *out, Arena *a, const json_t *page,
               const json_t *v); /* the same as elements; a date's title has the time */
void html_time(Buf *out, Arena *a, const json_t *page, const json_t *v);

/* The instant that RFC 3339 text or a date names. False: it is none. */
bool when_read(const json_t *v, int64_t *at, bool *day_only);
