/* Components, owners, routing and friction through their operations: from real files to what pages say. */
#include "app_test.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"

static const char CATALOG[] =
    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: till, description: Takes payments at the "
    "till,\n"
    "  annotations: {ridealong/products: 'Debit card'}}\nspec: {owner: shop, dependsOn: [queue, nowhere]}\n---\n"
    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: queue, description: Carries events}\n"
    "spec: {owner: platform}\n---\n"
    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: orphan}\n---\n"
    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: guarded}\nspec: {owner: 'user:guest'}\n---\n"
    "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: shop, title: The shop}\nspec: {members: "
    "[ann]}\n---\n"
    "apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {name: ann}\n"
    "spec: {profile: {displayName: Ann Lee, email: Ann@X.example}}\n";

static const char *owner_of(App *app, const char *name) {
    char arg[80];
    snprintf(arg, sizeof arg, "component=%s", name);
    return text(ask(app, "components.get", arg, NULL), "component.owner.state");
}

static void a_catalog_is_taken_once_and_followed(void **state) {
    App *app = world_open(*state, 1);
    const char *file = file_put("catalog-info.yaml", CATALOG);
    const json_t *reply = ask(app, "components.import", file, "preview=yes", NULL);
    assert_int_equal(number(reply, "components.new"), 4);
    assert_int_equal(number(ask(app, "components.list", NULL), "counts.all"), 0); /* nothing was stored */
    reply = ask(app, "components.import", file, NULL);
    assert_int_equal(number(reply, "components.new"), 4);
    assert_int_equal(number(reply, "teams.new"), 2); /* one described, one only named as an owner */
    assert_int_equal(number(reply, "people.new"), 1);
    assert_int_equal(number(reply, "edges"), 1);
    assert_non_null(strstr(text(reply, "notices.0.what"), "component:default/nowhere, which no file describes"));
    assert_string_equal(owner_of(app, "till"), "owned");
    assert_string_equal(owner_of(app, "queue"), "stale"); /* nobody is in platform */
    assert_string_equal(owner_of(app, "orphan"), "unowned");
    assert_string_equal(owner_of(app, "guarded"), "stale"); /* a person that nobody describes */
    assert_int_equal(json_array_size(at_path(ask(app, "components.unowned", NULL), "components")), 3);
    assert_string_equal(text(ask(app, "components.get", "component=till", NULL), "people.0.name"), "Ann Lee");
    reply = ask(app, "components.import", file, NULL);
    assert_int_equal(number(reply, "components.same"), 4);
    assert_int_equal(number(reply, "components.new") + number(reply, "components.changed") +
                         number(reply, "teams.new") + number(reply, "people.changed"),
                     0);
    /* a new owner, and the orphan is gone */
    char *changed = strdup(CATALOG);
    memcpy(strstr(changed, "{owner: platform}"), "{owner: shop}    ", 17);
    memcpy(strstr(changed, "name: orphan"), "name: other_", 12);
    reply = ask(app, "components.import", file_put("catalog-info.yaml", changed), NULL);
    free(changed);
    assert_int_equal(number(reply, "components.changed"), 1);
    assert_int_equal(number(reply, "components.new"), 1);
    assert_int_equal(number(reply, "components.gone"), 1);
    assert_string_equal(owner_of(app, "queue"), "owned");
    assert_int_equal(number(ask(app, "components.list", "state=gone", NULL), "total"), 1);
    /* a team that its file no longer describes is gone, though components still name it: their owner is stale */
    assert_string_equal(owner_of(app, "till"), "owned");
    changed = strdup(CATALOG);
    memcpy(strstr(changed, "{name: shop,"), "{name: sold,", 12);
    for (int again = 0; again < 2; again++) {
        reply = ask(app, "components.import", file_put("catalog-info.yaml", changed), NULL);
        assert_int_equal(number(reply, "teams.gone"), !again);
        assert_string_equal(owner_of(app, "till"), "stale");
    }
    free(changed);
    reply = ask(app, "components.import", file_put("catalog-info.yaml", CATALOG), NULL); /* and back again */
    assert_string_equal(owner_of(app, "till"), "owned");
    assert_string_equal(text(ask(app, "components.get", "component=queue", NULL), "history.0.action"),
                        "component.change");
    ask(app, "audit.verify", NULL);
    world_close(app);
}

