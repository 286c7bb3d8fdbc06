/* test_strip.c - the neighbours of an object in the chain: all are there, counted, and only what the caller may read.
 */
#include <string.h>

#include "app_test.h"

static const json_t *place_of(const json_t *reply, const char *kind) {
    const json_t *place;
    size_t i;
    json_array_foreach(at_path(reply, "chain"), i, place)
        if (strcmp(text(place, "kind"), kind) == 0) return place;
    return NULL;
}

/* The place has `count` things and its first link leads to `path` (NULL: it has none). */
static void leads(const json_t *reply, const char *kind, long long count, const char *path) {
    const json_t *place = place_of(reply, kind);
    if (!place) fail_msg("no place for %s", kind);
    if (number(place, "count") != count) fail_msg("%s: %lld, not %lld", kind, number(place, "count"), count);
    if (!path) assert_int_equal(json_array_size(at_path(place, "links")), 0);
    else assert_string_equal(text(place, "links.0.path"), path);
}

static const char *printed(Fixture *f, const char *format, long long n) {
    return arena_printf(f->a, "%s%lld", format, n).p;
}

/* A chain from a signal to the ledger, over theme 1. */
static void chain_make(App *app) {
    demo_import(app);
    ask(app, "people.import", file_put("people.csv", "name,email\nSue,sue@x.example\n"), NULL);
    ask(app, "problems.new", "theme=1", NULL);
    ask(app, "sessions.offer", "format=empathy", "starts=2026-07-01 10:00", "problem=1", "host=sue@x.example", NULL);
    ask(app, "sessions.offer", "format=empathy", "starts=2026-07-02 10:00", "theme=1", "host=sue@x.example", NULL);
    ask(app, "ledger.expect", "problem=1", "fall=30", "low=10", "high=50", "unit=6.50", "currency=EUR",
        "source=Finance", "date=2026-01-31", NULL);
    ask(app, "releases.add", "problem=1", "title=1.18", "at=2026-05-20", NULL);
}

static void every_object_leads_to_its_neighbours(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    chain_make(app);
    const json_t *theme = ask(app, "themes.get", "theme=1", NULL);
    leads(theme, "signals", number(theme, "theme.signals"), "/signals?theme=1");
    leads(theme, "problems", 1, "/problems/1");
    leads(theme, "sessions", 2, "/sessions/1");
    leads(theme, "releases", 1, "/releases/1");
    leads(theme, "outcome", 1, "/releases/1#verdict");
    leads(theme, "ledger", 1, "/ledger?value=1");
    const json_t *problem = ask(app, "problems.get", "problem=1", NULL);
    leads(problem, "themes", 1, "/themes/1");
    leads(problem, "sessions", 1, "/sessions/1");
    leads(problem, "releases", 1, "/releases/1");
    leads(problem, "owner", 0, NULL);
    assert_true(json_array_size(at_path(place_of(problem, "signals"), "links")) >
                1); /* of its theme, and those it quotes */
    long long quoted = number(place_of(problem, "signals"), "links.1.id");
    const json_t *signal = ask(app, "signals.get", printed(f, "signal=", quoted), NULL);
    leads(signal, "problems", 1, "/problems/1");
    leads(signal, "themes", 1, "/themes/1");
    leads(ask(app, "sessions.get", "session=1", NULL), "problems", 1, "/problems/1");
    leads(ask(app, "sessions.get", "session=1", NULL), "themes", 1, "/themes/1");
    leads(ask(app, "sessions.get", "session=1", NULL), "reflections", 0, "/reflections?session=1");
    leads(ask(app, "releases.get", "release=1", NULL), "ledger", 1, "/ledger?value=1");
    leads(ask(app, "releases.get", "release=1", NULL), "problems", 1, "/problems/1");
    leads(ask(app, "themes.outcome", "theme=1", "at=2026-05-20", NULL), "releases", 1, "/releases/1");
    const json_t *lone = ask(app, "themes.get", "theme=2", NULL);
    leads(lone, "problems", 0, NULL);
    leads(lone, "releases", 0, NULL);
    leads(lone, "ledger", 0, NULL);
    world_close(app);
}

