/* test_copies.c - planted copies are found, other complaints on the same topic are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/rng.h"
#include "signals/copies.h"

static const char LETTER[] =
    "I am writing to dispute a charge of $240.00 that Northern Bank took from my checking account on 12 March 2024. "
    "I called the number on the back of my card and the person told me that a refund would arrive in ten days, but "
    "nothing came and now the app shows the case as closed. I have been a customer for nine years and I expect the "
    "money back together with the overdraft fee that this charge caused, because I never bought anything there.";

static void group_in_order(const Str *texts, size_t n, int threads, const uint32_t *order, uint32_t *group) {
    Par *par = par_new(threads);
    Arena *a = arena_new();
    CopyGroups *g = copies_new();
    for (size_t i = 0; i < n; i++, arena_reset(a)) copies_add(g, copies_sign(a, texts[i]));
    copies_finish(g, order, group, par, NULL);
    copies_free(g);
    arena_free(a);
    par_free(par);
}

static void group_texts(const Str *texts, size_t n, int threads, uint32_t *group) {
    uint32_t *order = mem_alloc(n * sizeof *order);
    for (size_t i = 0; i < n; i++) order[i] = (uint32_t)i;
    group_in_order(texts, n, threads, order, group);
    free(order);
}

static bool same(const char *a, const char *b) {
    Str texts[] = {str_from_c(a), str_from_c(b)};
    uint32_t group[2];
    group_texts(texts, 2, 1, group);
    assert_int_equal(group[0], 0);
    return group[1] == 0;
}

/* `text` with the first `from` replaced. */
static Str with(Arena *a, const char *text, const char *from, const char *to) {
    Str s = str_from_c(text);
    size_t at = str_find(s, str_from_c(from));
    assert_true(at != SIZE_MAX);
    return arena_printf(a, "%.*s%s%s", (int)at, text, to, text + at + strlen(from));
}

static void test_small_edits_are_copies(void **state) {
    (void)state;
    static const char *const edits[][2] = {{"$240.00", "$1,917.35"},
                                           {"12 March 2024", "3 July 2021"},
                                           {"Northern Bank", "[NAME]"},
                                           {"nine years", "a long time"},
                                           {"12 March 2024", "XX/XX/XXXX"},
                                           {"I am writing", "i AM Writing,"},
                                           {"nothing came", "nothing ever came"}};
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
        assert_true(same(LETTER, with(a, LETTER, edits[i][0], edits[i][1]).p));
    arena_free(a);
}

static void test_same_topic_is_no_copy(void **state) {
    (void)state;
    assert_false(same(LETTER,
                      "Northern Bank took $240.00 from my checking account for something that I never bought. The "
                      "person on the phone promised a refund in ten days and nothing came. The app says closed. "
                      "I want the money and the overdraft fee back, I am a customer for nine years."));
    assert_false(same("please tell me how I can change the pin of my new debit card",
                      "please tell me how I can change the address of my new debit account"));
}

/* A bare number may differ between copies; a number that is a name (a recall, an update) may not. */
static void test_identifiers_count(void **state) {
    (void)state;
    assert_true(same("the app took 240 euros from my account twice today",
                     "the app took 35 euros from my account twice today"));
    assert_false(same("letter to owners and to dealers in recall no. 20E042",
                      "letter to owners and to dealers in recall no. 20E043"));
}

static void test_short_texts_must_be_equal(void **state) {
    (void)state;
    assert_true(same("Where is my card?", "where is my  card"));
    assert_false(same("where is my card", "where is my cash"));
    assert_false(same("why was I charged 10 twice", "why was I charged 20 twice"));
    assert_false(same("", ""));
    assert_false(same("?!", "..."));
    assert_true(
        same("\xE6\x8F\x90\xE6\xAC\xBE\xE5\xA4\xB1\xE8\xB4\xA5", "\xE6\x8F\x90\xE6\xAC\xBE\xE5\xA4\xB1\xE8\xB4\xA5"));
}

/* Each text resembles the one before; the last has nothing of the first. */
static void test_chains_do_not_glue(void **state) {
    (void)state;
    enum { TEXTS = 40, WORDS = 80, STEP = 2 };
    Arena *a = arena_new();
    Str texts[TEXTS];
    for (int t = 0; t < TEXTS; t++) {
        texts[t] = (Str){"", 0};
        for (int w = 0; w < WORDS; w++)
            texts[t] = arena_printf(a, "%s word%c%c%c", texts[t].p, 'a' + (w + t * STEP) % 26,
                                    'a' + (w + t * STEP) / 26 % 26, 'q');
    }
    uint32_t group[TEXTS];
    group_texts(texts, TEXTS, 1, group);
    assert_int_equal(group[1], 0);
    assert_true(group[TEXTS - 1] != 0);
    for (int t = 0; t < TEXTS; t++) {
        assert_true(group[t] <= (uint32_t)t);
        assert_int_equal(group[group[t]], group[t]);
    }
    arena_free(a);
}

