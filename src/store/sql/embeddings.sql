-- embeddings.sql: the cache of vectors.

-- name: embedding_model_put
INSERT INTO embedding_model (name, dim) VALUES ($1, $2) RETURNING id
-- name: embedding_model_get
SELECT id, dim FROM embedding_model WHERE name = $1
-- name: embedding_model_drop
DELETE FROM embedding_model WHERE name = $1
-- name: embedding_models_drop_others
DELETE FROM embedding_model WHERE name <> $1
-- name: embedding_put
INSERT INTO embedding (model_id, text_hash, vector) VALUES ($1, $2, $3)
ON CONFLICT (model_id, text_hash) DO UPDATE SET vector = excluded.vector
-- name: embedding_get
SELECT vector FROM embedding WHERE model_id = $1 AND text_hash = $2
