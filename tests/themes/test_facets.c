/* Facets below the themes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "levels_made.h"

/* Texts of a few themes, each of which falls apart into three things that people say about it. */
enum { FACETED = 4, FACETS = 3, FACET_WORDS = 5, M = 1200 };

static const char *const SUBJECTS[FACETED][FACET_WORDS] = {{"card", "bank", "payment", "account", "money"},
                                                           {"parcel", "courier", "delivery", "depot", "address"},
                                                           {"phone", "battery", "screen", "charger", "cable"},
                                                           {"hotel", "booking", "room", "reception", "breakfast"}};
static const char *const SAID[FACETS][FACET_WORDS] = {{"stolen", "thief", "police", "vanished", "pickpocket"},
                                                      {"broken", "cracked", "damaged", "defective", "splinter"},
                                                      {"expensive", "surcharge", "costs", "invoice", "overpriced"}};

typedef struct Faceted {
    ThemeDoc docs[M];
    int32_t truth[M], found[M]; /* theme * FACETS + facet; theme found */
} Faceted;

/* With `together` false each word of a text comes from any of the facets: nothing goes with anything. */
static void faceted_make(Arena *a, Faceted *w, bool together) {
    Rng r = rng_new(11);
    for (size_t i = 0; i < M; i++) {
        size_t theme = rng_below(&r, FACETED), facet = rng_below(&r, FACETS);
        Buf b = buf_new(1024);
        for (int k = 0; k < 15; k++) {
            size_t kind = rng_below(&r, 3), word = rng_below(&r, FACET_WORDS);
            if (!together) facet = rng_below(&r, FACETS);
            if (kind == 0) buf_printf(&b, "%s ", SUBJECTS[theme][word]);
            else if (kind == 1) buf_printf(&b, "%s%s ", SAID[facet][word], SUBJECTS[theme][0]);
            else buf_printf(&b, "%s ", COMMON[rng_below(&r, sizeof COMMON / sizeof *COMMON)]);
        }
        Str text = arena_str(a, buf_str(&b));
        w->docs[i] = (ThemeDoc){text, hash64_seed(text, i)};
        w->truth[i] = (int32_t)(theme * FACETS + facet);
        buf_free(&b);
    }
}

static Codebook *faceted_discover(Arena *a, Faceted *w, size_t n, bool together) {
    Err err;
    faceted_make(a, w, together);
    return codebook_discover(a, w->docs, n, &(DiscoverOptions){.themes = FACETED, .seed = 1}, NULL, NULL, w->found,
                             &err);
}

/* Discovered from half of the texts; the facets of all are those that were planted. */
static void facets_are_what_people_say(void **state) {
    (void)state;
    Arena *a = arena_new();
    Faceted *w = ARENA_NEW(a, Faceted);
    Codebook *c = faceted_discover(a, w, M / 2, true);
    assert_non_null(c);
    Coder *coder = coder_new(c);
    int32_t told[M];
    for (size_t i = 0; i < M; i++) {
        int32_t theme = coder_code(coder, w->docs[i].text).theme;
        told[i] = theme * FACETS + coder_facet(coder, theme);
    }
    assert_true(agreement_ami(w->truth, told, M / 2) > 0.9);
    assert_true(agreement_ami(w->truth + M / 2, told + M / 2, M / 2) > 0.9);
    int32_t theme = coder_code(coder, STR("Zzzz qqqq")).theme;
    assert_int_equal(theme, UNTHEMED);
    for (int32_t k = 0; k < FACETED; k++) assert_int_equal(coder_facet(coder, k), FACET_NONE);
    assert_int_equal(coder_facet(coder, FACETED), FACET_NONE);
    coder_free(coder);
    arena_free(a);
}

