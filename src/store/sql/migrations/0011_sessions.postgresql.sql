-- Formats of customer contact, sessions, seats, customers' consent, reflections, hackathons, calendar feeds, mail.
-- Keep in step with 0011_sessions.sqlite.sql: same tables, same columns, same order. Only how overlaps are refused
-- differs: an exclusion constraint here, triggers there (one writer at a time).

-- What kinds of contact there are, with their rules. `key` names the built-in ones in the program ('empathy', 'support',
-- 'ride_along', 'hackathon'); the company adds its own. Limits of 0 mean: no such rule.
CREATE TABLE format (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key          TEXT COLLATE "C" NOT NULL UNIQUE,
    name         TEXT COLLATE "C" NOT NULL,
    about        TEXT COLLATE "C" NOT NULL,
    minutes      BIGINT NOT NULL CHECK (minutes > 0),
    capacity     BIGINT NOT NULL CHECK (capacity > 0),
    capacity_max BIGINT NOT NULL,
    per_team     BIGINT NOT NULL,
    novices      BIGINT NOT NULL,
    subject      BIGINT NOT NULL,
    consent      BIGINT NOT NULL,
    guide        BIGINT NOT NULL,
    causes       BIGINT NOT NULL,
    judged       BIGINT NOT NULL,
    overbook     BIGINT NOT NULL,
    counts       BIGINT NOT NULL,
    notice_hours BIGINT NOT NULL,
    retired_at   BIGINT
);
INSERT INTO format (key, name, about, minutes, capacity, capacity_max, per_team, novices, subject, consent, guide, causes, judged,
    overbook, counts, notice_hours) VALUES
('empathy', 'Empathy session',
    'A group watches and reads selected friction of one theme or problem together, with a guide made from the evidence.',
    60, 12, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 2),
('support', 'Support rotation',
    'A shift beside somebody from support: answer real customers, and write down root causes at the end.',
    120, 2, 4, 1, 1, 0, 0, 0, 1, 0, 0, 1, 24),
('ride_along', 'Ride-along',
    'Listen in on a customer call or visit with sales or support. The customer agreed to it first; three observers at most.',
    60, 2, 3, 2, 0, 0, 1, 0, 0, 0, 0, 1, 24),
('hackathon', 'Hackathon',
    'Teams work on problems of the board; entries are judged in pairs against the evidence, and followed for 90 days.',
    480, 60, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 48);

-- `hash`: of the customer's number as in signal.customer. `label` is what our people call the account, personal data cut.
CREATE TABLE customer (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash         TEXT COLLATE "C" NOT NULL UNIQUE,
    label        TEXT COLLATE "C" NOT NULL,
    opted_out_at BIGINT,
    blocked_at   BIGINT,
    blocked_why  TEXT COLLATE "C" NOT NULL
);
CREATE TABLE consent (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id  BIGINT NOT NULL REFERENCES customer (id),
    purpose      TEXT COLLATE "C" NOT NULL,
    given_at     BIGINT NOT NULL,
    until_at     BIGINT,
    how          TEXT COLLATE "C" NOT NULL,
    recorded_by  TEXT COLLATE "C" NOT NULL,
    recorded_at  BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX consent_of_customer ON consent (customer_id, purpose);

-- A scheduled occasion. Instants are UTC; `zone` is the IANA name in which people speak of it. `sequence` grows with each
-- change that a calendar must show (RFC 5545). `extra`: so many more may be booked than fit, as some do not come.
-- ends_at is here since seats copy both, and the copies are held by a foreign key.
CREATE TABLE session (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    format_id   BIGINT NOT NULL REFERENCES format (id),
    title       TEXT COLLATE "C" NOT NULL,
    about       TEXT COLLATE "C" NOT NULL,
    theme_id    BIGINT REFERENCES theme (id),
    problem_id  BIGINT REFERENCES problem (id),
    customer_id BIGINT REFERENCES customer (id),
    host_id     BIGINT REFERENCES person (id),
    starts_at   BIGINT NOT NULL,
    ends_at     BIGINT NOT NULL CHECK (ends_at > starts_at),
    zone        TEXT COLLATE "C" NOT NULL,
    capacity    BIGINT NOT NULL CHECK (capacity > 0),
    extra       BIGINT NOT NULL CHECK (extra >= 0),
    language    TEXT COLLATE "C" NOT NULL,
    place       TEXT COLLATE "C" NOT NULL,
    link        TEXT COLLATE "C" NOT NULL,
    state       TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'held', 'cancelled')),
    why         TEXT COLLATE "C" NOT NULL,
    sequence    BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    UNIQUE (id, starts_at, ends_at)
);
CREATE INDEX session_by_time ON session (starts_at, id);
CREATE INDEX session_of_host ON session (host_id, starts_at) WHERE host_id IS NOT NULL;
CREATE INDEX session_of_theme ON session (theme_id, starts_at) WHERE theme_id IS NOT NULL;
CREATE INDEX session_of_problem ON session (problem_id, starts_at) WHERE problem_id IS NOT NULL;
CREATE INDEX session_of_customer ON session (customer_id, starts_at) WHERE customer_id IS NOT NULL;

