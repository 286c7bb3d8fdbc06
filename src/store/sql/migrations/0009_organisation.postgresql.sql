-- Who there is: teams and people, from a catalog, a CSV or typed in; and the chains of records that prove nothing was
-- changed afterwards. Keep in step with 0009_organisation.sqlite.sql: same tables, same columns, same order.

-- `key` is what a source calls it, in lower case: "group:default/payments" of a catalog, else the name. Gone teams stay, since
-- problems and history name them.
CREATE TABLE team (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key       TEXT COLLATE "C" NOT NULL UNIQUE,
    name      TEXT COLLATE "C" NOT NULL,
    parent_id BIGINT REFERENCES team (id),
    email     TEXT NOT NULL,
    gone_at   BIGINT
);

-- `key` is the e-mail address in lower case, else what the source calls the person ("user:default/ann").
-- Days are days since 1970; minutes count from midnight in the person's own zone (IANA name, '': UTC).
-- work_days: bit 0 is Monday; languages: BCP 47 codes with blanks between; fte: share of a full working week.
CREATE TABLE person (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key        TEXT COLLATE "C" NOT NULL UNIQUE,
    name       TEXT COLLATE "C" NOT NULL,
    email      TEXT NOT NULL,
    team_id    BIGINT REFERENCES team (id),
    manager_id BIGINT REFERENCES person (id),
    engineer   BIGINT NOT NULL,
    host       BIGINT NOT NULL,
    zone       TEXT NOT NULL,
    languages  TEXT NOT NULL,
    work_days  BIGINT NOT NULL,
    work_from  BIGINT NOT NULL,
    work_to    BIGINT NOT NULL,
    fte        DOUBLE PRECISION NOT NULL,
    joined_day BIGINT,
    left_day   BIGINT
);
CREATE INDEX person_of_team ON person (team_id, name, id);
CREATE INDEX person_of_manager ON person (manager_id) WHERE manager_id IS NOT NULL;
CREATE INDEX person_by_name ON person (name, id);

-- Further teams of a person, beside person.team_id.
CREATE TABLE person_team (
    person_id BIGINT NOT NULL REFERENCES person (id),
    team_id   BIGINT NOT NULL REFERENCES team (id),
    PRIMARY KEY (person_id, team_id)
);

-- Append-only. hash = SHA-256 over the hash before and every other column (chain_store.c); `body` is JSON.
CREATE TABLE chain (
    chain     TEXT COLLATE "C" NOT NULL CHECK (chain IN ('audit', 'ledger')),
    seq       BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    actor     TEXT NOT NULL,
    action    TEXT NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,
    object_id BIGINT NOT NULL,
    body      TEXT NOT NULL,
    hash      TEXT NOT NULL,
    PRIMARY KEY (chain, seq)
);
CREATE INDEX chain_of_object ON chain (chain, kind, object_id, seq);
