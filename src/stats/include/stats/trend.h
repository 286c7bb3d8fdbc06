/* trend.h - weekly levels out of daily counts, with the day-of-week effect taken out and 90 % intervals.
 *
 *     double days[7 * WEEKS];             // oldest first; the week begins on any day, but always on the same
 *     TrendWeek weeks[WEEKS];
 *     trend_estimate(days, WEEKS, 0, 7 * WEEKS - 4, weeks, NULL); // the last four days are still to come */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { WEEK_DAYS = 7 };

typedef struct TrendWeek {
    double count;     /* of all its days */
    double level;     /* what the whole week has by its observed days; NaN when none of them was */
    double low, high; /* 90 % interval of the level; NaN when there is too little to say how the counts vary */
    bool whole;       /* each of its days was observed */
} TrendWeek;

typedef struct TrendDays {
    double factors[WEEK_DAYS]; /* of the days of a week, first day first; at least 0, 1 in the mean */
    double counted;            /* what they were learned from */
    double dispersion;         /* of the days within a week, over multinomial; at least 1 */
} TrendDays;

/* `days`: 7 * weeks counts, finite and not negative. Observed: [begin, end); what else it holds counts as unknown.
 *
 * Day of the week: its share of all whole weeks, shrunk to 1 by how much of the differences chance explains (James and
 * Stein 1961, positive part). A week's level is the count of its observed days over their part of a week by these
 * factors: for a whole week that is the count itself, since a whole week holds each day once.
 *
 * Interval: score interval of a quasi-Poisson mean (Wilson 1927 for counts; Brown, Cai and DasGupta 2003), dispersion
 * from neighbouring weeks as in change.h, t quantile; where days are missing, with the uncertainty of the factors. It
 * is one of the rate in that week, not of where a smooth trend would run. */
void trend_estimate(const double *days, size_t weeks, size_t begin, size_t end, TrendWeek *out,
                    TrendDays *factors /* may be NULL */);
