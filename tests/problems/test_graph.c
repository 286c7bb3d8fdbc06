/* What is built upon what: edges through APIs, rings, shares that sum to 1, ways. */
#include "problems_data.h"
#include "problems_test.h"

#include <math.h>

#include "problems/catalog.h"
#include "problems/graph.h"

/* "a: b c" lines as components. */
static const Graph *graph(const char *text) {
    Catalog *c = catalog_new(a);
    for (Str rest = str_from_c(text); rest.p;) {
        Str line = str_cut(&rest, '\n'), name = str_cut(&line, ':');
        Err err = {0};
        Cell cells[] = {{STR("component"), str_trim(name)}, {STR("depends_on"), str_trim(line)}};
        if (!catalog_add_row(c, STR("t"), &(Row){1, 1, cells, 2}, &err)) fail_msg("%s", err.message);
    }
    catalog_finish(c);
    return graph_of(a, c->entities, c->entities_n);
}

static uint32_t node(const Graph *g, const char *name) {
    size_t at = graph_node(g, arena_printf(a, "component:default/%s", name));
    assert_true(at != SIZE_MAX);
    return (uint32_t)at;
}

static double share(const Graph *g, const char *start, const char *name) {
    const GraphShare *shares;
    double sum = 0, found = 0;
    size_t n = graph_shares(g, a, node(g, start), GRAPH_DAMPING, &shares);
    for (size_t i = 0; i < n; i++) {
        sum += shares[i].share;
        if (shares[i].node == node(g, name)) found = shares[i].share;
        assert_true(!i || shares[i].share <= shares[i - 1].share);
    }
    assert_true(fabs(sum - 1) < 1e-12);
    return found;
}

static void near(double got, double expected) {
    if (fabs(got - expected) > 1e-9) fail_msg("got %.12f, expected %.12f", got, expected);
}

static void test_shares(void **state) {
    (void)state;
    const Graph *g = graph("app: gateway, login\ngateway: queue\nlogin:\nqueue:");
    near(share(g, "app", "app"), 0.5);
    near(share(g, "app", "login"), 0.25); /* built upon nothing: keeps all that arrives */
    near(share(g, "app", "gateway"), 0.125);
    near(share(g, "app", "queue"), 0.125);
    near(share(g, "queue", "queue"), 1);
    near(share(g, "gateway", "app"), 0); /* never upwards */
}

/* a -> b -> a: a keeps 1/2 + 1/8 + 1/32 ... = 2/3 */
static void test_ring(void **state) {
    (void)state;
    const Graph *g = graph("a: b\nb: a");
    near(share(g, "a", "a"), 2.0 / 3);
    near(share(g, "a", "b"), 1.0 / 3);
    GraphCycle cycles[4];
    assert_int_equal(graph_cycles(g, a, cycles, 4), 1);
    assert_int_equal(cycles[0].n, 2);
    assert_int_equal(graph_cycles(graph("a: b, c\nb: c\nc:"), a, cycles, 4), 0); /* two ways to one are no ring */
    assert_int_equal(graph_cycles(graph("a: a, b\nb: c\nc: b"), a, cycles, 4), 1);
}

static void test_ways(void **state) {
    (void)state;
    const Graph *g = graph("app: x, y\nx: z\ny: q\nz: q\nq:");
    const uint32_t *way;
    assert_int_equal(graph_way(g, a, node(g, "app"), node(g, "q"), &way), 3);
    assert_int_equal(way[1], node(g, "y"));
    assert_int_equal(graph_way(g, a, node(g, "q"), node(g, "app"), &way), 0);
    assert_int_equal(graph_way(g, a, node(g, "q"), node(g, "q"), &way), 1);
}

static void test_apis(void **state) {
    (void)state;
    Catalog *c = catalog_new(a);
    Err err = {0};
    assert_true(catalog_add_yaml(
        c, STR("x"),
        STR("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: app}\n"
            "spec: {consumesApis: [rates, outside], dependencyOf: [web]}\n---\n"
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: engine}\n"
            "spec: {providesApis: [rates], dependsOn: [resource:db]}\n---\n"
            "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: rates}\nspec: {apiConsumedBy: [web]}\n"),
        &err));
    catalog_finish(c);
    const Graph *g = graph_of(a, c->entities, c->entities_n);
    uint32_t app = node(g, "app"), web = node(g, "web"), engine = node(g, "engine");
    assert_int_equal(g->edges_at[app + 1] - g->edges_at[app], 2); /* the engine, and the API that nobody provides */
    assert_true(str_eq(g->refs[g->edges[g->edges_at[app]]], STR("api:default/outside")));
    assert_int_equal(g->edges[g->edges_at[app] + 1], engine);
    assert_int_equal(g->edges_at[web + 1] - g->edges_at[web], 2); /* app and engine */
    assert_int_equal(g->edges_at[engine + 1] - g->edges_at[engine], 1);
}

static void test_real(void **state) {
    (void)state;
    Str text = data_text(a, "ownership/service_graph/otel-demo-compose.yaml");
    if (!text.n) skip();
    Catalog *c = catalog_new(a);
    assert_true(catalog_add_yaml(c, STR("compose"), text, NULL));
    catalog_finish(c);
    const Graph *g = graph_of(a, c->entities, c->entities_n);
    GraphCycle cycle;
    assert_int_equal(graph_cycles(g, a, &cycle, 1), 0);
    for (size_t i = 0; i < g->n; i++) {
        const GraphShare *shares;
        double sum = 0;
        size_t n = graph_shares(g, a, (uint32_t)i, GRAPH_DAMPING, &shares);
        for (size_t k = 0; k < n; k++) sum += shares[k].share;
        near(sum, 1);
    }
    assert_true(share(g, "checkout", "otel-collector") > share(g, "checkout", "payment"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_shares, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ring, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ways, setup, teardown),
        cmocka_unit_test_setup_teardown(test_apis, setup, teardown),
        cmocka_unit_test_setup_teardown(test_real, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
