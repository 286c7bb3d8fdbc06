/* test_search.c - one search over everything: each kind is found by its name, however it is written, and only that. */
#include <string.h>

#include "app_test.h"

static const char CATALOG[] = "apiVersion: backstage.io/v1alpha1\n"
                              "kind: Component\n"
                              "metadata:\n  name: ledger-queue\n"
                              "spec:\n  type: service\n  lifecycle: production\n  owner: ledger-team\n"
                              "---\n"
                              "apiVersion: backstage.io/v1alpha1\n"
                              "kind: Component\n"
                              "metadata:\n  name: other\n  title: \xC3\x9C"
                              "BERWEISUNG\n"
                              "spec:\n  type: service\n  lifecycle: production\n  owner: others\n";

static void offer(App *app, const char *title, const char *starts) {
    ask(app, "sessions.offer", "format=empathy", "theme=2", title, starts, "host=sue@x.example", NULL);
}

static void world_make(App *app) {
    demo_import(app);
    ask(app, "people.import", file_put("people.csv", "name,email\nSue Ledgerwood,sue@x.example\nBob,bob@x.example\n"),
        NULL);
    ask(app, "components.import", file_put("catalog-info.yaml", CATALOG), NULL);
    ask(app, "problems.new", "title=The ledger is slow", NULL);
    ask(app, "problems.new", "title=The door is shut", NULL);
    ask(app, "strategies.new", "title=Ledger first", "statement=One book.", NULL);
    ask(app, "strategies.new", "title=Home first", "statement=One country.", NULL);
    offer(app, "title=See the Ledger close", "starts=2027-07-01 10:00");
    offer(app, "title=Another", "starts=2027-07-02 10:00");
    offer(app, "title=Ledger again", "starts=2027-07-03 10:00");
    ask(app, "releases.add", "theme=1", "title=LEDGER 2", "at=2026-05-20", NULL);
    ask(app, "releases.add", "theme=2", "title=Door", "at=2026-05-21", NULL);
}

/* The rows that were found of an operation's things; NULL: none. */
static const json_t *found(const json_t *reply, const char *op) {
    const json_t *part;
    size_t i;
    json_array_foreach(at_path(reply, "parts"), i, part)
        if (strcmp(text(part, "op"), op) == 0) return at_path(part, "rows");
    return NULL;
}

static void is_found(const json_t *reply, const char *op, const char *title) {
    const json_t *rows = found(reply, op);
    if (json_array_size(rows) != 1) fail_msg("%s: %zu rows, not one", op, json_array_size(rows));
    assert_string_equal(text(json_array_get(rows, 0), "title"), title);
}

static void each_kind_is_found_by_its_name(void **state) {
    App *app = world_open(*state, 1);
    world_make(app);
    const json_t *reply = ask(app, "search", "q= leDGer ", NULL);
    is_found(reply, "problems.list", "The ledger is slow");
    is_found(reply, "releases.list", "LEDGER 2");
    is_found(reply, "components.list", "ledger-queue");
    is_found(reply, "teams.list", "ledger-team");
    is_found(reply, "people.list", "Sue Ledgerwood");
    is_found(reply, "strategies.list", "Ledger first");
    assert_int_equal(json_array_size(found(reply, "sessions.list")), 2);
    is_found(ask(app, "search",
                 "q=\xC3\xBC"
                 "berweisung",
                 NULL),
             "components.list", "other");
    assert_null(found(ask(app, "search", "q=there", NULL), "teams.list")); /* a state is no name */
    assert_int_equal(json_array_size(at_path(ask(app, "search", "q=qqzzqq", NULL), "parts")), 0);
    const json_t *many = ask(app, "search", "q=e", NULL), *part;
    size_t i;
    json_array_foreach(at_path(many, "parts"), i, part) assert_in_range(json_array_size(at_path(part, "rows")), 1, 8);
    world_close(app);
}

static void pages_of_what_is_found_go_on(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    world_make(app);
    const json_t *page = ask(app, "sessions.list", "q=ledger", "limit=1", NULL);
    assert_int_equal(json_array_size(at_path(page, "sessions")), 1);
    assert_string_equal(text(page, "sessions.0.title"), "See the Ledger close");
    page =
        ask(app, "sessions.list", "q=ledger", "limit=1", arena_printf(f->a, "cursor=%s", text(page, "next")).p, NULL);
    assert_string_equal(text(page, "sessions.0.title"), "Ledger again");
    assert_true(json_is_null(at_path(page, "next")));
    assert_int_equal(json_array_size(at_path(ask(app, "sessions.list", "q=door", NULL), "sessions")), 0);
    world_close(app);
}

/* Who needs only the rows gets them without a count, and is not told that these are all. */
static void rows_without_a_count(void **state) {
    App *app = world_open(*state, 1);
    demo_import(app);
    const json_t *counted = ask(app, "signals.list", "search=card", "limit=3", NULL);
    assert_true(number(counted, "total") > 3);
    const json_t *reply = ask(app, "signals.list", "search=card", "limit=3", "counted=no", NULL);
    assert_true(json_equal(at_path(reply, "signals"), at_path(counted, "signals")));
    assert_int_equal(number(reply, "total"), 3);
    assert_true(json_is_true(at_path(reply, "more")));
    reply = ask(app, "signals.list", "search=card", "limit=1000", "counted=no", NULL);
    assert_int_equal(number(reply, "total"), number(counted, "total"));
    assert_false(json_is_true(at_path(reply, "more")));
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(each_kind_is_found_by_its_name),
                                      STORE_TEST(pages_of_what_is_found_go_on), STORE_TEST(rows_without_a_count)};
    return app_tests_run("search", tests, sizeof tests / sizeof *tests);
}
