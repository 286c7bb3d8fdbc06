-- Plans: who is proposed for which session, and why. Keep in step with 0016_planning.sqlite.sql: same tables,
-- same columns, same order.

-- A proposal for [from_at, to_at). bound: proven, no plan is worth more. figures: JSON.
CREATE TABLE plan (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name      TEXT NOT NULL,
    from_at   BIGINT NOT NULL,
    to_at     BIGINT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('proposed', 'published', 'discarded')),
    made_at   BIGINT NOT NULL,
    made_by   TEXT NOT NULL,
    ended_at  BIGINT,
    seed      BIGINT NOT NULL,
    objective BIGINT NOT NULL,
    bound     DOUBLE PRECISION NOT NULL,
    figures   TEXT NOT NULL
);
CREATE INDEX plan_by_time ON plan (made_at, id);

-- Points: what each reason weighed; rivals: the seat's price; choices: how many sessions suited.
CREATE TABLE plan_seat (
    plan_id    BIGINT NOT NULL REFERENCES plan (id),
    person_id  BIGINT NOT NULL REFERENCES person (id),
    session_id BIGINT NOT NULL REFERENCES session (id),
    kept       BIGINT NOT NULL,
    need       BIGINT NOT NULL,
    touch      BIGINT NOT NULL,
    format     BIGINT NOT NULL,
    relevance  BIGINT NOT NULL,
    language   BIGINT NOT NULL,
    rivals     BIGINT NOT NULL,
    choices    BIGINT NOT NULL,
    PRIMARY KEY (plan_id, person_id, session_id)
);
CREATE INDEX plan_seat_of_session ON plan_seat (session_id, plan_id);

-- Who stays short in which part of the time, by how many minutes, and why (ShortReason by name).
CREATE TABLE plan_short (
    plan_id   BIGINT NOT NULL REFERENCES plan (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    from_at   BIGINT NOT NULL,
    to_at     BIGINT NOT NULL,
    owed      BIGINT NOT NULL,
    planned   BIGINT NOT NULL,
    reason    TEXT NOT NULL,
    suit      BIGINT NOT NULL,
    PRIMARY KEY (plan_id, person_id, from_at)
);

-- Who loses a seat of the plan that was in force: to another session, or to none.
CREATE TABLE plan_move (
    plan_id      BIGINT NOT NULL REFERENCES plan (id),
    person_id    BIGINT NOT NULL REFERENCES person (id),
    from_session BIGINT NOT NULL REFERENCES session (id),
    to_session   BIGINT REFERENCES session (id),
    gone         BIGINT NOT NULL,
    PRIMARY KEY (plan_id, person_id, from_session)
);
