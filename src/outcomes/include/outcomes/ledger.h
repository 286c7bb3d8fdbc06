/* ledger.h - expected against realised value: the arithmetic. Amounts are in the smallest unit of the company's money
 * (cents); the value of one avoided contact is the company's own figure, never a default of ours. */
#pragma once
#include "outcomes/outcome.h"

enum { SHARES_WHOLE = 10000 /* 100 % in hundredths of a percent */ };

/* Parts of a claim; must be positive and sum to exactly SHARES_WHOLE. Splits `amount` so that the parts sum to it to
 * the cent (largest remainders first, then the earlier one). False: the shares are not a whole. */
bool ledger_split(int64_t amount, const int32_t *shares, size_t n, int64_t *parts);

typedef struct LedgerRow {
    double expected;                    /* sealed before the release, for the weeks that are judged */
    double expected_low, expected_high; /* the forecaster's range */
    bool judged;                        /* the last look is done; else it is waited for */
    Verdict verdict;
    double realised, realised_low, realised_high; /* 90 % interval; not read unless judged and not refused */
    double cost;                                  /* of the work */
} LedgerRow;

typedef struct Portfolio {
    size_t rows, by_verdict[4], waiting;             /* by_verdict: as Verdict, judged rows only */
    double expected, cost;                           /* of judged rows, whatever the verdict */
    double proven, proven_low, proven_high;          /* realised where the verdict is "fell"; the others count 0 */
    double estimated, estimated_low, estimated_high; /* every estimate as it is: no winner's curse, wider */
} Portfolio;

/* Sums; intervals by adding variances (independent rows, normal). Divide by `expected` for the ratios: rows that cannot
 * be told stay in it. */
Portfolio ledger_sum(const LedgerRow *rows, size_t n);

typedef enum Sureness {
    SURENESS_UNKNOWN /* under 5 forecasts */,
    SURENESS_TOO_SURE,
    SURENESS_FITS,
    SURENESS_TOO_WIDE
} Sureness;

typedef struct Calibration {
    size_t n, inside, below, above; /* realised values inside, below and above the ranges that were given */
    double share, low, high;        /* inside, with a 90 % interval (Wilson 1927) */
    double bias;                    /* sum of realised over sum of expected */
    Sureness sureness;
} Calibration;

/* `nominal`: how often a range should hold the truth, such as 0.8. Judged rows that are not refused count. */
Calibration ledger_calibration(const LedgerRow *rows, size_t n, double nominal);

/* Published base rates of value that was expected and realised: McKinsey, Rewired for value. */
#define BASE_RATE_REVENUE 0.31
#define BASE_RATE_SAVINGS 0.25
