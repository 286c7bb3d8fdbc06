/* graph.c - edges out of the relations of a catalog; rings, shares and ways in it. */
#include "problems/graph.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Build {
    Arena *a;
    Str *refs;
    size_t refs_n;
    const Entity *entities;
    size_t entities_n;
    GraphEdge *edges;
    size_t edges_n, edges_size;
} Build;

static size_t find(const Str *refs, size_t n, Str ref) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (str_cmp(refs[mid], ref) < 0) low = mid + 1;
        else high = mid;
    }
    return low < n && str_eq(refs[low], ref) ? low : SIZE_MAX;
}

size_t graph_node(const Graph *g, Str ref) {
    return find(g->refs, g->n, ref);
}

static int by_bytes(const void *x, const void *y) {
    return str_cmp(*(const Str *)x, *(const Str *)y);
}

static bool is_software(RelationKind kind) {
    return kind <= RELATION_PROVIDED_BY;
}

/* Everything that can be built upon or build upon something, described or only named. */
static void collect_refs(Build *b) {
    size_t n = 0, most = b->entities_n;
    for (size_t i = 0; i < b->entities_n; i++) most += b->entities[i].relations_n;
    b->refs = ARENA_ARRAY(b->a, Str, most + 1);
    for (size_t i = 0; i < b->entities_n; i++) {
        const Entity *e = &b->entities[i];
        if (e->kind <= ENTITY_RESOURCE) b->refs[n++] = e->ref;
        for (size_t k = 0; k < e->relations_n; k++)
            if (is_software(e->relations[k].kind)) b->refs[n++] = e->relations[k].target;
    }
    qsort(b->refs, n, sizeof *b->refs, by_bytes);
    for (size_t i = 0; i < n; i++)
        if (!b->refs_n || !str_eq(b->refs[b->refs_n - 1], b->refs[i])) b->refs[b->refs_n++] = b->refs[i];
}

static void add_edge(Build *b, size_t from, size_t to) {
    if (from == to) return;
    if (b->edges_n == b->edges_size) {
        b->edges_size = b->edges_size ? b->edges_size * 2 : 256;
        b->edges = mem_grow(b->edges, b->edges_size, sizeof *b->edges);
    }
    b->edges[b->edges_n++] = (GraphEdge){(uint32_t)from, (uint32_t)to};
}

/* ---- APIs: who is built upon one is built upon those who provide it -------------------------- */

typedef struct ApiUse {
    uint32_t api, node;
    bool provides;
} ApiUse;

