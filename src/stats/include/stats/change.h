/* change.h - how much a rate changed, with an interval that is honest about small and noisy counts. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

typedef enum ChangeVerdict {
    CHANGE_TOO_FEW, /* not enough data for any statement */
    CHANGE_UNCLEAR, /* the interval holds 1 */
    CHANGE_UP,
    CHANGE_DOWN
} ChangeVerdict;

typedef struct Change {
    ChangeVerdict verdict;
    double ratio;         /* rate after over rate before; NaN when too few */
    double low, high;     /* 90 % interval of the ratio */
    double dispersion;    /* variance over Poisson variance of the weekly counts, at least 1 */
    double before, after; /* mean per week */
} Change;

/* Weekly counts, oldest first. Compares the last `recent` weeks with the `before` weeks in front of
 * them. `totals` (may be NULL) are counts of everything in the same weeks: then the ratio is one of
 * shares, which takes growth and season common to all out. Quasi-Poisson: the dispersion comes from
 * neighbouring weeks of all n (von Neumann 1941); t quantiles. Counts are finite and not negative.
 * Too few: under 10 signals in both windows, under 4 pairs of weeks that hold any, or windows that do not
 * fit into n. */
Change change_estimate(const double *weeks, const double *totals, size_t n, size_t recent, size_t before);

double normal_quantile(double p); /* Wichura 1988, AS 241 */
double student_quantile(double p, double df);
double student_cdf(double t, double df);
/* P(X >= k) of a binomial with n trials (DLMF 8.17.5); k and n need not be whole. */
double binomial_at_least(double k, double n, double p);
