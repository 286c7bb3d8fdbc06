-- Plans: who is proposed for which session, and why. Keep in step with 0016_planning.postgresql.sql: same tables,
-- same columns, same order.

-- A proposal for [from_at, to_at). bound: proven, no plan is worth more. figures: JSON.
CREATE TABLE plan (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    name      TEXT NOT NULL,
    from_at   INTEGER NOT NULL,
    to_at     INTEGER NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('proposed', 'published', 'discarded')),
    made_at   INTEGER NOT NULL,
    made_by   TEXT NOT NULL,
    ended_at  INTEGER,
    seed      INTEGER NOT NULL,
    objective INTEGER NOT NULL,
    bound     REAL NOT NULL,
    figures   TEXT NOT NULL
);
CREATE INDEX plan_by_time ON plan (made_at, id);

-- Points: what each reason weighed; rivals: the seat's price; choices: how many sessions suited.
CREATE TABLE plan_seat (
    plan_id    INTEGER NOT NULL REFERENCES plan (id),
    person_id  INTEGER NOT NULL REFERENCES person (id),
    session_id INTEGER NOT NULL REFERENCES session (id),
    kept       INTEGER NOT NULL,
    need       INTEGER NOT NULL,
    touch      INTEGER NOT NULL,
    format     INTEGER NOT NULL,
    relevance  INTEGER NOT NULL,
    language   INTEGER NOT NULL,
    rivals     INTEGER NOT NULL,
    choices    INTEGER NOT NULL,
    PRIMARY KEY (plan_id, person_id, session_id)
);
CREATE INDEX plan_seat_of_session ON plan_seat (session_id, plan_id);

-- Who stays short in which part of the time, by how many minutes, and why (ShortReason by name).
CREATE TABLE plan_short (
    plan_id   INTEGER NOT NULL REFERENCES plan (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    from_at   INTEGER NOT NULL,
    to_at     INTEGER NOT NULL,
    owed      INTEGER NOT NULL,
    planned   INTEGER NOT NULL,
    reason    TEXT NOT NULL,
    suit      INTEGER NOT NULL,
    PRIMARY KEY (plan_id, person_id, from_at)
);

-- Who loses a seat of the plan that was in force: to another session, or to none.
CREATE TABLE plan_move (
    plan_id      INTEGER NOT NULL REFERENCES plan (id),
    person_id    INTEGER NOT NULL REFERENCES person (id),
    from_session INTEGER NOT NULL REFERENCES session (id),
    to_session   INTEGER REFERENCES session (id),
    gone         INTEGER NOT NULL,
    PRIMARY KEY (plan_id, person_id, from_session)
);
