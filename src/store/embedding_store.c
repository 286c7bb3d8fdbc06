/* embedding_store.c - the cache of vectors. */
#include "store/embedding_store.h"

#include "engine.h"

bool embedding_model_get(Db *db, Str name, EmbeddingModel *out, Err *err) {
    Stmt *s = db_query(db, Q_EMBEDDING_MODEL_GET, err);
    if (!s) return false;
    stmt_text(s, 1, name);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ERROR) return false;
    *out = (EmbeddingModel){0};
    if (r == STEP_ROW) *out = (EmbeddingModel){stmt_get_int(s, 0), (uint32_t)stmt_get_int(s, 1)};
    stmt_end(s);
    return true;
}

bool embedding_model_add(Db *db, Str name, uint32_t dim, EmbeddingModel *out, Err *err) {
    Stmt *s = db_query(db, Q_EMBEDDING_MODEL_PUT, err);
    if (!s) return false;
    stmt_text(s, 1, name);
    stmt_int(s, 2, dim);
    bool found;
    int64_t id;
    if (!stmt_one_int(s, &found, &id, err)) return false;
    *out = (EmbeddingModel){id, dim};
    return true;
}

static bool drop(Db *db, QueryId query, Str name, Err *err) {
    Stmt *s = db_query(db, query, err);
    if (s) stmt_text(s, 1, name);
    return s && stmt_run(s, err);
}

bool embedding_model_drop(Db *db, Str name, Err *err) {
    return drop(db, Q_EMBEDDING_MODEL_DROP, name, err);
}

bool embedding_models_drop_others(Db *db, Str name, Err *err) {
    return drop(db, Q_EMBEDDING_MODELS_DROP_OTHERS, name, err);
}

typedef struct Passing {
    const EmbeddingModel *model;
    const uint64_t *hashes;
    const int8_t *put;
    const int8_t **got;
    Arena *a;
} Passing;

static bool bind_hash(void *ctx, size_t i, Stmt *s) {
    const Passing *p = ctx;
    stmt_int(s, 1, p->model->id);
    stmt_int(s, 2, (int64_t)p->hashes[i]);
    return true;
}

static bool bind_vector(void *ctx, size_t i, Stmt *s) {
    const Passing *p = ctx;
    stmt_blob(s, 3, (Str){(const char *)p->put + i * p->model->dim, p->model->dim});
    return bind_hash(ctx, i, s);
}

static void take_vector(void *ctx, size_t i, const Stmt *s) {
    const Passing *p = ctx;
    Str bytes = stmt_get_text(s, 0);
    if (bytes.n == p->model->dim) p->got[i] = (const int8_t *)arena_str(p->a, bytes).p;
}

bool embeddings_read(Db *db, Arena *a, const EmbeddingModel *model, const uint64_t *hashes, size_t n,
                     const int8_t **vectors, Err *err) {
    Passing p = {.model = model, .hashes = hashes, .got = vectors, .a = a};
    return db_each(db, &(Each){Q_EMBEDDING_GET, n, bind_hash, take_vector, &p}, err);
}

bool embeddings_write(Db *db, const EmbeddingModel *model, const uint64_t *hashes, const int8_t *vectors, size_t n,
                      Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    Passing p = {.model = model, .hashes = hashes, .put = vectors};
    return scope_end(&scope, db_each(db, &(Each){Q_EMBEDDING_PUT, n, bind_vector, NULL, &p}, err), err);
}
