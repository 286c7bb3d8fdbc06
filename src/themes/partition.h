/* partition.h - from candidates to a graph to clusters, private to the layer. */
#pragma once
#include "leiden.h"
#include "neighbours.h"

enum { NEIGHBOURS = 10 };

/* Which similarity of a candidate counts for a graph. */
typedef enum View { VIEW_WHOLE, VIEW_HALF_0, VIEW_HALF_1, VIEWS } View;

/* NEIGHBOURS nearest of each document under scores[i * CANDIDATES + k] (parallel to the candidates); edge
 * weights w(i, j) + w(j, i). */
Graph graph_build(Arena *a, const Candidates *c, const float *scores, Par *par);

/* score[i * CANDIDATES + k] of the view. */
void view_scores(const Candidates *c, View view, float *scores);

/* Clusters smaller than this don't count as themes of `n` documents in about k: a handful of near-duplicates
 * would be taken for one. */
size_t cluster_size_min(size_t n, size_t k);

typedef struct Partition {
    size_t n, k;
    int32_t *of; /* cluster or UNTHEMED (in none that counts) */
    double resolution;
} Partition;

/* Where a search for clusters sets out: from the clusters of `from`, or from single documents when it is NULL. */
typedef struct Start {
    const Partition *from;
    double resolution;
    uint64_t seed;
} Start;

/* Leiden at the start's resolution; clusters under `size_min` documents are dissolved. Largest cluster first. */
Partition partition_at(Arena *a, const Graph *g, Start start, size_t size_min);

/* Numbers the clusters anew, the largest first. */
void partition_by_size(Partition *p);

/* Leiden with k clusters that count, give or take `slack`, looked for from the start's resolution on; as near to k as
 * it gets. */
Partition partition_into(Arena *a, const Graph *g, size_t k, size_t slack, Start start);
