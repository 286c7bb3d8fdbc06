-- Formats of customer contact, sessions, seats, customers' consent, reflections, hackathons, calendar feeds, mail.
-- Keep in step with 0011_sessions.postgresql.sql: same tables, same columns, same order. Only how overlaps are refused
-- differs: triggers here (one writer at a time), exclusion constraints there.

-- What kinds of contact there are, with their rules. `key` names the built-in ones in the program ('empathy', 'support',
-- 'ride_along', 'hackathon'); the company adds its own. Limits of 0 mean: no such rule.
CREATE TABLE format (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    key          TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    about        TEXT NOT NULL,
    minutes      INTEGER NOT NULL CHECK (minutes > 0),
    capacity     INTEGER NOT NULL CHECK (capacity > 0),
    capacity_max INTEGER NOT NULL,
    per_team     INTEGER NOT NULL,
    novices      INTEGER NOT NULL,
    subject      INTEGER NOT NULL,
    consent      INTEGER NOT NULL,
    guide        INTEGER NOT NULL,
    causes       INTEGER NOT NULL,
    judged       INTEGER NOT NULL,
    overbook     INTEGER NOT NULL,
    counts       INTEGER NOT NULL,
    notice_hours INTEGER NOT NULL,
    retired_at   INTEGER
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
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    hash         TEXT NOT NULL UNIQUE,
    label        TEXT NOT NULL,
    opted_out_at INTEGER,
    blocked_at   INTEGER,
    blocked_why  TEXT NOT NULL
);
CREATE TABLE consent (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id  INTEGER NOT NULL REFERENCES customer (id),
    purpose      TEXT NOT NULL,
    given_at     INTEGER NOT NULL,
    until_at     INTEGER,
    how          TEXT NOT NULL,
    recorded_by  TEXT NOT NULL,
    recorded_at  INTEGER NOT NULL,
    withdrawn_at INTEGER
);
CREATE INDEX consent_of_customer ON consent (customer_id, purpose);

-- A scheduled occasion. Instants are UTC; `zone` is the IANA name in which people speak of it. `sequence` grows with each
-- change that a calendar must show (RFC 5545). `extra`: so many more may be booked than fit, as some do not come.
-- ends_at is here since seats copy both, and the copies are held by a foreign key.
CREATE TABLE session (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    format_id   INTEGER NOT NULL REFERENCES format (id),
    title       TEXT NOT NULL,
    about       TEXT NOT NULL,
    theme_id    INTEGER REFERENCES theme (id),
    problem_id  INTEGER REFERENCES problem (id),
    customer_id INTEGER REFERENCES customer (id),
    host_id     INTEGER REFERENCES person (id),
    starts_at   INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL CHECK (ends_at > starts_at),
    zone        TEXT NOT NULL,
    capacity    INTEGER NOT NULL CHECK (capacity > 0),
    extra       INTEGER NOT NULL CHECK (extra >= 0),
    language    TEXT NOT NULL,
    place       TEXT NOT NULL,
    link        TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'held', 'cancelled')),
    why         TEXT NOT NULL,
    sequence    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL,
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
    session_id INTEGER NOT NULL REFERENCES session (id),
    number     INTEGER NOT NULL,
    PRIMARY KEY (session_id, number)
) WITHOUT ROWID;

-- A person in a session: one row for each pair, whatever became of it. The host has one as well (role 'host', no place), so that
-- nobody is host here and guest there at a time. starts_at and ends_at copy the session's. asked_at orders the waiting list;
-- sequence grows with each change, and what calendars see is its sum with the session's. origin: who wanted it ('self', 'plan', 'host', 'swap', 'waiting').
CREATE TABLE seat (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id INTEGER NOT NULL,
    person_id  INTEGER NOT NULL REFERENCES person (id),
    role       TEXT NOT NULL CHECK (role IN ('guest', 'host')),
    state      TEXT NOT NULL CHECK (state IN ('booked', 'waiting', 'withdrawn', 'attended', 'absent')),
    place      INTEGER,
    starts_at  INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL,
    asked_at   INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    sequence   INTEGER NOT NULL,
    minutes    INTEGER NOT NULL CHECK (minutes >= 0),
    reflected  INTEGER NOT NULL,
    origin     TEXT NOT NULL,
    UNIQUE (session_id, person_id),
    UNIQUE (session_id, place),
    CHECK ((place IS NOT NULL) = (role = 'guest' AND state IN ('booked', 'attended', 'absent'))),
    FOREIGN KEY (session_id, starts_at, ends_at) REFERENCES session (id, starts_at, ends_at) ON UPDATE CASCADE,
    FOREIGN KEY (session_id, place) REFERENCES session_place (session_id, number)
);
CREATE INDEX seat_of_person ON seat (person_id, starts_at);
CREATE INDEX seat_waiting ON seat (session_id, asked_at, id) WHERE state = 'waiting';

-- Nobody is in two places at a time.
CREATE TRIGGER seat_overlap_insert BEFORE INSERT ON seat WHEN NEW.state IN ('booked', 'attended')
BEGIN
    SELECT RAISE(ABORT, 'seat_overlap') FROM seat s WHERE s.person_id = NEW.person_id AND s.state IN ('booked', 'attended')
        AND s.session_id <> NEW.session_id AND s.starts_at < NEW.ends_at AND s.ends_at > NEW.starts_at LIMIT 1;
