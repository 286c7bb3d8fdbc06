-- Daily counts of a theme by segment, product, channel: its 30 largest values each, the rest together as ''. Derived, and
-- kept for the codebook that serves only.
-- Keep in step with 0008_day_values.postgresql.sql: same tables, same columns, same order.

CREATE TABLE theme_day_by (
    codebook_id INTEGER NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    theme_id    INTEGER NOT NULL,
    dimension   TEXT NOT NULL CHECK (dimension IN ('segment', 'product', 'channel')),
    value       TEXT NOT NULL,
    day         INTEGER NOT NULL,
    signals     INTEGER NOT NULL,
    voices      INTEGER NOT NULL,
    PRIMARY KEY (codebook_id, theme_id, dimension, value, day)
) WITHOUT ROWID;
