/* test_sort.c - both sorts against qsort, at sizes around where they change their way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/par_sort.h"
#include "base/radix.h"
#include "base/rng.h"

enum { MOST = 100001 };

static const size_t SIZES[] = {0, 1, 2, 3, 47, 48, 49, 1000, 16384, 16385, 32769, MOST};

static int by_number(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

/* With the last bits taken off there are many equal numbers, with the first ones off many equal bytes. */
static void test_radix(void **state) {
    (void)state;
    uint64_t *numbers = mem_alloc(MOST * sizeof *numbers), *expected = mem_alloc(MOST * sizeof *numbers);
    uint64_t *room = mem_alloc(MOST * sizeof *room);
    Rng rng = rng_new(7);
    for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
        for (int shift = 0; shift < 64; shift += 9) {
            size_t n = SIZES[s];
            for (size_t i = 0; i < n; i++) {
                uint64_t x = rng_u64(&rng);
                numbers[i] = expected[i] = shift % 2 ? x >> shift : x >> shift << shift;
            }
            qsort(expected, n, sizeof *expected, by_number);
            radix_sort(numbers, n, room);
            assert_memory_equal(numbers, expected, n * sizeof *numbers);
        }
    }
    free(numbers);
    free(expected);
    free(room);
}

typedef struct Item { /* of a size that is no power of two */
    uint64_t key;
    uint32_t index, check;
} __attribute__((packed)) Item;

static int by_key_index(const void *x, const void *y) {
    const Item *a = x, *b = y;
    return a->key != b->key ? (a->key > b->key) - (a->key < b->key) : (a->index > b->index) - (a->index < b->index);
}

static void test_par_sort(void **state) {
    (void)state;
    Item *items = mem_alloc(MOST * sizeof *items), *expected = mem_alloc(MOST * sizeof *items);
    Rng rng = rng_new(8);
    for (int threads = 1; threads <= 5; threads++) {
        Par *par = par_new(threads);
        for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
            size_t n = SIZES[s];
            for (size_t i = 0; i < n; i++) {
                uint64_t x = rng_u64(&rng) >> 50; /* many equal keys */
                items[i] = expected[i] = (Item){x, (uint32_t)i, (uint32_t)(x * 3 + i)};
            }
            qsort(expected, n, sizeof *expected, by_key_index);
            par_sort(par, items, n, sizeof *items, by_key_index);
            assert_memory_equal(items, expected, n * sizeof *items);
        }
        par_free(par);
    }
    free(items);
    free(expected);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_radix), cmocka_unit_test(test_par_sort)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
