/* seating.h - who may have a seat, and who moves up when one is free.
 *
 * A person asks (seat_ask: a row that waits) and gets a place if there is a free one and the format's rules allow it;
 * else the row goes on waiting. When a place comes free, the waiting list is gone through in the order of asking: the
 * first who is free at that time and whom the rules allow moves up. All of it inside the caller's transaction, which
 * holds the write lock. */
#pragma once
#include "touch.h"

/* Why a seat waits. */
typedef enum SeatingWait { SEATING_BOOKED, SEATING_FULL, SEATING_TEAM, SEATING_NOVICES } SeatingWait;
const char *seating_wait_says(SeatingWait wait); /* "all places are taken" */

/* Asks for the person and books at once if it can be. `origin`: "self", "plan", "host". ERR_CONFLICT: not open, begun,
 * sign-up has ended (origin "self" only), a seat already, elsewhere at that time. */
bool seating_join(Call *call, const SessionRow *session, const PersonRow *person, Str origin, SeatingWait *wait,
                  Err *err);

/* Withdraws and lets others move up. ERR_CONFLICT: no seat, begun. *late: after the format's notice. */
bool seating_leave(Call *call, const SessionRow *session, const PersonRow *person, bool *late, Err *err);

/* Gives free places to those who wait; *n: how many moved up. Each gets a mail, if mail is on. */
bool seating_promote(Call *call, const SessionRow *session, size_t *n, Err *err);

/* Is the session open to them at all? `origin` "self" asks for the notice as well. ERR_CONFLICT says why not. */
bool seating_may_join(const SessionRow *session, const FormatRow *format, const PersonRow *person, Str origin,
                      int64_t now, Err *err);

typedef struct SeatingCount {
    int64_t of_team, novices; /* of those who are booked: of the person's team; first-timers */
    bool novice, experienced; /* the person is a first-timer; the host may pair with one */
} SeatingCount;
/* The format's rules, whoever counted. */
SeatingWait seating_rule(const FormatRow *format, const SeatingCount *count);

/* May this person take a place of the session by the format's rules? Says why not. */
bool seating_rules(Call *call, const SessionRow *session, const FormatRow *format, int64_t person_id, int64_t team_id,
                   SeatingWait *wait, Err *err);

/* From support or sales, or somebody who has hosted a few of these: first-timers are paired with them. */
bool seating_host_experienced(Call *call, const SessionRow *session, bool *yes, Err *err);
