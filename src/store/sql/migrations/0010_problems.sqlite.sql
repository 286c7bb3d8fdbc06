-- Engineering problems: briefs in numbered versions, the evidence of the newest one, decisions, strategy, links.
-- Keep in step with 0010_problems.postgresql.sql: same tables, same columns, same order.

-- version: of the newest brief. component_id: who owns it, of the catalog; team_id: the team, where no component says it
-- (neither: unowned). measure: JSON with sorted keys, '' until there is one; sealed_at and measure_hash (SHA-256 of it, in hex)
-- once it is sealed. effort_weeks: person-weeks, as the owner says. facts: derived, JSON, as of facts_at.
CREATE TABLE problem (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    title        TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('draft', 'open', 'committed', 'released', 'declined', 'merged')),
    version      INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    created_by   TEXT NOT NULL,
    changed_at   INTEGER NOT NULL,
    component_id INTEGER,
    team_id      INTEGER REFERENCES team (id),
    merged_into  INTEGER REFERENCES problem (id),
    effort_weeks REAL,
    measure      TEXT NOT NULL,
    measure_hash TEXT NOT NULL,
    sealed_at    INTEGER,
    facts        TEXT NOT NULL,
    facts_at     INTEGER
);
CREATE INDEX problem_by_state ON problem (state, id);
CREATE INDEX problem_of_component ON problem (component_id) WHERE component_id IS NOT NULL;

-- The themes that it is about. They live on from codebook to codebook, so no codebook is named.
CREATE TABLE problem_theme (
    problem_id INTEGER NOT NULL REFERENCES problem (id),
    theme_id   INTEGER NOT NULL,
    PRIMARY KEY (problem_id, theme_id)
) WITHOUT ROWID;
CREATE INDEX problem_of_theme ON problem_theme (theme_id);

-- Briefs as Markdown; nothing is ever changed or taken away. sha256: of brief, in hex.
CREATE TABLE problem_version (
    problem_id INTEGER NOT NULL REFERENCES problem (id),
    version    INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    author     TEXT NOT NULL,
    note       TEXT NOT NULL,
    brief      TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    PRIMARY KEY (problem_id, version)
) WITHOUT ROWID;

-- The quotes of the newest brief, in its order: bytes [begin_at, end_at) of the signal's text, and their SHA-256.
CREATE TABLE problem_evidence (
    problem_id INTEGER NOT NULL REFERENCES problem (id),
    position   INTEGER NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('for', 'against', 'instead', 'aim')),
    signal_id  INTEGER NOT NULL,
    begin_at   INTEGER NOT NULL,
    end_at     INTEGER NOT NULL,
    sha256     TEXT NOT NULL,
    PRIMARY KEY (problem_id, position)
) WITHOUT ROWID;
CREATE INDEX problem_of_signal ON problem_evidence (signal_id);

-- What the company wants, as it says it. A statement that no longer holds is retired: decisions name it.
CREATE TABLE strategy (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    title      TEXT NOT NULL,
    statement  TEXT NOT NULL,
    author     TEXT NOT NULL,
    at         INTEGER NOT NULL,
    retired_at INTEGER
);

-- conflict: what customers say and the strategy clash. tripwire: voices a week at which a decline or a deferral ends by
-- itself; rate_then: voices a week when it was decided. ended_at, ended_why: it no longer holds, and why.
CREATE TABLE decision (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    problem_id  INTEGER NOT NULL REFERENCES problem (id),
    at          INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('accept', 'defer', 'decline')),
    decider     TEXT NOT NULL,
    author      TEXT NOT NULL,
    reason      TEXT NOT NULL,
    strategy_id INTEGER REFERENCES strategy (id),
    conflict    INTEGER NOT NULL,
    affected    TEXT NOT NULL,
    review_at   INTEGER,
    tripwire    REAL,
    rate_then   REAL,
    ended_at    INTEGER,
    ended_why   TEXT NOT NULL
);
CREATE INDEX decision_of_problem ON decision (problem_id, id);
CREATE INDEX decision_in_force ON decision (kind, id) WHERE ended_at IS NULL;

-- Where else it is: an issue of a tracker, or any page. place: "owner/repo", "group/project", "PROJ"; '' for a page.
CREATE TABLE problem_link (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    problem_id INTEGER NOT NULL REFERENCES problem (id),
    kind       TEXT NOT NULL CHECK (kind IN ('github', 'gitlab', 'jira', 'page')),
    place      TEXT NOT NULL,
    key        TEXT NOT NULL,
    url        TEXT NOT NULL,
    at         INTEGER NOT NULL,
    author     TEXT NOT NULL,
    version    INTEGER NOT NULL
);
CREATE UNIQUE INDEX problem_link_key ON problem_link (problem_id, kind, place, url);
