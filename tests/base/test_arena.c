/* Memory by lifetime, and buffers with a cap. */
#include "base_test.h"

#include "base/buf.h"

static void allocations_are_zeroed_aligned_and_apart(void **state) {
    (void)state;
    Arena *a = arena_new();
    unsigned char *at[500];
    size_t used = 0;
    for (size_t i = 0; i < 500; i++) {
        size_t size = (i * 37) % 700; /* over many blocks; size 0 among them */
        at[i] = arena_alloc(a, size);
        assert_non_null(at[i]);
        assert_int_equal((uintptr_t)at[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < size; k++) assert_int_equal(at[i][k], 0);
        memset(at[i], (int)(i % 251), size);
        used += size;
    }
    for (size_t i = 0; i < 500; i++)
        for (size_t k = 0; k < (i * 37) % 700; k++) assert_int_equal(at[i][k], i % 251);
    assert_true(arena_used(a) >= used);
    arena_free(a);
}

static void large_and_small_live_side_by_side(void **state) {
    (void)state;
    Arena *a = arena_new();
    char *small = arena_alloc(a, 8);
    memcpy(small, "small...", 8);
    char *large = arena_alloc(a, 5 << 20);
    memset(large, 'x', 5 << 20);
    char *next = arena_alloc(a, 8);
    memset(next, 'y', 8);
    assert_memory_equal(small, "small...", 8);
    assert_int_equal(large[(5 << 20) - 1], 'x');
    arena_free(a);
}

static void reset_gives_zeroed_memory_again(void **state) {
    (void)state;
    Arena *a = arena_new();
    arena_reset(a); /* of an empty one */
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 40; i++) {
            unsigned char *p = arena_alloc(a, 1000);
            for (int k = 0; k < 1000; k++) assert_int_equal(p[k], 0);
            memset(p, 0xff, 1000);
        }
        arena_reset(a);
        assert_int_equal(arena_used(a), 0);
    }
    arena_free(a);
    arena_free(NULL);
}

static jmp_buf out_of_memory;
static size_t wanted_bytes;
static void escape(size_t wanted) {
    wanted_bytes = wanted;
    longjmp(out_of_memory, 1);
}

static void sizes_that_overflow_reach_the_handler(void **state) {
    (void)state;
    static Arena *a;
    a = arena_new();
    arena_on_exhausted(escape);
    if (setjmp(out_of_memory) == 0) fail_msg("%p: half of all memory", arena_calloc(a, SIZE_MAX / 4, 8));
    assert_int_equal(wanted_bytes, SIZE_MAX);
    if (setjmp(out_of_memory) == 0) fail_msg("%p: more than can be", arena_alloc(a, SIZE_MAX - 3));
    if (setjmp(out_of_memory) == 0) fail_msg("%p: overflow", mem_grow(NULL, SIZE_MAX / 2, 3));
    assert_int_equal(wanted_bytes, SIZE_MAX);
    arena_free(a);
}

static void copies_end_with_nul(void **state) {
    (void)state;
    Arena *a = arena_new();
    Str s = arena_str(a, (Str){"abcdef", 3});
    assert_int_equal(s.n, 3);
    assert_string_equal(s.p, "abc");
    assert_string_equal(arena_str(a, (Str){NULL, 0}).p, "");
    Str zero = arena_str(a, (Str){"a\0b", 3});
    assert_int_equal(zero.n, 3);
    assert_memory_equal(zero.p, "a\0b", 4);
    Str long_one = arena_printf(a, "%*s", 100000, "x");
    assert_int_equal(long_one.n, 100000);
    assert_string_equal(long_one.p + 99999, "x");
    arena_free(a);
}

static void a_buffer_stops_at_its_cap(void **state) {
    (void)state;
    Buf b = buf_new(10);
    assert_int_equal(buf_str(&b).n, 0);
    assert_non_null(buf_str(&b).p);
    buf_lit(&b, "12345");
    buf_lit(&b, "67890");
    assert_false(b.overflowed); /* exactly full is fine */
    buf_add_char(&b, 'x');
    assert_true(b.overflowed);
    assert_str(buf_str(&b), "1234567890");
    buf_clear(&b);
    assert_false(b.overflowed);
    buf_printf(&b, "%s", "abcdefghijklmnop");
    assert_true(b.overflowed);
    assert_str(buf_str(&b), "abcdefghij");
    buf_free(&b);
    Buf none = buf_new(0);
    buf_add(&none, (Str){NULL, 0});
    assert_false(none.overflowed);
    buf_add_char(&none, 'x');
    assert_true(none.overflowed && none.n == 0);
    buf_free(&none);
}

static void a_buffer_grows_and_formats_long_text(void **state) {
    (void)state;
    Buf b = buf_new(1 << 20);
    for (int i = 0; i < 1000; i++) buf_printf(&b, "%d,", i);
    Str s = buf_str(&b);
    for (int i = 0; i < 1000; i++) {
        int64_t v;
        assert_true(str_to_i64(str_cut(&s, ','), &v));
        assert_int_equal(v, i);
    }
    for (int n = 510; n <= 514; n++) { /* around the small buffer inside */
        buf_clear(&b);
        buf_printf(&b, "%*d", n, 7);
        assert_int_equal(b.n, n);
        assert_int_equal(b.p[n - 1], '7');
    }
    buf_free(&b);
    assert_int_equal(b.cap, 1 << 20); /* and can be used again */
    buf_lit(&b, "x");
    assert_str(buf_str(&b), "x");
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocations_are_zeroed_aligned_and_apart),
        cmocka_unit_test(large_and_small_live_side_by_side),
        cmocka_unit_test(reset_gives_zeroed_memory_again),
        cmocka_unit_test(copies_end_with_nul),
        cmocka_unit_test(a_buffer_stops_at_its_cap),
        cmocka_unit_test(a_buffer_grows_and_formats_long_text),
        cmocka_unit_test(sizes_that_overflow_reach_the_handler), /* last: it leaves its handler behind */
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
