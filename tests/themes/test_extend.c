/* Themes shown by example, added to a codebook of planted themes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "codebook_data.h"
#include "planted.h"
#include "themes/extend.h"

enum { N = 900, LEFT_OUT = 3, KNOWN = PLANTED_THEMES - 1 };

typedef struct World {
    Arena *a;
    ThemeDoc docs[N];
    int32_t truth[N];
    Str missing[N]; /* texts of the theme that discovery has not seen */
    size_t missing_n;
    Codebook *c;
} World;

static int setup(void **state) {
    World *w = calloc(1, sizeof *w);
    ThemeDoc seen[N];
    size_t n = 0;
    Err err;
    w->a = arena_new();
    planted_make(w->a, N, w->docs, w->truth);
    for (size_t i = 0; i < N; i++) {
        if (w->truth[i] == LEFT_OUT) w->missing[w->missing_n++] = w->docs[i].text;
        else seen[n++] = w->docs[i];
    }
    w->c = codebook_discover(w->a, seen, n, &(DiscoverOptions){.themes = KNOWN, .seed = 1}, NULL, NULL, NULL, &err);
    *state = w;
    return w->c ? 0 : -1;
}

static int teardown(void **state) {
    World *w = *state;
    arena_free(w->a);
    free(w);
    return 0;
}

static Codebook *extend(World *w, const Codebook *base, ThemeGroup group) {
    Err err;
    Codebook *c = codebook_extend(w->a, base, &group, 1, NULL, &err);
    if (!c) fail_msg("%s", err.message);
    return c;
}

/* Share of the missing theme's other texts that land in `theme`; *foreign: share of all others that do. */
static double landed(const World *w, const Codebook *c, int32_t theme, size_t examples, double *foreign) {
    Coder *coder = coder_new(c);
    size_t own = 0, other = 0;
    for (size_t i = examples; i < w->missing_n; i++) own += coder_code(coder, w->missing[i]).theme == theme;
    for (size_t i = 0; i < N; i++)
        if (w->truth[i] != LEFT_OUT) other += coder_code(coder, w->docs[i].text).theme == theme;
    coder_free(coder);
    *foreign = (double)other / (double)(N - w->missing_n);
    return (double)own / (double)(w->missing_n - examples);
}

static void few_examples_define_a_theme(void **state) {
    World *w = *state;
    static const size_t EXAMPLES[] = {1, 3, 5, 10, 40};
    static const double LEAST[] = {0.5, 0.8, 0.9, 0.95, 0.98};
    for (size_t e = 0; e < 5; e++) {
        double foreign, own;
        own =
            landed(w, extend(w, w->c, (ThemeGroup){w->missing, EXAMPLES[e], {0}, false}), KNOWN, EXAMPLES[e], &foreign);
        if (own < LEAST[e] || foreign > 0.02)
            fail_msg("%zu examples: %.2f landed, %.3f foreign", EXAMPLES[e], own, foreign);
    }
}

static void a_theme_can_be_split(void **state) {
    World *w = *state;
    const Str lost[] = {STR("My replacement card got lost with the courier."),
                        STR("So the replacement card got lost with the courier, what can I do?")};
    Codebook *c = extend(w, w->c, (ThemeGroup){lost, 2, STR("Courier"), true});
    Coder *coder = coder_new(c);
    size_t right = 0, wrong = 0, all = 0;
    for (size_t i = 0; i < N; i++) {
        if (w->truth[i] == LEFT_OUT) continue;
        bool courier = str_find(w->docs[i].text, STR("courier")) != SIZE_MAX;
        bool there = coder_code(coder, w->docs[i].text).theme == KNOWN;
        all += courier, right += courier && there, wrong += !courier && there;
    }
    coder_free(coder);
    if (right < all * 9 / 10 || wrong > all / 10) fail_msg("%zu of %zu, %zu others", right, all, wrong);
}

static void the_base_stays(void **state) {
    World *w = *state;
    Codebook *c = extend(w, w->c, (ThemeGroup){w->missing, 5, {0}, false});
    assert_int_equal(codebook_themes(c), KNOWN + 1);
    assert_int_equal(codebook_themes(w->c), KNOWN);
    for (uint32_t f = 0; f < w->c->features; f++) {
        uint32_t g = codebook_feature(c, w->c->keys[f]), n = w->c->begin[f + 1] - w->c->begin[f];
        assert_true(g != UINT32_MAX && c->idf[g] == w->c->idf[f] && c->begin[g + 1] - c->begin[g] >= n);
        assert_memory_equal(c->weight + c->begin[g], w->c->weight + w->c->begin[f], n * sizeof(float));
    }
    Coder *before = coder_new(w->c), *after = coder_new(c);
    for (size_t i = 0; i < N; i++) {
        Coding x = coder_code(before, w->docs[i].text), y = coder_code(after, w->docs[i].text);
        assert_true(y.score >= 0 && y.score <= 1);
        if (w->truth[i] != LEFT_OUT) assert_true(x.theme == y.theme || y.theme == KNOWN);
    }
    coder_free(before), coder_free(after);
}

