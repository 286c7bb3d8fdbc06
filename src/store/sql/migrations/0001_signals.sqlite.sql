-- Settings, sources, imports, signals, their counts and their search index.
-- Keep in step with 0001_signals.postgresql.sql: same tables, same columns, same order.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE source (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    name    TEXT NOT NULL UNIQUE,
    kind    TEXT NOT NULL,
    mapping TEXT NOT NULL
);

CREATE TABLE import (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id     INTEGER NOT NULL REFERENCES source (id),
    file          TEXT NOT NULL,
    fingerprint   TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('running', 'finished', 'failed')),
    started_at    INTEGER NOT NULL,
    finished_at   INTEGER NOT NULL,
    rows          INTEGER NOT NULL,
    inserted      INTEGER NOT NULL,
    updated       INTEGER NOT NULL,
    unchanged     INTEGER NOT NULL,
    skipped       INTEGER NOT NULL,
    rejected      INTEGER NOT NULL,
    rejects_bytes INTEGER NOT NULL,
    rejects_path  TEXT NOT NULL
);
CREATE INDEX import_of_source ON import (source_id, fingerprint);

-- How often a running import has put a row under an id made from its content; emptied when it ends.
CREATE TABLE import_made (
    import_id   INTEGER NOT NULL,
    external_id TEXT NOT NULL,
    n           INTEGER NOT NULL,
    PRIMARY KEY (import_id, external_id)
) WITHOUT ROWID;

-- `at` is -2^63 when the time is not known, so that it sorts last. AUTOINCREMENT: evidence names signals
-- by id, so an id is never given twice.
CREATE TABLE signal (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id    INTEGER NOT NULL REFERENCES source (id),
    external_id  TEXT NOT NULL,
    import_id    INTEGER NOT NULL,
    content_hash INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    customer     TEXT NOT NULL,
    channel      TEXT NOT NULL,
    product      TEXT NOT NULL,
    segment      TEXT NOT NULL,
    lang         TEXT NOT NULL,
    url          TEXT NOT NULL,
    rating       REAL,
    meta         TEXT NOT NULL,
    text         TEXT NOT NULL
);
CREATE UNIQUE INDEX signal_key ON signal (source_id, external_id);
CREATE INDEX signal_by_time ON signal (at, id);
CREATE INDEX signal_of_source ON signal (source_id, at, id);
CREATE INDEX signal_of_channel ON signal (channel, at, id) WHERE channel <> '';
CREATE INDEX signal_of_product ON signal (product, at, id) WHERE product <> '';
CREATE INDEX signal_of_customer ON signal (customer, at, id) WHERE customer <> '';

-- Derived: counts.
CREATE TABLE source_stats (
    source_id    INTEGER PRIMARY KEY,
    signals      INTEGER NOT NULL,
    without_text INTEGER NOT NULL
);
CREATE TABLE value_count (
    kind  TEXT NOT NULL,
    value TEXT NOT NULL,
    n     INTEGER NOT NULL,
    PRIMARY KEY (kind, value)
) WITHOUT ROWID;
CREATE INDEX value_count_by_n ON value_count (kind, n) WHERE kind <> 'customer';

-- Derived: the search index. It keeps no text of its own, and is told the old words of a change. No
-- triggers: each row would be a statement of its own, at which FTS5 writes out what it has gathered.
CREATE VIEW signal_words AS SELECT id, text FROM signal WHERE text <> '';
CREATE VIRTUAL TABLE signal_search USING fts5 (
    text, content = 'signal_words', content_rowid = 'id', columnsize = 0,
    tokenize = 'porter unicode61 remove_diacritics 2'
);
-- Gather up to 32 MB of postings before writing them out: one segment a batch, fewer merges.
INSERT INTO signal_search (signal_search, rank) VALUES ('hashsize', 33554432);
