-- The check of theme_day_by in other words: for IN (four names) SQLite makes a table of the names at each row that is
-- inserted, which took half of the time of writing the counts.
CREATE TABLE theme_day_by_plain (
    codebook_id INTEGER NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    theme_id    INTEGER NOT NULL,
    dimension   TEXT NOT NULL CHECK (dimension = 'segment' OR dimension = 'product' OR dimension = 'channel' OR
                                     dimension = 'internal'),
    value       TEXT NOT NULL,
    day         INTEGER NOT NULL,
    signals     INTEGER NOT NULL,
    voices      INTEGER NOT NULL,
    PRIMARY KEY (codebook_id, theme_id, dimension, value, day)
) WITHOUT ROWID;
INSERT INTO theme_day_by_plain SELECT codebook_id, theme_id, dimension, value, day, signals, voices FROM theme_day_by;
DROP TABLE theme_day_by;
ALTER TABLE theme_day_by_plain RENAME TO theme_day_by;
