/* Catalog files, tables and folders as entities: real files, then what is broken. */
#include "problems_data.h"
#include "problems_test.h"

#include <ftw.h>
#include <string.h>

#include "base/buf.h"
#include "problems/catalog.h"
#include "problems/graph.h"

static Catalog *read_yaml(const char *text) {
    Catalog *c = catalog_new(a);
    Err err = {0};
    if (!catalog_add_yaml(c, STR("x.yaml"), str_from_c(text), &err)) fail_msg("%s", err.message);
    catalog_finish(c);
    return c;
}

static void refuses(const char *text, ErrCode code, const char *message) {
    Err err = {0};
    assert_false(catalog_add_yaml(catalog_new(a), STR("x.yaml"), str_from_c(text), &err));
    if (strcmp(err.message, message) != 0) fail_msg("said '%s', expected '%s'", err.message, message);
    assert_int_equal(err.code, code);
    assert_true(err.hint[0]);
}

static const Entity *entity(const Catalog *c, const char *ref) {
    const Entity *e = catalog_find(c, str_from_c(ref));
    if (!e) fail_msg("there is no %s", ref);
    return e;
}

static void is(Str got, const char *expected) {
    if (!str_eq(got, str_from_c(expected))) fail_msg("got '%.*s', expected '%s'", STR_ARG(got), expected);
}

static bool noticed(const Catalog *c, const char *what) {
    for (size_t i = 0; i < c->notices_n; i++)
        if (str_find(c->notices[i].what, str_from_c(what)) != SIZE_MAX) return true;
    return false;
}

/* ---- real files ------------------------------------------------------------------------------ */

static Catalog *walked;
static size_t walked_files;

static int add_file(const char *path, const struct stat *st, int kind, struct FTW *where) {
    (void)st, (void)where;
    if (kind != FTW_F) return 0;
    FILE *f = fopen(path, "rb");
    char *p = arena_alloc(a, 1 << 16);
    Str text = {p, fread(p, 1, 1 << 16, f)};
    Err err = {0};
    fclose(f);
    if (!catalog_add_yaml(walked, arena_str(a, str_from_c(path)), text, &err)) fail_msg("%s", err.message);
    walked_files++;
    return 0;
}

static void test_backstage(void **state) {
    (void)state;
    const char *folder = data_file(a, "ownership/backstage");
    if (!folder) skip();
    walked = catalog_new(a);
    walked_files = 0;
    assert_int_equal(nftw(folder, add_file, 16, FTW_PHYS), 0);
    catalog_finish(walked);
    assert_int_equal(walked_files, 31);
    assert_int_equal(walked->entities_n, 24); /* 8 of the files are templates, one has two entities */
    const Entity *argo = entity(walked, "component:default/backstage-plugin-argo-cd");
    is(argo->owner, "group:default/open-source");
    is(argo->tags, "plugin, oss, frontend");
    is(argo->description, "Backstage plugin to view and interact with Argo CD.");
    is(argo->paths, "roadiehq/roadie-backstage-plugins, plugins/frontend/backstage-plugin-argo-cd");
    is(entity(walked, "component:default/backstage-demo")->owner, "group:backstage/maintainers");
    assert_true(noticed(walked, "group:default/open-source, which no file describes (20 times in all)"));
    assert_true(noticed(walked, "placeholder"));
    assert_true(noticed(walked, "a Location is not followed"));
}

static Catalog *graph_file(const char *name) {
    Str text = data_text(a, name);
    if (!text.n) return NULL;
    Catalog *c = catalog_new(a);
    Err err = {0};
    if (!catalog_add_yaml(c, str_from_c(name), text, &err)) fail_msg("%s", err.message);
    catalog_finish(c);
    assert_int_equal(c->notices_n, 0);
    return c;
}

/* What a node is built upon, names without kind and namespace. */
static void built_upon(const Catalog *c, const char *name, const char *expected) {
    const Graph *g = graph_of(a, c->entities, c->entities_n);
    size_t node = graph_node(g, arena_printf(a, "component:default/%s", name));
    Buf b = buf_new(4096);
    assert_true(node != SIZE_MAX);
    for (uint32_t k = g->edges_at[node]; k < g->edges_at[node + 1]; k++) {
        Str ref = g->refs[g->edges[k]];
        str_cut(&ref, '/');
        buf_printf(&b, "%s%.*s", b.n ? " " : "", STR_ARG(ref));
    }
    is(buf_str(&b), expected);
    buf_free(&b);
}

static void test_compose(void **state) {
    (void)state;
    const Catalog *c = graph_file("ownership/service_graph/otel-demo-compose.yaml");
    if (!c) skip();
    assert_int_equal(c->entities_n, 20);
    built_upon(c, "ad", "flagd otel-collector");
    built_upon(c, "cart", "flagd otel-collector valkey-cart");
    built_upon(c, "checkout", "cart currency email flagd otel-collector payment product-catalog shipping");
    built_upon(c, "valkey-cart", "");
}

