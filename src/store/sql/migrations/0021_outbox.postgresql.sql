-- One outbox for mail and webhooks; who wants mail about what.
-- Keep in step with the .sqlite.sql of the same number: same tables, same columns, same order.

-- Programs that are told of news. secret: sealed by the installation's key file (app/core/sealed.h).
CREATE TABLE webhook (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       TEXT COLLATE "C" NOT NULL,
    url        TEXT COLLATE "C" NOT NULL,
    secret     TEXT COLLATE "C" NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

-- Mail that a person asked for. what: 'alerts', 'outcomes'.
CREATE TABLE wish (
    person_id BIGINT NOT NULL REFERENCES person (id),
    what      TEXT COLLATE "C" NOT NULL CHECK (what IN ('alerts', 'outcomes')),
    at        BIGINT NOT NULL,
    PRIMARY KEY (person_id, what)
);

-- A message goes to a person or to a webhook; for those the subject is the event and the body its JSON.
ALTER TABLE mail ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE mail ADD COLUMN webhook_id BIGINT REFERENCES webhook (id);
ALTER TABLE mail ADD CHECK ((person_id IS NULL) <> (webhook_id IS NULL));
