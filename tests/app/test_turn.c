/* While one program finds themes, another one on the same store waits, or is told so, and nothing that it brings or
 * says is lost. */
#include "app_test.h"

#include <string.h>

typedef struct Other {
    App *app; /* on the same store */
    Arena *a;
    void (*does)(App *other, Arena *a); /* once, when all signals were read and the first are being coded */
} Other;

static bool act(void *ctx, const char *phase, double done, double total) {
    (void)done, (void)total;
    Other *o = ctx;
    if (!o->does || strcmp(phase, "coding all signals") != 0) return true;
    void (*does)(App * other, Arena * a) = o->does;
    o->does = NULL;
    world_progress(NULL);
    does(o->app, o->a);
    return true;
}

/* A discovery by `app`, while another program does that. */
static const json_t *discover_while(Fixture *f, App *app, void (*does)(App *other, Arena *a)) {
    Other other = {world_open(f, 2), f->a, does};
    Progress progress = {act, &other};
    world_progress(&progress);
    const json_t *found = ask(app, "discover", NULL);
    world_progress(NULL);
    assert_null(other.does);
    app_close(other.app);
    return found;
}

static long long theme_at(App *app, size_t i) {
    return number(at_path(ask(app, "themes.list", NULL), i ? "themes.1" : "themes.0"), "id");
}

static void finds_or_counts(App *other, Arena *a) {
    (void)a;
    const Err *err = refusal(other, "discover", NULL);
    assert_int_equal(err->code, ERR_BUSY);
    assert_non_null(strstr(err->message, "another program"));
    assert_int_equal(refusal(other, "rebuild", NULL)->code, ERR_BUSY);
    assert_int_equal(refusal(other, "edits.apply", NULL)->code, ERR_BUSY);
}

static void a_second_one_is_told_to_wait(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    long long before = number(ask(app, "themes.list", NULL), "codebook.id");
    assert_int_equal(number(discover_while(f, app, finds_or_counts), "result.codebook"), before + 1);
    ask(app, "verify", NULL);
    ask(app, "discover", NULL); /* and it lets go */
    world_close(app);
}

static void imports(App *other, Arena *a) {
    (void)a;
    const json_t *reply =
        ask(other, "import", file_put("late.csv", "id,text\n1,my card was declined at the petrol station\n"), NULL);
    assert_int_equal(number(reply, "files.0.inserted"), 1);
    assert_true(json_is_true(at_path(reply, "elsewhere")));
    assert_true(json_is_null(at_path(reply, "themes")));
}

static void what_another_imports_is_counted_in_the_end(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    const json_t *found = discover_while(f, app, imports);
    long long total = number(ask(app, "signals.list", NULL), "total");
    assert_int_equal(number(found, "result.signals"), total);
    assert_int_equal(number(ask(app, "themes.list", NULL), "codebook.signals"), total);
    world_close(app);
}

static void merges_and_renames(App *other, Arena *a) {
    long long first = theme_at(other, 0), second = theme_at(other, 1);
    const json_t *reply = ask(other, "themes.merge", arena_printf(a, "theme=%lld", second).p,
                              arena_printf(a, "into=%lld", first).p, NULL);
    assert_true(json_is_null(at_path(reply, "result")));
    assert_int_equal(number(reply, "waiting"), 1);
    assert_non_null(strstr(text(reply, "done"), "noted"));
    assert_non_null(strstr(text(reply, "done"), "another program"));
    ask(other, "themes.rename", arena_printf(a, "theme=%lld", first).p, "name=Said meanwhile", NULL);
}

static void what_another_says_waits_and_is_not_forgotten(void **state) {
    Fixture *f = *state;
    App *app = demo_open(f, 2);
    long long themes = number(discover_while(f, app, merges_and_renames), "result.themes");
    const json_t *edits = ask(app, "edits.list", NULL);
    assert_int_equal(number(edits, "waiting"), 1);
    assert_int_equal(number(ask(app, "edits.apply", NULL), "result.themes"), themes - 1);
    assert_int_equal(number(ask(app, "edits.list", NULL), "waiting"), 0);
    assert_int_equal(json_array_size(at_path(ask(app, "themes.list", "q=said meanwhile", NULL), "themes")), 1);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(a_second_one_is_told_to_wait),
        STORE_TEST(what_another_imports_is_counted_in_the_end),
        STORE_TEST(what_another_says_waits_and_is_not_forgotten),
    };
    return app_tests_run("app/turn", tests, sizeof tests / sizeof *tests);
}
