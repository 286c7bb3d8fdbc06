-- Codebooks, themes, assignments, copy groups, daily counts, quotes.
-- Keep in step with 0002_themes.sqlite.sql: same tables, same columns, same order.

CREATE TABLE codebook (
    id            BIGINT PRIMARY KEY,
    created_at    BIGINT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('building', 'current', 'retired')),
    seed          BIGINT NOT NULL,
    themes_wanted BIGINT NOT NULL,
    themes        BIGINT NOT NULL,
    sample        BIGINT NOT NULL,
    signals       BIGINT NOT NULL,
    unthemed      BIGINT NOT NULL,
    as_of         BIGINT NOT NULL,
    stats         TEXT NOT NULL
);
CREATE UNIQUE INDEX codebook_current ON codebook (state) WHERE state = 'current';

CREATE TABLE codebook_blob (
    codebook_id BIGINT PRIMARY KEY REFERENCES codebook (id) ON DELETE CASCADE,
    bytes       BYTEA NOT NULL
);

-- A theme's number for ever. An identity: never given twice.
CREATE TABLE theme (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    born_in    BIGINT NOT NULL
);

-- The theme as one codebook knows it.
CREATE TABLE codebook_theme (
    codebook_id BIGINT NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    theme_id    BIGINT NOT NULL REFERENCES theme (id),
    position    BIGINT NOT NULL,
    name        TEXT COLLATE "C" NOT NULL,
    score       DOUBLE PRECISION NOT NULL,
    signals     BIGINT NOT NULL,
    voices      BIGINT NOT NULL,
    customers   BIGINT NOT NULL,
    stats       TEXT NOT NULL,
    PRIMARY KEY (codebook_id, theme_id)
);
CREATE UNIQUE INDEX codebook_theme_position ON codebook_theme (codebook_id, position);

-- theme_id 0: the codebook looked and found no theme. `at` is a copy of the signal's, for lists by time.
CREATE TABLE assignment (
    signal_id    BIGINT NOT NULL,
    codebook_id  BIGINT NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    theme_id     BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    score        DOUBLE PRECISION NOT NULL,
    second_id    BIGINT NOT NULL,
    second_score DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (signal_id, codebook_id)
);
CREATE INDEX assignment_of_theme ON assignment (codebook_id, theme_id, at, signal_id);

CREATE TABLE copy (
    signal_id BIGINT PRIMARY KEY,
    first_id  BIGINT NOT NULL
);

-- Derived from copy.
CREATE TABLE copy_group (
    first_id BIGINT PRIMARY KEY,
    size     BIGINT NOT NULL
);

CREATE TABLE theme_day (
    codebook_id BIGINT NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    theme_id    BIGINT NOT NULL,
    source_id   BIGINT NOT NULL,
    day         BIGINT NOT NULL,
    signals     BIGINT NOT NULL,
    voices      BIGINT NOT NULL,
    PRIMARY KEY (codebook_id, theme_id, source_id, day)
);

CREATE TABLE quote (
    codebook_id BIGINT NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    theme_id    BIGINT NOT NULL,
    position    BIGINT NOT NULL,
    signal_id   BIGINT NOT NULL REFERENCES signal (id),
    begin_byte  BIGINT NOT NULL,
    end_byte    BIGINT NOT NULL,
    sha256      BYTEA NOT NULL,
    PRIMARY KEY (codebook_id, theme_id, position)
);
