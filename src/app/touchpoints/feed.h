/* feed.h - what belongs into a calendar: of a person, a team, a host. */
#pragma once
#include "calendar.h"
#include "store/feed_store.h"
#include "touch.h"

/* The part of an event's name that says which Ridealong it is of. */
bool feed_installation(Call *call, Str *name, Err *err);
/* One seat as an event: what its owner's calendar shows. `here`: feed_installation; `name`: said in the summary (of a
 * team's calendar), or empty. */
void feed_event(Call *call, Str here, const SeatRow *seat, const SessionRow *session, Str name, CalendarEvent *out);
/* The calendar of a feed as iCalendar text. */
bool feed_text(Call *call, const FeedRow *feed, Str *out, Err *err);
Str feed_token_hash(Arena *a, Str token);
