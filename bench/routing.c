/* routing.c - how well texts are routed to components: routing ROWS.csv COMPONENTS.csv
 *
 * ROWS: text, component. COMPONENTS: component, owner, description, tags, products (as `ridealong components import`
 * takes it). Three orders of the rows; in each the last third is asked, and the first 0, 10, 30, ... of the others were
 * confirmed. Prints top-1 and top-3 in percent, for the baselines, too; and, where the router is sure, how often, and
 * how often it is right. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "problems/catalog.h"
#include "problems/router.h"

enum { ORDERS = 3, TOP = 3, COMPONENTS = 500, ROWS = 20000 };

typedef struct Rows {
    Arena *a;
    RouteDoc docs[COMPONENTS];
    size_t docs_n;
    RouteExample rows[ROWS];
    size_t n;
} Rows;

typedef struct Figures {
    double top1, top3, sure, sure_right, claimed; /* claimed: mean probability of the first hit */
} Figures;

static bool read_rows(const char *path, bool (*take)(Rows *s, const Row *row, Err *err), Rows *s, Err *err) {
    Reader *r = reader_open(path, &(ReaderOptions){0}, err);
    bool ok = r != NULL;
    for (bool more = ok; more && ok;) {
        Row row;
        Reject bad;
        switch (reader_next(r, &row, &bad, err)) {
        case READ_ROW:
            ok = take(s, &row, err);
            break;
        case READ_REJECT:
            break;
        case READ_END:
            more = false;
            break;
        case READ_FAIL:
            ok = false;
        }
    }
    reader_close(r);
    return ok;
}

static bool take_entities(Rows *s, const Catalog *c) {
    for (size_t i = 0; i < c->entities_n && s->docs_n < COMPONENTS; i++) {
        const Entity *e = &c->entities[i];
        if (e->kind == ENTITY_COMPONENT)
            s->docs[s->docs_n++] = (RouteDoc){e->name, e->title, e->description, e->tags, e->paths, e->products};
    }
    return true;
}

static bool take_component(Rows *s, const Row *row, Err *err) {
    Catalog *c = catalog_new(s->a);
    return catalog_add_row(c, STR("components"), row, err) && take_entities(s, c);
}

static bool read_components(const char *path, Rows *s, Err *err) {
    static char bytes[1 << 20];
    if (!str_ends(str_from_c(path), STR(".yaml"))) return read_rows(path, take_component, s, err);
    FILE *f = fopen(path, "rb");
    if (!f) return err_set(err, ERR_IO, NULL, "cannot read %s", path);
    Catalog *c = catalog_new(s->a);
    bool ok = catalog_add_yaml(c, str_from_c(path), (Str){bytes, fread(bytes, 1, sizeof bytes, f)}, err);
    fclose(f);
    return ok && take_entities(s, c);
}

static bool take_row(Rows *s, const Row *row, Err *err) {
    for (size_t d = 0; d < s->docs_n; d++)
        if (str_eq(s->docs[d].name, row->cells[1].value)) {
            if (s->n < ROWS) s->rows[s->n++] = (RouteExample){arena_str(s->a, row->cells[0].value), d};
            return true;
        }
    return err_set(err, ERR_INPUT, NULL, "line %d: no component '%.*s'", (int)row->line, STR_ARG(row->cells[1].value));
}

static void shuffle(Rows *s, uint64_t seed) {
    Rng rng = rng_new(seed);
    for (size_t i = s->n; i > 1; i--) {
        size_t j = rng_below(&rng, i);
        RouteExample swap = s->rows[i - 1];
        s->rows[i - 1] = s->rows[j];
        s->rows[j] = swap;
    }
}

static size_t asked_from(const Rows *s) {
    return s->n - s->n / 3;
}

