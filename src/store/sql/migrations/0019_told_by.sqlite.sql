-- Who tells the signals of a source: customers, or the company's own developers as customers of its infrastructure.
-- Keep in step with 0019_told_by.postgresql.sql: same tables, same columns, same order.

ALTER TABLE source ADD COLUMN told_by TEXT NOT NULL DEFAULT 'customers' CHECK (told_by IN ('customers', 'internal'));

-- theme_day_by with one dimension more: 'internal' holds the products of signals told by internal developers.
CREATE TABLE theme_day_by_more (
    codebook_id INTEGER NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    theme_id    INTEGER NOT NULL,
    dimension   TEXT NOT NULL CHECK (dimension IN ('segment', 'product', 'channel', 'internal')),
    value       TEXT NOT NULL,
    day         INTEGER NOT NULL,
    signals     INTEGER NOT NULL,
    voices      INTEGER NOT NULL,
    PRIMARY KEY (codebook_id, theme_id, dimension, value, day)
) WITHOUT ROWID;
INSERT INTO theme_day_by_more SELECT codebook_id, theme_id, dimension, value, day, signals, voices FROM theme_day_by;
DROP TABLE theme_day_by;
ALTER TABLE theme_day_by_more RENAME TO theme_day_by;
