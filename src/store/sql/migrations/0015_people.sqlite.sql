-- People's leave, what they owe, and a search by name and e-mail address.
-- Keep in step with 0015_people.postgresql.sql: same tables, same columns, same order.

-- Name and e-mail address, folded (utf8_fold), for the search; written with each change of the person.
ALTER TABLE person ADD COLUMN folded TEXT NOT NULL DEFAULT '';
UPDATE person SET folded = lower(name || ' ' || email);

-- Days [from_day, to_day) on which somebody is away. Why is nobody's business here, so there is no column for it.
CREATE TABLE leave (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES person (id),
    from_day  INTEGER NOT NULL,
    to_day    INTEGER NOT NULL,
    CHECK (to_day > from_day),
    UNIQUE (person_id, from_day, to_day)
);

-- What a team's people owe; team_id NULL: the organisation's. NULL: as the team above says, and at the top the program.
CREATE TABLE goal_policy (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id        INTEGER REFERENCES team (id),
    touchpoints    INTEGER CHECK (touchpoints BETWEEN 0 AND 366),
    formats        INTEGER CHECK (formats BETWEEN 0 AND 32),
    window_days    INTEGER CHECK (window_days BETWEEN 1 AND 366),
    window_minutes INTEGER CHECK (window_minutes BETWEEN 0 AND 100000),
    changed_at     INTEGER NOT NULL
);
CREATE UNIQUE INDEX goal_policy_of_team ON goal_policy (COALESCE(team_id, 0));

-- All that was attended in a period, in the order of people: the totals of teams and of the organisation.
CREATE INDEX seat_attended ON seat (person_id, starts_at) WHERE state = 'attended';
