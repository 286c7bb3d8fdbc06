-- sessions.sql: formats, sessions, seats.

-- name: format_put
INSERT INTO format (key, name, about, minutes, capacity, capacity_max, per_team, novices, subject, consent, guide, causes, judged,
    overbook, counts, notice_hours, retired_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (key) DO UPDATE SET name = excluded.name, about = excluded.about, minutes = excluded.minutes,
    capacity = excluded.capacity, capacity_max = excluded.capacity_max, per_team = excluded.per_team, novices = excluded.novices,
    subject = excluded.subject, consent = excluded.consent, guide = excluded.guide, causes = excluded.causes,
    judged = excluded.judged, overbook = excluded.overbook, counts = excluded.counts, notice_hours = excluded.notice_hours,
    retired_at = excluded.retired_at
RETURNING id

-- name: format_open
SELECT id, key, name, about, minutes, capacity, capacity_max, per_team, novices, subject, consent, guide, causes, judged, overbook,
    counts, notice_hours, retired_at
FROM format f WHERE 1 = 1

-- name: format_where_id
AND f.id = $?

-- name: format_where_key
AND f.key = $?

-- name: format_where_used
AND f.retired_at IS NULL

-- name: format_order
ORDER BY f.id

-- name: session_add
INSERT INTO session (format_id, title, about, theme_id, problem_id, customer_id, host_id, starts_at, ends_at, zone, capacity, extra,
    language, place, link, state, why, sequence, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'open', '', 0, $16, $16) RETURNING id

-- name: session_change
UPDATE session SET title = $2, about = $3, theme_id = $4, problem_id = $5, host_id = $6, starts_at = $7, ends_at = $8, zone = $9,
    capacity = $10, extra = $11, language = $12, place = $13, link = $14, sequence = sequence + 1, changed_at = $15
WHERE id = $1 AND state = 'open' RETURNING id

-- name: session_end
UPDATE session SET state = $2, why = $3, sequence = sequence + 1, changed_at = $4 WHERE id = $1 AND state = 'open' RETURNING id

-- name: place_add
INSERT INTO session_place (session_id, number) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: places_taken
SELECT count(*) FROM seat WHERE session_id = $1 AND place IS NOT NULL

-- A seat above the new number of places moves down into a free one.
-- name: place_lower
UPDATE seat SET place = (SELECT p.number FROM session_place p WHERE p.session_id = $1
        AND NOT EXISTS (SELECT 1 FROM seat t WHERE t.session_id = $1 AND t.place = p.number) ORDER BY p.number LIMIT 1)
WHERE id = (SELECT t.id FROM seat t WHERE t.session_id = $1 AND t.place > $2 ORDER BY t.place LIMIT 1)

-- name: places_drop
DELETE FROM session_place WHERE session_id = $1 AND number > $2

-- name: seats_end
UPDATE seat SET state = 'withdrawn', place = NULL, changed_at = $2, sequence = sequence + 1
WHERE session_id = $1 AND state IN ('booked', 'waiting')

-- Nobody waits for a session that was held.
-- name: waiting_end
UPDATE seat SET state = 'withdrawn', changed_at = $2, sequence = sequence + 1 WHERE session_id = $1 AND state = 'waiting'

-- name: contact_of_session_cancel
UPDATE contact SET state = 'cancelled' WHERE session_id = $1 AND state = 'planned'

-- name: contact_of_session_made
UPDATE contact SET state = 'made' WHERE session_id = $1 AND state = 'planned'

-- name: session_open
SELECT e.id, e.format_id, e.title, e.about, e.theme_id, e.problem_id, e.customer_id, e.host_id, e.starts_at, e.ends_at, e.zone,
    e.capacity, e.extra, e.language, e.place, e.link, e.state, e.why, e.sequence, e.created_at, e.changed_at, f.key, f.name,
    coalesce(h.name, ''),
    coalesce((SELECT CASE WHEN t.label <> '' THEN t.label ELSE coalesce((SELECT c.name FROM codebook_theme c
        WHERE c.theme_id = t.id ORDER BY c.codebook_id DESC LIMIT 1), '') END FROM theme t WHERE t.id = e.theme_id), ''),
    (SELECT count(*) FROM seat s WHERE s.session_id = e.id AND s.role = 'guest' AND s.state = 'booked'),
    (SELECT count(*) FROM seat s WHERE s.session_id = e.id AND s.role = 'guest' AND s.state = 'waiting'),
    (SELECT count(*) FROM seat s WHERE s.session_id = e.id AND s.role = 'guest' AND s.state = 'attended'),
    (SELECT count(*) FROM seat s WHERE s.session_id = e.id AND s.role = 'guest' AND s.state = 'absent')
FROM session e JOIN format f ON f.id = e.format_id LEFT JOIN person h ON h.id = e.host_id WHERE 1 = 1

-- name: session_titles
SELECT e.id, e.title FROM session e WHERE 1 = 1

-- name: session_where_id
AND e.id = $?

-- name: session_where_from
AND e.starts_at >= $?

-- name: session_where_to
AND e.starts_at < $?

-- name: session_where_format
AND e.format_id = $?

-- name: session_where_host
AND e.host_id = $?

-- name: session_where_theme
AND e.theme_id = $?

-- name: session_where_problem
AND e.problem_id = $?

-- name: session_where_customer
AND e.customer_id = $?

-- name: session_where_seat_of
AND e.id IN (SELECT s.session_id FROM seat s WHERE s.person_id = $?)

-- name: session_where_seat_of_team
AND e.id IN (SELECT s.session_id FROM seat s WHERE s.person_id IN (SELECT q.id FROM person q WHERE q.team_id = $?
    UNION SELECT m.person_id FROM person_team m WHERE m.team_id = $?))

-- name: session_where_state
AND e.state = $?

-- name: session_where_after
AND (e.starts_at, e.id) > ($?, $?)

-- name: session_where_before
AND (e.starts_at, e.id) < ($?, $?)

-- name: session_order
ORDER BY e.starts_at, e.id

-- name: session_newest
ORDER BY e.starts_at DESC, e.id DESC

-- name: session_limit
LIMIT $?

-- name: seat_find
SELECT id, role, state FROM seat WHERE session_id = $1 AND person_id = $2

-- name: seat_ask
INSERT INTO seat (session_id, person_id, role, state, place, starts_at, ends_at, asked_at, changed_at, sequence, minutes, reflected,
    origin)
SELECT e.id, $2, 'guest', 'waiting', NULL, e.starts_at, e.ends_at, $4, $4, 0, 0, 0, $3 FROM session e WHERE e.id = $1
ON CONFLICT (session_id, person_id) DO UPDATE SET role = 'guest', state = 'waiting', asked_at = excluded.asked_at,
    changed_at = excluded.changed_at, sequence = seat.sequence + 1, origin = excluded.origin
RETURNING id

-- name: host_seat
INSERT INTO seat (session_id, person_id, role, state, place, starts_at, ends_at, asked_at, changed_at, sequence, minutes, reflected,
    origin)
SELECT e.id, $2, 'host', 'booked', NULL, e.starts_at, e.ends_at, $3, $3, 0, 0, 0, 'host' FROM session e WHERE e.id = $1
ON CONFLICT (session_id, person_id) DO UPDATE SET role = 'host', state = 'booked', place = NULL, changed_at = excluded.changed_at,
    sequence = seat.sequence + 1, origin = 'host'
RETURNING id

-- name: host_leave
UPDATE seat SET state = 'withdrawn', changed_at = $3, sequence = sequence + 1
WHERE session_id = $1 AND role = 'host' AND person_id <> $2 AND state = 'booked'

-- name: seat_times
SELECT session_id, person_id, starts_at, ends_at, state FROM seat WHERE id = $1

-- name: place_free
SELECT p.number FROM session_place p WHERE p.session_id = $1
    AND NOT EXISTS (SELECT 1 FROM seat s WHERE s.session_id = p.session_id AND s.place = p.number)
ORDER BY p.number LIMIT 1

-- name: seat_take
UPDATE seat SET state = 'booked', place = $2, changed_at = $3, sequence = sequence + 1, origin = $4
WHERE id = $1 AND state = 'waiting' RETURNING id

-- name: seat_leave
UPDATE seat SET state = 'withdrawn', place = NULL, changed_at = $2, sequence = sequence + 1
WHERE id = $1 AND role = 'guest' AND state IN ('booked', 'waiting') RETURNING id

-- name: seat_book
INSERT INTO seat (session_id, person_id, role, state, place, starts_at, ends_at, asked_at, changed_at, sequence, minutes, reflected,
    origin)
SELECT e.id, $2, 'guest', $4, $3, e.starts_at, e.ends_at, $5, $5, 0, 0, 0, $6 FROM session e WHERE e.id = $1
ON CONFLICT (session_id, person_id) DO UPDATE SET role = 'guest', state = excluded.state, place = excluded.place,
    asked_at = excluded.asked_at, changed_at = excluded.changed_at, sequence = seat.sequence + 1, origin = excluded.origin

-- name: seat_give_back
UPDATE seat SET state = 'withdrawn', place = NULL, changed_at = $3, sequence = sequence + 1
WHERE session_id = $1 AND person_id = $2 AND role = 'guest' AND state = 'booked' AND origin = 'plan' AND starts_at > $3
RETURNING id

-- name: places_free
SELECT p.session_id, p.number FROM session_place p JOIN session e ON e.id = p.session_id
WHERE e.state = 'open' AND e.starts_at >= $1 AND e.starts_at < $2
    AND NOT EXISTS (SELECT 1 FROM seat s WHERE s.session_id = p.session_id AND s.place = p.number)
ORDER BY p.session_id, p.number

-- name: formats_done
SELECT DISTINCT s.person_id, e.format_id FROM seat s JOIN session e ON e.id = s.session_id JOIN format f ON f.id = e.format_id
WHERE s.state = 'attended' AND f.novices > 0 ORDER BY s.person_id, e.format_id

-- name: seat_mark
UPDATE seat SET state = $2, minutes = $3, changed_at = $4
WHERE id = $1 AND state IN ('booked', 'attended', 'absent') RETURNING id

-- name: person_clash
SELECT session_id FROM seat WHERE person_id = $1 AND state IN ('booked', 'attended') AND session_id <> $2
    AND starts_at < $4 AND ends_at > $3 ORDER BY starts_at, id LIMIT 1

-- name: person_attended
SELECT count(*) FROM seat s JOIN session e ON e.id = s.session_id
WHERE s.person_id = $1 AND e.format_id = $2 AND s.state = 'attended'

-- name: seats_shown
SELECT count(*), count(CASE WHEN s.state = 'absent' THEN 1 END), count(CASE WHEN e.format_id = $1 THEN 1 END),
    count(CASE WHEN e.format_id = $1 AND s.state = 'absent' THEN 1 END)
FROM seat s JOIN session e ON e.id = s.session_id
WHERE s.role = 'guest' AND s.state IN ('attended', 'absent') AND s.starts_at >= $2

-- name: seat_open
SELECT s.id, s.session_id, s.person_id, s.role, s.state, s.place, s.starts_at, s.ends_at, s.asked_at, s.changed_at, s.sequence,
    s.minutes, s.reflected, s.origin, p.name, p.email, p.zone, p.team_id, e.format_id, f.counts
FROM seat s JOIN person p ON p.id = s.person_id JOIN session e ON e.id = s.session_id JOIN format f ON f.id = e.format_id
WHERE 1 = 1

-- name: seat_where_session
AND s.session_id = $?

-- name: seat_where_person
AND s.person_id = $?

-- name: seat_where_team
AND s.person_id IN (SELECT q.id FROM person q WHERE q.team_id = $? UNION SELECT m.person_id FROM person_team m WHERE m.team_id = $?)

-- name: seat_where_from
AND s.starts_at >= $?

-- name: seat_where_to
AND s.starts_at < $?

-- name: seat_where_state
AND s.state = $?

-- name: seat_where_role
AND s.role = $?

-- name: seat_where_clash
AND s.state = 'booked' AND EXISTS (SELECT 1 FROM seat o WHERE o.person_id = s.person_id AND o.session_id <> s.session_id
    AND o.state IN ('booked', 'attended') AND o.starts_at < $? AND o.ends_at > $?)

-- name: seat_where_before
AND (s.starts_at, s.session_id) < ($?, $?)

-- name: seat_order
ORDER BY s.starts_at, s.session_id, s.role DESC, coalesce(s.place, 1000000), s.asked_at, s.id

-- name: seat_newest
ORDER BY s.starts_at DESC, s.session_id DESC, s.role DESC, coalesce(s.place, 1000000), s.asked_at, s.id

-- name: seat_limit
LIMIT $?
