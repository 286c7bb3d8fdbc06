-- Engineering problems: briefs in numbered versions, the evidence of the newest one, decisions, strategy, links.
-- Keep in step with 0010_problems.sqlite.sql: same tables, same columns, same order.

-- version: of the newest brief. component_id: who owns it, of the catalog; team_id: the team, where no component says it
-- (neither: unowned). measure: JSON with sorted keys, '' until there is one; sealed_at and measure_hash (SHA-256 of it, in hex)
-- once it is sealed. effort_weeks: person-weeks, as the owner says. facts: derived, JSON, as of facts_at.
CREATE TABLE problem (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title        TEXT COLLATE "C" NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('draft', 'open', 'committed', 'released', 'declined', 'merged')),
    version      BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    created_by   TEXT NOT NULL,
    changed_at   BIGINT NOT NULL,
    component_id BIGINT,
    team_id      BIGINT REFERENCES team (id),
    merged_into  BIGINT REFERENCES problem (id),
    effort_weeks DOUBLE PRECISION,
    measure      TEXT NOT NULL,
    measure_hash TEXT NOT NULL,
    sealed_at    BIGINT,
    facts        TEXT NOT NULL,
    facts_at     BIGINT
);
CREATE INDEX problem_by_state ON problem (state, id);
CREATE INDEX problem_of_component ON problem (component_id) WHERE component_id IS NOT NULL;

-- The themes that it is about. They live on from codebook to codebook, so no codebook is named.
CREATE TABLE problem_theme (
    problem_id BIGINT NOT NULL REFERENCES problem (id),
    theme_id   BIGINT NOT NULL,
    PRIMARY KEY (problem_id, theme_id)
);
CREATE INDEX problem_of_theme ON problem_theme (theme_id);

-- Briefs as Markdown; nothing is ever changed or taken away. sha256: of brief, in hex.
CREATE TABLE problem_version (
    problem_id BIGINT NOT NULL REFERENCES problem (id),
    version    BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    author     TEXT NOT NULL,
    note       TEXT NOT NULL,
    brief      TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    PRIMARY KEY (problem_id, version)
);

-- The quotes of the newest brief, in its order: bytes [begin_at, end_at) of the signal's text, and their SHA-256.
CREATE TABLE problem_evidence (
    problem_id BIGINT NOT NULL REFERENCES problem (id),
    position   BIGINT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('for', 'against', 'instead', 'aim')),
    signal_id  BIGINT NOT NULL,
    begin_at   BIGINT NOT NULL,
    end_at     BIGINT NOT NULL,
    sha256     TEXT NOT NULL,
    PRIMARY KEY (problem_id, position)
);
CREATE INDEX problem_of_signal ON problem_evidence (signal_id);

-- What the company wants, as it says it. A statement that no longer holds is retired: decisions name it.
CREATE TABLE strategy (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title      TEXT COLLATE "C" NOT NULL,
    statement  TEXT NOT NULL,
    author     TEXT NOT NULL,
    at         BIGINT NOT NULL,
    retired_at BIGINT
);

-- conflict: what customers say and the strategy clash. tripwire: voices a week at which a decline or a deferral ends by
-- itself; rate_then: voices a week when it was decided. ended_at, ended_why: it no longer holds, and why.
CREATE TABLE decision (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    problem_id  BIGINT NOT NULL REFERENCES problem (id),
    at          BIGINT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('accept', 'defer', 'decline')),
    decider     TEXT NOT NULL,
    author      TEXT NOT NULL,
    reason      TEXT NOT NULL,
    strategy_id BIGINT REFERENCES strategy (id),
    conflict    BIGINT NOT NULL,
    affected    TEXT NOT NULL,
    review_at   BIGINT,
    tripwire    DOUBLE PRECISION,
    rate_then   DOUBLE PRECISION,
    ended_at    BIGINT,
    ended_why   TEXT NOT NULL
);
CREATE INDEX decision_of_problem ON decision (problem_id, id);
CREATE INDEX decision_in_force ON decision (kind, id) WHERE ended_at IS NULL;

-- Where else it is: an issue of a tracker, or any page. place: "owner/repo", "group/project", "PROJ"; '' for a page.
CREATE TABLE problem_link (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    problem_id BIGINT NOT NULL REFERENCES problem (id),
    kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('github', 'gitlab', 'jira', 'page')),
    place      TEXT COLLATE "C" NOT NULL,
    key        TEXT COLLATE "C" NOT NULL,
    url        TEXT COLLATE "C" NOT NULL,
    at         BIGINT NOT NULL,
    author     TEXT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE UNIQUE INDEX problem_link_key ON problem_link (problem_id, kind, place, url);
