/* embedding_store.h - vectors of texts by model, so that each text is asked for once. A cache: nothing is lost with it.
 */
#pragma once
#include "store/db.h"

typedef struct EmbeddingModel {
    int64_t id;
    uint32_t dim; /* of each of its vectors, which take as many bytes */
} EmbeddingModel;

/* id 0: nothing is stored of it. */
bool embedding_model_get(Db *db, Str name, EmbeddingModel *out, Err *err);
bool embedding_model_add(Db *db, Str name, uint32_t dim, EmbeddingModel *out, Err *err);
bool embedding_model_drop(Db *db, Str name, Err *err); /* and its vectors; fine when there is none */
bool embedding_models_drop_others(Db *db, Str name, Err *err);

/* vectors[i], allocated in `a`, is that of the text with hashes[i]; those not stored are left as they are. */
bool embeddings_read(Db *db, Arena *a, const EmbeddingModel *model, const uint64_t *hashes, size_t n,
                     const int8_t **vectors, Err *err);
/* `vectors`: n * dim. In the caller's transaction or one of its own. */
bool embeddings_write(Db *db, const EmbeddingModel *model, const uint64_t *hashes, const int8_t *vectors, size_t n,
                      Err *err);
