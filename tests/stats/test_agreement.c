/* Agreement of partitions against figures of scikit-learn 1.2.1 (accuracy: SciPy's linear_sum_assignment)
 * over labels that both sides make from the same arithmetic. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/rng.h"
#include "stats/agreement.h"

typedef struct Golden {
    size_t n;
    void (*label)(int64_t i, int32_t *a, int32_t *b);
    double nmi, ami, ari, accuracy, homogeneity;
} Golden;

static void mixed(int64_t i, int32_t *a, int32_t *b) {
    *a = (int32_t)((i * i + 3 * i) % 7);
    *b = i % 4 == 0 ? (int32_t)(i / 5 % 5) : *a % 5;
}
static void fine(int64_t i, int32_t *a, int32_t *b) {
    *a = (int32_t)(i % 97);
    *b = i % 3 == 0 ? (int32_t)(i * 31 % 53) : *a / 2;
}
static void singles(int64_t i, int32_t *a, int32_t *b) {
    *a = (int32_t)(i % 10);
    *b = i % 5 < 3 ? -1 : *a % 4;
}
static void chance(int64_t i, int32_t *a, int32_t *b) {
    *a = (int32_t)(i * 7919 % 1009 % 12);
    *b = (int32_t)(i * 104729 % 1013 % 15);
}
static void small(int64_t i, int32_t *a, int32_t *b) {
    const int32_t found[] = {0, 0, 1, 2, 2, 2};
    *a = (int32_t)i / 2;
    *b = found[i];
}
static void large(int64_t i, int32_t *a, int32_t *b) {
    *a = (int32_t)(i * i / 3 % 211);
    *b = i % 2 == 0 ? (int32_t)(i * 17 % 307) : *a;
}

static const Golden GOLDEN[] = {
    {1000, mixed, 0.3977746466494297, 0.3949968589937373, 0.41009239553006205, 0.591, 0.3894092156358085},
    {1000, fine, 0.6844578660865643, 0.4694968847725453, 0.2789747220792066, 0.36, 0.6371939292487545},
    {1000, singles, 0.5986341782980891, 0.34685375267752566, 0.45908159131918447, 0.306, 0.9397940008672041},
    {1000, chance, 0.02619455432924809, -0.004926614077035864, -0.00248290470442288, 0.098, 0.02736998973098411},
    {6, small, 0.7396673768007592, 0.5023607027202738, 0.4444444444444444, 0.8333333333333334, 0.7103099178571525},
    {30000, large, 0.5015729024661121, 0.41688668096766085, 0.3136761423342086, 0.5012, 0.5315180085293898},
};

static int32_t *make(size_t n, void (*label)(int64_t, int32_t *, int32_t *)) {
    int32_t *both = mem_alloc(2 * n * sizeof *both);
    for (size_t i = 0; i < n; i++) label((int64_t)i, &both[i], &both[n + i]);
    return both;
}

static void equals_scikit_learn(void **state) {
    (void)state;
    for (size_t g = 0; g < sizeof GOLDEN / sizeof *GOLDEN; g++) {
        const Golden *want = &GOLDEN[g];
        int32_t *a = make(want->n, want->label), *b = a + want->n;
        assert_float_equal(agreement_nmi(a, b, want->n), want->nmi, 1e-9);
        assert_float_equal(agreement_ami(a, b, want->n), want->ami, 1e-9);
        assert_float_equal(agreement_ari(a, b, want->n), want->ari, 1e-9);
        assert_float_equal(agreement_accuracy(a, b, want->n), want->accuracy, 1e-9);
        assert_float_equal(agreement_homogeneity(a, b, want->n), want->homogeneity, 1e-9);
        assert_float_equal(agreement_accuracy(b, a, want->n), want->accuracy, 1e-9);
        assert_float_equal(agreement_ami(b, a, want->n), want->ami, 1e-9);
        free(a);
    }
}

static void labels_are_only_names(void **state) {
    (void)state;
    const int32_t a[] = {0, 0, 1, 1, 2}, renamed[] = {INT32_MAX, INT32_MAX, 7, 7, 0}, one[] = {3, 3, 3, 3, 3};
    assert_float_equal(agreement_nmi(a, renamed, 5), 1, 1e-12);
    assert_float_equal(agreement_ami(a, renamed, 5), 1, 1e-12);
    assert_float_equal(agreement_ari(a, renamed, 5), 1, 1e-12);
    assert_float_equal(agreement_accuracy(a, renamed, 5), 1, 1e-12);
    assert_float_equal(agreement_nmi(a, one, 5), 0, 1e-12);
    assert_float_equal(agreement_homogeneity(one, a, 5), 1, 1e-12);
    assert_float_equal(agreement_nmi(one, one, 5), 1, 1e-12);
    assert_float_equal(agreement_ami(a, a, 0), 1, 1e-12);
    assert_float_equal(agreement_accuracy(a, a, 0), 1, 1e-12);
    assert_float_equal(agreement_ari(a, a, 1), 1, 1e-12);
}

/* A third of a million items is its own group, the rest has 3,000 labels of very different sizes. */
static void a_million_items(void **state) {
    (void)state;
    enum { N = 1000000 };
    Rng r = rng_new(5);
    int32_t *a = mem_alloc(2 * N * sizeof *a), *b = a + N;
    for (size_t i = 0; i < N; i++) {
        double u = rng_unit(&r);
        a[i] = (int32_t)(u * u * u * 3000);
        b[i] = i % 3 == 0 ? -1 : i % 3 == 1 ? a[i] / 2 : a[i];
    }
    double nmi = agreement_nmi(a, b, N), ami = agreement_ami(a, b, N);
    assert_true(nmi > 0.5 && nmi < 1 && ami > 0.3 && ami < nmi);
    double accuracy = agreement_accuracy(a, b, N);
    assert_true(accuracy > 0.3 && accuracy < 0.7);
    free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_scikit_learn),
        cmocka_unit_test(labels_are_only_names),
        cmocka_unit_test(a_million_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
