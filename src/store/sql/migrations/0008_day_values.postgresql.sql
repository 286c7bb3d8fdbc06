-- Daily counts of a theme by segment, product, channel: its 30 largest values each, the rest together as ''. Derived, and
-- kept for the codebook that serves only.
-- Keep in step with 0008_day_values.sqlite.sql: same tables, same columns, same order.

CREATE TABLE theme_day_by (
    codebook_id BIGINT NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    theme_id    BIGINT NOT NULL,
    dimension   TEXT COLLATE "C" NOT NULL CHECK (dimension IN ('segment', 'product', 'channel')),
    value       TEXT COLLATE "C" NOT NULL,
    day         BIGINT NOT NULL,
    signals     BIGINT NOT NULL,
    voices      BIGINT NOT NULL,
    PRIMARY KEY (codebook_id, theme_id, dimension, value, day)
);
