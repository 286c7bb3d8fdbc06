-- Which customers were told what became of a friction that they had voiced.
-- Keep in step with the .sqlite.sql of the same number: same tables, same columns, same order.
CREATE TABLE told (
    release_id  BIGINT NOT NULL REFERENCES released (id),
    customer_id BIGINT NOT NULL REFERENCES customer (id),
    at          BIGINT NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    says        TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (release_id, customer_id)
);
