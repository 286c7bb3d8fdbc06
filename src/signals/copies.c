/* copies.c - near-duplicates by MinHash and banded lookup.
 *
 * Texts that agree in one band of five minima are candidates (Indyk and Motwani 1998): at similarity
 * 0.8 they meet in one of 12 bands 99 times in 100, at 0.4 one time in nine. A candidate is then
 * verified on the whole signature (copies_sign.c).
 *
 *     keys    13 for each text: its bands, and the hash of all words           texts at the same time
 *     links   the last text before it that has the same key                    keys at the same time
 *     groups  each text in order, along its links; most have none and are done
 *
 * A text joins a group when it resembles the group's *first* text, never a later member: chains in
 * which each resembles the next would glue different complaints together. As links lead past all that are not
 * first, a flood of ten thousand copies costs ten thousand comparisons. */
#include "copies_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash_here.h"

enum {
    BAND_ROWS = 5,
    BANDS = 12,
    KEYS = BANDS + 1,    /* the bands, and the hash of all words */
    LEAST_AGREEING = 50, /* of MINIMA: similarity 0.78, half a standard error under 0.8 */
    MAX_TRIES = 64,      /* candidates looked at per key */
    TICK_EVERY = 4096,
    AHEAD = 16,
};

static const uint32_t NONE = UINT32_MAX;

struct CopyGroups {
    Signature *at;
    size_t n, room;
};

CopyGroups *copies_new(void) {
    CopyGroups *g = mem_alloc(sizeof *g);
    *g = (CopyGroups){0};
    return g;
}

void copies_free(CopyGroups *g) {
    if (!g) return;
    free(g->at);
    free(g);
}

void copies_add(CopyGroups *g, Str signature) {
    if (g->n == g->room) {
        g->room = 2 * g->room + 1024;
        g->at = mem_grow(g->at, g->room, sizeof *g->at);
    }
    g->at[g->n++] = signature_read(signature);
}

/* ---- links ----------------------------------------------------------------------------------- */

/* The last place that had a key. */
typedef struct Last {
    uint32_t key, place;
} Last;

/* A place is an index into the order. Texts of one key lie side by side: key * n + place. */
typedef struct Linking {
    const Signature *at;
    const uint32_t *order;
    size_t n;
    uint8_t *from;  /* of a place: its first key; KEYS when its text is empty */
    uint32_t *link; /* first the keys themselves, then the place before it that has the same one, or NONE */
    Last **tables;  /* one per worker, NULL until needed */
    size_t slots_n;
} Linking;

/* Half of a hash: by chance one text in thousands gets a link too many, and its signature says that it is none. */
static uint32_t key_of(const Signature *sig, size_t key) {
    if (key == BANDS) return (uint32_t)hash_mix_here(key, sig->exact);
    const uint16_t *band = sig->minimum + key * BAND_ROWS;
    return (uint32_t)hash64_seed_here((Str){(const char *)band, BAND_ROWS * sizeof *band}, key);
}

static void find_keys(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    const Linking *l = ctx;
    for (size_t place = begin; place < end; place++) {
        if (place + AHEAD < end) __builtin_prefetch(&l->at[l->order[place + AHEAD]]);
        const Signature *sig = &l->at[l->order[place]];
        l->from[place] = sig->words == 0 ? KEYS : sig->words < SHORT_WORDS ? BANDS : 0; /* short: no bands */
        for (size_t key = 0; key < KEYS; key++)
            l->link[key * l->n + place] = key < l->from[place] ? NONE : key_of(sig, key);
    }
}

static Last *table_of(Linking *l, int worker) {
    if (!l->tables[worker]) l->tables[worker] = mem_alloc(l->slots_n * sizeof(Last));
    memset(l->tables[worker], 0xFF, l->slots_n * sizeof(Last)); /* of NONE */
    return l->tables[worker];
}

static void find_links(void *ctx, size_t begin, size_t end, int worker) {
    Linking *l = ctx;
    size_t mask = l->slots_n - 1;
    for (size_t key = begin; key < end; key++) {
        Last *table = table_of(l, worker);
        uint32_t *link = l->link + key * l->n;
        for (size_t place = 0; place < l->n; place++) {
            if (place + AHEAD < l->n) __builtin_prefetch(&table[link[place + AHEAD] & mask]);
            if (key < l->from[place]) continue; /* NONE as it is */
            size_t at = link[place] & mask;
            while (table[at].place != NONE && table[at].key != link[place]) at = (at + 1) & mask;
            uint32_t before = table[at].place;
            table[at] = (Last){link[place], (uint32_t)place};
            link[place] = before;
        }
    }
}

