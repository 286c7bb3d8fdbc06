-- What outcomes need: who was active, when what reached customers, and which themes rose.
-- Keep in step with the .postgresql.sql of the same number: same tables, same columns, same order.

-- Active customers in a period of `days` days from `day` on (days since 1970); segment '': all of them.
CREATE TABLE exposure (
    segment   TEXT NOT NULL,
    day       INTEGER NOT NULL,
    days      INTEGER NOT NULL,
    customers REAL NOT NULL,
    PRIMARY KEY (segment, day)
) WITHOUT ROWID;

-- A release of something that should make a theme, or a problem's themes, fall. origin: 'hand', 'script', 'github', 'gitlab';
-- external_id: what that calls it, '' for hand. codebook_id: that served when it was noted.
CREATE TABLE released (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    title       TEXT NOT NULL,
    theme_id    INTEGER,
    problem_id  INTEGER REFERENCES problem (id),
    origin      TEXT NOT NULL,
    external_id TEXT NOT NULL,
    url         TEXT NOT NULL,
    author      TEXT NOT NULL,
    noted_at    INTEGER NOT NULL,
    codebook_id INTEGER NOT NULL
);
CREATE UNIQUE INDEX released_external ON released (origin, external_id) WHERE external_id <> '';
CREATE INDEX released_of_theme ON released (theme_id) WHERE theme_id IS NOT NULL;
CREATE INDEX released_of_problem ON released (problem_id) WHERE problem_id IS NOT NULL;

-- From `at` on this part of the customers had it; 0: taken back.
CREATE TABLE rollout (
    release_id INTEGER NOT NULL REFERENCES released (id),
    at         INTEGER NOT NULL,
    share      REAL NOT NULL,
    author     TEXT NOT NULL,
    noted_at   INTEGER NOT NULL,
    PRIMARY KEY (release_id, at)
) WITHOUT ROWID;

-- Episodes of themes that rose (outcomes/emerging.h); days since 1970, rates in voices a day. sent_day: told_day of the news
-- that webhook and mail had last; NULL: none.
CREATE TABLE alert (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    theme_id INTEGER NOT NULL,
    began    INTEGER NOT NULL,
    alerted  INTEGER NOT NULL,
    told     INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    open     INTEGER NOT NULL,
    reopened INTEGER NOT NULL,
    baseline REAL NOT NULL,
    voices   REAL NOT NULL,
    expected REAL NOT NULL,
    level    REAL NOT NULL,
    sent_day INTEGER
);
CREATE INDEX alert_of_theme ON alert (theme_id, alerted);
CREATE INDEX alert_by_day ON alert (told, id);
