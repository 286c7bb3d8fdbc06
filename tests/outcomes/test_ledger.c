/* Money adds up. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "outcomes/ledger.h"

static void shares_are_a_whole(void **state) {
    (void)state;
    int64_t parts[3];
    assert_false(ledger_split(100, (const int32_t[]){5000, 4999}, 2, parts));
    assert_false(ledger_split(100, (const int32_t[]){10001, -1}, 2, parts));
    assert_false(ledger_split(100, NULL, 0, parts));
    assert_true(ledger_split(100, (const int32_t[]){3333, 3333, 3334}, 3, parts));
    assert_int_equal(parts[0] + parts[1] + parts[2], 100);
    Rng r = rng_new(1);
    for (int i = 0; i < 1000;
         i++) { /* to the cent, whatever the amount and the shares, each within a cent of its own */
        int32_t a = 1 + (int32_t)rng_below(&r, 5000), b = 1 + (int32_t)rng_below(&r, 4999);
        const int32_t shares[] = {a, b, SHARES_WHOLE - a - b};
        int64_t amount = (int64_t)rng_below(&r, 1000000007) - 500000000;
        assert_true(ledger_split(amount, shares, 3, parts));
        assert_int_equal(parts[0] + parts[1] + parts[2], amount);
        for (int k = 0; k < 3; k++) assert_true(fabs((double)parts[k] - (double)amount * shares[k] / SHARES_WHOLE) < 1);
    }
}

static LedgerRow row(Verdict v, double expected, double realised, double half) {
    return (LedgerRow){.expected = expected,
                       .expected_low = expected * 0.8,
                       .expected_high = expected * 1.2,
                       .judged = true,
                       .verdict = v,
                       .realised = realised,
                       .realised_low = realised - half,
                       .realised_high = realised + half,
                       .cost = 10};
}

static void cannot_tell_stays_in_the_denominator(void **state) {
    (void)state;
    LedgerRow rows[] = {row(VERDICT_FELL, 100, 60, 30), row(VERDICT_CANNOT_TELL, 100, 20, 40),
                        row(VERDICT_REFUSED, 100, NAN, NAN), row(VERDICT_DID_NOT_FALL, 100, -5, 10),
                        row(VERDICT_FELL, 100, 100, 1)};
    rows[4].judged = false;
    Portfolio p = ledger_sum(rows, 5);
    assert_true(p.expected == 400 && p.proven == 60 && p.estimated == 75 && p.cost == 40);
    assert_int_equal(p.waiting, 1);
    assert_int_equal(p.by_verdict[VERDICT_CANNOT_TELL], 1);
    assert_true(fabs(p.proven_low - 30) < 1e-9 && fabs(p.proven_high - 90) < 1e-9);
    double half = sqrt(30 * 30 + 40 * 40 + 10 * 10);
    assert_true(fabs(p.estimated_high - 75 - half) < 1e-9);
}

static void forecasters_are_told(void **state) {
    (void)state;
    LedgerRow rows[10];
    for (int i = 0; i < 10; i++) rows[i] = row(VERDICT_FELL, 100, i < 9 ? 100 : 30, 10);
    Calibration c = ledger_calibration(rows, 10, 0.8);
    assert_int_equal(c.inside, 9);
    assert_int_equal(c.below, 1);
    assert_int_equal(c.sureness, SURENESS_FITS);
    assert_true(fabs(c.bias - 0.93) < 1e-9 && c.low < 0.9 && 0.9 < c.high);
    for (int i = 0; i < 10; i++) rows[i] = row(VERDICT_CANNOT_TELL, 100, i < 3 ? 100 : 30, 10);
    assert_int_equal(ledger_calibration(rows, 10, 0.8).sureness, SURENESS_TOO_SURE);
    assert_int_equal(ledger_calibration(rows, 4, 0.8).sureness, SURENESS_UNKNOWN);
    LedgerRow wide[20];
    for (int i = 0; i < 20; i++) wide[i] = row(VERDICT_FELL, 100, 100, 10);
    assert_int_equal(ledger_calibration(wide, 20, 0.8).sureness, SURENESS_TOO_WIDE);
    assert_int_equal(ledger_calibration(NULL, 0, 0.8).n, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_a_whole),
        cmocka_unit_test(cannot_tell_stays_in_the_denominator),
        cmocka_unit_test(forecasters_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
