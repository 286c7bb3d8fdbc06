/* leiden.c - moving nodes, refining communities, shrinking the graph, until nothing moves.
 *
 *   level 0: the documents       move nodes -> communities
 *            refine: split each community into well-connected parts
 *   level 1: a node per part     move nodes, starting from the communities of level 0
 *   ...      until a level can't be shrunk; then all of it again from the partition found
 *
 * Gain of node i in community C: w(i, C) - g * k(i) * k(C), with k the summed edge weights and
 * g = resolution / (2m). Loops of shrunk graphs never change a gain, so they are not kept. */
#include "leiden.h"

#include <string.h>

#include "base/rng.h"

enum { ITERATIONS = 2 };

typedef struct Level {
    Graph g;
    double *k;           /* strength per node */
    uint32_t *community; /* per node */
} Level;

static uint32_t *shuffled(Arena *a, uint32_t n, Rng *r) {
    uint32_t *order = ARENA_ARRAY(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) order[i] = i;
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = (uint32_t)rng_below(r, i), swap = order[i - 1];
        order[i - 1] = order[j], order[j] = swap;
    }
    return order;
}

/* Scratch for the links of one node to the communities around it. */
typedef struct Around {
    double *link; /* per community, 0 between nodes */
    uint32_t *met, met_n;
} Around;

static Around around_new(Arena *a, uint32_t n) {
    return (Around){ARENA_ARRAY(a, double, n), ARENA_ARRAY(a, uint32_t, n), 0};
}

static void around_add(Around *s, uint32_t community, double weight) {
    if (s->link[community] == 0) s->met[s->met_n++] = community;
    s->link[community] += weight;
}

static void around_clear(Around *s) {
    for (uint32_t i = 0; i < s->met_n; i++) s->link[s->met[i]] = 0;
    s->met_n = 0;
}

typedef struct Mover {
    Level *l;
    double gamma, *total; /* summed strength per community */
    uint32_t *size, *empty, empty_n;
    uint32_t *queue, head, queued_n;
    bool *queued;
    Around around;
} Mover;

static Mover mover_new(Arena *a, Level *l, double gamma, Rng *r) {
    uint32_t n = l->g.n;
    Mover m = {.l = l, .gamma = gamma, .total = ARENA_ARRAY(a, double, n), .size = ARENA_ARRAY(a, uint32_t, n)};
    m.empty = ARENA_ARRAY(a, uint32_t, n);
    m.queue = shuffled(a, n, r);
    m.queued_n = n;
    m.queued = ARENA_ARRAY(a, bool, n);
    m.around = around_new(a, n);
    memset(m.queued, true, n * sizeof *m.queued);
    for (uint32_t i = 0; i < n; i++) m.total[l->community[i]] += l->k[i], m.size[l->community[i]]++;
    for (uint32_t c = n; c-- > 0;)
        if (!m.size[c]) m.empty[m.empty_n++] = c;
    return m;
}

/* The community in which node i gains most; its own on a tie. Node i is out of its community meanwhile. */
static uint32_t best_community(Mover *m, uint32_t i, uint32_t own) {
    const Level *l = m->l;
    for (uint32_t e = l->g.begin[i]; e < l->g.begin[i + 1]; e++)
        around_add(&m->around, l->community[l->g.to[e]], l->g.weight[e]);
    uint32_t best = own;
    double best_gain = m->around.link[own] - m->gamma * l->k[i] * m->total[own];
    for (uint32_t j = 0; j < m->around.met_n; j++) {
        uint32_t c = m->around.met[j];
        double gain = m->around.link[c] - m->gamma * l->k[i] * m->total[c];
        if (gain > best_gain + 1e-12) best = c, best_gain = gain;
    }
    if (best_gain < -1e-12 && m->empty_n) best = m->empty[m->empty_n - 1];
    around_clear(&m->around);
    return best;
}

