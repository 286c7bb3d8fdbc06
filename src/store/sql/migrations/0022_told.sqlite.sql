-- Which customers were told what became of a friction that they had voiced.
-- Keep in step with the .postgresql.sql of the same number: same tables, same columns, same order.
CREATE TABLE told (
    release_id  INTEGER NOT NULL REFERENCES released (id),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    at          INTEGER NOT NULL,
    author      TEXT NOT NULL,
    says        TEXT NOT NULL,
    PRIMARY KEY (release_id, customer_id)
) WITHOUT ROWID;
