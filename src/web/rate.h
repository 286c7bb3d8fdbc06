/* rate.h - how often one may ask: a bucket for each caller, refilled evenly over a minute, shared by all loops. */
#pragma once
#include <stdbool.h>

#include "base/str.h"

typedef struct Rate Rate;
typedef struct RateLeft {
    int limit, left; /* a minute, now */
    int reset;       /* seconds until all are there again */
    bool allowed;
} RateLeft;

Rate *rate_new(int per_minute); /* 0: no limit */
void rate_free(Rate *r);        /* NULL is fine */
/* Takes one of this caller's; `now` in seconds of clock_monotonic. Any thread. */
RateLeft rate_take(Rate *r, Str caller, double now);
