/* router.h - whose is it? Components ranked for a text, with the words that say so.
 *
 *     Router *r = router_new(docs, n);
 *     router_learn(r, examples, examples_n);          // confirmed routings; none is fine
 *     RouteHit hits[3];
 *     double nobody;
 *     size_t found = router_rank(r, arena, text, hits, 3, &nobody);
 *     if (!found || hits[0].probability < ROUTE_SURE) say "unsure";
 *     router_free(r);
 *
 * The score of a component is a BM25 of the text over its words (Robertson and Zaragoza 2009, fields weighed as in
 * BM25F), times a scale, plus a learned weight for each word of the text: a multinomial logistic regression over TF-IDF
 * of the confirmed texts, whose offset is that BM25, trained by AdaGrad (Duchi, Hazan, Singer 2011) in a fixed order.
 * Without confirmations it ranks as BM25 does. "Nobody's" competes with a score of its own, so a text that no component
 * knows a word of is given to nobody. Deterministic: same components, examples in the same order, same result. */
#pragma once
#include "base/arena.h"

#define ROUTE_SURE 0.5 /* below, say "unsure": docs/routing.md has how often each is right */
#define ROUTE_NOBODY SIZE_MAX
enum { ROUTE_REASONS = 5, ROUTE_TEXT_BYTES = 16 << 10, ROUTE_EXAMPLES = 2000 /* the last ones count */ };

typedef struct RouteDoc {
    Str name, title, description, tags, paths, products;
} RouteDoc;

typedef struct RouteExample {
    Str text;
    size_t component; /* index of its doc, or ROUTE_NOBODY */
} RouteExample;

typedef struct RouteReason {
    Str word;         /* small letters, as it stands in the text; in the arena */
    double weight;    /* what it adds to the score; above 0 */
    const char *from; /* "name", "title", "description", "tags", "paths", "products" of the component, or "confirmed"
                         routings */
} RouteReason;

typedef struct RouteHit {
    size_t component;
    double probability; /* of all components and nobody, summing to 1 */
    RouteReason reasons[ROUTE_REASONS];
    size_t reasons_n; /* the strongest first */
} RouteHit;

typedef struct Router Router;

/* Reads the docs now; their texts need not live on. */
Router *router_new(const RouteDoc *docs, size_t n);
void router_free(Router *r); /* NULL is fine */

/* Learns from these alone: what was learned before is forgotten. Oldest first. */
void router_learn(Router *r, const RouteExample *examples, size_t n);

/* The `max` most probable components, most probable first (ties in the order of the docs); those without any reason are
 * left out. *nobody (may be NULL): the probability that it is none of them. */
size_t router_rank(const Router *r, Arena *a, Str text, RouteHit *out, size_t max, double *nobody);
