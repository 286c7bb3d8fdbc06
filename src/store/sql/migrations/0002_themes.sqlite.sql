-- Codebooks, themes, assignments, copy groups, daily counts, quotes.
-- Keep in step with 0002_themes.postgresql.sql: same tables, same columns, same order.

CREATE TABLE codebook (
    id            INTEGER PRIMARY KEY,
    created_at    INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('building', 'current', 'retired')),
    seed          INTEGER NOT NULL,
    themes_wanted INTEGER NOT NULL,
    themes        INTEGER NOT NULL,
    sample        INTEGER NOT NULL,
    signals       INTEGER NOT NULL,
    unthemed      INTEGER NOT NULL,
    as_of         INTEGER NOT NULL,
    stats         TEXT NOT NULL
);
CREATE UNIQUE INDEX codebook_current ON codebook (state) WHERE state = 'current';

CREATE TABLE codebook_blob (
    codebook_id INTEGER PRIMARY KEY REFERENCES codebook (id) ON DELETE CASCADE,
    bytes       BLOB NOT NULL
);

-- A theme's number for ever. AUTOINCREMENT: never given twice.
CREATE TABLE theme (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    born_in    INTEGER NOT NULL
);

-- The theme as one codebook knows it.
CREATE TABLE codebook_theme (
    codebook_id INTEGER NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    theme_id    INTEGER NOT NULL REFERENCES theme (id),
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL,
    score       REAL NOT NULL,
    signals     INTEGER NOT NULL,
    voices      INTEGER NOT NULL,
    customers   INTEGER NOT NULL,
    stats       TEXT NOT NULL,
    PRIMARY KEY (codebook_id, theme_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX codebook_theme_position ON codebook_theme (codebook_id, position);

-- theme_id 0: the codebook looked and found no theme. `at` is a copy of the signal's, for lists by time.
CREATE TABLE assignment (
    signal_id    INTEGER NOT NULL,
    codebook_id  INTEGER NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    theme_id     INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    score        REAL NOT NULL,
    second_id    INTEGER NOT NULL,
    second_score REAL NOT NULL,
    PRIMARY KEY (signal_id, codebook_id)
) WITHOUT ROWID;
CREATE INDEX assignment_of_theme ON assignment (codebook_id, theme_id, at, signal_id);

CREATE TABLE copy (
    signal_id INTEGER PRIMARY KEY,
    first_id  INTEGER NOT NULL
);

-- Derived from copy.
CREATE TABLE copy_group (
    first_id INTEGER PRIMARY KEY,
    size     INTEGER NOT NULL
);

CREATE TABLE theme_day (
    codebook_id INTEGER NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    theme_id    INTEGER NOT NULL,
    source_id   INTEGER NOT NULL,
    day         INTEGER NOT NULL,
    signals     INTEGER NOT NULL,
    voices      INTEGER NOT NULL,
    PRIMARY KEY (codebook_id, theme_id, source_id, day)
) WITHOUT ROWID;

CREATE TABLE quote (
    codebook_id INTEGER NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    theme_id    INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    signal_id   INTEGER NOT NULL REFERENCES signal (id),
    begin_byte  INTEGER NOT NULL,
    end_byte    INTEGER NOT NULL,
    sha256      BLOB NOT NULL,
    PRIMARY KEY (codebook_id, theme_id, position)
) WITHOUT ROWID;
