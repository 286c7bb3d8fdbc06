-- Who may sign in, and with what. Secrets are never here: passwords as argon2id, tokens as SHA-256 (they are 256 random
-- bits). Keep in step with 0012_accounts.sqlite.sql: same tables, same columns, same order.

-- email in lower case; role: viewer, engineer, host, lead, admin; password '': none was set yet; zone: IANA name, '': UTC
CREATE TABLE account (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email      TEXT COLLATE "C" NOT NULL UNIQUE,
    name       TEXT COLLATE "C" NOT NULL,
    role       TEXT NOT NULL,
    person_id  BIGINT REFERENCES person (id),
    password   TEXT NOT NULL,
    zone       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT,
    ended_at   BIGINT
);

CREATE TABLE account_login (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    token      TEXT COLLATE "C" NOT NULL UNIQUE,
    agent      TEXT NOT NULL,
    address    TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);
CREATE INDEX account_login_of ON account_login (account_id);

-- kind: setup (the first administrator), invite, reset (a new password), enter (signs in once)
CREATE TABLE account_link (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       TEXT NOT NULL,
    token      TEXT COLLATE "C" NOT NULL UNIQUE,
    email      TEXT COLLATE "C" NOT NULL,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    person_id  BIGINT REFERENCES person (id),
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);

-- scopes: words with blanks between: read write ingest admin
CREATE TABLE account_token (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    name       TEXT NOT NULL,
    token      TEXT COLLATE "C" NOT NULL UNIQUE,
    scopes     TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at   BIGINT
);
CREATE INDEX account_token_of ON account_token (account_id);

-- Failed tries to sign in: kind account or address.
CREATE TABLE sign_in_try (
    kind TEXT NOT NULL,
    key  TEXT COLLATE "C" NOT NULL,
    at   BIGINT NOT NULL
);
CREATE INDEX sign_in_try_of ON sign_in_try (kind, key, at);

-- What was answered to a request with an Idempotency-Key; `args` is SHA-256 over what was asked.
CREATE TABLE request_once (
    account_id BIGINT NOT NULL,
    key        TEXT COLLATE "C" NOT NULL,
    args       TEXT NOT NULL,
    at         BIGINT NOT NULL,
    reply      TEXT NOT NULL,
    PRIMARY KEY (account_id, key)
);
