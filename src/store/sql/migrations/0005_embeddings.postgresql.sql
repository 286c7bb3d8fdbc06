-- Vectors of texts from an embedding endpoint, where one is used. Derived: may be emptied at any time, and is asked for
-- again. Keep in step with 0005_embeddings.sqlite.sql: same tables, same columns, same order.

CREATE TABLE embedding_model (
    id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    dim  BIGINT NOT NULL
);

-- text_hash: XXH3 of the text as it was sent; vector: one signed byte for each number (themes/dense.h).
CREATE TABLE embedding (
    model_id  BIGINT NOT NULL REFERENCES embedding_model (id) ON DELETE CASCADE,
    text_hash BIGINT NOT NULL,
    vector    BYTEA NOT NULL,
    PRIMARY KEY (model_id, text_hash)
);
