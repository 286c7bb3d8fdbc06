/* rank.c - the order of themes, as four parts that a page can show.
 *
 *   size      voices on a logarithmic scale, the largest theme being 1: ten times the voices, a fixed step
 *   growth    from the low end of the interval of the change, so that noise does not count as growth:
 *             1 at four times the rate, 0 when growth is not proven
 *   severity  share of signals with severity words, by its Wilson lower bound: 1 at half of them
 *   spread    1 less the loudest customer's share, 0 when a single customer speaks */
#include "themes/rank.h"

#include <math.h>

const Rank RANK_WEIGHTS = {.size = 0.4, .growth = 0.25, .severity = 0.2, .spread = 0.15};

static const double GROWTH_FULL = 4, SEVERE_FULL = 0.5, Z_90 = 1.2815515655446004;

static double clip(double x) {
    return x > 0 ? (x < 1 ? x : 1) : 0; /* NaN gives 0 */
}

/* Lower end of the 80 % interval of a share (Wilson 1927). */
static double wilson_low(double hits, double n) {
    if (!(n > 0)) return 0;
    double p = clip(hits / n), z2 = Z_90 * Z_90;
    return (p + z2 / (2 * n) - Z_90 * sqrt(p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n);
}

Rank rank_theme(const RankInput *in) {
    Rank r = {0};
    if (in->voices_max > 0) r.size = clip(log1p(in->voices) / log1p(in->voices_max));
    if (in->change.verdict == CHANGE_UP) r.growth = clip(log(in->change.low) / log(GROWTH_FULL));
    r.severity = clip(wilson_low(in->severe, in->signals) / SEVERE_FULL);
    if (in->customers > 1 && in->signals > 0) r.spread = clip(1 - in->top_customer / in->signals);
    r.score = 100 * (RANK_WEIGHTS.size * r.size + RANK_WEIGHTS.growth * r.growth + RANK_WEIGHTS.severity * r.severity +
                     RANK_WEIGHTS.spread * r.spread);
    return r;
}
