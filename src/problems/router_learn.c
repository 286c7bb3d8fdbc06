/* router_learn.c - the learned part: one weight for each word and component that was confirmed, one bias for each
 * component. */
#include <math.h>
#include <string.h>

#include "router_private.h"

enum { EPOCHS = 15 };
static const double RATE = 1.0, BIAS_RATE = 0.02;

typedef struct Example {
    const Feature *features;
    size_t n, answer;
    const double *bm25;
} Example;

typedef struct Learning {
    Router *r;
    Arena *a;
    Example *examples;
    size_t n;
    float *squares; /* of gradients, for each weight */
    double *p;
} Learning;

/* Stems of the examples become features; how many examples and docs have each decides its idf. */
static void read_examples(Learning *l, const RouteExample *in) {
    Router *r = l->r;
    Terms *terms = ARENA_ARRAY(l->a, Terms, l->n + 1);
    size_t all = 0;
    for (size_t i = 0; i < l->n; i++) {
        terms[i] = route_terms(r->tokenizer, l->a, in[i].text);
        all += terms[i].n;
    }
    float *df = ARENA_ARRAY(r->learned, float, all + 1);
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k < terms[i].n; k++) df[idmap_add(&r->features, terms[i].at[k].key)] += 1;
    for (size_t f = 0; f < r->features.n; f++) df[f] = logf(((float)l->n + (float)r->docs + 1) / (df[f] + 1));
    r->idf = df;
    for (size_t i = 0; i < l->n; i++) {
        double *bm25 = ARENA_ARRAY(l->a, double, r->docs + 1);
        Example *e = &l->examples[i];
        route_bm25(r, &terms[i], bm25);
        e->features = route_features(r, l->a, &terms[i], &e->n);
        e->bm25 = bm25;
        e->answer = in[i].component == ROUTE_NOBODY ? r->docs : in[i].component;
    }
}

static void name_classes(Learning *l) {
    Router *r = l->r;
    r->class_of = ARENA_ARRAY(r->learned, uint32_t, r->docs + 1);
    memset(r->class_of, 0xff, (r->docs + 1) * sizeof *r->class_of);
    for (size_t i = 0; i < l->n; i++)
        if (r->class_of[l->examples[i].answer] == ID_NONE) r->class_of[l->examples[i].answer] = (uint32_t)r->classes++;
    r->weights = ARENA_ARRAY(r->learned, float, r->features.n * r->classes + 1);
    r->bias = ARENA_ARRAY(r->learned, float, r->docs + 1);
    l->squares = ARENA_ARRAY(l->a, float, r->features.n * r->classes + 1);
    l->p = ARENA_ARRAY(l->a, double, r->docs + 1);
}

/* One step down the gradient of the log loss. */
static void step(Learning *l, const Example *e) {
    Router *r = l->r;
    memcpy(l->p, e->bm25, (r->docs + 1) * sizeof *l->p);
    route_softmax(r, e->features, e->n, l->p);
    l->p[e->answer] -= 1;
    for (size_t d = 0; d <= r->docs; d++) {
        r->bias[d] -= (float)(BIAS_RATE * l->p[d]);
        if (r->class_of[d] == ID_NONE) continue;
        for (size_t i = 0; i < e->n; i++) {
            size_t at = e->features[i].id * r->classes + r->class_of[d];
            float g = (float)l->p[d] * e->features[i].weight;
            l->squares[at] += g * g;
            r->weights[at] -= (float)RATE * g / sqrtf(1 + l->squares[at]);
        }
    }
}

void router_learn(Router *r, const RouteExample *examples, size_t n) {
    if (n > ROUTE_EXAMPLES) {
        examples += n - ROUTE_EXAMPLES;
        n = ROUTE_EXAMPLES;
    }
    idmap_free(&r->features);
    arena_free(r->learned);
    r->learned = NULL;
    r->bias = NULL;
    r->classes = 0;
    if (!n) return;
    r->learned = arena_new();
    Learning l = {.r = r, .a = arena_new(), .n = n};
    l.examples = ARENA_ARRAY(l.a, Example, n);
    read_examples(&l, examples);
    name_classes(&l);
    for (int epoch = 0; epoch < EPOCHS; epoch++)
        for (size_t i = 0; i < n; i++) step(&l, &l.examples[i]);
    arena_free(l.a);
}