END;
CREATE TRIGGER seat_overlap_update BEFORE UPDATE OF person_id, state, starts_at, ends_at ON seat
WHEN NEW.state IN ('booked', 'attended')
BEGIN
    SELECT RAISE(ABORT, 'seat_overlap') FROM seat s WHERE s.person_id = NEW.person_id AND s.state IN ('booked', 'attended')
        AND s.session_id <> NEW.session_id AND s.starts_at < NEW.ends_at AND s.ends_at > NEW.starts_at LIMIT 1;
END;

-- Each time a customer was, or is to be, met. `why`: the written reason to go over the limits; '' when none was needed.
CREATE TABLE contact (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    session_id  INTEGER UNIQUE REFERENCES session (id),
    at          INTEGER NOT NULL,
    purpose     TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('planned', 'made', 'cancelled')),
    why         TEXT NOT NULL,
    noted_by    TEXT NOT NULL
);
CREATE INDEX contact_of_customer ON contact (customer_id, at);

-- What an empathy session looks at, frozen when its guide was made: quotes (bytes of a signal, checked each time they are shown)
-- and questions.
CREATE TABLE session_moment (
    session_id INTEGER NOT NULL REFERENCES session (id),
    number     INTEGER NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('quote', 'question')),
    words      TEXT NOT NULL,
    signal_id  INTEGER REFERENCES signal (id),
    begin_byte INTEGER NOT NULL,
    end_byte   INTEGER NOT NULL,
    sha256     BLOB NOT NULL,
    PRIMARY KEY (session_id, number)
) WITHOUT ROWID;
CREATE TABLE session_note (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id INTEGER NOT NULL REFERENCES session (id),
    number     INTEGER NOT NULL,
    author     TEXT NOT NULL,
    at         INTEGER NOT NULL,
    words      TEXT NOT NULL
);
CREATE INDEX session_note_of ON session_note (session_id, number, id);

-- Root causes, written down at the end of a shift: how many minutes went into which.
CREATE TABLE root_cause (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id INTEGER NOT NULL REFERENCES session (id),
    theme_id   INTEGER REFERENCES theme (id),
    minutes    INTEGER NOT NULL CHECK (minutes >= 0),
    words      TEXT NOT NULL,
    author     TEXT NOT NULL,
    at         INTEGER NOT NULL
);
CREATE INDEX root_cause_of_session ON root_cause (session_id);
CREATE INDEX root_cause_of_theme ON root_cause (theme_id) WHERE theme_id IS NOT NULL;

-- What a person says after a session; kept as a signal as well.
CREATE TABLE reflection (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    seat_id    INTEGER NOT NULL UNIQUE REFERENCES seat (id),
    at         INTEGER NOT NULL,
    saw        TEXT NOT NULL,
    surprised  TEXT NOT NULL,
    ask_next   TEXT NOT NULL,
    signal_id  INTEGER NOT NULL REFERENCES signal (id),
    theme_id   INTEGER REFERENCES theme (id),
    problem_id INTEGER REFERENCES problem (id)
);
CREATE INDEX reflection_by_time ON reflection (at, id);
CREATE INDEX reflection_of_theme ON reflection (theme_id, at) WHERE theme_id IS NOT NULL;

-- Hackathons: entries, their people, judgements in pairs, and what became of them.
CREATE TABLE hack_entry (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id   INTEGER NOT NULL REFERENCES session (id),
    name         TEXT NOT NULL,
    pitch        TEXT NOT NULL,
    theme_id     INTEGER REFERENCES theme (id),
    problem_id   INTEGER REFERENCES problem (id),
    owner_id     INTEGER NOT NULL REFERENCES person (id),
    at           INTEGER NOT NULL,
    withdrawn_at INTEGER
);
CREATE INDEX hack_entry_of_session ON hack_entry (session_id, id);
CREATE TABLE hack_member (
    entry_id  INTEGER NOT NULL REFERENCES hack_entry (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (entry_id, person_id)
) WITHOUT ROWID;
-- One for each judge and pair, first_id < second_id; better_id is one of the two.
CREATE TABLE judgement (
    session_id INTEGER NOT NULL REFERENCES session (id),
    judge_id   INTEGER NOT NULL REFERENCES person (id),
    first_id   INTEGER NOT NULL REFERENCES hack_entry (id),
    second_id  INTEGER NOT NULL REFERENCES hack_entry (id),
    better_id  INTEGER NOT NULL,
    why        TEXT NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (session_id, judge_id, first_id, second_id),
    CHECK (first_id < second_id AND better_id IN (first_id, second_id))
) WITHOUT ROWID;
CREATE TABLE follow_up (
    entry_id INTEGER NOT NULL REFERENCES hack_entry (id),
    days     INTEGER NOT NULL CHECK (days IN (30, 60, 90)),
    due_at   INTEGER NOT NULL,
    owner_id INTEGER REFERENCES person (id),
    shipped  INTEGER NOT NULL,
    effect   TEXT NOT NULL,
    told_at  INTEGER,
    PRIMARY KEY (entry_id, days)
) WITHOUT ROWID;
CREATE INDEX follow_up_due ON follow_up (due_at) WHERE told_at IS NULL;

-- Private addresses of calendars. Only a hash of the secret is kept: who reads the store cannot read a calendar with it.
CREATE TABLE feed (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL CHECK (kind IN ('person', 'team', 'host')),
    object_id  INTEGER NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
);
CREATE INDEX feed_of ON feed (kind, object_id);

-- Mail to be sent. key: no message is made twice; a newer one about the same takes the place of one that still waits.
CREATE TABLE mail (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    key        TEXT NOT NULL UNIQUE,
    person_id  INTEGER NOT NULL REFERENCES person (id),
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
    sent_at    INTEGER
);
CREATE INDEX mail_waiting ON mail (send_at, id) WHERE state = 'waiting';
