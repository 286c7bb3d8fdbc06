/* goals.h - what an engineer owes, and what counts towards it.
 *
 * A goal has two halves: so many touchpoints in so many formats a year, and so many minutes in every rolling window
 * (default: 4 in 3 formats, and 2 hours in 6 weeks, the dose of Spool 2011). Both shrink with the share of the time
 * that a person was there: part-time, leave, joined late, left early. What counts is direct contact that was attended
 * and reflected upon; a booking counts nothing.
 *
 * Days are days since 1970-01-01 (base/clock.h); a span is [from, to). */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct GoalPolicy {
    int32_t touchpoints;    /* a year, of somebody who is there full-time */
    int32_t formats;        /* different ones among them */
    int32_t window_days;    /* length of the rolling window, at least 1 */
    int32_t window_minutes; /* in each window */
} GoalPolicy;

#define GOAL_DEFAULT ((GoalPolicy){4, 3, 42, 120})

typedef struct DaySpan {
    int64_t from, to;
} DaySpan;

typedef struct Presence {
    int64_t joined;       /* first day; INT64_MIN: before anything we know */
    int64_t left;         /* first day gone; INT64_MAX: still here */
    int32_t fte;          /* permille of full-time, 0..1000 */
    const DaySpan *leave; /* in any order, may overlap */
    size_t leave_n;
} Presence;

/* Days of the span on which the person is employed and not on leave. */
int64_t presence_days(const Presence *p, DaySpan span);
/* The same as a share of the span, weighted by fte: 0..1. An empty span is 0. */
double presence_share(const Presence *p, DaySpan span);

typedef struct Touch {
    int64_t day;
    int32_t minutes;
    int32_t format; /* any small number from 0; those above 31 count as one */
    bool attended, reflected;
} Touch;

static inline bool touch_counts(const Touch *t) {
    return t->attended && t->reflected;
}

/* Where a person stands on `today`. `year` is the span the yearly half is counted over. */
typedef struct GoalState {
    int32_t touchpoints_owed, touchpoints; /* of the whole year; those that count until today */
    int32_t formats_owed, formats;
    uint32_t formats_seen;         /* bit per format */
    int32_t minutes_owed, minutes; /* of the window that ends today (today included) */
    int32_t unreflected;           /* attended this year, reflection missing: the quickest way to credit */
    int64_t last_day;              /* of contact that counts, INT64_MIN: never */
    bool year_met, window_met;     /* nothing owed is met */
} GoalState;

GoalState goal_state(const GoalPolicy *policy, const Presence *presence, const Touch *touches, size_t n, DaySpan year,
                     int64_t today);

/* Minutes that the policy asks of the person over a span, pro rata: window_minutes for each window_days. */
int32_t goal_minutes(const GoalPolicy *policy, const Presence *presence, DaySpan span);

/* Share of what was owed in the two windows before `today` that was not met, permille: who waits longest comes first.
 */
int32_t goal_backlog(const GoalPolicy *policy, const Presence *presence, const Touch *touches, size_t n, int64_t today);

/* Mean over all pairs of min/max, of hours at least 0: 1 means all alike (the figure on-call tools use). Two zeros are
 * alike. Sorts `hours`. Fewer than two: 1. */
double fairness_pairs(double *hours, size_t n);