static Buf saved(const Codebook *c) {
    Buf b = buf_new(1 << 26);
    assert_true(codebook_save(c, &b));
    return b;
}

static void threads_change_no_byte(void **state) {
    World *w = *state;
    ThemeGroup groups[8];
    for (size_t g = 0; g < 8; g++) groups[g] = (ThemeGroup){w->missing + g * 4, 1 + g, {0}, false};
    Buf first = {0};
    for (int threads = 1; threads <= 8; threads *= 2) {
        Arena *a = arena_new();
        Par *par = par_new(threads);
        Err err;
        Buf bytes = saved(codebook_extend(a, w->c, groups, 8, par, &err));
        if (threads > 1) assert_true(str_eq(buf_str(&first), buf_str(&bytes)));
        if (threads > 1) buf_free(&bytes);
        else first = bytes;
        par_free(par);
        arena_free(a);
    }
    buf_free(&first);
}

static void extended_is_loaded_the_same(void **state) {
    World *w = *state;
    Codebook *c = extend(w, w->c, (ThemeGroup){w->missing, 1, {0}, false});
    Buf bytes = saved(c);
    Err err;
    Codebook *loaded = codebook_load(w->a, buf_str(&bytes), &err);
    assert_non_null(loaded);
    Buf again = saved(loaded);
    assert_true(str_eq(buf_str(&bytes), buf_str(&again)));
    double foreign, own = landed(w, loaded, KNOWN, 1, &foreign);
    assert_true(own == landed(w, c, KNOWN, 1, &foreign));
    buf_free(&bytes), buf_free(&again);
}

static void new_themes_have_words_and_neighbours(void **state) {
    World *w = *state;
    Codebook *c = extend(w, w->c, (ThemeGroup){w->missing, 5, STR("not asked for"), false});
    ThemeInfo info = codebook_theme(c, KNOWN);
    assert_int_equal(info.sample_size, 5);
    assert_true(info.terms_n > 2 && info.terms[0].weight == 1 && info.near_n == KNOWN);
    assert_true(str_find(info.name, STR("xchange")) != SIZE_MAX || str_find(info.name, STR("rate")) != SIZE_MAX);
    for (size_t i = 0; i < info.near_n; i++) assert_true(info.near[i].theme < KNOWN && info.near[i].cosine <= 1);
    size_t known_by = 0;
    for (int32_t k = 0; k < KNOWN; k++)
        for (size_t i = 0; i < codebook_theme(c, k).near_n; i++)
            known_by += codebook_theme(c, k).near[i].theme == KNOWN;
    assert_true(known_by > 0);
}

static void names_stay_unique(void **state) {
    World *w = *state;
    Str taken = codebook_theme(w->c, 2).name;
    Codebook *c = extend(w, w->c, (ThemeGroup){w->missing, 3, taken, true});
    assert_true(str_eq(codebook_theme(c, KNOWN).name, taken));
    assert_false(str_eq_nocase(codebook_theme(c, 2).name, taken));
    c = extend(w, c, (ThemeGroup){w->missing, 3, {0}, false});
    c = extend(w, c, (ThemeGroup){w->missing, 3, {0}, false});
    assert_int_equal(codebook_themes(c), KNOWN + 3);
    for (int32_t k = 0; k < KNOWN + 3; k++)
        for (int32_t j = 0; j < k; j++)
            assert_false(str_eq_nocase(codebook_theme(c, j).name, codebook_theme(c, k).name));
}

static void what_cannot_be_is_refused(void **state) {
    World *w = *state;
    Err err;
    const Str blank[] = {STR(""), STR("[CARD] XXXX")};
    ThemeGroup bad[] = {{blank, 2, STR("Nothing"), true}}, none[] = {{NULL, 0, {0}, false}};
    assert_null(codebook_extend(w->a, w->c, bad, 1, NULL, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_null(codebook_extend(w->a, w->c, none, 1, NULL, &err));
    assert_int_equal(err.code, ERR_INPUT);
    ThemeGroup twins[] = {{w->missing, 1, STR("Rates"), true}, {w->missing + 1, 1, STR("rates"), true}};
    assert_null(codebook_extend(w->a, w->c, twins, 2, NULL, &err));
    assert_int_equal(err.code, ERR_INPUT);
    ThemeGroup *many = ARENA_ARRAY(w->a, ThemeGroup, THEMES_MAX);
    for (size_t i = 0; i < THEMES_MAX; i++) many[i] = (ThemeGroup){w->missing, 1, {0}, false};
    assert_null(codebook_extend(w->a, w->c, many, THEMES_MAX - KNOWN + 1, NULL, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_non_null(codebook_extend(w->a, w->c, NULL, 0, NULL, &err));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_examples_define_a_theme),
        cmocka_unit_test(a_theme_can_be_split),
        cmocka_unit_test(the_base_stays),
        cmocka_unit_test(threads_change_no_byte),
        cmocka_unit_test(extended_is_loaded_the_same),
        cmocka_unit_test(new_themes_have_words_and_neighbours),
        cmocka_unit_test(names_stay_unique),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
