-- Vectors of texts from an embedding endpoint, where one is used. Derived: may be emptied at any time, and is asked for
-- again. Keep in step with 0005_embeddings.postgresql.sql: same tables, same columns, same order.

CREATE TABLE embedding_model (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    dim  INTEGER NOT NULL
);

-- text_hash: XXH3 of the text as it was sent; vector: one signed byte for each number (themes/dense.h).
CREATE TABLE embedding (
    model_id  INTEGER NOT NULL REFERENCES embedding_model (id) ON DELETE CASCADE,
    text_hash INTEGER NOT NULL,
    vector    BLOB NOT NULL,
    PRIMARY KEY (model_id, text_hash)
) WITHOUT ROWID;
