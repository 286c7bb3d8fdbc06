/* test_letters.c - the bits against the bytes, one by one, for each byte there is and each length of a block. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "text/letters.h"

static bool is_plain(unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static void check(const char *bytes, size_t n) {
    Letters letters = letters_of((Str){bytes, n});
    for (size_t i = 0; i < LETTER_BLOCK; i++) {
        unsigned char c = i < n ? (unsigned char)bytes[i] : 0;
        assert_int_equal(letters.plain >> i & 1, is_plain(c));
        assert_int_equal(letters.high >> i & 1, c >= 128);
    }
}

static void each_byte_has_its_bit(void **state) {
    (void)state;
    char bytes[256];
    for (int c = 0; c < 256; c++) bytes[c] = (char)c;
    for (size_t at = 0; at < 256; at++) check(bytes + at, 256 - at);
}

static void nothing_is_read_beyond_the_end(void **state) {
    (void)state;
    Rng r = rng_new(7);
    char bytes[LETTER_BLOCK + 8];
    for (size_t n = 0; n <= LETTER_BLOCK; n++) {
        for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = i < n ? (char)rng_below(&r, 256) : 'a';
        check(bytes, n);
    }
    check("", 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_byte_has_its_bit),
        cmocka_unit_test(nothing_is_read_beyond_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
