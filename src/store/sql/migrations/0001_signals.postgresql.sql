-- Settings, sources, imports, signals, their counts and their search index.
-- Keep in step with 0001_signals.sqlite.sql: same tables, same columns, same order.

CREATE TABLE setting (
    name  TEXT COLLATE "C" PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE source (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    TEXT COLLATE "C" NOT NULL UNIQUE,
    kind    TEXT COLLATE "C" NOT NULL,
    mapping TEXT NOT NULL
);

CREATE TABLE import (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id     BIGINT NOT NULL REFERENCES source (id),
    file          TEXT NOT NULL,
    fingerprint   TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('running', 'finished', 'failed')),
    started_at    BIGINT NOT NULL,
    finished_at   BIGINT NOT NULL,
    rows          BIGINT NOT NULL,
    inserted      BIGINT NOT NULL,
    updated       BIGINT NOT NULL,
    unchanged     BIGINT NOT NULL,
    skipped       BIGINT NOT NULL,
    rejected      BIGINT NOT NULL,
    rejects_bytes BIGINT NOT NULL,
    rejects_path  TEXT NOT NULL
);
CREATE INDEX import_of_source ON import (source_id, fingerprint);

-- How often a running import has put a row under an id made from its content; emptied when it ends.
CREATE TABLE import_made (
    import_id   BIGINT NOT NULL,
    external_id TEXT COLLATE "C" NOT NULL,
    n           BIGINT NOT NULL,
    PRIMARY KEY (import_id, external_id)
);

-- `at` is -2^63 when the time is not known, so that it sorts last. An identity: evidence names signals
-- by id, so an id is never given twice.
CREATE TABLE signal (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id    BIGINT NOT NULL REFERENCES source (id),
    external_id  TEXT COLLATE "C" NOT NULL,
    import_id    BIGINT NOT NULL,
    content_hash BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    customer     TEXT COLLATE "C" NOT NULL,
    channel      TEXT COLLATE "C" NOT NULL,
    product      TEXT COLLATE "C" NOT NULL,
    segment      TEXT NOT NULL,
    lang         TEXT NOT NULL,
    url          TEXT NOT NULL,
    rating       DOUBLE PRECISION,
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
    source_id    BIGINT PRIMARY KEY,
    signals      BIGINT NOT NULL,
    without_text BIGINT NOT NULL
);
CREATE TABLE value_count (
    kind  TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    n     BIGINT NOT NULL,
    PRIMARY KEY (kind, value)
);
CREATE INDEX value_count_by_n ON value_count (kind, n) WHERE kind <> 'customer';

-- Derived: the search index. English stemming without stop words, so that "not working" is two words and a
-- phrase is the phrase, as on SQLite. A tsvector holds at most 1 MB, so that of a longer text the first
-- 200,000 characters are searched.
CREATE TEXT SEARCH DICTIONARY signal_stem (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION signal_words (COPY = english);
ALTER TEXT SEARCH CONFIGURATION signal_words ALTER MAPPING REPLACE english_stem WITH signal_stem;
ALTER TABLE signal ADD COLUMN search tsvector
    GENERATED ALWAYS AS (to_tsvector('signal_words', left(text, 200000))) STORED;
CREATE INDEX signal_search ON signal USING gin (search);
