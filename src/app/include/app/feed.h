/* feed.h - calendars by their secret address. */
#pragma once
#include "app/app.h"

/* The calendar whose secret this is, as iCalendar text in the arena. The secret is all that is asked for: calendar
 * programs sign in nowhere. ERR_NOT_FOUND: there is none, or it was revoked. */
bool app_feed(App *app, Arena *a, Str token, int64_t now, Str *out, Err *err);
/* What the work of a person did, as a JSON Feed, by the same secret; only the calendar of a person has one. */
bool app_work_feed(App *app, Arena *a, Str token, int64_t now, Str *out, Err *err);
