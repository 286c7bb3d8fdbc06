/* season.h - how much is written about what on which day: growth, seasons and planted events.
 *
 * Times are days since the first day of the demo; a span is their number. Events stand at fixed parts of
 * the span, so that a short demo has them too. */
#pragma once
#include "base/clock.h"
#include "texts.h"

typedef struct SeasonRelease {
    const char *version, *title, *what;
    double part;        /* of the span, when it went out */
    const char *theme;  /* slug of the friction that it changes, or "" */
    const char *effect; /* "breaks", "repairs", "fixes", "starts" or "" */
} SeasonRelease;

enum { SEASON_RELEASES = 6 };
extern const SeasonRelease SEASON_RELEASE[SEASON_RELEASES];

int season_span(int months); /* in days; 0 months: 18 */
int season_release_day(size_t release, int span);

/* Weight of a day for everything: growth of the customers, day of the week, time of the year. */
double season_common(int64_t first_day, int span, int day);

/* Factor of a shape on that day; about 1 on average for those without an event. */
double season_shape(DemoShape shape, int64_t first_day, int span, int day);