static int by_api(const void *x, const void *y) {
    const ApiUse *a = x, *b = y;
    if (a->api != b->api) return a->api < b->api ? -1 : 1;
    if (a->provides != b->provides) return a->provides ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

static void settle_apis(Build *b, ApiUse *uses, size_t n) {
    qsort(uses, n, sizeof *uses, by_api);
    for (size_t i = 0, end; i < n; i = end) {
        size_t consumers = i;
        while (consumers < n && uses[consumers].api == uses[i].api && uses[consumers].provides) consumers++;
        for (end = consumers; end < n && uses[end].api == uses[i].api; end++) {
            for (size_t p = i; p < consumers; p++) add_edge(b, uses[end].node, uses[p].node);
            if (consumers == i) add_edge(b, uses[end].node, uses[end].api);
        }
    }
}

/* A relation as an edge, or as a use of an API. */
static void take_relation(Build *b, uint32_t node, const Relation *r, ApiUse *uses, size_t *uses_n) {
    uint32_t other = (uint32_t)find(b->refs, b->refs_n, r->target);
    switch (r->kind) {
    case RELATION_DEPENDS_ON:
        if (str_starts(r->target, STR("api:"))) uses[(*uses_n)++] = (ApiUse){other, node, false};
        else add_edge(b, node, other);
        break;
    case RELATION_DEPENDENCY_OF:
        add_edge(b, other, node);
        break;
    case RELATION_CONSUMES:
    case RELATION_PROVIDES:
        uses[(*uses_n)++] = (ApiUse){other, node, r->kind == RELATION_PROVIDES};
        break;
    case RELATION_CONSUMED_BY:
    case RELATION_PROVIDED_BY:
        uses[(*uses_n)++] = (ApiUse){node, other, r->kind == RELATION_PROVIDED_BY};
        break;
    default:
        break;
    }
}

static int by_edge(const void *x, const void *y) {
    const GraphEdge *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

const Graph *graph_from_edges(Arena *a, const Str *refs, size_t n, GraphEdge *edges, size_t edges_n) {
    Graph *g = ARENA_NEW(a, Graph);
    uint32_t *at = ARENA_ARRAY(a, uint32_t, n + 2), *to = ARENA_ARRAY(a, uint32_t, edges_n + 1);
    size_t kept = 0;
    if (edges_n) qsort(edges, edges_n, sizeof *edges, by_edge);
    for (size_t i = 0; i < edges_n; i++) {
        if ((i && by_edge(&edges[i - 1], &edges[i]) == 0) || edges[i].from == edges[i].to) continue;
        to[kept++] = edges[i].to;
        at[edges[i].from + 1]++;
    }
    for (size_t i = 0; i < n; i++) at[i + 1] += at[i];
    *g = (Graph){refs, n, at, to};
    return g;
}

const Graph *graph_of(Arena *a, const Entity *entities, size_t n) {
    Build b = {.a = a, .entities = entities, .entities_n = n};
    size_t uses_n = 0, most = 0;
    collect_refs(&b);
    for (size_t i = 0; i < n; i++) most += entities[i].relations_n;
    ApiUse *uses = ARENA_ARRAY(a, ApiUse, most + 1);
    for (size_t i = 0; i < n; i++) {
        if (entities[i].kind > ENTITY_RESOURCE) continue;
        uint32_t node = (uint32_t)find(b.refs, b.refs_n, entities[i].ref);
        for (size_t k = 0; k < entities[i].relations_n; k++)
            take_relation(&b, node, &entities[i].relations[k], uses, &uses_n);
    }
    settle_apis(&b, uses, uses_n);
    const Graph *g = graph_from_edges(a, b.refs, b.refs_n, b.edges, b.edges_n);
    free(b.edges);
    return g;
}

/* ---- rings ----------------------------------------------------------------------------------- */

enum { UNSEEN, ON_PATH, DONE };

/* The path from where `to` stands on it. */
static GraphCycle ring(Arena *a, const uint32_t *path, size_t depth, uint32_t to) {
    size_t begin = depth;
    while (begin && path[begin - 1] != to) begin--;
    begin--;
    uint32_t *nodes = ARENA_ARRAY(a, uint32_t, depth - begin);
    memcpy(nodes, path + begin, (depth - begin) * sizeof *nodes);
    return (GraphCycle){nodes, depth - begin};
}

size_t graph_cycles(const Graph *g, Arena *a, GraphCycle *out, size_t max) {
    uint8_t *state = ARENA_ARRAY(a, uint8_t, g->n + 1);
    uint32_t *path = ARENA_ARRAY(a, uint32_t, g->n + 1), *next = ARENA_ARRAY(a, uint32_t, g->n + 1);
    size_t found = 0;
    for (size_t start = 0; start < g->n; start++) {
        size_t depth = 0;
        if (state[start] != UNSEEN) continue;
        path[depth++] = (uint32_t)start;
        state[start] = ON_PATH;
        next[start] = g->edges_at[start];
        while (depth && found < max) {
            uint32_t at = path[depth - 1];
            if (next[at] == g->edges_at[at + 1]) {
                state[at] = DONE;
                depth--;
                continue;
            }
            uint32_t to = g->edges[next[at]++];
            if (state[to] == ON_PATH) out[found++] = ring(a, path, depth, to);
            if (state[to] != UNSEEN) continue;
            state[to] = ON_PATH;
            next[to] = g->edges_at[to];
            path[depth++] = to;
        }
    }
    return found;
}

/* ---- shares ---------------------------------------------------------------------------------- */

static int by_share(const void *x, const void *y) {
    const GraphShare *a = x, *b = y;
    if (a->share != b->share) return a->share > b->share ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

/* One step: what stays is added to `kept`, the rest goes to `then`. Returns what still walks. */
static double step(const Graph *g, double damping, const double *now, double *then, double *kept) {
    double walking = 0;
    memset(then, 0, g->n * sizeof *then);
    for (size_t i = 0; i < g->n; i++) {
        if (now[i] <= 0) continue;
        uint32_t begin = g->edges_at[i], end = g->edges_at[i + 1];
        double on = begin < end ? damping * now[i] : 0;
        kept[i] += now[i] - on;
        for (uint32_t k = begin; k < end; k++) then[g->edges[k]] += on / (end - begin);
        walking += on;
    }
    return walking;
}

size_t graph_shares(const Graph *g, Arena *a, uint32_t start, double damping, const GraphShare **out) {
    double *now = ARENA_ARRAY(a, double, g->n), *then = ARENA_ARRAY(a, double, g->n),
           *kept = ARENA_ARRAY(a, double, g->n);
    double walking = 1, sum = 0;
    size_t n = 0;
    now[start] = 1;
    while (walking > 1e-12) {
        walking = step(g, damping, now, then, kept);
        double *swap = now;
        now = then;
        then = swap;
    }
    for (size_t i = 0; i < g->n; i++) sum += kept[i], n += kept[i] > 0;
    GraphShare *shares = ARENA_ARRAY(a, GraphShare, n + 1);
    n = 0;
    for (size_t i = 0; i < g->n; i++)
        if (kept[i] > 0) shares[n++] = (GraphShare){(uint32_t)i, kept[i] / sum};
    qsort(shares, n, sizeof *shares, by_share);
    *out = shares;
    return n;
}

size_t graph_way(const Graph *g, Arena *a, uint32_t start, uint32_t end, const uint32_t **nodes) {
    uint32_t *from = ARENA_ARRAY(a, uint32_t, g->n), *queue = ARENA_ARRAY(a, uint32_t, g->n);
    size_t head = 0, tail = 0, n = 1;
    memset(from, 0xff, g->n * sizeof *from);
    from[start] = start;
    for (queue[tail++] = start; head < tail && from[end] == UINT32_MAX; head++)
        for (uint32_t k = g->edges_at[queue[head]]; k < g->edges_at[queue[head] + 1]; k++)
            if (from[g->edges[k]] == UINT32_MAX) {
                from[g->edges[k]] = queue[head];
                queue[tail++] = g->edges[k];
            }
    if (from[end] == UINT32_MAX) return 0;
    for (uint32_t at = end; at != start; at = from[at]) n++;
    uint32_t *way = ARENA_ARRAY(a, uint32_t, n);
    for (size_t i = n, at = end; i-- > 0; at = from[at]) way[i] = (uint32_t)at;
    *nodes = way;
    return n;
}
