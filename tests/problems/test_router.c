/* Routing: words of components, what confirmations teach, when nobody's. */
#include "problems_data.h"

#include <math.h>
#include <string.h>

#include "problems/router.h"

static const RouteDoc DOCS[] = {
    {STR_INIT("card-authorisation"),
     {"", 0},
     STR_INIT("Decides whether a payment by card is declined at the terminal"),
     STR_INIT("cards, terminal"),
     {"", 0},
     STR_INIT("Debit card")},
    {STR_INIT("identity-check"),
     {"", 0},
     STR_INIT("Verification of passports and selfies"),
     STR_INIT("kyc"),
     STR_INIT("services/identityCheck"),
     {"", 0}},
    {STR_INIT("ledger"), {"", 0}, STR_INIT("Double-entry bookings of all accounts"), {"", 0}, {"", 0}, {"", 0}},
};
enum { DOCS_N = sizeof DOCS / sizeof *DOCS };

static Arena *a;
static Router *r;

static int setup(void **state) {
    (void)state;
    a = arena_new();
    r = router_new(DOCS, DOCS_N);
    return 0;
}
static int teardown(void **state) {
    (void)state;
    router_free(r);
    arena_free(a);
    return 0;
}

static size_t rank(const char *text, RouteHit *hits, double *nobody) {
    size_t n = router_rank(r, a, str_from_c(text), hits, DOCS_N, nobody);
    double sum = *nobody;
    for (size_t i = 0; i < n; i++) {
        sum += hits[i].probability;
        assert_true(hits[i].reasons_n > 0 && (!i || hits[i].probability <= hits[i - 1].probability));
    }
    assert_true(sum <= 1 + 1e-9);
    return n;
}

static void test_words(void **state) {
    (void)state;
    RouteHit hits[DOCS_N];
    double nobody;
    assert_int_equal(rank("My cards were DECLINED at every terminal", hits, &nobody), 1);
    assert_int_equal(hits[0].component, 0);
    assert_int_equal(hits[0].reasons_n, 3);
    assert_true(hits[0].probability > nobody);
    bool declined = false;
    for (size_t i = 0; i < hits[0].reasons_n; i++)
        if (str_eq(hits[0].reasons[i].word, STR("declined")))
            declined = strcmp(hits[0].reasons[i].from, "description") == 0;
    assert_true(declined);
    assert_int_equal(rank("identityCheck fails", hits, &nobody), 1); /* a word with a hump is its parts, too */
    assert_int_equal(hits[0].component, 1);
}

static void test_unsure(void **state) {
    (void)state;
    RouteHit hits[DOCS_N];
    double nobody;
    assert_int_equal(rank("The office party was lovely", hits, &nobody), 0);
    assert_true(fabs(nobody - 0.25) < 1e-9); /* nothing known: all the same */
    assert_int_equal(rank("", hits, &nobody), 0);
    assert_true(rank("payment", hits, &nobody) == 1 && hits[0].probability < ROUTE_SURE);
}

static void test_learning(void **state) {
    (void)state;
    static const RouteExample EXAMPLES[] = {
        {STR_INIT("my balance is wrong after the transfer"), 2},
        {STR_INIT("balance shows yesterday's money"), 2},
        {STR_INIT("wrong balance in the overview"), 2},
        {STR_INIT("the office party was loud"), ROUTE_NOBODY},
        {STR_INIT("the card was declined but the balance was fine"), 0},
        {STR_INIT("party music in the office"), ROUTE_NOBODY},
    };
    RouteHit hits[DOCS_N], again[DOCS_N];
    double nobody, before;
    assert_int_equal(rank("the balance is wrong", hits, &before), 0);
    router_learn(r, EXAMPLES, 6);
    assert_true(rank("the balance is wrong", hits, &nobody) > 0);
    assert_int_equal(hits[0].component, 2);
    assert_string_equal(hits[0].reasons[0].from, "confirmed");
    assert_true(hits[0].probability > ROUTE_SURE);
    rank("an office party", again, &nobody);
    assert_true(nobody > ROUTE_SURE);
    rank("the balance is wrong", hits, &nobody);
    router_learn(r, EXAMPLES, 6); /* the same again: the same */
    rank("the balance is wrong", again, &before);
    assert_true(nobody == before && memcmp(&hits[0].probability, &again[0].probability, sizeof(double)) == 0);
    router_learn(r, NULL, 0);
    assert_int_equal(rank("the balance is wrong", hits, &nobody), 0);
}

/* More confirmations than count: the last ones do. */
static void test_many(void **state) {
    (void)state;
    RouteExample *examples = ARENA_ARRAY(a, RouteExample, ROUTE_EXAMPLES + 5);
    for (size_t i = 0; i < ROUTE_EXAMPLES + 5; i++)
        examples[i] = (RouteExample){i < 5 ? STR("zebra stripes") : STR("balance"), i < 5 ? 1 : 2};
    router_learn(r, examples, ROUTE_EXAMPLES + 5);
    RouteHit hits[DOCS_N];
    double nobody;
    assert_int_equal(rank("zebra stripes", hits, &nobody), 0);
    assert_int_equal(rank("balance", hits, &nobody), 1);
}

static void test_no_components(void **state) {
    (void)state;
    Router *none = router_new(NULL, 0);
    double nobody = 0;
    router_learn(none, &(RouteExample){STR("text"), ROUTE_NOBODY}, 1);
    assert_int_equal(router_rank(none, a, STR("text"), NULL, 0, &nobody), 0);
    assert_true(fabs(nobody - 1) < 1e-9);
    router_free(none);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_words, setup, teardown),
        cmocka_unit_test_setup_teardown(test_unsure, setup, teardown),
        cmocka_unit_test_setup_teardown(test_learning, setup, teardown),
        cmocka_unit_test_setup_teardown(test_many, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_components, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