static void test_kubernetes(void **state) {
    (void)state;
    const Catalog *c = graph_file("ownership/service_graph/gcp-microservices-demo-kubernetes-manifests.yaml");
    if (!c) skip();
    assert_int_equal(c->entities_n, 12);
    built_upon(c, "checkoutservice",
               "cartservice currencyservice emailservice paymentservice productcatalogservice shippingservice");
    built_upon(c, "cartservice", "redis-cart");
    built_upon(c, "recommendationservice", "productcatalogservice");
    built_upon(c, "loadgenerator", "frontend");
    built_upon(c, "redis-cart", "");
}

static Catalog *folders(const char *name) {
    Str text = data_text(a, arena_printf(a, "ownership/%s/CODEOWNERS", name).p);
    Str tree = data_text(a, arena_printf(a, "ownership/%s/tree.txt", name).p);
    if (!text.n || !tree.n) return NULL;
    Catalog *c = catalog_new(a);
    Err err = {0};
    const Codeowners *owners = codeowners_parse(a, text, OWNERS_AUTO, &err);
    assert_non_null(owners);
    assert_true(catalog_add_owners(c, STR("CODEOWNERS"), owners, tree, STR("the-repository"), &err));
    catalog_finish(c);
    return c;
}

static void test_folders(void **state) {
    (void)state;
    const Catalog *sentry = folders("getsentry__sentry-javascript"), *meta = folders("MetaMask__core"),
                  *demo = folders("GoogleCloudPlatform__microservices-demo");
    if (!sentry || !meta || !demo) skip();
    is(entity(sentry, "component:default/packages/node-core")->owner, "group:default/team-javascript-sdks-server");
    is(entity(sentry, "component:default/packages/core")->owner, ""); /* beside owned ones, forgotten by the file */
    is(entity(sentry, "component:default/dev-packages/e2e-tests")->owner, "");
    is(entity(meta, "component:default/packages/wallet/src/initialization/instances/claims-service")->owner,
       "group:default/web3auth");
    is(entity(meta, "component:default/packages/perps-controller")->paths, "packages/perps-controller");
    is(entity(demo, "component:default/the-repository")->owner, "group:default/devrel-flagship-app-maintainers");
    assert_int_equal(demo->entities_n, 1);
}

/* ---- made ones ------------------------------------------------------------------------------- */

static void test_entities(void **state) {
    (void)state;
    const Catalog *c = read_yaml(
        "apiVersion: backstage.io/v1alpha1\n"
        "kind: Component\n"
        "metadata: {name: Checkout, namespace: Shop, title: The till, tags: [pay, till],\n"
        "  annotations: {ridealong/products: 'Debit card, Wallet'}}\n"
        "spec:\n  type: service\n  lifecycle: production\n  owner: user:default/ada\n  system: shop\n"
        "  dependsOn: [resource:default/db, other/queue]\n  consumesApis: [rates]\n  providesApis:\n  - tills\n"
        "---\n"
        "---\n"
        "apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {name: ada}\n"
        "spec: {profile: {displayName: Ada L., email: ada@example.com}, memberOf: [payments]}\n"
        "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: orphan}\n");
    const Entity *e = entity(c, "component:shop/checkout");
    is(e->name, "Checkout");
    is(e->owner, "user:default/ada");
    is(e->products, "Debit card, Wallet");
    is(e->tags, "pay, till");
    assert_int_equal(e->line, 1);
    static const char *const TARGETS[] = {"resource:default/db", "component:other/queue", "api:shop/rates",
                                          "api:shop/tills", "system:shop/shop"};
    assert_int_equal(e->relations_n, 5);
    for (size_t i = 0; i < 5; i++) is(e->relations[i].target, TARGETS[i]);
    is(entity(c, "user:default/ada")->email, "ada@example.com");
    is(entity(c, "component:default/orphan")->owner, "");
}

static void test_notices(void **state) {
    (void)state;
    const Catalog *c = read_yaml(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec: {dependsOn: [b, "
        "missing]}\n---\n"
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: b}\nspec: {dependsOn: [c]}\n---\n"
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: c}\nspec: {dependsOn: [a]}\n---\n"
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: A}\nspec: {}\n");
    assert_int_equal(c->entities_n, 3);
    assert_true(noticed(c, "component:default/a stands already in x.yaml, line 1"));
    assert_true(noticed(c, "component:default/a names component:default/missing, which no file describes"));
    assert_true(noticed(
        c, "in a ring: component:default/a -> component:default/b -> component:default/c -> component:default/a"));
    assert_int_equal(c->notices_n, 3);
}

