-- What outcomes need: who was active, when what reached customers, and which themes rose.
-- Keep in step with the .sqlite.sql of the same number: same tables, same columns, same order.

-- Active customers in a period of `days` days from `day` on (days since 1970); segment '': all of them.
CREATE TABLE exposure (
    segment   TEXT COLLATE "C" NOT NULL,
    day       BIGINT NOT NULL,
    days      BIGINT NOT NULL,
    customers DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (segment, day)
);

-- A release of something that should make a theme, or a problem's themes, fall. origin: 'hand', 'script', 'github', 'gitlab';
-- external_id: what that calls it, '' for hand. codebook_id: that served when it was noted.
CREATE TABLE released (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          BIGINT NOT NULL,
    title       TEXT COLLATE "C" NOT NULL,
    theme_id    BIGINT,
    problem_id  BIGINT REFERENCES problem (id),
    origin      TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C" NOT NULL,
    url         TEXT COLLATE "C" NOT NULL,
    author      TEXT COLLATE "C" NOT NULL,
    noted_at    BIGINT NOT NULL,
    codebook_id BIGINT NOT NULL
);
CREATE UNIQUE INDEX released_external ON released (origin, external_id) WHERE external_id <> '';
CREATE INDEX released_of_theme ON released (theme_id) WHERE theme_id IS NOT NULL;
CREATE INDEX released_of_problem ON released (problem_id) WHERE problem_id IS NOT NULL;

-- From `at` on this part of the customers had it; 0: taken back.
CREATE TABLE rollout (
    release_id BIGINT NOT NULL REFERENCES released (id),
    at         BIGINT NOT NULL,
    share      DOUBLE PRECISION NOT NULL,
    author     TEXT COLLATE "C" NOT NULL,
    noted_at   BIGINT NOT NULL,
    PRIMARY KEY (release_id, at)
);

-- Episodes of themes that rose (outcomes/emerging.h); days since 1970, rates in voices a day. sent_day: told_day of the news
-- that webhook and mail had last; NULL: none.
CREATE TABLE alert (
    id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    theme_id BIGINT NOT NULL,
    began    BIGINT NOT NULL,
    alerted  BIGINT NOT NULL,
    told     BIGINT NOT NULL,
    last     BIGINT NOT NULL,
    open     BIGINT NOT NULL,
    reopened BIGINT NOT NULL,
    baseline DOUBLE PRECISION NOT NULL,
    voices   DOUBLE PRECISION NOT NULL,
    expected DOUBLE PRECISION NOT NULL,
    level    DOUBLE PRECISION NOT NULL,
    sent_day BIGINT
);
CREATE INDEX alert_of_theme ON alert (theme_id, alerted);
CREATE INDEX alert_by_day ON alert (told, id);
