/* feed.h - what belongs into a calendar: of a person, a team, a host. */
#pragma once
#include "calendar.h"
#include "store/feed_store.h"
#include "touch.h"

/* One seat as an event: what its owner's calendar shows. `name`: said in the summary (of a team's calendar), or empty.
 */
bool feed_event(Call *call, const SeatRow *seat, const SessionRow *session, Str name, CalendarEvent *out, Err *err);
/* The calendar of a feed as iCalendar text. */
bool feed_text(Call *call, const FeedRow *feed, Str *out, Err *err);
Str feed_token_hash(Arena *a, Str token);
