/* Themes found again where there are themes: they stay what they are though the texts could be cut in many ways, and
 * what is new still gets a theme of its own. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/rng.h"
#include "stats/agreement.h"
#include "themes/codebook.h"

enum { N = 1500, WORDS = 240, EACH = 14, THEMES = 12, NOVEL = 60 };

typedef struct World {
    Arena *a;
    ThemeDoc docs[N];
    int32_t before[N], found[N]; /* before: UNTHEMED for those that came since */
    size_t n;
} World;

/* Words lie on a ring and each text speaks of those around a place of its own: there are no borders to be found. */
static Str text_on_ring(Arena *a, Rng *r, const char *ring) {
    Buf text = buf_new(1 << 16);
    double at = WORDS * rng_unit(r);
    for (int w = 0; w < EACH; w++) {
        long word = lround(at + 6 * rng_normal(r));
        word = (word % WORDS + WORDS) % WORDS;
        Str s = arena_printf(a, "%s%c%c%c ", ring, (char)('a' + word % 20), (char)('a' + word / 20),
                             (char)('a' + word % 7));
        buf_add(&text, s);
    }
    Str out = arena_str(a, buf_str(&text));
    buf_free(&text);
    return out;
}

static World *world_new(void) {
    Arena *a = arena_new();
    World *w = ARENA_NEW(a, World);
    w->a = a;
    Rng r = rng_new(11);
    for (w->n = 0; w->n < N; w->n++)
        w->docs[w->n] = (ThemeDoc){text_on_ring(a, &r, "gor"), hash64(arena_printf(a, "id-%zu", w->n))};
    return w;
}

static Codebook *discover(World *w, size_t n, DiscoverOptions options) {
    Err err = {0};
    options.seed = 1;
    Codebook *c = codebook_discover(w->a, w->docs, n, &options, NULL, NULL, w->found, &err);
    assert_non_null(c);
    return c;
}

/* Agreement with `before` of what discovery finds in all texts, over those of before. */
static double again(World *w, const int32_t *before, int32_t *found) {
    discover(w, N, (DiscoverOptions){.themes = THEMES, .before = before});
    for (size_t i = 0; i < N; i++) found[i] = w->found[i];
    return agreement_ari(w->before, found, N * 95 / 100);
}

static void test_themes_stay(void **state) {
    (void)state;
    World *w = world_new();
    int32_t found[N];
    discover(w, N * 95 / 100, (DiscoverOptions){.themes = THEMES});
    for (size_t i = 0; i < N; i++) w->before[i] = i < N * 95 / 100 ? w->found[i] : UNTHEMED;
    double free_of_them = again(w, NULL, found), held = again(w, w->before, found);
    print_message("from nothing %.3f, after the ones before %.3f\n", free_of_them, held);
    assert_true(free_of_them < 0.85); /* else the texts have borders and show nothing */
    assert_true(held > 0.95);
    arena_free(w->a);
}

/* The same for any number of threads. */
static void test_threads_change_nothing(void **state) {
    (void)state;
    World *w = world_new();
    Err err = {0};
    discover(w, N * 95 / 100, (DiscoverOptions){.themes = THEMES});
    for (size_t i = 0; i < N; i++) w->before[i] = i < N * 95 / 100 ? w->found[i] : UNTHEMED;
    Buf bytes[2];
    for (int t = 0; t < 2; t++) {
        Par *par = par_new(1 + 3 * t);
        Codebook *c = codebook_discover(w->a, w->docs, N, &(DiscoverOptions){.seed = 3, .before = w->before}, par, NULL,
                                        NULL, &err);
        assert_non_null(c);
        bytes[t] = buf_new((size_t)1 << 30);
        assert_true(codebook_save(c, &bytes[t]));
        par_free(par);
    }
    assert_true(str_eq(buf_str(&bytes[0]), buf_str(&bytes[1])));
    for (int t = 0; t < 2; t++) buf_free(&bytes[t]);
    arena_free(w->a);
}

/* Nobody said how many: those that came since and speak of something else are a theme beside the others. */
static void test_what_is_new_is_found(void **state) {
    (void)state;
    World *w = world_new();
    Rng r = rng_new(12);
    for (size_t i = N - NOVEL; i < N; i++) {
        static const char *const TROUBLE[] = {"parcel",    "courier", "letterbox", "doorstep",
                                              "neighbour", "depot",   "van"};
        Buf text = buf_new(1 << 16);
        for (int k = 0; k < EACH; k++) buf_add(&text, arena_printf(w->a, "%s ", TROUBLE[rng_below(&r, 7)]));
        w->docs[i].text = arena_str(w->a, buf_str(&text));
        buf_free(&text);
    }
    Codebook *c = discover(w, N - NOVEL, (DiscoverOptions){0});
    for (size_t i = 0; i < N; i++) w->before[i] = i < N - NOVEL ? w->found[i] : UNTHEMED;
    int32_t old[N];
    for (size_t i = 0; i < N; i++) old[i] = w->before[i];
    Codebook *after = discover(w, N, (DiscoverOptions){.before = w->before, .themes_before = (int)codebook_themes(c)});
    int32_t theirs = w->found[N - 1];
    assert_true(theirs >= 0);
    size_t in = 0, others = 0;
    for (size_t i = 0; i < N; i++)
        if (w->found[i] == theirs) *(i < N - NOVEL ? &others : &in) += 1;
    assert_true(in >= NOVEL * 9 / 10);
    assert_true(others <= NOVEL / 10);
    double kept = agreement_ari(old, w->found, N - NOVEL);
    print_message("%zu themes before, %zu after, those of before agree %.3f\n", codebook_themes(c),
                  codebook_themes(after), kept);
    assert_true(kept > 0.9);
    arena_free(w->a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_themes_stay),
                                       cmocka_unit_test(test_threads_change_nothing),
                                       cmocka_unit_test(test_what_is_new_is_found)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