-- The places of a session: 1 to capacity + extra. A seat that is taken has one of them for itself, so that no program, however
-- wrong, gives a place twice or one that does not exist.
CREATE TABLE session_place (
    session_id BIGINT NOT NULL REFERENCES session (id),
    number     BIGINT NOT NULL,
    PRIMARY KEY (session_id, number)
);

-- A person in a session: one row for each pair, whatever became of it. The host has one as well (role 'host', no place), so that
-- nobody is host here and guest there at a time. starts_at and ends_at copy the session's. asked_at orders the waiting list;
-- sequence grows with each change, and what calendars see is its sum with the session's. origin: who wanted it ('self', 'plan', 'host', 'swap', 'waiting').
CREATE TABLE seat (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id BIGINT NOT NULL,
    person_id  BIGINT NOT NULL REFERENCES person (id),
    role       TEXT COLLATE "C" NOT NULL CHECK (role IN ('guest', 'host')),
    state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('booked', 'waiting', 'withdrawn', 'attended', 'absent')),
    place      BIGINT,
    starts_at  BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL,
    asked_at   BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    sequence   BIGINT NOT NULL,
    minutes    BIGINT NOT NULL CHECK (minutes >= 0),
    reflected  BIGINT NOT NULL,
    origin     TEXT COLLATE "C" NOT NULL,
    UNIQUE (session_id, person_id),
    UNIQUE (session_id, place),
    CHECK ((place IS NOT NULL) = (role = 'guest' AND state IN ('booked', 'attended', 'absent'))),
    FOREIGN KEY (session_id, starts_at, ends_at) REFERENCES session (id, starts_at, ends_at) ON UPDATE CASCADE,
    FOREIGN KEY (session_id, place) REFERENCES session_place (session_id, number)
);
CREATE INDEX seat_of_person ON seat (person_id, starts_at);
CREATE INDEX seat_waiting ON seat (session_id, asked_at, id) WHERE state = 'waiting';

-- Nobody is in two places at a time.
ALTER TABLE seat ADD CONSTRAINT seat_overlap EXCLUDE USING gist (int8range(person_id, person_id, '[]') WITH &&,
    int8range(starts_at, ends_at) WITH &&) WHERE (state IN ('booked', 'attended'));

-- Each time a customer was, or is to be, met. `why`: the written reason to go over the limits; '' when none was needed.
CREATE TABLE contact (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id BIGINT NOT NULL REFERENCES customer (id),
    session_id  BIGINT UNIQUE REFERENCES session (id),
    at          BIGINT NOT NULL,
    purpose     TEXT COLLATE "C" NOT NULL,
    state       TEXT COLLATE "C" NOT NULL CHECK (state IN ('planned', 'made', 'cancelled')),
    why         TEXT COLLATE "C" NOT NULL,
    noted_by    TEXT COLLATE "C" NOT NULL
);
CREATE INDEX contact_of_customer ON contact (customer_id, at);

-- What an empathy session looks at, frozen when its guide was made: quotes (bytes of a signal, checked each time they are shown)
-- and questions.
CREATE TABLE session_moment (
    session_id BIGINT NOT NULL REFERENCES session (id),
    number     BIGINT NOT NULL,
    kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('quote', 'question')),
    words      TEXT COLLATE "C" NOT NULL,
    signal_id  BIGINT REFERENCES signal (id),
    begin_byte BIGINT NOT NULL,
    end_byte   BIGINT NOT NULL,
    sha256     BYTEA NOT NULL,
    PRIMARY KEY (session_id, number)
);
CREATE TABLE session_note (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES session (id),
    number     BIGINT NOT NULL,
    author     TEXT COLLATE "C" NOT NULL,
    at         BIGINT NOT NULL,
    words      TEXT COLLATE "C" NOT NULL
);
CREATE INDEX session_note_of ON session_note (session_id, number, id);

