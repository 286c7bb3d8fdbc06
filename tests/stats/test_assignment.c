/* The cheapest matching, against trying every matching. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/rng.h"
#include "stats/agreement.h"

static double try_all(const double *cost, size_t rows, size_t cols, size_t row, unsigned used) {
    if (row == rows) return 0;
    double best = INFINITY;
    for (size_t j = 0; j < cols; j++)
        if (!(used >> j & 1))
            best = fmin(best, cost[row * cols + j] + try_all(cost, rows, cols, row + 1, used | 1u << j));
    return best;
}

static double total(const double *cost, size_t rows, size_t cols, const int32_t *to) {
    unsigned used = 0;
    double sum = 0;
    for (size_t i = 0; i < rows; i++) {
        assert_true(to[i] >= 0 && (size_t)to[i] < cols);
        assert_false(used >> to[i] & 1);
        used |= 1u << to[i];
        sum += cost[i * cols + (size_t)to[i]];
    }
    return sum;
}

static void equals_trying_all(void **state) {
    (void)state;
    Rng r = rng_new(1);
    for (int round = 0; round < 300; round++) {
        size_t rows = rng_below(&r, 6) + 1, cols = rows + rng_below(&r, 3);
        double cost[64];
        bool ties = round % 3 == 0;
        for (size_t i = 0; i < rows * cols; i++) cost[i] = ties ? (double)rng_below(&r, 3) : rng_normal(&r) * 100;
        int32_t to[8];
        assignment_solve(cost, rows, cols, to);
        assert_float_equal(total(cost, rows, cols, to), try_all(cost, rows, cols, 0, 0), 1e-9);
    }
}

static void shapes_at_the_edge(void **state) {
    (void)state;
    int32_t to[1] = {-1};
    assignment_solve(NULL, 0, 0, to);
    assignment_solve(NULL, 0, 5, to);
    const double row[4] = {3, 1, -2, 1};
    assignment_solve(row, 1, 4, to);
    assert_int_equal(to[0], 2);
}

/* Prices prove optimality: here the diagonal is cheapest by construction. */
static void five_hundred_rows(void **state) {
    (void)state;
    enum { N = 500, M = 600 };
    Rng r = rng_new(2);
    double *cost = mem_alloc((size_t)N * M * sizeof *cost), row_price[N], col_price[M];
    for (int i = 0; i < N; i++) row_price[i] = rng_normal(&r);
    for (int j = 0; j < M; j++) col_price[j] = j < N ? -rng_unit(&r) : 0;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < M; j++) cost[i * M + j] = row_price[i] + col_price[j] + (i == j ? 0 : 0.001 + rng_unit(&r));
    int32_t to[N];
    assignment_solve(cost, N, M, to);
    for (int i = 0; i < N; i++) assert_int_equal(to[i], i);
    free(cost);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_trying_all),
        cmocka_unit_test(shapes_at_the_edge),
        cmocka_unit_test(five_hundred_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
