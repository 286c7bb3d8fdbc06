/* season.c - see season.h. */
#include "season.h"

#include <math.h>
#include <stdlib.h>

const SeasonRelease SEASON_RELEASE[SEASON_RELEASES] = {
    {"4.0.0", "New home screen", "Balance and payments on one page.", 0.10, "", ""},
    {"4.1.0", "Savings pots", "Round-ups and shared pots.", 0.35, "", ""},
    {"4.2.0", "New sign-in", "Sessions moved to the new token service.", 0.62, "login-loop-after-update", "breaks"},
    {"4.2.1", "Sign-in hotfix", "Sessions survive a token refresh.", 0.665, "login-loop-after-update", "repairs"},
    {"4.3.0", "Clearing rework", "One idempotency key for each card payment.", 0.78, "double-charge", "fixes"},
    {"4.4.0", "Payee check", "Names of payees are verified before a transfer.", 0.90, "payee-name-mismatch", "starts"},
};
enum { BREAK = 2, REPAIR = 3, FIX = 4, START = 5 };

int season_span(int months) {
    if (months <= 0) months = 18;
    return months * 30 + months / 2;
}

int season_release_day(size_t release, int span) {
    return (int)(SEASON_RELEASE[release].part * span);
}

static int day_of_year(int64_t day) {
    int64_t year;
    int month, d;
    civil_from_days(day, &year, &month, &d);
    return (int)(day - days_from_civil(year, 1, 1));
}

/* A bell of height 1 around a day of the year, across New Year too. */
static double bell(int64_t day, int centre, double width) {
    double distance = abs(day_of_year(day) - centre);
    distance = fmin(distance, 365 - distance);
    return exp(-distance * distance / (2 * width * width));
}

double season_common(int64_t first_day, int span, int day) {
    static const double WEEK[7] = {1.25, 1.18, 1.12, 1.08, 1.05, 0.72, 0.60};
    int64_t date = first_day + day;
    double growth = exp(0.5 * day / fmax(span, 1)); /* two thirds more customers at the end */
    return growth * WEEK[weekday_of(date)] * (1 + 0.18 * bell(date, 349, 20));
}

static double broken(int day, int span) {
    int since = day - season_release_day(BREAK, span), repaired = day - season_release_day(REPAIR, span);
    if (since < 0) return 0.35;
    if (repaired < 0) return 0.35 + 14 * (1 - exp(-(since + 1) / 2.0));
    return 0.35 + 14 * exp(-repaired / 4.0);
}

static double fixed(int day, int span) {
    int since = day - season_release_day(FIX, span);
    return since < 0 ? 1.15 : 0.15 + exp(-since / 7.0);
}

static double emerging(int day, int span) {
    int start = season_release_day(START, span);
    return day < start ? 0.03 : 4.0 * (day - start + 1) / (span - start);
}

double season_shape(DemoShape shape, int64_t first_day, int span, int day) {
    double part = (double)day / fmax(span, 1);
    switch (shape) {
    case SHAPE_WINTER:
        return 0.85 + 0.9 * bell(first_day + day, 344, 22);
    case SHAPE_SUMMER:
        return 0.6 + 1.6 * bell(first_day + day, 201, 28);
    case SHAPE_TAX:
        return 0.3 + 4.0 * bell(first_day + day, 60, 22);
    case SHAPE_GROWING:
        return 0.6 + 0.8 * part;
    case SHAPE_FADING:
        return 1.5 - 1.1 * part;
    case SHAPE_BROKEN:
        return broken(day, span);
    case SHAPE_FIXED:
        return fixed(day, span);
    case SHAPE_EMERGING:
        return emerging(day, span);
    default:
        return 1;
    }
}
