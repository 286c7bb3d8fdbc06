-- One outbox for mail and webhooks; who wants mail about what.
-- Keep in step with the .postgresql.sql of the same number: same tables, same columns, same order.

-- Programs that are told of news. secret: sealed by the installation's key file (app/core/sealed.h).
CREATE TABLE webhook (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    url        TEXT NOT NULL,
    secret     TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
);

-- Mail that a person asked for. what: 'alerts', 'outcomes'.
CREATE TABLE wish (
    person_id INTEGER NOT NULL REFERENCES person (id),
    what      TEXT NOT NULL CHECK (what IN ('alerts', 'outcomes')),
    at        INTEGER NOT NULL,
    PRIMARY KEY (person_id, what)
) WITHOUT ROWID;

-- A message goes to a person or to a webhook; for those the subject is the event and the body its JSON.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    key        TEXT NOT NULL UNIQUE,
    person_id  INTEGER REFERENCES person (id),
    session_id INTEGER REFERENCES session (id),
    address    TEXT NOT NULL,
    subject    TEXT NOT NULL,
    body       TEXT NOT NULL,
    method     TEXT NOT NULL CHECK (method IN ('', 'REQUEST', 'CANCEL')),
    calendar   TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    made_at    INTEGER NOT NULL,
    send_at    INTEGER NOT NULL,
    tries      INTEGER NOT NULL,
    problem    TEXT NOT NULL,
    sent_at    INTEGER,
    webhook_id INTEGER REFERENCES webhook (id),
    CHECK ((person_id IS NULL) <> (webhook_id IS NULL))
);
INSERT INTO outbox (id, key, person_id, session_id, address, subject, body, method, calendar, state, made_at, send_at, tries, problem, sent_at)
SELECT id, key, person_id, session_id, address, subject, body, method, calendar, state, made_at, send_at, tries, problem, sent_at FROM mail;
DROP TABLE mail;
ALTER TABLE outbox RENAME TO mail;
CREATE INDEX mail_waiting ON mail (send_at, id) WHERE state = 'waiting';
