/* coding.c - loads the codebook that serves, once. */
#include "coding.h"

#include "store/theme_store.h"

struct CodingCache {
    Arena *arena;
    Codebook *codebook;
    CodingNames names;
};

static bool names_load(App *app, Arena *scratch, Arena *a, const CodebookRow *row, size_t themes, CodingNames *out,
                       Err *err) {
    ThemeRow *rows;
    size_t n;
    if (!themes_names(app->db, scratch, row->id, &rows, &n, err)) return false;
    int64_t *ids = ARENA_ARRAY(a, int64_t, themes);
    Str *names = ARENA_ARRAY(a, Str, themes);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].position < 0 || (size_t)rows[i].position >= themes)
            return err_set(err, ERR_STORE, "run: ridealong discover", "theme %lld is not in the bytes of codebook %lld",
                           (long long)rows[i].id, (long long)row->id);
        ids[rows[i].position] = rows[i].id;
        names[rows[i].position] = arena_str(a, rows[i].name);
    }
    *out = (CodingNames){row->id, ids, names, themes};
    return true;
}

static CodingCache *cache_fill(App *app, Arena *scratch, const CodebookRow *row, Err *err) {
    Arena *a = arena_new();
    CodingCache *cache = ARENA_NEW(a, CodingCache);
    cache->arena = a;
    Str bytes;
    if (codebook_blob_get(app->db, scratch, row->id, &bytes, err) &&
        (cache->codebook = codebook_load(a, bytes, err)) != NULL &&
        names_load(app, scratch, a, row, codebook_themes(cache->codebook), &cache->names, err))
        return cache;
    arena_free(a);
    return NULL;
}

void coding_forget(App *app) {
    if (app->coding) arena_free(app->coding->arena);
    app->coding = NULL;
}

Codebook *coding_load(App *app, Arena *scratch, CodingNames *names, Err *err) {
    CodebookRow row;
    if (!codebook_current(app->db, scratch, &row, err)) return NULL;
    if (!app->coding || app->coding->names.codebook_id != row.id) {
        coding_forget(app);
        app->coding = cache_fill(app, scratch, &row, err);
        if (!app->coding) return NULL;
    }
    *names = app->coding->names;
    return app->coding->codebook;
}
