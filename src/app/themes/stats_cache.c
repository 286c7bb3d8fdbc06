/* stats_cache.c - one place per theme of the codebook that was shown last. */
#include "stats_cache.h"

#include <stdlib.h>

#include "app_private.h"

enum { PLACES_MAX = 4096 }; /* themes beyond are parsed each time */

typedef struct Entry {
    uint64_t hash;
    size_t n;
    json_t *stats; /* NULL: empty place */
} Entry;

struct StatsCache {
    int64_t codebook_id;
    Entry *entries; /* by ThemeRow.position */
    size_t n;
};

void stats_forget(App *app) {
    StatsCache *c = app->stats;
    if (!c) return;
    for (size_t i = 0; i < c->n; i++) json_decref(c->entries[i].stats);
    free(c->entries);
    free(c);
    app->stats = NULL;
}

static json_t *parse(const ThemeRow *row) {
    json_t *stats = json_loadb(row->stats.p ? row->stats.p : "", row->stats.n, 0, NULL);
    return json_is_object(stats) ? stats : (json_decref(stats), json_object());
}

/* The place of a theme, NULL when it has none. */
static Entry *place_of(App *app, const ThemeRow *row) {
    if (row->position < 0 || row->position >= PLACES_MAX) return NULL;
    if (app->stats && app->stats->codebook_id != row->codebook_id) stats_forget(app);
    if (!app->stats) {
        app->stats = mem_alloc(sizeof *app->stats);
        *app->stats = (StatsCache){.codebook_id = row->codebook_id};
    }
    StatsCache *c = app->stats;
    for (; c->n <= (size_t)row->position; c->n++) {
        c->entries = mem_grow(c->entries, c->n + 1, sizeof *c->entries);
        c->entries[c->n] = (Entry){0};
    }
    return &c->entries[row->position];
}

json_t *stats_parsed(App *app, const ThemeRow *row) {
    Entry *e = place_of(app, row);
    if (!e) return parse(row);
    uint64_t hash = hash64(row->stats);
    if (!e->stats || e->hash != hash || e->n != row->stats.n) {
        json_decref(e->stats);
        *e = (Entry){hash, row->stats.n, parse(row)};
    }
    return json_incref(e->stats);
}
