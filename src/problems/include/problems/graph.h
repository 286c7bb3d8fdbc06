/* graph.h - what is built upon what, and how much of the friction at the top stands on each piece below.
 *
 * Nodes are components, resources, and APIs that nobody provides; an edge says "is built upon". dependsOn and
 * dependencyOf are edges as they are; who consumes an API is built upon its provider.
 *
 * **Attribution.** A problem shows at one component, the one that customers touch. A walk starts there. At each node it
 * stays for good with probability 1 - d, and with d it goes on to one of the things that the node is built upon, each
 * as likely. A node built upon nothing keeps it. The share of a node is the probability that the walk ends there:
 * shares of a problem sum to 1, rings are no trouble, and a piece far below gets less than one near by. This is
 * personalised PageRank with restart at the component (Haveliwala 2002; Jeh and Widom 2003), seen as a walk that is
 * absorbed. d = 0.5: half of the friction stays where it shows. */
#pragma once
#include "problems/catalog.h"

#define GRAPH_DAMPING 0.5
enum { GRAPH_CYCLES_TOLD = 20 };

typedef struct Graph {
    const Str *refs; /* of nodes, in rising order */
    size_t n;
    const uint32_t *edges_at; /* n + 1: the targets of node i are edges[edges_at[i] .. edges_at[i + 1]) */
    const uint32_t *edges;    /* rising, each once, never the node itself */
} Graph;

/* `entities` in order of ref, as catalog_finish leaves them. References that nobody describes are nodes, too. */
const Graph *graph_of(Arena *a, const Entity *entities, size_t n);

typedef struct GraphEdge {
    uint32_t from, to;
} GraphEdge;

/* Of nodes and edges that are known already; `refs` in rising order, each once. Sorts `edges`. */
const Graph *graph_from_edges(Arena *a, const Str *refs, size_t n, GraphEdge *edges, size_t edges_n);

/* SIZE_MAX when there is no such node. */
size_t graph_node(const Graph *g, Str ref);

typedef struct GraphCycle {
    const uint32_t *nodes; /* each is built upon the next, the last upon the first */
    size_t n;
} GraphCycle;

/* Rings, each by one way round; at most `max`. Returns how many; 0: there is none. */
size_t graph_cycles(const Graph *g, Arena *a, GraphCycle *out, size_t max);

typedef struct GraphShare {
    uint32_t node;
    double share; /* above 0 */
} GraphShare;

/* Shares of a problem that shows at `start`, the largest first (then by node); they sum to 1. `damping` in [0, 1). */
size_t graph_shares(const Graph *g, Arena *a, uint32_t start, double damping, const GraphShare **out);

/* One way from `start` down to `end`, both in it, as short as any; 0 nodes when there is none. */
size_t graph_way(const Graph *g, Arena *a, uint32_t start, uint32_t end, const uint32_t **nodes);
