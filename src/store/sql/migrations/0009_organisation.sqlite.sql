-- Who there is: teams and people, from a catalog, a CSV or typed in; and the chains of records that prove nothing was
-- changed afterwards. Keep in step with 0009_organisation.postgresql.sql: same tables, same columns, same order.

-- `key` is what a source calls it, in lower case: "group:default/payments" of a catalog, else the name. Gone teams stay, since
-- problems and history name them.
CREATE TABLE team (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    parent_id INTEGER REFERENCES team (id),
    email     TEXT NOT NULL,
    gone_at   INTEGER
);

-- `key` is the e-mail address in lower case, else what the source calls the person ("user:default/ann").
-- Days are days since 1970; minutes count from midnight in the person's own zone (IANA name, '': UTC).
-- work_days: bit 0 is Monday; languages: BCP 47 codes with blanks between; fte: share of a full working week.
CREATE TABLE person (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    key        TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL,
    team_id    INTEGER REFERENCES team (id),
    manager_id INTEGER REFERENCES person (id),
    engineer   INTEGER NOT NULL,
    host       INTEGER NOT NULL,
    zone       TEXT NOT NULL,
    languages  TEXT NOT NULL,
    work_days  INTEGER NOT NULL,
    work_from  INTEGER NOT NULL,
    work_to    INTEGER NOT NULL,
    fte        REAL NOT NULL,
    joined_day INTEGER,
    left_day   INTEGER
);
CREATE INDEX person_of_team ON person (team_id, name, id);
CREATE INDEX person_of_manager ON person (manager_id) WHERE manager_id IS NOT NULL;
CREATE INDEX person_by_name ON person (name, id);

-- Further teams of a person, beside person.team_id.
CREATE TABLE person_team (
    person_id INTEGER NOT NULL REFERENCES person (id),
    team_id   INTEGER NOT NULL REFERENCES team (id),
    PRIMARY KEY (person_id, team_id)
) WITHOUT ROWID;

-- Append-only. hash = SHA-256 over the hash before and every other column (chain_store.c); `body` is JSON.
CREATE TABLE chain (
    chain     TEXT NOT NULL CHECK (chain IN ('audit', 'ledger')),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    actor     TEXT NOT NULL,
    action    TEXT NOT NULL,
    kind      TEXT NOT NULL,
    object_id INTEGER NOT NULL,
    body      TEXT NOT NULL,
    hash      TEXT NOT NULL,
    PRIMARY KEY (chain, seq)
) WITHOUT ROWID;
CREATE INDEX chain_of_object ON chain (chain, kind, object_id, seq);
