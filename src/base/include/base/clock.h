/* clock.h - the calendar (UTC, Gregorian) and the one place that reads the clock.
 *
 * An instant is int64_t seconds since 1970-01-01T00:00:00Z; TIME_NONE means
 * "not known". Pure stages get `now` as an argument; only main, web and cli
 * call clock_now. */
#pragma once
#include "base/arena.h"

#define TIME_NONE INT64_MIN
enum { SECONDS_PER_DAY = 86400, SECONDS_PER_WEEK = 604800 };

int64_t clock_now(void); /* the wall clock, in seconds */
void clock_begin(
    int64_t now); /* from here on clock_now goes on from that moment (`serve --now`); before threads begin */
double clock_monotonic(void); /* for durations, in seconds */

/* Days since 1970-01-01 of a date, and back (any year; proleptic Gregorian). */
int64_t days_from_civil(int64_t year, int month, int day);
void civil_from_days(int64_t days, int64_t *year, int *month, int *day);
bool civil_valid(int64_t year, int month, int day);

int64_t day_of(int64_t at);  /* days since the epoch, rounded down */
int weekday_of(int64_t day); /* 0 = Monday .. 6 = Sunday */

Str time_iso(Arena *a, int64_t at);      /* "2026-05-03T08:15:30Z"; "" for TIME_NONE */
Str time_iso_date(Arena *a, int64_t at); /* "2026-05-03" */
