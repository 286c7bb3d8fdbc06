/* test_sketch.c - a sketch says what its text would, and nothing when another program made it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "signals/copies.h"
#include "themes/rank.h"
#include "themes/sketch.h"

static const char *const TEXTS[] = {
    "",
    "where is my card",
    "I was scammed",
    "On XX/XX/2015 [NAME] of the bank took {$240.00} from card XXXX1234, and I never heard of it again.",
    "I was charged $240.00 twice for one coffee on 12 March and nobody answers my letters about it.",
    "Somebody stole my card and emptied the account; the hotline told me to wait for ten working days.",
    "Ich wurde betrogen, mein Geld ist weg, und niemand in der Filiale will etwas davon wissen.",
    "\xe6\x88\x91\xe7\x9a\x84\xe5\x8d\xa1\xe8\xa2\xab\xe7\x9b\x97\xe4\xba\x86",
};

enum { TEXTS_N = sizeof TEXTS / sizeof *TEXTS };

static void test_says_what_its_text_would(void **state) {
    (void)state;
    Arena *a = arena_new();
    size_t severe = 0;
    for (size_t i = 0; i < TEXTS_N; i++) {
        Str text = str_from_c(TEXTS[i]);
        Sketch sketch;
        assert_true(sketch_read(sketch_make(a, text), &sketch));
        assert_true(str_eq(sketch.signature, copies_sign(a, text)));
        assert_int_equal(sketch.severe, text_is_severe(text));
        severe += sketch.severe;
    }
    assert_int_equal(severe, 4);
    arena_free(a);
}

static void test_of_another_program_is_none(void **state) {
    (void)state;
    Arena *a = arena_new();
    Str made = sketch_make(a, str_from_c(TEXTS[3]));
    char *bytes = arena_alloc(a, made.n);
    Sketch sketch;
    for (size_t i = 0; i < SKETCH_VERSION_BYTES; i++) {
        memcpy(bytes, made.p, made.n);
        bytes[i] ^= 1;
        assert_false(sketch_read((Str){bytes, made.n}, &sketch));
    }
    assert_false(sketch_read(STR(""), &sketch));
    assert_false(sketch_read(sketch_version(), &sketch));
    arena_free(a);
}

/* Stores keep signatures: who changes how they are made has to raise COPY_SIGNATURE_METHOD, and then this number. */
static void test_signatures_stay_as_they_are(void **state) {
    (void)state;
    Arena *a = arena_new();
    uint64_t hash = COPY_SIGNATURE_METHOD;
    for (size_t i = 0; i < TEXTS_N; i++) hash = hash_mix(hash, hash64(copies_sign(a, str_from_c(TEXTS[i]))));
    assert_int_equal(hash, UINT64_C(0x56d6b7c08fb7e541));
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_says_what_its_text_would),
        cmocka_unit_test(test_of_another_program_is_none),
        cmocka_unit_test(test_signatures_stay_as_they_are),
    };
    return cmocka_run_group_tests_name("themes/sketch", tests, NULL, NULL);
}
