/* Small groups in a pool of other texts: found when enough voices say it, not when one customer repeats himself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/rng.h"
#include "themes/groups.h"

enum { POOL = 300, WORDS = 300, TEXT_WORDS = 14 };

static const char *const SAID[5] = {
    "The parcel locker stays shut although the code is right",
    "I typed the code and the parcel locker stays shut",
    "Our parcel locker stays shut, the code is refused",
    "The parcel locker stays shut since the storm and nobody opens it",
    "They say the code is right but the parcel locker stays shut",
};

static const char *word(Arena *a, uint64_t i) {
    static const char *const SYLLABLES[8] = {"ka", "ro", "mi", "ten", "sul", "vo", "pel", "dri"};
    return arena_printf(a, "%s%s%s", SYLLABLES[i % 8], SYLLABLES[i / 8 % 8], SYLLABLES[i / 64 % 8]).p;
}

/* Texts of words drawn by chance, each from a voice of its own. */
static GroupDoc *pool(Arena *a) {
    GroupDoc *docs = ARENA_ARRAY(a, GroupDoc, POOL + 5);
    Rng rng = rng_new(5);
    for (size_t i = 0; i < POOL; i++) {
        Buf b = buf_new(4096);
        for (int w = 0; w < TEXT_WORDS; w++) { /* a few words are common, most are not, as in any language */
            double u = rng_unit(&rng);
            buf_printf(&b, "%s ", word(a, (uint64_t)(WORDS * u * u)));
        }
        docs[i] = (GroupDoc){arena_str(a, buf_str(&b)), 1000 + i, 1000 + i};
        buf_free(&b);
    }
    return docs;
}

static size_t find(Arena *a, GroupDoc *docs, size_t n, const uint64_t voices[5], int threads, TextGroup **groups) {
    for (size_t i = 0; i < 5; i++) docs[n + i] = (GroupDoc){str_from_c(SAID[i]), 10 + i, voices[i]};
    Par *par = par_new(threads);
    size_t found = groups_find(a, docs, n + 5, 3, par, groups);
    par_free(par);
    return found;
}

static void test_five_voices_are_a_group(void **state) {
    (void)state;
    Arena *a = arena_new();
    GroupDoc *docs = pool(a);
    const uint64_t voices[5] = {1, 2, 3, 4, 5};
    for (int threads = 1; threads <= 8; threads *= 2) {
        TextGroup *groups;
        assert_int_equal(find(a, docs, POOL, voices, threads, &groups), 1);
        assert_int_equal(groups[0].n, 5);
        assert_int_equal(groups[0].voices, 5);
        for (size_t i = 0; i < 5; i++) assert_true(groups[0].docs[i] >= POOL);
        assert_true(groups[0].cohesion > 0.4 && groups[0].cohesion <= 1);
        assert_true(str_find(groups[0].name, STR("locker")) != SIZE_MAX);
    }
    arena_free(a);
}

static void test_one_customer_is_no_group(void **state) {
    (void)state;
    Arena *a = arena_new();
    TextGroup *groups;
    const uint64_t voices[5] = {1, 1, 2, 2, 1};
    assert_int_equal(find(a, pool(a), POOL, voices, 2, &groups), 0);
    arena_free(a);
}

static void test_chance_is_no_group(void **state) {
    (void)state;
    Arena *a = arena_new();
    TextGroup *groups;
    Par *par = par_new(2);
    assert_int_equal(groups_find(a, pool(a), POOL, 3, par, &groups), 0);
    assert_int_equal(groups_find(a, pool(a), 0, 3, par, &groups), 0);
    assert_int_equal(groups_find(a, pool(a), 2, 3, par, &groups), 0);
    par_free(par);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_five_voices_are_a_group),
        cmocka_unit_test(test_one_customer_is_no_group),
        cmocka_unit_test(test_chance_is_no_group),
    };
    return cmocka_run_group_tests_name("themes/groups", tests, NULL, NULL);
}