-- Root causes, written down at the end of a shift: how many minutes went into which.
CREATE TABLE root_cause (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES session (id),
    theme_id   BIGINT REFERENCES theme (id),
    minutes    BIGINT NOT NULL CHECK (minutes >= 0),
    words      TEXT COLLATE "C" NOT NULL,
    author     TEXT COLLATE "C" NOT NULL,
    at         BIGINT NOT NULL
);
CREATE INDEX root_cause_of_session ON root_cause (session_id);
CREATE INDEX root_cause_of_theme ON root_cause (theme_id) WHERE theme_id IS NOT NULL;

-- What a person says after a session; kept as a signal as well.
CREATE TABLE reflection (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seat_id    BIGINT NOT NULL UNIQUE REFERENCES seat (id),
    at         BIGINT NOT NULL,
    saw        TEXT COLLATE "C" NOT NULL,
    surprised  TEXT COLLATE "C" NOT NULL,
    ask_next   TEXT COLLATE "C" NOT NULL,
    signal_id  BIGINT NOT NULL REFERENCES signal (id),
    theme_id   BIGINT REFERENCES theme (id),
    problem_id BIGINT REFERENCES problem (id)
);
CREATE INDEX reflection_by_time ON reflection (at, id);
CREATE INDEX reflection_of_theme ON reflection (theme_id, at) WHERE theme_id IS NOT NULL;

-- Hackathons: entries, their people, judgements in pairs, and what became of them.
CREATE TABLE hack_entry (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id   BIGINT NOT NULL REFERENCES session (id),
    name         TEXT COLLATE "C" NOT NULL,
    pitch        TEXT COLLATE "C" NOT NULL,
    theme_id     BIGINT REFERENCES theme (id),
    problem_id   BIGINT REFERENCES problem (id),
    owner_id     BIGINT NOT NULL REFERENCES person (id),
    at           BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX hack_entry_of_session ON hack_entry (session_id, id);
CREATE TABLE hack_member (
    entry_id  BIGINT NOT NULL REFERENCES hack_entry (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (entry_id, person_id)
);
-- One for each judge and pair, first_id < second_id; better_id is one of the two.
CREATE TABLE judgement (
    session_id BIGINT NOT NULL REFERENCES session (id),
    judge_id   BIGINT NOT NULL REFERENCES person (id),
    first_id   BIGINT NOT NULL REFERENCES hack_entry (id),
    second_id  BIGINT NOT NULL REFERENCES hack_entry (id),
    better_id  BIGINT NOT NULL,
    why        TEXT COLLATE "C" NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (session_id, judge_id, first_id, second_id),
    CHECK (first_id < second_id AND better_id IN (first_id, second_id))
);
CREATE TABLE follow_up (
    entry_id BIGINT NOT NULL REFERENCES hack_entry (id),
    days     BIGINT NOT NULL CHECK (days IN (30, 60, 90)),
    due_at   BIGINT NOT NULL,
    owner_id BIGINT REFERENCES person (id),
    shipped  BIGINT NOT NULL,
    effect   TEXT COLLATE "C" NOT NULL,
    told_at  BIGINT,
    PRIMARY KEY (entry_id, days)
);
CREATE INDEX follow_up_due ON follow_up (due_at) WHERE told_at IS NULL;

-- Private addresses of calendars. Only a hash of the secret is kept: who reads the store cannot read a calendar with it.
CREATE TABLE feed (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('person', 'team', 'host')),
    object_id  BIGINT NOT NULL,
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX feed_of ON feed (kind, object_id);

-- Mail to be sent. key: no message is made twice; a newer one about the same takes the place of one that still waits.
CREATE TABLE mail (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key        TEXT COLLATE "C" NOT NULL UNIQUE,
    person_id  BIGINT NOT NULL REFERENCES person (id),
    session_id BIGINT REFERENCES session (id),
    address    TEXT COLLATE "C" NOT NULL,
    subject    TEXT COLLATE "C" NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    method     TEXT COLLATE "C" NOT NULL CHECK (method IN ('', 'REQUEST', 'CANCEL')),
    calendar   TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    made_at    BIGINT NOT NULL,
    send_at    BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    problem    TEXT COLLATE "C" NOT NULL,
    sent_at    BIGINT
);
CREATE INDEX mail_waiting ON mail (send_at, id) WHERE state = 'waiting';
