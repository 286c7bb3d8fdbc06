/* Areas above themes and facets below: the same signals and names, looked at from further away or nearer. */
#include "app_test.h"

#include <string.h>

static void areas_are_of_themes_and_each_theme_says_its_area(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    const json_t *areas = at_path(ask(app, "areas.list", NULL), "areas"), *area, *theme;
    size_t i, k, themes = 0;
    assert_true(json_array_size(areas) > 1);
    json_array_foreach(areas, i, area) {
        assert_int_equal(json_array_size(at_path(area, "themes")), number(area, "count"));
        json_array_foreach(at_path(area, "themes"), k, theme) {
            const json_t *whole = ask(app, "themes.get", arena_printf(f->a, "theme=%lld", number(theme, "id")).p, NULL);
            assert_int_equal(number(whole, "theme.area.id"), number(area, "id"));
            assert_int_equal(number(whole, "theme.voices"), number(theme, "voices"));
            assert_true(number(theme, "voices") <= number(area, "voices"));
            themes++;
        }
    }
    assert_true(themes > json_array_size(areas));
    world_close(app);
}

/* A filter by facet finds as many signals as the theme says that there are, all of the theme, all of the facet. */
static size_t check_facets(Fixture *f, App *app, const json_t *theme) {
    const json_t *facet;
    long long of_all = 0, last = number(theme, "signals");
    size_t i;
    json_array_foreach(at_path(theme, "facets"), i, facet) {
        const char *of = arena_printf(f->a, "theme=%lld", number(theme, "id")).p,
                   *which = arena_printf(f->a, "facet=%lld", number(facet, "facet")).p;
        const json_t *found = ask(app, "signals.list", of, which, "limit=1", NULL);
        assert_int_equal(number(found, "total"), number(facet, "signals"));
        assert_string_equal(text(found, "filters.facet.name"), text(facet, "name"));
        assert_true(number(facet, "signals") <= last); /* the largest first */
        of_all += last = number(facet, "signals");
        if (last == 0) continue;
        const json_t *why =
            ask(app, "signals.get", arena_printf(f->a, "signal=%lld", number(found, "signals.0.id")).p, NULL);
        assert_int_equal(number(why, "why.theme.id"), number(theme, "id"));
        assert_string_equal(text(why, "why.facet.name"), text(facet, "name"));
    }
    assert_true(of_all <= number(theme, "signals"));
    assert_int_equal(i, number(theme, "count"));
    return i;
}

static void facets_hold_the_signals_they_say(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    ask(app, "discover", "themes=8", NULL); /* large enough to have facets */
    const json_t *themes = at_path(ask(app, "facets.list", NULL), "themes"), *theme;
    size_t i, facets = 0;
    json_array_foreach(themes, i, theme) facets += check_facets(f, app, theme);
    assert_true(facets > 3);
    world_close(app);
}

static void a_hidden_theme_hides_its_facets(void **state) {
    App *app = demo_open(*state, 2);
    size_t before = json_array_size(at_path(ask(app, "facets.list", NULL), "themes"));
    ask(app, "themes.hide", "theme=1", NULL);
    assert_int_equal(json_array_size(at_path(ask(app, "facets.list", NULL), "themes")), before - 1);
    world_close(app);
}

static void a_facet_is_one_of_its_theme(void **state) {
    App *app = world_open(*state, 2);
    assert_int_equal(json_array_size(at_path(ask(app, "facets.list", NULL), "themes")), 0);
    demo_import(app);
    const Err *err = refusal(app, "signals.list", "facet=1", NULL);
    assert_int_equal(err->code, ERR_INPUT);
    assert_non_null(strstr(err->message, "facet"));
    err = refusal(app, "signals.list", "theme=1", "facet=900", NULL);
    assert_int_equal(err->code, ERR_NOT_FOUND);
    assert_string_equal(err->message, "theme 1 has no facet 900");
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(areas_are_of_themes_and_each_theme_says_its_area),
        STORE_TEST(facets_hold_the_signals_they_say),
        STORE_TEST(a_hidden_theme_hides_its_facets),
        STORE_TEST(a_facet_is_one_of_its_theme),
    };
    return app_tests_run("app/levels", tests, sizeof tests / sizeof *tests);
}
