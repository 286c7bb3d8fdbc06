/* effect.h - one theme, one date: by how much did its share of everything step down or up?
 *
 * Difference in differences with an own trend. With z = log((theme + 0.5) / (others + 0.5)) by week, weighted least
 * squares of z on [1, share, week], where share is the part of the customers who had the release (0 before it). The
 * coefficient of share is the effect at full rollout, as a log ratio. Weights are the inverse of the variance that
 * Poisson counts would give z at the fitted values (two rounds, the first unweighted). Growth, season and shocks that
 * all themes share cancel out in z. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { FIT_WEEKS_MAX = 1040 }; /* twenty years */

/* How the release reached customers, week by week from its date on. */
typedef struct Rollout {
    const double *share; /* 0..1; a rollback falls to 0 again. NULL: 1 from the first week on */
    size_t weeks;        /* that are looked at */
    size_t skip;         /* the first so many are left out (did it last?); 0 usually */
} Rollout;

typedef struct Fit {
    double effect;           /* log ratio at full rollout; negative: fell */
    double variance;         /* of the effect, by the scatter around the fit; at least Poisson */
    double level, slope;     /* of z at the date, and a week, as it would be without the release */
    double scatter;          /* residual variance over Poisson's; at least 1 */
    double covariance[3][3]; /* of level, effect, slope; without a trend slope's are 0 */
    double df;
} Fit;

/* `theme`, `others`: counts of `before` + rollout->weeks weeks. With `trend` false the slope is 0 (method A), else
 * method B. False when it cannot be computed: fewer than 5 weeks before, more than FIT_WEEKS_MAX in all,
 * no week with a share. */
bool effect_fit(const double *theme, const double *others, size_t before, const Rollout *rollout, bool trend, Fit *fit);

double rollout_share(const Rollout *r, size_t week);

/* z at a week (from the date: -1 is the last before) without the release, and the variance of one week's z around it.
 */
double fit_without(const Fit *fit, double week);
double fit_variance(const Fit *fit, double week, double theme, double others);
