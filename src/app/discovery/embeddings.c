/* embeddings.c - the store's cache of vectors before the endpoint. */
#include "embeddings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "embed_client.h"
#include "store/embedding_store.h"

enum { LOOKED_UP = 4096 };

struct Embeddings {
    Arena *arena;
    App *app;
    EmbedSettings settings;
    Str model;
    EmbeddingModel stored; /* id 0: nothing of it yet */
    uint32_t needed;       /* numbers that the codebook needs; 0: discovery takes any */
    EmbedClient *client;   /* NULL: only what is stored */
    Err problem;
    bool again;
    int64_t words_alone;
};

static Embeddings *new_of(App *app) {
    Arena *a = arena_new();
    Embeddings *e = ARENA_NEW(a, Embeddings);
    *e = (Embeddings){.arena = a, .app = app};
    return e;
}

void embeddings_close(Embeddings *e) {
    if (!e) return;
    embed_client_close(e->client);
    arena_free(e->arena);
}

bool embeddings_for_discovery(App *app, Embeddings **out, Err *err) {
    Embeddings *e = new_of(app);
    *out = NULL;
    bool ok = embed_settings_read(e->arena, &e->settings, err), on = ok && e->settings.url.n;
    e->model = e->settings.model;
    if (on) {
        e->client = embed_client_open(&e->settings, err);
        ok = e->client && embedding_model_get(app->db, e->model, &e->stored, err);
    }
    if (ok && on) *out = e;
    else embeddings_close(e);
    return ok;
}

/* The client for a codebook's model; sets the problem when there can be none. */
static EmbedClient *client_for(Embeddings *e) {
    if (!embed_settings_read(e->arena, &e->settings, &e->problem)) return NULL;
    if (!e->settings.url.n) {
        err_set(&e->problem, ERR_CONFLICT, NULL, "no embedding endpoint is set; these themes were found with %.*s",
                STR_ARG(e->model));
        return NULL;
    }
    if (!str_eq(e->settings.model, e->model)) {
        err_set(&e->problem, ERR_CONFLICT, NULL, "these themes were found with %.*s and the model set is %.*s",
                STR_ARG(e->model), STR_ARG(e->settings.model));
        return NULL;
    }
    return embed_client_open(&e->settings, &e->problem);
}

Embeddings *embeddings_for_codebook(App *app, const Codebook *c, bool ask) {
    Str model;
    uint32_t dim = codebook_dense(c, &model);
    if (!dim) return NULL;
    Embeddings *e = new_of(app);
    e->needed = dim;
    e->model = arena_str(e->arena, model);
    if (ask) e->client = client_for(e);
    return e;
}

Str embeddings_model(const Embeddings *e) {
    return e->model;
}

uint32_t embeddings_dim(const Embeddings *e) {
    return e->stored.dim;
}

/* ---- asking ---------------------------------------------------------------------------------- */

typedef struct Wanted {
    uint64_t hash;
    size_t at;
} Wanted;

