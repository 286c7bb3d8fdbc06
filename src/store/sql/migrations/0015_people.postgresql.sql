-- People's leave, what they owe, and a search by name and e-mail address.
-- Keep in step with 0015_people.sqlite.sql: same tables, same columns, same order.

-- Name and e-mail address, folded (utf8_fold), for the search; written with each change of the person.
ALTER TABLE person ADD COLUMN folded TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE person SET folded = lower(name || ' ' || email);

-- Days [from_day, to_day) on which somebody is away. Why is nobody's business here, so there is no column for it.
CREATE TABLE leave (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    from_day  BIGINT NOT NULL,
    to_day    BIGINT NOT NULL,
    CHECK (to_day > from_day),
    UNIQUE (person_id, from_day, to_day)
);

-- What a team's people owe; team_id NULL: the organisation's. NULL: as the team above says, and at the top the program.
CREATE TABLE goal_policy (
    id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    team_id        BIGINT REFERENCES team (id),
    touchpoints    BIGINT CHECK (touchpoints BETWEEN 0 AND 366),
    formats        BIGINT CHECK (formats BETWEEN 0 AND 32),
    window_days    BIGINT CHECK (window_days BETWEEN 1 AND 366),
    window_minutes BIGINT CHECK (window_minutes BETWEEN 0 AND 100000),
    changed_at     BIGINT NOT NULL
);
CREATE UNIQUE INDEX goal_policy_of_team ON goal_policy (COALESCE(team_id, 0));

-- All that was attended in a period, in the order of people: the totals of teams and of the organisation.
CREATE INDEX seat_attended ON seat (person_id, starts_at) WHERE state = 'attended';
