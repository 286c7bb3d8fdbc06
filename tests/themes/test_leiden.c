/* Communities of small graphs whose answer is plain. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "leiden.h"

enum { CLIQUES = 4, SIZE = 5, NODES = CLIQUES * SIZE };

/* Cliques in a ring, one edge between neighbours. */
static Graph ring_of_cliques(Arena *a) {
    Graph g = {NODES, ARENA_ARRAY(a, uint32_t, NODES + 1), ARENA_ARRAY(a, uint32_t, NODES * SIZE),
               ARENA_ARRAY(a, float, NODES *SIZE)};
    uint32_t at = 0;
    for (uint32_t i = 0; i < NODES; i++) {
        for (uint32_t j = 0; j < NODES; j++) {
            bool same = i / SIZE == j / SIZE && i != j;
            bool bridge =
                (i % SIZE == 0 && j == (i + NODES - 1) % NODES) || (j % SIZE == 0 && i == (j + NODES - 1) % NODES);
            if (same || bridge) g.to[at] = j, g.weight[at++] = 1;
        }
        g.begin[i + 1] = at;
    }
    return g;
}

static void cliques_are_communities(void **state) {
    (void)state;
    Arena *a = arena_new();
    Graph g = ring_of_cliques(a);
    uint32_t community[NODES];
    for (uint64_t seed = 1; seed < 20; seed++) {
        assert_int_equal(leiden(&g, 1, seed, community), CLIQUES);
        for (uint32_t i = 0; i < NODES; i++) assert_int_equal(community[i], community[i / SIZE * SIZE]);
    }
    arena_free(a);
}

static void resolution_rules_the_number(void **state) {
    (void)state;
    Arena *a = arena_new();
    Graph g = ring_of_cliques(a);
    uint32_t community[NODES];
    assert_int_equal(leiden(&g, 0.01, 1, community), 1);
    assert_int_equal(leiden(&g, 1000, 1, community), NODES);
    arena_free(a);
}

static void lone_nodes_stay_alone(void **state) {
    (void)state;
    uint32_t begin[4] = {0}, community[3];
    Graph g = {3, begin, NULL, NULL};
    assert_int_equal(leiden(&g, 1, 1, community), 3);
    g.n = 0;
    assert_int_equal(leiden(&g, 1, 1, community), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cliques_are_communities),
        cmocka_unit_test(resolution_rules_the_number),
        cmocka_unit_test(lone_nodes_stay_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
