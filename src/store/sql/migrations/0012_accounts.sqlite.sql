-- Who may sign in, and with what. Secrets are never here: passwords as argon2id, tokens as SHA-256 (they are 256 random
-- bits). Keep in step with 0012_accounts.postgresql.sql: same tables, same columns, same order.

-- email in lower case; role: viewer, engineer, host, lead, admin; password '': none was set yet; zone: IANA name, '': UTC
CREATE TABLE account (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    email      TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    person_id  INTEGER REFERENCES person (id),
    password   TEXT NOT NULL,
    zone       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER,
    ended_at   INTEGER
);

CREATE TABLE account_login (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES account (id),
    token      TEXT NOT NULL UNIQUE,
    agent      TEXT NOT NULL,
    address    TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
);
CREATE INDEX account_login_of ON account_login (account_id);

-- kind: setup (the first administrator), invite, reset (a new password), enter (signs in once)
CREATE TABLE account_link (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL,
    token      TEXT NOT NULL UNIQUE,
    email      TEXT NOT NULL,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    person_id  INTEGER REFERENCES person (id),
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
);

-- scopes: words with blanks between: read write ingest admin
CREATE TABLE account_token (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES account (id),
    name       TEXT NOT NULL,
    token      TEXT NOT NULL UNIQUE,
    scopes     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at   INTEGER
);
CREATE INDEX account_token_of ON account_token (account_id);

-- Failed tries to sign in: kind account or address.
CREATE TABLE sign_in_try (
    kind TEXT NOT NULL,
    key  TEXT NOT NULL,
    at   INTEGER NOT NULL
);
CREATE INDEX sign_in_try_of ON sign_in_try (kind, key, at);

-- What was answered to a request with an Idempotency-Key; `args` is SHA-256 over what was asked.
CREATE TABLE request_once (
    account_id INTEGER NOT NULL,
    key        TEXT NOT NULL,
    args       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    reply      TEXT NOT NULL,
    PRIMARY KEY (account_id, key)
);