/* Those neighbours of i that it left behind may want to move, too. */
static void queue_neighbours(Mover *m, uint32_t i) {
    const Level *l = m->l;
    for (uint32_t e = l->g.begin[i]; e < l->g.begin[i + 1]; e++) {
        uint32_t j = l->g.to[e];
        if (m->queued[j] || l->community[j] == l->community[i]) continue;
        m->queued[j] = true;
        m->queue[(m->head + m->queued_n++) % l->g.n] = j;
    }
}

static void move_nodes(Arena *a, Level *l, double gamma, Rng *r) {
    Mover m = mover_new(a, l, gamma, r);
    while (m.queued_n) {
        uint32_t i = m.queue[m.head], own = l->community[i];
        m.head = (m.head + 1) % l->g.n, m.queued_n--;
        m.queued[i] = false;
        m.total[own] -= l->k[i];
        if (--m.size[own] == 0) m.total[own] = 0;
        uint32_t to = best_community(&m, i, own);
        if (m.empty_n && to == m.empty[m.empty_n - 1]) m.empty_n--;
        if (to != own && m.size[own] == 0) m.empty[m.empty_n++] = own;
        m.total[to] += l->k[i];
        m.size[to]++;
        l->community[i] = to;
        if (to != own) queue_neighbours(&m, i);
    }
}

/* A partition finer than the communities: each part well connected within its community. */
typedef struct Parts {
    uint32_t *of;
    double *total, *outside; /* summed strength; weight to the rest of the community */
    uint32_t *size;
} Parts;

static double links_inside(const Level *l, uint32_t i) {
    double sum = 0;
    for (uint32_t e = l->g.begin[i]; e < l->g.begin[i + 1]; e++)
        if (l->community[l->g.to[e]] == l->community[i]) sum += l->g.weight[e];
    return sum;
}

/* Joins the lone node i to the part of its community where it gains most. */
static void join_part(const Level *l, Parts *p, Around *around, uint32_t i, double gamma, double community_total) {
    double k = l->k[i], inside = p->outside[i];
    if (p->size[i] != 1 || p->of[i] != i || inside < gamma * k * (community_total - k)) return;
    for (uint32_t e = l->g.begin[i]; e < l->g.begin[i + 1]; e++)
        if (l->community[l->g.to[e]] == l->community[i]) around_add(around, p->of[l->g.to[e]], l->g.weight[e]);
    uint32_t best = i;
    double best_gain = 0, link = 0;
    for (uint32_t j = 0; j < around->met_n; j++) {
        uint32_t t = around->met[j];
        double gain = around->link[t] - gamma * k * p->total[t];
        bool well = p->outside[t] >= gamma * p->total[t] * (community_total - p->total[t]);
        if (well && gain > best_gain) best = t, best_gain = gain, link = around->link[t];
    }
    around_clear(around);
    if (best == i) return;
    p->of[i] = best;
    p->size[i] = 0, p->size[best]++;
    p->total[best] += k;
    p->outside[best] += inside - 2 * link;
}

static Parts refine(Arena *a, const Level *l, double gamma, Rng *r) {
    uint32_t n = l->g.n;
    Parts p = {ARENA_ARRAY(a, uint32_t, n), ARENA_ARRAY(a, double, n), ARENA_ARRAY(a, double, n), NULL};
    p.size = ARENA_ARRAY(a, uint32_t, n);
    double *community_total = ARENA_ARRAY(a, double, n);
    for (uint32_t i = 0; i < n; i++) {
        p.of[i] = i, p.size[i] = 1, p.total[i] = l->k[i], p.outside[i] = links_inside(l, i);
        community_total[l->community[i]] += l->k[i];
    }
    Around around = around_new(a, n);
    uint32_t *order = shuffled(a, n, r);
    for (uint32_t j = 0; j < n; j++)
        join_part(l, &p, &around, order[j], gamma, community_total[l->community[order[j]]]);
    return p;
}