static void measure(const Rows *s, Router *router, size_t learned, Figures *f) {
    size_t begin = asked_from(s), asked = s->n - begin, sure = 0, sure_right = 0;
    Arena *a = arena_new();
    router_learn(router, s->rows, learned);
    for (size_t i = begin; i < s->n; i++) {
        RouteHit hits[TOP];
        size_t n = router_rank(router, a, s->rows[i].text, hits, TOP, NULL);
        bool first = n && hits[0].component == s->rows[i].component;
        f->top1 += first / (double)asked;
        for (size_t k = 0; k < n; k++) f->top3 += (hits[k].component == s->rows[i].component) / (double)asked;
        f->claimed += (n ? hits[0].probability : 0) / (double)asked;
        if (n && hits[0].probability >= ROUTE_SURE) sure++, sure_right += first;
        arena_reset(a);
    }
    f->sure += (double)sure / (double)asked;
    f->sure_right += sure ? (double)sure_right / (double)sure : 1;
    arena_free(a);
}

/* The three components that most of the first `learned` rows belong to, whatever the text. */
static void measure_biggest(const Rows *s, size_t learned, Figures *f) {
    size_t count[COMPONENTS] = {0}, begin = asked_from(s), best[TOP] = {0};
    for (size_t i = 0; i < learned; i++) count[s->rows[i].component]++;
    for (size_t k = 0; k < TOP; k++) {
        for (size_t d = 0; d < s->docs_n; d++)
            if (count[d] != SIZE_MAX && (count[best[k]] == SIZE_MAX || count[d] > count[best[k]])) best[k] = d;
        count[best[k]] = SIZE_MAX;
    }
    for (size_t i = begin; i < s->n; i++)
        for (size_t k = 0; k < TOP; k++) {
            double hit = (s->rows[i].component == best[k]) / (double)(s->n - begin);
            f->top3 += hit;
            if (!k) f->top1 += hit;
        }
}

static void print(const char *what, size_t learned, const Figures *f, bool calibration) {
    printf("%-16s %5zu confirmed  top-1 %5.1f  top-3 %5.1f", what, learned, 100 * f->top1 / ORDERS,
           100 * f->top3 / ORDERS);
    if (calibration)
        printf("  sure %5.1f %%, of these right %5.1f %%, mean claim %5.1f %%", 100 * f->sure / ORDERS,
               100 * f->sure_right / ORDERS, 100 * f->claimed / ORDERS);
    printf("\n");
}

int main(int argc, char **argv) {
    static const size_t LEARNED[] = {0, 10, 30, 100, 300, 1000, 2000};
    enum { STEPS = sizeof LEARNED / sizeof *LEARNED };
    Rows *s = calloc(1, sizeof *s);
    Err err = {0};
    if (argc != 3 || !s) return fprintf(stderr, "usage: routing ROWS.csv COMPONENTS.csv\n"), 2;
    s->a = arena_new();
    if (!read_components(argv[2], s, &err) || !read_rows(argv[1], take_row, s, &err))
        return fprintf(stderr, "%s\n", err.message), 1;
    Figures biggest = {0}, plain = {0}, curve[STEPS] = {0};
    Router *router = router_new(s->docs, s->docs_n);
    for (uint64_t seed = 1; seed <= ORDERS; seed++) {
        shuffle(s, seed);
        measure_biggest(s, asked_from(s), &biggest);
        measure(s, router, 0, &plain);
        for (size_t k = 0; k < STEPS && LEARNED[k] <= asked_from(s); k++) measure(s, router, LEARNED[k], &curve[k]);
    }
    printf("%zu texts, %zu components, mean of %d orders, %zu texts asked\n", s->n, s->docs_n, ORDERS,
           s->n - asked_from(s));
    print("biggest owner", asked_from(s), &biggest, false);
    print("BM25 alone", 0, &plain, false);
    for (size_t k = 1; k < STEPS && LEARNED[k] <= asked_from(s); k++) print("router", LEARNED[k], &curve[k], true);
    router_free(router);
    arena_free(s->a);
    free(s);
    return 0;
}