static int by_hash(const void *x, const void *y) {
    const Wanted *a = x, *b = y;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

typedef struct Getting {
    Embeddings *e;
    Arena *a;
    const Str *texts;
    size_t n;
    const Progress *progress;
    uint64_t *hashes;
    const int8_t **vectors;
    Wanted *wanted; /* texts that are not stored, copies side by side */
    size_t wanted_n;
    bool other_dim; /* the endpoint's vectors are no longer those that are stored */
    int rounds;
} Getting;

static bool look_up(Getting *g, Err *err) {
    Embeddings *e = g->e;
    if (!embedding_model_get(e->app->db, e->model, &e->stored, err)) return false;
    bool usable = e->stored.id && (!e->needed || e->stored.dim == e->needed);
    for (size_t i = 0; usable && i < g->n; i += LOOKED_UP) {
        size_t n = g->n - i < LOOKED_UP ? g->n - i : LOOKED_UP;
        if (!embeddings_read(e->app->db, g->a, &e->stored, g->hashes + i, n, g->vectors + i, err)) return false;
    }
    g->wanted_n = 0;
    for (size_t i = 0; i < g->n; i++)
        if (!g->vectors[i]) g->wanted[g->wanted_n++] = (Wanted){g->hashes[i], i};
    qsort(g->wanted, g->wanted_n, sizeof *g->wanted, by_hash);
    return true;
}

/* A model that answers with vectors of another length is another model under the same name: in discovery what is
 * stored of it is worth nothing any more, in coding what it says now. */
static bool dim_fits(Getting *g, uint32_t dim, Err *err) {
    Embeddings *e = g->e;
    if (e->needed && dim != e->needed)
        return err_set(err, ERR_CONFLICT, "run: ridealong discover", "%.*s gives %u numbers now, these themes know %u",
                       STR_ARG(e->model), dim, e->needed);
    if (e->stored.id && e->stored.dim == dim) return true;
    g->other_dim = e->stored.id != 0;
    if (g->other_dim && g->rounds++)
        return err_set(err, ERR_INPUT, "ask whoever runs the endpoint", "%.*s gives vectors of ever other lengths",
                       STR_ARG(e->model));
    return embedding_model_drop(e->app->db, e->model, err) &&
           embedding_model_add(e->app->db, e->model, dim, &e->stored, err);
}

static bool store(Getting *g, const uint64_t *hashes, const EmbedBatch *batch, size_t n, Err *err) {
    Db *db = g->e->app->db;
    if (!db_begin(db, err)) return false;
    bool ok = dim_fits(g, batch->dim, err) && embeddings_write(db, &g->e->stored, hashes, batch->vectors, n, err);
    return db_end(db, ok, err);
}

/* The next distinct texts that are wanted, from *at on. */
static size_t next_batch(const Getting *g, size_t *at, Str *texts, uint64_t *hashes) {
    size_t n = 0;
    for (; *at < g->wanted_n && n < EMBED_BATCH; ++*at) {
        const Wanted *w = &g->wanted[*at];
        if (*at && w[-1].hash == w->hash) continue;
        texts[n] = embed_text(g->texts[w->at]);
        hashes[n++] = w->hash;
    }
    return n;
}

/* Gives the texts wanted[from, to) their vectors out of a batch, both in the order of hashes. */
static void hand_out(Getting *g, size_t from, size_t to, const uint64_t *hashes, const EmbedBatch *batch) {
    for (size_t i = from, k = 0; i < to; i++) {  /* as many different ones as there are hashes */
        if (g->wanted[i].hash != hashes[k]) k++; /* NOLINT(clang-analyzer-core.UndefinedBinaryOperatorResult) */
        g->vectors[g->wanted[i].at] = batch->vectors + k * batch->dim;
    }
}

static bool ask_all(Getting *g, Err *err) {
    Str texts[EMBED_BATCH];
    uint64_t hashes[EMBED_BATCH];
    for (size_t at = 0, from = 0, n; (n = next_batch(g, &at, texts, hashes)) > 0; from = at) {
        EmbedBatch batch;
        while (at < g->wanted_n && g->wanted[at].hash == hashes[n - 1]) at++; /* its copies */
        if (!progress_tick(g->progress, "asking for vectors", (double)from, (double)g->wanted_n))
            return err_set(err, ERR_CANCELLED, NULL, "stopped; the themes before stay as they were");
        if (!embed_client_ask(g->e->client, g->a, texts, n, g->progress, &batch, err) ||
            !store(g, hashes, &batch, n, err))
            return false;
        if (g->other_dim) return true;
        hand_out(g, from, at, hashes, &batch);
    }
    return true;
}

/* In coding the endpoint's failure is not ours: it is remembered, and not asked again in this run. */
static bool forgive(Embeddings *e, const Err *failure, Err *err) {
    if (!e->needed || failure->code == ERR_STORE || failure->code == ERR_CANCELLED) return *err = *failure, false;
    e->problem = *failure;
    e->again = failure->code != ERR_CONFLICT;
    embed_client_close(e->client);
    e->client = NULL;
    return true;
}

bool embeddings_get(Embeddings *e, Arena *a, const Str *texts, size_t n, const Progress *progress,
                    const int8_t **vectors, Err *err) {
    Getting g = {.e = e, .a = a, .texts = texts, .n = n, .progress = progress, .vectors = vectors};
    Err failure = {0};
    g.hashes = ARENA_ARRAY(a, uint64_t, n + 1);
    g.wanted = ARENA_ARRAY(a, Wanted, n + 1);
    for (size_t i = 0; i < n; i++) g.hashes[i] = hash64(embed_text(texts[i]));
    do {
        g.other_dim = false;
        for (size_t i = 0; i < n; i++) vectors[i] = NULL;
        if (!look_up(&g, err)) return false;
        if (e->client && !ask_all(&g, &failure) && !forgive(e, &failure, err)) return false;
    } while (g.other_dim);
    for (size_t i = 0; i < n; i++) e->words_alone += vectors[i] == NULL;
    return true;
}

bool embeddings_of_groups(Embeddings *e, Arena *a, ThemeGroup *groups, size_t n, const Progress *progress, Err *err) {
    for (size_t g = 0; e && g < n; g++) {
        const int8_t **vectors = ARENA_ARRAY(a, const int8_t *, groups[g].n + 1);
        if (!embeddings_get(e, a, groups[g].texts, groups[g].n, progress, vectors, err)) return false;
        groups[g].dense = vectors;
    }
    return true;
}

EmbeddingsOutcome embeddings_outcome(const Embeddings *e) {
    EmbeddingsOutcome out = {0};
    if (!e) return out;
    out.on = true;
    out.words_alone = e->words_alone;
    out.again = e->again && e->words_alone > 0;
    snprintf(out.model, sizeof out.model, "%.*s", STR_ARG(e->model));
    if (e->words_alone) snprintf(out.problem, sizeof out.problem, "%s", e->problem.message);
    return out;
}

bool embeddings_tidy(App *app, const Codebook *c, Err *err) {
    Str model;
    return !codebook_dense(c, &model) || embedding_models_drop_others(app->db, model, err);
}