static Linking links_make(const CopyGroups *g, const uint32_t *order, Par *par) {
    Linking l = {.at = g->at, .order = order, .n = g->n, .slots_n = 1024};
    while (l.slots_n < 2 * l.n) l.slots_n *= 2;
    l.from = mem_alloc(l.n + 1);
    l.link = mem_alloc((l.n * KEYS + 1) * sizeof *l.link);
    size_t threads = (size_t)par_threads(par);
    l.tables = mem_alloc(threads * sizeof *l.tables);
    for (size_t t = 0; t < threads; t++) l.tables[t] = NULL;
    par_for(par, l.n, TICK_EVERY, find_keys, &l);
    par_for(par, KEYS, 1, find_links, &l);
    for (size_t t = 0; t < threads; t++) free(l.tables[t]);
    free(l.tables);
    return l;
}

static void links_free(Linking *l) {
    free(l->from);
    free(l->link);
}

/* ---- groups ---------------------------------------------------------------------------------- */

typedef struct Grouping {
    Linking links;
    uint8_t *joined; /* of a place: it is not the first of its group */
} Grouping;

static size_t agreeing(const Signature *a, const Signature *b) {
    size_t equal = 0;
    for (size_t k = 0; k < MINIMA; k++) equal += a->minimum[k] == b->minimum[k];
    return equal;
}

/* How alike, of MINIMA; 0 when they are no copies. */
static size_t likeness(const Signature *a, const Signature *b) {
    if (a->exact == b->exact && a->words == b->words) return MINIMA + 1;
    if (a->words < SHORT_WORDS || b->words < SHORT_WORDS) return 0;
    size_t equal = agreeing(a, b);
    return equal >= LEAST_AGREEING ? equal : 0;
}

/* The links of a place lead to firsts only, once it was looked at: those of whom they lead to do already. */
static bool straighten(const Grouping *g, size_t place) {
    const Linking *l = &g->links;
    bool any = false;
    for (size_t key = l->from[place]; key < KEYS; key++) {
        uint32_t *link = &l->link[key * l->n + place];
        if (*link != NONE && g->joined[*link]) *link = l->link[key * l->n + *link];
        any |= *link != NONE;
    }
    return any;
}

/* Memory is slow to answer: the signatures that a place will be compared with are asked for ahead, which takes two
 * steps. Links may still lead to one that has joined, and then the one it leads to is asked for in vain. */
static void ask_ahead(const Grouping *g, size_t place) {
    const Linking *l = &g->links;
    size_t near = place + AHEAD, far = place + 2 * AHEAD;
    for (size_t key = far < l->n ? l->from[far] : KEYS; key < KEYS; key++) {
        uint32_t link = l->link[key * l->n + far];
        if (link == NONE) continue;
        __builtin_prefetch(&g->joined[link]);
        __builtin_prefetch(&l->order[link]);
    }
    for (size_t key = near < l->n ? l->from[near] : KEYS; key < KEYS; key++) {
        uint32_t link = l->link[key * l->n + near];
        if (link == NONE) continue;
        const char *signature = (const char *)&l->at[l->order[link]];
        for (size_t line = 0; line < sizeof(Signature); line += 64) __builtin_prefetch(signature + line);
    }
}

/* The place of the first text that it resembles most (the earliest of equals), or NONE. */
static uint32_t find_group(const Grouping *g, size_t place) {
    const Linking *l = &g->links;
    const Signature *sig = &l->at[l->order[place]];
    uint32_t best = NONE;
    size_t most = 0;
    for (size_t key = l->from[place]; key < KEYS && most <= MINIMA; key++) {
        uint32_t p = l->link[key * l->n + place];
        for (int tries = 0; p != NONE && tries < MAX_TRIES; tries++, p = l->link[key * l->n + p]) {
            size_t like = likeness(&l->at[l->order[p]], sig);
            if (like > most || (like && like == most && p < best)) most = like, best = p;
        }
    }
    return best;
}

void copies_finish(CopyGroups *g, const uint32_t *order, uint32_t *group, Par *par, const Progress *progress) {
    Grouping grouping = {links_make(g, order, par), mem_alloc(g->n + 1)};
    bool go_on = true;
    for (size_t place = 0; place < g->n; place++) {
        if (place % TICK_EVERY == 0 && go_on) go_on = progress_tick(progress, "copies", (double)place, (double)g->n);
        ask_ahead(&grouping, place);
        uint32_t found = go_on && straighten(&grouping, place) ? find_group(&grouping, place) : NONE;
        grouping.joined[place] = found != NONE;
        group[order[place]] = order[found != NONE ? found : place];
    }
    links_free(&grouping.links);
    free(grouping.joined);
}