/* A flood of copies among as many different texts; also the same for any number of threads. */
static void test_flood(void **state) {
    (void)state;
    enum { N = 20000 };
    Arena *a = arena_new();
    Str *texts = ARENA_ARRAY(a, Str, N);
    uint32_t *group[3];
    for (size_t i = 0; i < N; i++) {
        Rng rng = rng_split(5, i);
        if (i % 2 == 0) {
            texts[i] = with(a, LETTER, "$240.00",
                            arena_printf(a, "$%d.00 for item %c%c", (int)i, 'a' + (int)rng_below(&rng, 26), 'b').p);
            continue;
        }
        texts[i] = (Str){"", 0};
        for (int w = 0; w < 30; w++)
            texts[i] = arena_printf(a, "%s w%c%c%c", texts[i].p, 'a' + (int)rng_below(&rng, 26),
                                    'a' + (int)rng_below(&rng, 26), 'a' + (int)rng_below(&rng, 26));
    }
    const int threads[] = {1, 2, 8};
    double start = clock_monotonic();
    for (int t = 0; t < 3; t++) {
        group[t] = ARENA_ARRAY(a, uint32_t, N);
        group_texts(texts, N, threads[t], group[t]);
        assert_memory_equal(group[0], group[t], N * sizeof(uint32_t));
    }
    assert_true(clock_monotonic() - start < 60); /* quadratic would be hours */
    for (size_t i = 0; i < N; i++) assert_int_equal(group[0][i], i % 2 ? i : 0);
    arena_free(a);
}

/* A chain, in which each resembles its neighbours only: whoever comes first decides the groups. */
static void test_groups_follow_the_order_asked(void **state) {
    (void)state;
    enum { N = 40 };
    Arena *a = arena_new();
    Str texts[N], shuffled[N];
    uint32_t order[N], places[N], group[N], other[N];
    Rng rng = rng_new(7);
    texts[0] = str_from_c(LETTER);
    for (uint32_t i = 1; i < N; i++) {
        Str s = texts[i - 1];
        size_t at = 20 + rng_below(&rng, (uint32_t)s.n - 60);
        texts[i] = arena_printf(a, "%.*s other words %.*s", (int)at, s.p, (int)(s.n - at - 12), s.p + at + 12);
    }
    for (uint32_t i = 0; i < N; i++) order[i] = (i * 7 + 3) % N;
    for (uint32_t i = 0; i < N; i++) shuffled[i] = texts[(i * 11 + 5) % N];
    for (uint32_t i = 0; i < N; i++) /* where the text that is asked for i-th lies now */
        for (uint32_t k = 0; k < N; k++)
            if ((k * 11 + 5) % N == order[i]) places[i] = k;
    group_in_order(texts, N, 1, order, group);
    group_in_order(shuffled, N, 2, places, other);
    size_t alone = 0;
    for (uint32_t k = 0; k < N; k++) {
        assert_int_equal((other[k] * 11 + 5) % N, group[(k * 11 + 5) % N]);
        alone += other[k] == k;
    }
    assert_true(alone > 1 && alone < N); /* there were groups, and more than one */
    assert_int_equal(group[order[0]], order[0]);
    arena_free(a);
}

static bool stop(void *ctx, const char *phase, double done, double total) {
    (void)ctx, (void)phase, (void)done, (void)total;
    return false;
}

static void test_stopping_leaves_texts_alone(void **state) {
    (void)state;
    Str texts[] = {STR("where is my card"), STR("where is my card")};
    uint32_t group[2];
    CopyGroups *g = copies_new();
    Arena *a = arena_new();
    for (int i = 0; i < 2; i++) copies_add(g, copies_sign(a, texts[i]));
    arena_free(a);
    copies_finish(g, (const uint32_t[]){0, 1}, group, NULL, &(Progress){.tick = stop});
    assert_int_equal(group[1], 1);
    copies_free(g);
    copies_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_small_edits_are_copies),
                                       cmocka_unit_test(test_same_topic_is_no_copy),
                                       cmocka_unit_test(test_identifiers_count),
                                       cmocka_unit_test(test_short_texts_must_be_equal),
                                       cmocka_unit_test(test_chains_do_not_glue),
                                       cmocka_unit_test(test_flood),
                                       cmocka_unit_test(test_groups_follow_the_order_asked),
                                       cmocka_unit_test(test_stopping_leaves_texts_alone)};
    return cmocka_run_group_tests_name("signals/copies", tests, NULL, NULL);
}
