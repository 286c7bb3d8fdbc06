/* bradley_terry.h - an order out of judgements in pairs, with intervals.
 *
 * Bradley and Terry 1952: i is judged better than j with odds exp(ability i - ability j). Posterior mode with a normal
 * prior on each ability (mean 0, standard deviation BT_PRIOR_SD): one judgement does not make an ability infinite, and
 * entries that nobody compared are level. Intervals: Laplace approximation, 90 %. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define BT_PRIOR_SD 1.5

typedef struct BtScore {
    double ability;             /* log odds against one of ability 0 */
    double low, high;           /* 90 % interval of it */
    double judged;              /* how often it stood in a pair */
    size_t rank_low, rank_high; /* 1 + those surely better (90 %) .. n - those surely worse */
} BtScore;

/* wins[i * n + j]: how often i was judged better than j; finite, not negative; the diagonal is not looked at.
 * O(n^3) for each of a few Newton steps. False when it did not converge (out is not touched). */
bool bradley_terry(const double *wins, size_t n, BtScore *out);
