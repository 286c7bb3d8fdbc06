/* Any bytes as a catalog file; shares of what loads sum to 1. Beside it as a list of files for a CODEOWNERS that names
 * folders. */
#include <math.h>
#include <stdlib.h>

#include "problems/graph.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(Catalog *c) {
    catalog_finish(c);
    const Graph *g = graph_of(c->arena, c->entities, c->entities_n);
    for (size_t i = 0; i < c->entities_n; i++)
        if (catalog_find(c, c->entities[i].ref) != &c->entities[i] || !utf8_valid(c->entities[i].name)) abort();
    for (size_t i = 0; i < c->notices_n; i++)
        if (!utf8_valid(c->notices[i].what)) abort();
    for (size_t i = 0; i < g->n && i < 8; i++) {
        const GraphShare *shares;
        double sum = 0;
        size_t n = graph_shares(g, c->arena, (uint32_t)i, GRAPH_DAMPING, &shares);
        for (size_t k = 0; k < n; k++) sum += shares[k].share;
        if (fabs(sum - 1) > 1e-9) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char OWNERS[] = "* @a\n/a/ @b\n/a/b @c/d\nx/y\n";
    Str text = {(const char *)data, size};
    Arena *a = arena_new();
    Catalog *c = catalog_new(a);
    Err err = {0};
    if (catalog_add_yaml(c, STR("fuzz"), text, &err)) check(c);
    else if (err.code == ERR_NONE || !err.message[0]) abort();
    c = catalog_new(a);
    if (utf8_valid(text) &&
        catalog_add_owners(c, STR("fuzz"), codeowners_parse(a, str_from_c(OWNERS), OWNERS_AUTO, NULL), text, STR("r"),
                           NULL))
        check(c);
    arena_free(a);
    return 0;
}