static void bad_files_store_nothing(void **state) {
    App *app = world_open(*state, 1);
    const char *good = file_put("a.yaml", CATALOG),
               *bad = file_put("b.yaml", "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n\tname: x\n");
    const Err *err = refusal(app, "components.import", good, bad, NULL);
    assert_int_equal(err->code, ERR_INPUT);
    assert_non_null(strstr(err->message, "b.yaml, line 4"));
    assert_int_equal(refusal(app, "components.import", file_put("CODEOWNERS", "* @a\n"), NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "components.import", "file=/nowhere/x.yaml", NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(refusal(app, "components.import", file_put("c.csv", "component,owner\n,x\n"), NULL)->code,
                     ERR_INPUT);
    ask(app, "components.import", file_put("d.csv", "component,owner\nx,payments\n"), NULL);
    assert_int_equal(number(ask(app, "components.list", NULL), "counts.all"), 1);
    assert_int_equal(refusal(app, "components.get", "component=till", NULL)->code, ERR_NOT_FOUND);
    world_close(app);
}

static void codeowners_make_folders_components(void **state) {
    App *app = world_open(*state, 1);
    const char *tree = file_put("files.txt", "README.md\npackages/a/x.c\npackages/b/y.c\npackages/c/z.c\n");
    char arg[300];
    snprintf(arg, sizeof arg, "tree=%s", tree + strlen("file="));
    ask(app, "components.import", file_put("CODEOWNERS", "/packages/a/ @o/ants\n/packages/b @o/bees\n*.[c] @x\n"), arg,
        NULL);
    assert_string_equal(text(ask(app, "components.get", "component=packages/a", NULL), "component.owner.name"), "ants");
    assert_string_equal(owner_of(app, "packages/c"), "unowned");
    world_close(app);
}

/* ---- friction -------------------------------------------------------------------------------- */

static double real(const json_t *reply, const char *path) {
    return json_number_value(at_path(reply, path));
}

/* What stands on all components together is what shows; and a component's ways add up to what it carries. */
static void shares_add_up(void **state) {
    App *app = demo_open(*state, 2);
    ask(app, "components.import", "file=" SOURCE_ROOT "/src/demo/texts/catalog.yaml", NULL);
    ask(app, "route.confirm", "theme=1", "component=ledger", NULL);
    ask(app, "route.confirm", "theme=2", "nobody=yes", NULL);
    const json_t *list = ask(app, "components.list", NULL), *row;
    double carried = 0, heard = real(list, "heard"), attached = real(list, "attached");
    size_t i;
    json_array_foreach(at_path(list, "components"), i, row)
        carried += json_number_value(json_object_get(row, "voices"));
    assert_true(i == 40 && attached > 0 && attached <= heard);
    assert_true(fabs(carried - attached) < 0.05 * 40 + 0.5); /* each row is rounded to a tenth */
    const json_t *queue = ask(app, "components.get", "component=event-queue", NULL), *way;
    double through = 0, themes = 0;
    size_t k;
    json_array_foreach(at_path(queue, "through"), k, way) {
        through += json_number_value(json_object_get(way, "carried"));
        double product =
            json_number_value(json_object_get(way, "voices")) * json_number_value(json_object_get(way, "share"));
        assert_true(fabs(product - json_number_value(json_object_get(way, "carried"))) < 0.02);
    }
    json_array_foreach(at_path(queue, "themes"), i, row) themes += json_number_value(json_object_get(row, "carried"));
    assert_true(k > 3 && fabs(through - real(queue, "friction.voices")) < 0.05 + 0.005 * (double)k);
    assert_true(fabs(themes - through) < 0.01 * (double)(k + i));
    const json_t *stands = at_path(ask(app, "route.ask", "theme=1", NULL), "stands_on");
    double sum = 0;
    json_array_foreach(stands, i, row) sum += json_number_value(json_object_get(row, "share"));
    assert_true(i >= 2 && fabs(sum - 1) < 0.001);
    bool nobodys = false;
    json_array_foreach(at_path(ask(app, "components.unowned", NULL), "themes"), i, row)
        nobodys |= number(row, "id") == 2;
    assert_true(nobodys);
    world_close(app);
}

/* Complaints of customers about one product, and tickets of the company's own developers about another. */
static const char *complaints(Arena *a, bool internal) {
    static const char *const WHO[2][5] = {
        {"My debit card", "The new debit card", "Her bank card", "Our second card", "A friend's debit card"},
        {"Our consumer", "The billing consumer", "Each consumer group", "A slow consumer", "The audit consumer"}};
    static const char *const WHAT[2][4] = {
        {"was declined at the till", "is declined again at payment", "got declined while paying", "declined me twice"},
        {"lags behind the broker", "loses its offsets", "cannot commit its offset", "reads messages twice"}};
    static const char *const WHERE[2][4] = {
        {"in the shop though there is money", "abroad", "at the petrol station", "with a queue behind me"},
        {"after the broker upgrade", "since brokers rebalance", "on the new cluster", "whenever a broker restarts"}};
    Buf b = buf_new(1 << 16);
    buf_printf(&b, "id,text,time,customer,product\n");
    for (int i = 0; i < 80; i++) {
        buf_printf(&b, "%d,%s %s %s,2026-05-%02d,%s%d,%s\n", i, WHO[internal][i % 5], WHAT[internal][i / 5 % 4],
                   WHERE[internal][i / 20], 1 + i % 28, internal ? "dev" : "c", i, internal ? "Queue" : "Debit card");
    }
    const char *file = file_put(internal ? "tickets.csv" : "calls.csv", arena_str(a, buf_str(&b)).p);
    buf_free(&b);
    return file;
}

/* Internal developers are customers of infrastructure: what they tell shows at what they name, is told apart, and adds
 * up with what customers tell. */
static void developers_are_heard(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    const char *calls = complaints(f->a, false), *tickets = complaints(f->a, true);
    ask(app, "components.import", file_put("catalog-info.yaml", CATALOG), NULL);
    ask(app, "import", calls, "themes=no", NULL);
    ask(app, "import", tickets, "told_by=internal", NULL);
    assert_int_equal(number(ask(app, "signals.list", "told_by=internal", NULL), "total"), 80);
    assert_int_equal(number(ask(app, "signals.list", "told_by=customers", NULL), "total"), 80);
    assert_int_equal(number(ask(app, "signals.list", "told_by=internal", "product=Queue", NULL), "total"), 80);
    assert_string_equal(text(ask(app, "signals.list", "told_by=internal", NULL), "signals.0.source.name"), "tickets");
    const json_t *sources = ask(app, "sources.list", NULL);
    assert_string_equal(text(sources, "sources.0.told_by"), "customers");
    assert_string_equal(text(sources, "sources.1.told_by"), "internal");
    const json_t *till = ask(app, "components.get", "component=till", NULL),
                 *queue = ask(app, "components.get", "component=queue", NULL);
    size_t inside = 0;
    double heard = real(till, "friction.heard"), of_customers = 2 * real(till, "friction.voices");
    assert_true(of_customers > 60 && real(till, "friction.internal") == 0);
    assert_true(real(queue, "friction.internal") > 60); /* it is called "queue": no catalog names that product */
    assert_true(fabs(of_customers + real(queue, "friction.internal") - heard) < 0.11);
    assert_true(fabs(of_customers / 2 + real(queue, "friction.internal") - real(queue, "friction.voices")) < 0.11);
    const json_t *brief = NULL, *row;
    size_t i;
    json_array_foreach(at_path(ask(app, "themes.list", NULL), "themes"), i, row) {
        char arg[40];
        snprintf(arg, sizeof arg, "theme=%lld", number(row, "id"));
        brief = ask(app, "problems.new", arg, NULL);
        snprintf(arg, sizeof arg, "problem=%lld", number(brief, "problem"));
        inside +=
            strstr(text(ask(app, "problems.export", arg, NULL), "markdown"), "(100 %) were told by internal") != NULL;
    }
    assert_true(inside > 0 && inside < i);
    /* said otherwise, and counted anew though no signal changed */
    ask(app, "import", tickets, NULL);
    assert_true(real(ask(app, "components.get", "component=queue", NULL), "friction.internal") > 60);
    ask(app, "import", tickets, "told_by=customers", NULL);
    queue = ask(app, "components.get", "component=queue", NULL);
    assert_true(real(queue, "friction.internal") == 0 && real(queue, "friction.voices") > 60);
    ask(app, "signals.add", "lines={\"id\": \"1\", \"text\": \"the broker is down\"}", "source=Pager",
        "told_by=internal", NULL);
    assert_int_equal(number(ask(app, "signals.list", "told_by=internal", NULL), "total"), 1);
    world_close(app);
}

/* ---- routing --------------------------------------------------------------------------------- */

static void routing_learns_from_what_is_confirmed(void **state) {
    App *app = world_open(*state, 1);
    ask(app, "components.import", "file=" SOURCE_ROOT "/src/demo/texts/catalog.yaml", NULL);
    const json_t *r = ask(app, "route.ask", "text=The contactless tap is declined at the terminal", NULL);
    assert_string_equal(text(r, "hits.0.component.name"), "card-authorisation");
    assert_true(json_is_true(at_path(r, "sure")));
    assert_string_equal(text(r, "hits.0.reasons.0.from"), "tags");
    r = ask(app, "route.ask", "text=Grey screen whenever I look", NULL);
    assert_false(json_is_true(at_path(r, "sure")));
    for (int i = 0; i < 3; i++) {
        char arg[80];
        snprintf(arg, sizeof arg, "text=A grey screen, number %d, mail me at ann@example.com", i);
        ask(app, "route.confirm", arg, "component=mobile-app", NULL);
    }
    r = ask(app, "route.ask", "text=Grey screen whenever I look", NULL);
    assert_string_equal(text(r, "hits.0.component.name"), "mobile-app");
    assert_string_equal(text(r, "hits.0.reasons.0.from"), "confirmed");
    assert_int_equal(number(r, "confirmations"), 3);
    assert_int_equal(refusal(app, "route.confirm", "text=x", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "route.confirm", "text=x", "component=hsm", "nobody=yes", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "route.confirm", "component=hsm", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "route.confirm", "text=x", "component=none such", NULL)->code, ERR_NOT_FOUND);
    Str all = sql_everything(*state); /* personal data was cut before it was kept */
    assert_true(str_find(all, STR("ann@example.com")) == SIZE_MAX && str_find(all, STR("A grey screen")) != SIZE_MAX);
    world_close(app);
}

/* A problem gets its owner, its themes with it; a change of the owner is a row of the audit log. */
static void a_problem_gets_its_owner(void **state) {
    App *app = demo_open(*state, 2);
    ask(app, "components.import", "file=" SOURCE_ROOT "/src/demo/texts/catalog.yaml", NULL);
    const json_t *made = ask(app, "problems.new", "theme=1", NULL);
    char arg[40];
    snprintf(arg, sizeof arg, "problem=%lld", number(made, "problem"));
    assert_true(json_is_null(at_path(ask(app, "problems.get", arg, NULL), "problem.component")));
    assert_true(json_array_size(at_path(ask(app, "route.ask", arg, NULL), "hits")) > 0);
    ask(app, "route.confirm", arg, "component=billing", NULL);
    long long billing = number(ask(app, "components.get", "component=billing", NULL), "component.id");
    const json_t *shown = ask(app, "problems.get", arg, NULL);
    assert_int_equal(number(shown, "problem.component.id"), billing);
    assert_string_equal(text(shown, "problem.component.name"), "billing");
    assert_string_equal(text(ask(app, "route.ask", "theme=1", NULL), "confirmed.name"), "billing");
    /* a commitment is somebody's: a component without an owner is not enough, unless it is said */
    ask(app, "problems.open", arg, NULL);
    ask(app, "components.import", file_put("late.csv", "component,owner\nlonely,\n"), NULL);
    ask(app, "route.confirm", arg, "component=lonely", NULL);
    assert_non_null(
        strstr(refusal(app, "problems.commit", arg, NULL)->message, "component lonely of problem 1 has no"));
    assert_int_equal(json_array_size(at_path(ask(app, "components.unowned", NULL), "problems")), 1);
    ask(app, "components.import", file_put("late.csv", "component,owner\nless,\n"), NULL); /* it is gone by that */
    assert_non_null(strstr(refusal(app, "problems.commit", arg, NULL)->message, "is gone"));
    ask(app, "route.confirm", arg, "component=billing", NULL);
    assert_int_equal(json_array_size(at_path(ask(app, "components.unowned", NULL), "problems")), 0);
    ask(app, "problems.commit", arg, NULL);
    ask(app, "route.confirm", arg, "nobody=yes", NULL);
    assert_true(json_is_null(at_path(ask(app, "problems.get", arg, NULL), "problem.component")));
    bool noted = false;
    const json_t *row;
    size_t i;
    json_array_foreach(at_path(ask(app, "audit.list", "kind=problem", NULL), "rows"), i, row)
        noted |= strcmp(text(row, "action"), "problem.owner") == 0;
    assert_true(noted);
    assert_int_equal(refusal(app, "route.confirm", arg, "theme=1", "component=billing", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "route.ask", "problem=99999", NULL)->code, ERR_NOT_FOUND);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(a_catalog_is_taken_once_and_followed),
                                      STORE_TEST(bad_files_store_nothing),
                                      STORE_TEST(codeowners_make_folders_components),
                                      STORE_TEST(shares_add_up),
                                      STORE_TEST(routing_learns_from_what_is_confirmed),
                                      STORE_TEST(a_problem_gets_its_owner),
                                      STORE_TEST(developers_are_heard)};
    return app_tests_run("app/ownership", tests, sizeof tests / sizeof *tests);
}
