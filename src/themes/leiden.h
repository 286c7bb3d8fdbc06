/* leiden.h - communities of a weighted graph, private to the layer.
 *
 * The Leiden algorithm (Traag, Waltman, van Eck: From Louvain to Leiden, 2019) for modularity with resolution
 * (Reichardt and Bornholdt 2006). Our own and not igraph's: igraph draws from one random generator per process
 * and takes five times as long on these graphs (docs/internals/themes.md). */
#pragma once
#include "base/arena.h"

typedef struct Graph {
    uint32_t n;
    uint32_t *begin; /* n + 1 */
    uint32_t *to;    /* each edge stands twice, once at each end; no loops */
    float *weight;
} Graph;

/* `community` (n entries) gets 0 .. result - 1. Deterministic for a seed. */
uint32_t leiden(const Graph *g, double resolution, uint64_t seed, uint32_t *community);

/* The same, setting out from the communities that stand in `community`, numbers under n. */
uint32_t leiden_from(const Graph *g, double resolution, uint64_t seed, uint32_t *community);