static void facets_have_names_and_sizes(void **state) {
    (void)state;
    Arena *a = arena_new();
    Faceted *w = ARENA_NEW(a, Faceted);
    Codebook *c = faceted_discover(a, w, M, true);
    assert_non_null(c);
    size_t telling = 0; /* names */
    for (int32_t k = 0; k < FACETED; k++) {
        size_t sum = 0;
        assert_int_equal(codebook_facets(c, k), FACETS);
        for (int32_t i = 0; i < FACETS; i++) {
            ThemeFacet facet = codebook_facet(c, k, i);
            size_t tells = 0; /* facets one of whose words is in the name */
            for (size_t x = 0; x < FACETS; x++) {
                bool in = false;
                for (size_t y = 0; y < FACET_WORDS; y++)
                    in |= str_find(facet.name, str_slice(str_from_c(SAID[x][y]), 1, 99)) != SIZE_MAX;
                tells += in;
            }
            assert_true(tells <= 1);
            telling += tells;
            for (int32_t j = 0; j < i; j++) assert_false(str_eq_nocase(facet.name, codebook_facet(c, k, j).name));
            sum += facet.sample_size;
        }
        assert_true(sum <= codebook_theme(c, k).sample_size && sum * 10 > codebook_theme(c, k).sample_size * 9);
    }
    if (telling < FACETED * FACETS * 3 / 4) fail_msg("%zu of %d names tell", telling, FACETED * FACETS);
    assert_int_equal(codebook_facets(c, FACETED), 0);
    assert_int_equal(codebook_facet(c, 0, FACETS).name.n, 0);
    arena_free(a);
}

static void no_structure_no_facets(void **state) {
    (void)state;
    Arena *a = arena_new();
    Faceted *w = ARENA_NEW(a, Faceted);
    Codebook *c = faceted_discover(a, w, M, false);
    assert_non_null(c);
    for (int32_t k = 0; k < FACETED; k++) assert_int_equal(codebook_facets(c, k), 0);
    arena_free(a);
}

static void facets_stay_when_themes_join(void **state) {
    (void)state;
    Arena *a = arena_new();
    Faceted *w = ARENA_NEW(a, Faceted);
    Codebook *base = faceted_discover(a, w, M, true);
    const Str said[] = {STR("The lawn mower does not start in spring"), STR("lawn mower blade is blunt, grass uncut")};
    Err err;
    Codebook *c = codebook_extend(a, base, &(ThemeGroup){said, 2, {0}, false}, 1, NULL, &err);
    assert_non_null(c);
    assert_int_equal(codebook_facets(c, FACETED), 0);
    Coder *before = coder_new(base), *after = coder_new(c);
    for (size_t i = 0; i < M; i++) {
        int32_t theme = coder_code(before, w->docs[i].text).theme;
        if (coder_code(after, w->docs[i].text).theme == theme)
            assert_int_equal(coder_facet(after, theme), coder_facet(before, theme));
    }
    coder_free(before), coder_free(after);
    arena_free(a);
}

/* With the checksum made to fit, the checks of areas and facets alone must hold: what loads must not crash. */
static void forged_levels_do_no_harm(void **state) {
    (void)state;
    Arena *a = arena_new();
    Faceted *w = ARENA_NEW(a, Faceted);
    Buf bytes = saved(faceted_discover(a, w, M, true));
    size_t refused = 0, levels = bytes.n - 8;
    for (size_t k = 0; k < 2000; k++) { /* the facets stand at the end */
        Arena *scratch = arena_new();
        char *copy = arena_alloc(scratch, bytes.n);
        Rng r = rng_new(k);
        memcpy(copy, bytes.p, bytes.n);
        size_t at = levels - 4 - rng_below(&r, levels < 20000 ? levels - 8 : 20000);
        uint32_t forged = k % 3 ? (uint32_t)rng_below(&r, 300) : 0xffffffffu - (uint32_t)rng_below(&r, 8);
        memcpy(copy + at, &forged, sizeof forged);
        uint64_t sum = hash64((Str){copy, levels});
        memcpy(copy + levels, &sum, sizeof sum);
        Codebook *c = codebook_load(scratch, (Str){copy, bytes.n}, NULL);
        refused += !c;
        if (c) {
            Coder *coder = coder_new(c);
            coder_code(coder, w->docs[k % M].text);
            for (int32_t t = 0; t < FACETED; t++) assert_in_range(coder_facet(coder, t) + 1, 0, codebook_facets(c, t));
            coder_free(coder);
        }
        arena_free(scratch);
    }
    assert_true(refused > 200);
    buf_free(&bytes);
    arena_free(a);
}

static void threads_change_no_byte(void **state) {
    (void)state;
    Arena *a = arena_new();
    Faceted *w = ARENA_NEW(a, Faceted);
    faceted_make(a, w, true);
    same_bytes(w->docs, M, FACETED);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facets_are_what_people_say), cmocka_unit_test(facets_have_names_and_sizes),
        cmocka_unit_test(no_structure_no_facets),     cmocka_unit_test(facets_stay_when_themes_join),
        cmocka_unit_test(forged_levels_do_no_harm),   cmocka_unit_test(threads_change_no_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