static void exactly_one_place_is_here(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    chain_make(app);
    const json_t *pages[] = {
        ask(app, "themes.get", "theme=1", NULL),     ask(app, "problems.get", "problem=1", NULL),
        ask(app, "sessions.get", "session=2", NULL), ask(app, "releases.get", "release=1", NULL),
        ask(app, "signals.get", "signal=1", NULL),   ask(app, "themes.outcome", "theme=1", "at=2026-05-20", NULL)};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        const json_t *place;
        size_t k, here = 0;
        json_array_foreach(at_path(pages[i], "chain"), k, place) here += json_is_true(json_object_get(place, "here"));
        assert_int_equal(here, 1);
    }
    world_close(app);
}

/* A viewer does not read customers' words: no link into the signals, but how many there are. */
static void the_strip_keeps_the_policy(void **state) {
    static const Actor VIEWER = {.name = STR_INIT("vera"), .role = ROLE_VIEWER, .scopes = SCOPE_ALL, .account_id = 9};
    Fixture *f = *state;
    App *app = world_open(f, 1);
    chain_make(app);
    world_as(&VIEWER);
    const json_t *theme = ask(app, "themes.get", "theme=1", NULL);
    leads(theme, "signals", number(theme, "theme.signals"), NULL);
    leads(theme, "problems", 1, "/problems/1");
    leads(ask(app, "problems.get", "problem=1", NULL), "signals", number(theme, "theme.signals"), NULL);
    world_close(app);
}

/* A merged theme still has its page, which says where it went, but no list of signals. */
static void a_theme_that_is_gone_has_no_list_of_signals(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    chain_make(app);
    ask(app, "themes.merge", "theme=1", "into=2", NULL);
    const json_t *problem = ask(app, "problems.get", "problem=1", NULL), *link;
    leads(problem, "themes", 1, "/themes/1");
    assert_non_null(strstr(refusal(app, "themes.get", "theme=1", NULL)->message, "became part of"));
    size_t i;
    json_array_foreach(at_path(place_of(problem, "signals"), "links"), i, link)
        assert_null(strstr(text(link, "path"), "theme=1"));
    world_close(app);
}

static void value_put(App *app, const char *of) {
    ask(app, "ledger.expect", of, "fall=30", "low=10", "high=50", "unit=6.50", "currency=EUR", "source=Finance",
        "date=2026-01-31", NULL);
}

/* Among many values only those of the object: by theme, by problem, by the release that one was judged by. */
static void the_ledger_is_that_of_the_object(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    chain_make(app); /* value 1, of problem 1 */
    ask(app, "problems.new", "theme=2", NULL);
    for (int i = 0; i < 3; i++) value_put(app, "problem=2");
    value_put(app, "theme=1");
    ask(app, "ledger.cost", "value=1", "cost=100", "what=work", NULL);
    leads(ask(app, "problems.get", "problem=1", NULL), "ledger", 2, "/ledger?value=1"); /* and that of its theme */
    const json_t *second = ask(app, "problems.get", "problem=2", NULL);
    long long first = number(place_of(second, "ledger"), "links.0.id");
    leads(second, "ledger", 3, printed(f, "/ledger?value=", first));
    leads(ask(app, "themes.get", "theme=1", NULL), "ledger", 2, "/ledger?value=1");
    leads(ask(app, "themes.get", "theme=3", NULL), "ledger", 0, NULL);
    assert_int_equal(json_array_size(at_path(ask(app, "portfolio.get", NULL), "values")), 5);
    assert_int_equal(refusal(app, "ledger.cost", "value=999", "cost=100", "what=work", NULL)->code, ERR_NOT_FOUND);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(every_object_leads_to_its_neighbours),
                                      STORE_TEST(exactly_one_place_is_here), STORE_TEST(the_strip_keeps_the_policy),
                                      STORE_TEST(the_ledger_is_that_of_the_object),
                                      STORE_TEST(a_theme_that_is_gone_has_no_list_of_signals)};
    return app_tests_run("strip", tests, sizeof tests / sizeof *tests);
}
