-- What forges tell of releases: who may send it, what came of each delivery, and what waits for somebody's yes.
-- Keep in step with the .sqlite.sql of the same number: same tables, same columns, same order.

-- key: the part of the address that names it. secret: sealed by the installation's key file (app/core/sealed.h).
-- environment: the only one that counts; '': the one that the forge calls production.
CREATE TABLE hook (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    forge       TEXT COLLATE "C" NOT NULL CHECK (forge IN ('github', 'gitlab')),
    name        TEXT COLLATE "C" NOT NULL,
    key         TEXT COLLATE "C" NOT NULL UNIQUE,
    secret      TEXT COLLATE "C" NOT NULL,
    environment TEXT COLLATE "C" NOT NULL,
    created_by  TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL,
    revoked_at  BIGINT
);
-- Releases of this repository ('': of any) may be of this component's committed problems.
CREATE TABLE hook_component (
    hook_id      BIGINT NOT NULL REFERENCES hook (id),
    repository   TEXT COLLATE "C" NOT NULL,
    component_id BIGINT NOT NULL REFERENCES component (id),
    PRIMARY KEY (hook_id, repository, component_id)
);

-- delivery: the forge's name of it; the same again does nothing. number: of a deployment. said_at: when it happened, as the
-- forge says. says: what came of it, in words.
CREATE TABLE hook_delivery (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hook_id     BIGINT NOT NULL REFERENCES hook (id),
    delivery    TEXT COLLATE "C" NOT NULL,
    at          BIGINT NOT NULL,
    event       TEXT COLLATE "C" NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    repository  TEXT COLLATE "C" NOT NULL,
    environment TEXT COLLATE "C" NOT NULL,
    ref         TEXT COLLATE "C" NOT NULL,
    sha         TEXT COLLATE "C" NOT NULL,
    number      TEXT COLLATE "C" NOT NULL,
    said_at     BIGINT NOT NULL,
    says        TEXT COLLATE "C" NOT NULL,
    UNIQUE (hook_id, delivery)
);
CREATE INDEX hook_delivery_place ON hook_delivery (hook_id, repository, environment, said_at);
-- Which releases a delivery is about, once they are noted.
CREATE TABLE delivery_release (
    delivery_id BIGINT NOT NULL REFERENCES hook_delivery (id),
    release_id  BIGINT NOT NULL REFERENCES released (id),
    PRIMARY KEY (delivery_id, release_id)
);

-- Somebody has to say whether it is so. kind 'release': of problem_id; 'rollback': of release_id. external_id: the same is
-- proposed once.
CREATE TABLE proposal (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id BIGINT NOT NULL REFERENCES hook_delivery (id),
    kind        TEXT COLLATE "C" NOT NULL CHECK (kind IN ('release', 'rollback')),
    problem_id  BIGINT REFERENCES problem (id),
    release_id  BIGINT REFERENCES released (id),
    at          BIGINT NOT NULL,
    title       TEXT COLLATE "C" NOT NULL,
    url         TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C" NOT NULL,
    state       TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'confirmed', 'dismissed')),
    decided_by  TEXT COLLATE "C" NOT NULL,
    decided_at  BIGINT,
    UNIQUE (kind, external_id)
);
CREATE INDEX proposal_open ON proposal (at, id) WHERE state = 'open';