/* Numbers the values of `of` 0, 1, .. in the order met; returns how many there are. */
static uint32_t renumber(Arena *a, uint32_t *of, uint32_t n) {
    uint32_t *number = ARENA_ARRAY(a, uint32_t, n), next = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!number[of[i]]) number[of[i]] = ++next;
        of[i] = number[of[i]] - 1;
    }
    return next;
}

/* The graph whose nodes are the parts; part `of[i]` must be numbered from 0. */
static Level shrink(Arena *a, const Level *l, const uint32_t *of, uint32_t parts) {
    uint32_t n = l->g.n, *first = ARENA_ARRAY(a, uint32_t, parts + 2), *members = ARENA_ARRAY(a, uint32_t, n);
    uint32_t edges = l->g.begin[n], out = 0;
    Level s = {
        {parts, ARENA_ARRAY(a, uint32_t, parts + 1), ARENA_ARRAY(a, uint32_t, edges), ARENA_ARRAY(a, float, edges)},
        ARENA_ARRAY(a, double, parts),
        ARENA_ARRAY(a, uint32_t, parts)};
    for (uint32_t i = 0; i < n; i++) first[of[i] + 2]++;
    for (uint32_t c = 2; c < parts + 2; c++) first[c] += first[c - 1];
    for (uint32_t i = 0; i < n; i++) members[first[of[i] + 1]++] = i;
    Around around = around_new(a, parts);
    for (uint32_t c = 0; c < parts; c++) {
        for (uint32_t j = first[c]; j < first[c + 1]; j++) {
            uint32_t i = members[j];
            s.k[c] += l->k[i];
            s.community[c] = l->community[i];
            for (uint32_t e = l->g.begin[i]; e < l->g.begin[i + 1]; e++)
                if (of[l->g.to[e]] != c) around_add(&around, of[l->g.to[e]], l->g.weight[e]);
        }
        for (uint32_t j = 0; j < around.met_n; j++)
            s.g.to[out] = around.met[j], s.g.weight[out++] = (float)around.link[around.met[j]];
        around_clear(&around);
        s.g.begin[c + 1] = out;
    }
    renumber(a, s.community, parts);
    return s;
}

/* One descent through the levels, starting from and ending in the communities of `bottom`. */
static void iterate(Level *bottom, double gamma, Rng *r) {
    Arena *a = arena_new();
    uint32_t n = bottom->g.n, *node = ARENA_ARRAY(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) node[i] = i;
    Level l = *bottom;
    for (;;) {
        move_nodes(a, &l, gamma, r);
        renumber(a, l.community, l.g.n);
        Parts p = refine(a, &l, gamma, r);
        uint32_t parts = renumber(a, p.of, l.g.n);
        if (parts == l.g.n) break;
        Level next = shrink(a, &l, p.of, parts);
        for (uint32_t i = 0; i < n; i++) node[i] = p.of[node[i]];
        l = next;
    }
    uint32_t *found = ARENA_ARRAY(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) found[i] = l.community[node[i]];
    memcpy(bottom->community, found, n * sizeof *found);
    arena_free(a);
}

uint32_t leiden(const Graph *g, double resolution, uint64_t seed, uint32_t *community) {
    for (uint32_t i = 0; i < g->n; i++) community[i] = i;
    return leiden_from(g, resolution, seed, community);
}

uint32_t leiden_from(const Graph *g, double resolution, uint64_t seed, uint32_t *community) {
    Arena *a = arena_new();
    Level bottom = {*g, ARENA_ARRAY(a, double, g->n), community};
    double twice_m = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        for (uint32_t e = g->begin[i]; e < g->begin[i + 1]; e++) bottom.k[i] += g->weight[e];
        twice_m += bottom.k[i];
    }
    Rng r = rng_new(seed);
    double gamma = twice_m > 0 ? resolution / twice_m : 0;
    for (int i = 0; i < ITERATIONS; i++) iterate(&bottom, gamma, &r);
    uint32_t n = renumber(a, community, g->n);
    arena_free(a);
    return n;
}
