/* A signal that a program sends has its theme when the call returns; counts and what follows from them come with the
 * refresh. */
#include "app_test.h"

#include <string.h>

/* A signal of that theme. */
static long long one_of(App *app, Arena *a, long long theme) {
    return number(ask(app, "signals.list", arena_printf(a, "theme=%lld", theme).p, "limit=1", NULL), "signals.0.id");
}

static const json_t *got(App *app, Arena *a, long long signal) {
    return at_path(ask(app, "signals.get", arena_printf(a, "signal=%lld", signal).p, NULL), "signal");
}

/* The whole text of a signal of that theme: the same rule gives the same text the same theme. */
static const char *said_of(App *app, Arena *a, long long theme) {
    return text(got(app, a, one_of(app, a, theme)), "text");
}

static void add(App *app, Arena *a, const char *id, const char *said) {
    json_t *line = json_pack("{s:s, s:s, s:s}", "id", id, "text", said, "time", "2026-05-20");
    char *dumped = json_dumps(line, JSON_COMPACT);
    const json_t *reply = ask(app, "signals.add", arena_printf(a, "lines=%s", dumped).p, NULL);
    assert_int_equal(number(reply, "taken"), 1);
    free(dumped);
    json_decref(line);
}

/* The newest signal of the source that takes what programs send. */
static const json_t *sent(App *app, Arena *a) {
    const json_t *sources = at_path(ask(app, "sources.list", NULL), "sources"), *source;
    size_t i;
    json_array_foreach(sources, i, source)
        if (strcmp(text(source, "name"), "API") == 0) {
            const json_t *list =
                ask(app, "signals.list", arena_printf(a, "source=%lld", number(source, "id")).p, "limit=1", NULL);
            return at_path(list, "signals.0");
        }
    return NULL;
}

static void has_its_theme_at_once_and_is_counted_by_the_refresh(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    const json_t *themes = ask(app, "themes.list", NULL);
    long long first = number(themes, "themes.0.id"), other = number(themes, "themes.1.id"),
              before = number(themes, "themes.1.signals");

    add(app, f->a, "a", said_of(app, f->a, first));
    assert_int_equal(number(sent(app, f->a), "theme.id"), first);
    add(app, f->a, "a", said_of(app, f->a, other)); /* the same signal says something else now */
    assert_int_equal(number(sent(app, f->a), "theme.id"), other);
    assert_int_equal(number(ask(app, "themes.list", NULL), "themes.1.signals"), before);

    const json_t *why =
        ask(app, "signals.get", arena_printf(f->a, "signal=%lld", number(sent(app, f->a), "id")).p, NULL);
    assert_int_equal(number(why, "signal.theme.id"), other); /* as a coding of all of history has it */
    const json_t *refreshed = ask(app, "themes.refresh", NULL);
    assert_false(json_is_true(at_path(refreshed, "themes.discovered")));
    assert_int_equal(number(sent(app, f->a), "theme.id"), other);
    const json_t *after = at_path(ask(app, "themes.list", NULL), "themes"), *theme;
    size_t i;
    json_array_foreach(after, i, theme)
        if (number(theme, "id") == other) assert_int_equal(number(theme, "signals"), before + 1);
    assert_true(json_is_null(at_path(ask(app, "themes.refresh", NULL), "themes"))); /* nothing came since */
    world_close(app);
}

typedef struct Meanwhile {
    App *other; /* program on the same store */
    Arena *a;
    const char *changed, *came;
} Meanwhile;

/* Once, when all signals were read and the first are being coded. */
static bool send_meanwhile(void *ctx, const char *phase, double done, double total) {
    (void)done, (void)total;
    Meanwhile *m = ctx;
    if (!m->changed || strcmp(phase, "coding all signals") != 0) return true;
    add(m->other, m->a, "a", m->changed);
    add(m->other, m->a, "b", m->came);
    m->changed = NULL;
    return true;
}

/* Discovery has read the old text of one and has not seen the other: it must not say that all is counted. */
static void comes_while_themes_are_found(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    const json_t *themes = ask(app, "themes.list", NULL);
    long long first = one_of(app, f->a, number(themes, "themes.0.id")),
              other = one_of(app, f->a, number(themes, "themes.1.id"));
    add(app, f->a, "a", text(got(app, f->a, first), "text"));
    Meanwhile m = {world_open(f, 2), f->a, text(got(app, f->a, other), "text"), text(got(app, f->a, first), "text")};
    Progress progress = {send_meanwhile, &m};
    world_progress(&progress);
    const json_t *found = ask(app, "discover", NULL);
    world_progress(NULL);
    assert_null(m.changed);
    app_close(m.other);

    assert_true(json_is_true(at_path(found, "result.discovered")));
    assert_int_equal(number(found, "result.signals"), number(ask(app, "signals.list", NULL), "total"));
    long long b = number(sent(app, f->a), "id");
    assert_string_equal(text(got(app, f->a, b), "text"), text(got(app, f->a, first), "text"));
    assert_int_equal(number(got(app, f->a, b), "theme.id"), number(got(app, f->a, first), "theme.id"));
    assert_int_equal(number(got(app, f->a, b - 1), "theme.id"), number(got(app, f->a, other), "theme.id"));
    assert_true(json_is_null(at_path(ask(app, "themes.refresh", NULL), "themes"))); /* nothing came since */
    world_close(app);
}

/* What people said of themes holds for what comes later. */
static void goes_where_a_phrase_sends_it(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    ask(app, "themes.define", "name=Anything of cards", "phrase=card", NULL);
    ask(app, "edits.apply", NULL);
    const json_t *themes = at_path(ask(app, "themes.list", "q=anything of", "hidden=yes", NULL), "themes.0");
    add(app, f->a, "l", "My card was declined once more");
    assert_int_equal(number(sent(app, f->a), "theme.id"), number(themes, "id"));
    world_close(app);
}

static void comes_before_there_are_themes(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 2);
    add(app, f->a, "early", "My card was declined");
    assert_true(json_is_null(at_path(sent(app, f->a), "theme")));
    assert_true(json_is_null(at_path(ask(app, "themes.refresh", NULL), "themes"))); /* too few to find any */
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(has_its_theme_at_once_and_is_counted_by_the_refresh),
        STORE_TEST(comes_while_themes_are_found),
        STORE_TEST(goes_where_a_phrase_sends_it),
        STORE_TEST(comes_before_there_are_themes),
    };
    return app_tests_run("app/arrivals", tests, sizeof tests / sizeof *tests);
}
