/* no_show.h - how many who book do not come, learned from history, and how many seats to give because of it. */
#pragma once
#include <stdint.h>

typedef struct Shows {
    int64_t booked, absent;
} Shows;

/* Share that will be absent, permille: `own` history drawn towards that of all by ten bookings' worth, and all of it
 * towards one in ten by twenty, so that one absence does not brand anybody. */
int32_t no_show_rate(Shows own, Shows all);

enum { CROWDED_ONE_IN = 10 }; /* how often more may come than fit */

/* How many may book a session with `capacity` places when each is absent with `rate` permille (independently): the
 * most with which more than `capacity` come at most once in `one_in` sessions. Never under `capacity`, never more than
 * twice that. Binomial tail, summed exactly. */
int32_t no_show_bookings(int32_t capacity, int32_t rate, int32_t one_in);
