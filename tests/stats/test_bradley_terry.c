/* Bradley-Terry: against scipy's optimiser, and on made judgements whose truth is known. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/rng.h"
#include "stats/bradley_terry.h"

enum { MOST = 12 };

/* Made by bradley_terry_golden.py: entries, wins, abilities, half widths of the intervals. */
static const struct Golden {
    size_t n;
    double wins[16], ability[4], half[4];
} GOLDEN[] = {
    /* three in a line */
    {3, {0, 3, 4, 1, 0, 2, 0, 2, 0}, {1.011382, -0.339951, -0.671432}, {1.686406, 1.631502, 1.647106}},
    /* never lost */
    {4,
     {0, 5, 5, 5, 0, 0, 3, 2, 0, 1, 0, 4, 0, 2, 1, 0},
     {2.070328, -0.415643, -0.583445, -1.071240},
     {1.673462, 1.464122, 1.452757, 1.472400}},
    /* two islands */
    {4,
     {0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 6, 0, 0, 1, 0},
     {0.261625, -0.261625, 0.728001, -0.728001},
     {1.943306, 1.943306, 1.888341, 1.888341}},
    /* a circle */
    {3, {0, 4, 0, 0, 0, 4, 4, 0, 0}, {0, 0, 0}, {1.597752, 1.597752, 1.597752}},
    /* nobody judged */
    {2, {0, 0, 0, 0}, {0, 0}, {2.467280, 2.467280}},
};

static void as_another_program_says(void **state) {
    (void)state;
    for (size_t c = 0; c < sizeof GOLDEN / sizeof *GOLDEN; c++) {
        const struct Golden *g = &GOLDEN[c];
        BtScore out[4];
        assert_true(bradley_terry(g->wins, g->n, out));
        for (size_t i = 0; i < g->n; i++) {
            if (fabs(out[i].ability - g->ability[i]) > 1e-4 || fabs(out[i].high - out[i].ability - g->half[i]) > 1e-4)
                fail_msg("case %zu, entry %zu: %f +- %f", c, i, out[i].ability, out[i].high - out[i].ability);
            assert_true(fabs(out[i].high + out[i].low - 2 * out[i].ability) < 1e-9);
        }
    }
}

static void ranks_say_only_what_is_sure(void **state) {
    (void)state;
    BtScore out[4];
    assert_true(bradley_terry(GOLDEN[1].wins, 4, out)); /* 15 of 15 */
    assert_true(out[0].rank_low == 1 && out[0].rank_high == 1 && out[0].judged == 15);
    assert_true(out[1].rank_low == 2 && out[1].rank_high == 4);
    assert_true(bradley_terry(GOLDEN[4].wins, 2, out));
    assert_true(out[0].rank_low == 1 && out[0].rank_high == 2);
    double one[] = {0};
    assert_true(bradley_terry(one, 1, out) && out[0].rank_high == 1 && out[0].ability == 0);
    assert_true(bradley_terry(one, 0, out));
}

/* Abilities from the prior, judgements from the model: nine of ten intervals hold the truth. */
static void intervals_hold_the_truth(void **state) {
    (void)state;
    int held = 0, all = 0, sure = 0, wrong = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        Rng rng = rng_split(7, seed);
        double truth[MOST], wins[MOST * MOST] = {0};
        BtScore out[MOST];
        for (int i = 0; i < MOST; i++) truth[i] = BT_PRIOR_SD * rng_normal(&rng);
        for (int k = 0; k < 60; k++) {
            size_t i = rng_below(&rng, MOST), j = rng_below(&rng, MOST);
            if (i == j) continue;
            bool first = rng_unit(&rng) < 1 / (1 + exp(truth[j] - truth[i]));
            wins[first ? i * MOST + j : j * MOST + i]++;
        }
        assert_true(bradley_terry(wins, MOST, out));
        for (int i = 0; i < MOST; i++) {
            size_t rank = 1;
            for (int j = 0; j < MOST; j++) rank += truth[j] > truth[i];
            held += truth[i] >= out[i].low && truth[i] <= out[i].high;
            all++;
            sure += out[i].rank_low > 1 || out[i].rank_high < MOST;
            wrong += rank < out[i].rank_low || rank > out[i].rank_high;
        }
    }
    print_message("%d of %d intervals hold the truth; %d of %d rank ranges do not\n", held, all, wrong, sure);
    assert_true(held > 0.87 * all && held < 0.94 * all);
    assert_true(sure > all / 2 && wrong < all / 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_another_program_says),
        cmocka_unit_test(ranks_say_only_what_is_sure),
        cmocka_unit_test(intervals_hold_the_truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
