/* ledger.c - sums, shares and calibration of a portfolio. */
#include "outcomes/ledger.h"

#include <math.h>

#include "stats/change.h"

enum { FORECASTS_MIN = 5 };
static const double SURE = 0.05; /* chance below which a forecaster's hits are no accident */

static bool is_whole(const int32_t *shares, size_t n) {
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (shares[i] <= 0) return false;
        sum += shares[i];
    }
    return sum == SHARES_WHOLE;
}

/* What is left when parts are rounded towards 0 goes cent by cent to those that lost most by it. */
bool ledger_split(int64_t amount, const int32_t *shares, size_t n, int64_t *parts) {
    if (!is_whole(shares, n)) return false;
    int64_t rest = amount, step = amount < 0 ? -1 : 1;
    for (size_t i = 0; i < n; i++) {
        parts[i] = (int64_t)((__int128)amount * shares[i] / SHARES_WHOLE);
        rest -= parts[i];
    }
    for (; rest != 0; rest -= step) {
        size_t most = 0;
        __int128 lost = -1;
        for (size_t i = 0; i < n; i++) {
            __int128 loses = ((__int128)amount * shares[i] - (__int128)parts[i] * SHARES_WHOLE) * step;
            if (loses > lost) lost = loses, most = i;
        }
        parts[most] += step;
    }
    return true;
}

static double variance_of(const LedgerRow *r) {
    double half = (r->realised_high - r->realised_low) / 2 / normal_quantile(0.95);
    return half * half;
}

static bool has_estimate(const LedgerRow *r) {
    return r->judged && r->verdict != VERDICT_REFUSED && isfinite(r->realised) && isfinite(r->realised_low) &&
           isfinite(r->realised_high);
}

Portfolio ledger_sum(const LedgerRow *rows, size_t n) {
    Portfolio p = {.rows = n};
    double proven = 0, estimated = 0, z = normal_quantile(0.95);
    for (size_t i = 0; i < n; i++) {
        const LedgerRow *r = &rows[i];
        if (!r->judged) {
            p.waiting++;
            continue;
        }
        p.by_verdict[r->verdict]++;
        p.expected += r->expected;
        p.cost += r->cost;
        if (!has_estimate(r)) continue;
        p.estimated += r->realised;
        estimated += variance_of(r);
        if (r->verdict != VERDICT_FELL) continue;
        p.proven += r->realised;
        proven += variance_of(r);
    }
    p.proven_low = p.proven - z * sqrt(proven), p.proven_high = p.proven + z * sqrt(proven);
    p.estimated_low = p.estimated - z * sqrt(estimated), p.estimated_high = p.estimated + z * sqrt(estimated);
    return p;
}

static void wilson(Calibration *c) {
    double n = (double)c->n, z = normal_quantile(0.95), middle = (c->share + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * sqrt(c->share * (1 - c->share) / n + z * z / (4 * n * n));
    c->low = fmax(0, middle - half);
    c->high = fmin(1, middle + half);
}

Calibration ledger_calibration(const LedgerRow *rows, size_t n, double nominal) {
    Calibration c = {.share = NAN, .low = NAN, .high = NAN, .bias = NAN};
    double realised = 0, expected = 0;
    for (size_t i = 0; i < n; i++) {
        const LedgerRow *r = &rows[i];
        if (!has_estimate(r)) continue;
        c.n++;
        c.below += r->realised < r->expected_low;
        c.above += r->realised > r->expected_high;
        realised += r->realised, expected += r->expected;
    }
    c.inside = c.n - c.below - c.above;
    if (c.n == 0) return c;
    c.share = (double)c.inside / (double)c.n;
    wilson(&c);
    if (expected > 0) c.bias = realised / expected;
    if (c.n < FORECASTS_MIN) return c;
    c.sureness = SURENESS_FITS;
    if (1 - binomial_at_least((double)c.inside + 1, (double)c.n, nominal) < SURE) c.sureness = SURENESS_TOO_SURE;
    else if (binomial_at_least((double)c.inside, (double)c.n, nominal) < SURE) c.sureness = SURENESS_TOO_WIDE;
    return c;
}
