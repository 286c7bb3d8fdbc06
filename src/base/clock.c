/* clock.c - calendar arithmetic (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
#include "base/clock.h"

#include <time.h>

static int64_t shift; /* set before threads begin, then only read */

void clock_begin(int64_t now) {
    shift = now - (int64_t)time(NULL);
}

int64_t clock_now(void) {
    return (int64_t)time(NULL) + shift;
}

double clock_monotonic(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int64_t days_from_civil(int64_t y, int m, int d) {
    y -= m <= 2; /* the year begins in March, so that the leap day is its last */
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void civil_from_days(int64_t z, int64_t *year, int *month, int *day) {
    z += 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = yoe + era * 400 + (*month <= 2);
}

bool civil_valid(int64_t year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || day > 31) return false;
    int64_t y;
    int m, d;
    civil_from_days(days_from_civil(year, month, day), &y, &m, &d);
    return y == year && m == month && d == day;
}

int64_t day_of(int64_t at) {
    int64_t d = at / SECONDS_PER_DAY;
    return at % SECONDS_PER_DAY < 0 ? d - 1 : d;
}

int weekday_of(int64_t day) {
    return (int)(((day + 3) % 7 + 7) % 7);
} /* the epoch was a Thursday */

Str time_iso_date(Arena *a, int64_t at) {
    if (at == TIME_NONE) return STR("");
    int64_t y;
    int m, d;
    civil_from_days(day_of(at), &y, &m, &d);
    return arena_printf(a, "%04lld-%02d-%02d", (long long)y, m, d);
}

Str time_iso(Arena *a, int64_t at) {
    if (at == TIME_NONE) return STR("");
    int rest = (int)(at - day_of(at) * SECONDS_PER_DAY);
    Str date = time_iso_date(a, at);
    return arena_printf(a, "%.*sT%02d:%02d:%02dZ", STR_ARG(date), rest / 3600, rest / 60 % 60, rest % 60);
}
