/* coding.c - loads the codebook that serves, once. */
#include "coding.h"

#include "store/theme_store.h"

struct CodingCache {
    Arena *arena;
    int64_t codebook_id;
    ThemeMap map;
    Coder *coder; /* NULL until signals arrive */
    Placer *placer;
};

/* What people added makes the codebook longer than what was discovered. */
static const Codebook *base_load(App *app, Arena *a, int64_t id, const Codebook *codebook, Err *err) {
    Str bytes;
    if (!codebook_base_get(app->db, a, id, &bytes, err)) return NULL;
    const Codebook *base = codebook_load(a, bytes, err);
    return base && codebook_themes(base) == codebook_themes(codebook) ? codebook : base;
}

static bool cache_load(App *app, Arena *a, int64_t id, ThemeMap *map, Err *err) {
    Str bytes;
    Edits edits;
    PositionRow *positions;
    size_t n;
    if (!codebook_blob_get(app->db, a, id, &bytes, err)) return false;
    Codebook *codebook = codebook_load(a, bytes, err);
    if (!codebook || !positions_list(app->db, a, id, &positions, &n, err) ||
        !edits_in_force(app->db, a, id, &edits, err))
        return false;
    if (n != codebook_themes(codebook))
        return err_set(err, ERR_STORE, "run: ridealong discover",
                       "codebook %lld has %zu themes in its bytes and %zu in the store", (long long)id,
                       codebook_themes(codebook), n);
    const Codebook *base = base_load(app, a, id, codebook, err);
    return base && theme_map_build(app->db, a, codebook, base, positions, &edits, map, err);
}

void coding_forget(App *app) {
    CodingCache *c = app->coding;
    if (!c) return;
    if (c->coder) coder_free(c->coder);
    placer_free(c->placer);
    arena_free(c->arena);
    app->coding = NULL;
}

const ThemeMap *coding_load(App *app, Arena *scratch, Err *err) {
    CodebookRow row;
    if (!codebook_current(app->db, scratch, &row, err)) return NULL;
    if (app->coding && app->coding->codebook_id == row.id) return &app->coding->map;
    coding_forget(app);
    Arena *a = arena_new();
    CodingCache *cache = ARENA_NEW(a, CodingCache);
    *cache = (CodingCache){.arena = a, .codebook_id = row.id};
    if (!cache_load(app, a, row.id, &cache->map, err)) {
        arena_free(a);
        return NULL;
    }
    app->coding = cache;
    return &cache->map;
}

bool coding_arriving(App *app, Arena *scratch, Arriving *out, Err *err) {
    const ThemeMap *map = coding_load(app, scratch, err);
    if (!map) return false;
    CodingCache *c = app->coding;
    if (!c->coder) {
        c->coder = coder_new(map->codebook);
        c->placer = placer_new(map);
    }
    *out = (Arriving){c->codebook_id, map, c->coder, c->placer};
    return true;
}
