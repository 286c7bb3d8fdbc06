-- Which rows are sample data: loaded to look around, removed again with one command. kind: the table, but for 'value' (a value of the
-- ledger), 'gone_value' and 'gone_codebook' (numbers of what was removed: such values are no longer shown, and such numbers not given again).
CREATE TABLE sample_row (
    kind TEXT NOT NULL,
    id   BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
);
