-- Themes that live on from codebook to codebook, and what people say about them.
-- Keep in step with 0004_identity.postgresql.sql: same tables, same columns, same order.

-- A codebook is found in the data, or made from the one before by people's edits.
ALTER TABLE codebook ADD COLUMN kind TEXT NOT NULL DEFAULT 'discovered' CHECK (kind IN ('discovered', 'edited'));
ALTER TABLE codebook ADD COLUMN before_id INTEGER NOT NULL DEFAULT 0;

-- The bytes as discovered, where codebook_blob holds more: themes that people defined or keep.
CREATE TABLE codebook_base (
    codebook_id INTEGER PRIMARY KEY REFERENCES codebook (id) ON DELETE CASCADE,
    bytes       BLOB NOT NULL
);

-- Which theme each position in the codebook's bytes means. Positions may share one (themes that people joined);
-- codebook_theme has the one that describes it. own_id is the theme before joining.
CREATE TABLE codebook_position (
    codebook_id INTEGER NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    own_id      INTEGER NOT NULL,
    theme_id    INTEGER NOT NULL,
    PRIMARY KEY (codebook_id, position)
) WITHOUT ROWID;
INSERT INTO codebook_position (codebook_id, position, own_id, theme_id)
SELECT codebook_id, position, theme_id, theme_id FROM codebook_theme;

-- Signals that stand for a theme which the codebook did not find by itself and which must be kept.
CREATE TABLE codebook_example (
    codebook_id INTEGER NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    theme_id    INTEGER NOT NULL,
    signal_id   INTEGER NOT NULL,
    PRIMARY KEY (codebook_id, theme_id, signal_id)
) WITHOUT ROWID;

-- What became of the themes of the codebook before (before_theme 0: it is new; after_theme 0: it is gone).
CREATE TABLE lineage (
    codebook_id  INTEGER NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('continued', 'split', 'merged', 'new', 'retired')),
    before_theme INTEGER NOT NULL,
    after_theme  INTEGER NOT NULL,
    PRIMARY KEY (codebook_id, position)
) WITHOUT ROWID;

-- Signals that both codebooks coded: how many went from which theme to which (0: unthemed).
CREATE TABLE codebook_flow (
    codebook_id  INTEGER NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    before_theme INTEGER NOT NULL,
    after_theme  INTEGER NOT NULL,
    signals      INTEGER NOT NULL,
    PRIMARY KEY (codebook_id, before_theme, after_theme)
) WITHOUT ROWID;

-- What people said, in order; nothing is deleted. applied_in and undone_in: the first codebook that heeds the edit
-- and the first that does no longer; 0: none yet.
CREATE TABLE edit (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    author     TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('rename', 'pin', 'hide', 'merge', 'split', 'define', 'move')),
    theme_id   INTEGER NOT NULL,
    other_id   INTEGER NOT NULL,
    words      TEXT NOT NULL,
    phrase     TEXT NOT NULL,
    applied_in INTEGER NOT NULL,
    undone_at  INTEGER,
    undone_in  INTEGER NOT NULL
);
CREATE TABLE edit_signal (
    edit_id   INTEGER NOT NULL REFERENCES edit (id),
    signal_id INTEGER NOT NULL REFERENCES signal (id),
    PRIMARY KEY (edit_id, signal_id)
) WITHOUT ROWID;
CREATE INDEX edit_of_signal ON edit_signal (signal_id);

-- Derived from edit: what people call the theme ('' as found), and how they want to see it.
ALTER TABLE theme ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE theme ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE theme ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
