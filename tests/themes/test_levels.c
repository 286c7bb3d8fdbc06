/* Areas above the themes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "levels_made.h"

/* Texts of AREAS fields of life with EACH themes: words of the field, words of the theme, and those of everybody. */
enum { AREAS = 5, EACH = 4, THEMES = AREAS * EACH, N = 1600, WORDS = 4 };

static const char *const FIELDS[AREAS][WORDS] = {{"card", "bank", "payment", "account"},
                                                 {"parcel", "courier", "delivery", "depot"},
                                                 {"phone", "battery", "screen", "charger"},
                                                 {"hotel", "booking", "room", "reception"},
                                                 {"train", "ticket", "platform", "conductor"}};
static const char *const TROUBLES[EACH][WORDS] = {{"stolen", "missing", "vanished", "thief"},
                                                  {"broken", "cracked", "damaged", "defective"},
                                                  {"overpriced", "expensive", "surcharge", "costs"},
                                                  {"late", "delayed", "waiting", "hours"}};
typedef struct World {
    Arena *a;
    ThemeDoc docs[N];
    int32_t area[N], truth[N], found[N];
    Codebook *c;
} World;

/* Each theme of a field has trouble words of its own: "latecard", so that themes differ and fields hold together. */
static Str made_text(Arena *a, Rng *r, size_t area, size_t trouble) {
    Buf b = buf_new(1024);
    for (int i = 0; i < 12; i++) {
        size_t kind = rng_below(r, 3), word = rng_below(r, WORDS);
        if (kind == 0) buf_printf(&b, "%s ", FIELDS[area][word]);
        else if (kind == 1) buf_printf(&b, "%s%s ", TROUBLES[trouble][word], FIELDS[area][trouble]);
        else buf_printf(&b, "%s ", COMMON[rng_below(r, sizeof COMMON / sizeof *COMMON)]);
    }
    Str text = arena_str(a, buf_str(&b));
    buf_free(&b);
    return text;
}

static int setup(void **state) {
    World *w = calloc(1, sizeof *w);
    Rng r = rng_new(3);
    Err err;
    w->a = arena_new();
    for (size_t i = 0; i < N; i++) {
        size_t area = rng_below(&r, AREAS), trouble = rng_below(&r, EACH);
        Str text = made_text(w->a, &r, area, trouble);
        w->docs[i] = (ThemeDoc){text, hash64_seed(text, i)};
        w->area[i] = (int32_t)area, w->truth[i] = (int32_t)(area * EACH + trouble);
    }
    w->c = codebook_discover(w->a, w->docs, N, &(DiscoverOptions){.themes = THEMES, .seed = 1}, NULL, NULL, w->found,
                             &err);
    *state = w;
    return w->c ? 0 : -1;
}

static int teardown(void **state) {
    World *w = *state;
    arena_free(w->a);
    free(w);
    return 0;
}

/* The planted field that most signals of a theme come from. */
static int32_t field_of(const World *w, int32_t theme) {
    size_t count[AREAS] = {0}, best = 0;
    for (size_t i = 0; i < N; i++)
        if (w->found[i] == theme) count[w->area[i]]++;
    for (size_t k = 1; k < AREAS; k++)
        if (count[k] > count[best]) best = k;
    return (int32_t)best;
}

static void areas_are_the_fields(void **state) {
    World *w = *state;
    assert_int_equal(codebook_areas(w->c), AREAS);
    for (int32_t i = 0; i < AREAS; i++) {
        ThemeArea area = codebook_area(w->c, i);
        assert_int_equal(area.n, EACH);
        for (size_t k = 0; k < area.n; k++) {
            assert_int_equal(field_of(w, area.themes[k]), field_of(w, area.themes[0]));
            assert_int_equal(codebook_theme_area(w->c, area.themes[k]), i);
            assert_true(k == 0 || area.themes[k] > area.themes[k - 1]);
        }
        assert_true(area.name.n > 0);
        for (int32_t j = 0; j < i; j++) assert_false(str_eq_nocase(area.name, codebook_area(w->c, j).name));
    }
    assert_int_equal(codebook_area(w->c, AREAS).n, 0);
    assert_int_equal(codebook_area(w->c, -1).n, 0);
    assert_int_equal(codebook_theme_area(w->c, THEMES), AREA_NONE);
}

static void a_new_theme_joins_its_field(void **state) {
    World *w = *state;
    const Str said[] = {STR("parcel depot rude unfriendly courier delivery"), STR("unfriendly courier, rude delivery")};
    Err err;
    Codebook *c = codebook_extend(w->a, w->c, &(ThemeGroup){said, 2, STR("Rude"), true}, 1, NULL, &err);
    assert_non_null(c);
    assert_int_equal(codebook_areas(c), AREAS);
    for (int32_t k = 0; k < THEMES; k++) assert_int_equal(codebook_theme_area(c, k), codebook_theme_area(w->c, k));
    ThemeArea area = codebook_area(c, codebook_theme_area(c, THEMES));
    assert_int_equal(area.n, EACH + 1);
    assert_int_equal(field_of(w, area.themes[0]), 1);
}

static void few_themes_need_no_areas(void **state) {
    World *w = *state;
    Err err;
    Codebook *c =
        codebook_discover(w->a, w->docs, N, &(DiscoverOptions){.themes = AREAS, .seed = 1}, NULL, NULL, NULL, &err);
    assert_true(c && codebook_themes(c) == AREAS);
    assert_int_equal(codebook_areas(c), 0);
    assert_int_equal(codebook_theme_area(c, 0), AREA_NONE);
}

static void levels_are_loaded_the_same(void **state) {
    World *w = *state;
    Buf bytes = saved(w->c);
    Err err;
    Codebook *loaded = codebook_load(w->a, buf_str(&bytes), &err);
    assert_non_null(loaded);
    Buf again = saved(loaded);
    assert_true(str_eq(buf_str(&bytes), buf_str(&again)));
    for (int32_t k = 0; k < THEMES; k++) assert_int_equal(codebook_theme_area(loaded, k), codebook_theme_area(w->c, k));
    buf_free(&bytes), buf_free(&again);
}

static void threads_change_no_byte(void **state) {
    World *w = *state;
    same_bytes(w->docs, N, THEMES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_are_the_fields),     cmocka_unit_test(a_new_theme_joins_its_field),
        cmocka_unit_test(few_themes_need_no_areas), cmocka_unit_test(levels_are_loaded_the_same),
        cmocka_unit_test(threads_change_no_byte),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
