-- What forges tell of releases: who may send it, what came of each delivery, and what waits for somebody's yes.
-- Keep in step with the .postgresql.sql of the same number: same tables, same columns, same order.

-- key: the part of the address that names it. secret: sealed by the installation's key file (app/core/sealed.h).
-- environment: the only one that counts; '': the one that the forge calls production.
CREATE TABLE hook (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    forge       TEXT NOT NULL CHECK (forge IN ('github', 'gitlab')),
    name        TEXT NOT NULL,
    key         TEXT NOT NULL UNIQUE,
    secret      TEXT NOT NULL,
    environment TEXT NOT NULL,
    created_by  TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    revoked_at  INTEGER
);
-- Releases of this repository ('': of any) may be of this component's committed problems.
CREATE TABLE hook_component (
    hook_id      INTEGER NOT NULL REFERENCES hook (id),
    repository   TEXT NOT NULL,
    component_id INTEGER NOT NULL REFERENCES component (id),
    PRIMARY KEY (hook_id, repository, component_id)
) WITHOUT ROWID;

-- delivery: the forge's name of it; the same again does nothing. number: of a deployment. said_at: when it happened, as the
-- forge says. says: what came of it, in words.
CREATE TABLE hook_delivery (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    hook_id     INTEGER NOT NULL REFERENCES hook (id),
    delivery    TEXT NOT NULL,
    at          INTEGER NOT NULL,
    event       TEXT NOT NULL,
    kind        TEXT NOT NULL,
    repository  TEXT NOT NULL,
    environment TEXT NOT NULL,
    ref         TEXT NOT NULL,
    sha         TEXT NOT NULL,
    number      TEXT NOT NULL,
    said_at     INTEGER NOT NULL,
    says        TEXT NOT NULL,
    UNIQUE (hook_id, delivery)
);
CREATE INDEX hook_delivery_place ON hook_delivery (hook_id, repository, environment, said_at);
-- Which releases a delivery is about, once they are noted.
CREATE TABLE delivery_release (
    delivery_id INTEGER NOT NULL REFERENCES hook_delivery (id),
    release_id  INTEGER NOT NULL REFERENCES released (id),
    PRIMARY KEY (delivery_id, release_id)
) WITHOUT ROWID;

-- Somebody has to say whether it is so. kind 'release': of problem_id; 'rollback': of release_id. external_id: the same is
-- proposed once.
CREATE TABLE proposal (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery_id INTEGER NOT NULL REFERENCES hook_delivery (id),
    kind        TEXT NOT NULL CHECK (kind IN ('release', 'rollback')),
    problem_id  INTEGER REFERENCES problem (id),
    release_id  INTEGER REFERENCES released (id),
    at          INTEGER NOT NULL,
    title       TEXT NOT NULL,
    url         TEXT NOT NULL,
    external_id TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'dismissed')),
    decided_by  TEXT NOT NULL,
    decided_at  INTEGER,
    UNIQUE (kind, external_id)
);
CREATE INDEX proposal_open ON proposal (at, id) WHERE state = 'open';