static void test_broken(void **state) {
    (void)state;
    refuses("a: [1, 2\nb: 3\n", ERR_INPUT,
            "x.yaml, line 2: did not find expected ',' or ']' while parsing a flow sequence");
    refuses("apiVersion: backstage.io/v1alpha1\nkind: Component\nspec: {}\n", ERR_INPUT,
            "x.yaml, line 1: the document has no metadata.name");
    refuses("apiVersion: backstage.io/v1alpha1\nmetadata: {name: x}\n", ERR_INPUT,
            "x.yaml, line 1: the document has no kind");
    refuses("apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: 'a:b'}\n", ERR_INPUT,
            "x.yaml, line 1: 'a:b' is no name");
    refuses("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: x}\nspec:\n  owner: ':'\n", ERR_INPUT,
            "x.yaml, line 5: spec.owner is no reference");
    refuses(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: x}\nspec:\n  dependsOn:\n  - {a: b}\n",
        ERR_INPUT, "x.yaml, line 6: dependsOn holds something that is no name");
    refuses("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: x}\nspec:\n  dependsOn: 'a//b'\n",
            ERR_INPUT, "x.yaml, line 5: dependsOn: 'a//b' is no reference");
    refuses("hello\n", ERR_INPUT, "x.yaml, line 1: this is no catalog file");
    refuses("a: \xff\n", ERR_INPUT, "x.yaml, line 1: the file is not UTF-8 text");
    refuses("a: *b\n", ERR_INPUT, "x.yaml, line 1: there is no anchor of that name above");
    refuses("a: &b [*b]\n", ERR_INPUT, "x.yaml, line 1: an alias stands within what it stands for");
}

/* Nine levels of nine aliases each would be 387 million copies. */
static void test_bombs(void **state) {
    (void)state;
    Buf b = buf_new(1 << 20);
    buf_lit(&b, "services:\n  a: {depends_on: {b: 1}, x: &a0 [lol,lol,lol,lol,lol,lol,lol,lol,lol]}\n");
    for (int i = 1; i < 9; i++) {
        buf_printf(&b, "  b%d: {x: &a%d [", i, i);
        for (int k = 0; k < 9; k++) buf_printf(&b, "%s*a%d", k ? "," : "", i - 1);
        buf_lit(&b, "]}\n");
    }
    assert_int_equal(read_yaml(arena_str(a, buf_str(&b)).p)->entities_n, 9);
    assert_true(arena_used(a) < 1 << 20);
    /* the same beneath a workload, whose whole environment is walked */
    Buf k = buf_new(1 << 20);
    buf_lit(&k, "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  x: &a0 [{value: 'b:1'},{value: "
                "'b:2'}]\n");
    for (int i = 1; i < 60; i++) buf_printf(&k, "  x%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
    assert_int_equal(read_yaml(arena_str(a, buf_str(&k)).p)->entities_n, 1);
    buf_clear(&b);
    for (int i = 0; i < 100; i++) buf_lit(&b, "[");
    refuses(arena_str(a, buf_str(&b)).p, ERR_LIMIT, "x.yaml, line 1: lists and maps are nested more than 64 deep");
    buf_free(&b);
    buf_free(&k);
}

static void test_rows(void **state) {
    (void)state;
    Catalog *c = catalog_new(a);
    Err err = {0};
    Cell cells[] = {{STR("Component"), STR("card-gateway")},
                    {STR("Team"), STR("cards")},
                    {STR("depends_on"), STR("ledger; hsm")},
                    {STR("products"), STR("Debit card")}};
    Cell team[] = {{STR("team"), STR("cards")}, {STR("members"), STR("ada, bob")}};
    Cell bad[] = {{STR("title"), STR("x")}};
    assert_true(catalog_add_row(c, STR("c.csv"), &(Row){2, 1, cells, 4}, &err));
    assert_true(catalog_add_row(c, STR("t.csv"), &(Row){2, 1, team, 2}, &err));
    assert_false(catalog_add_row(c, STR("t.csv"), &(Row){7, 1, bad, 1}, &err));
    assert_string_equal(err.message, "t.csv, line 7: there is no column 'component'");
    catalog_finish(c);
    const Entity *e = entity(c, "component:default/card-gateway");
    is(e->owner, "group:default/cards");
    is(e->relations[1].target, "component:default/hsm");
    assert_int_equal(entity(c, "group:default/cards")->relations_n, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_backstage, setup, teardown),
        cmocka_unit_test_setup_teardown(test_compose, setup, teardown),
        cmocka_unit_test_setup_teardown(test_kubernetes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_folders, setup, teardown),
        cmocka_unit_test_setup_teardown(test_entities, setup, teardown),
        cmocka_unit_test_setup_teardown(test_notices, setup, teardown),
        cmocka_unit_test_setup_teardown(test_broken, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bombs, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rows, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
