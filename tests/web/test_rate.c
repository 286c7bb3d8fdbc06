/* test_rate.c - how often one may ask. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "rate.h"

static void a_bucket_empties_and_fills(void **state) {
    (void)state;
    Rate *r = rate_new(60);
    for (int i = 0; i < 60; i++) {
        RateLeft left = rate_take(r, STR("ann"), 10);
        assert_true(left.allowed && left.left == 59 - i && left.limit == 60);
    }
    RateLeft none = rate_take(r, STR("ann"), 10);
    assert_true(!none.allowed && none.left == 0 && none.reset == 61);
    assert_true(rate_take(r, STR("bob"), 10).allowed); /* somebody else is not held up */
    assert_true(rate_take(r, STR("ann"), 11.5).allowed);
    assert_false(rate_take(r, STR("ann"), 11.6).allowed);
    assert_int_equal(rate_take(r, STR("ann"), 1000).left, 59);
    rate_free(r);
}

static void a_crowd_costs_nothing(void **state) {
    (void)state;
    Rate *r = rate_new(2);
    char name[32];
    for (int i = 0; i < 100000; i++) {
        int n = snprintf(name, sizeof name, "address %d", i);
        assert_true(rate_take(r, (Str){name, (size_t)n}, 1).allowed);
    }
    rate_free(r);
    r = rate_new(0);
    for (int i = 0; i < 1000; i++) assert_true(rate_take(r, STR("x"), 0).allowed);
    rate_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_bucket_empties_and_fills),
                                       cmocka_unit_test(a_crowd_costs_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
