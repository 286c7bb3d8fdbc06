-- reflections.sql: moments, notes, root causes, reflections.

-- name: moments_clear
DELETE FROM session_moment WHERE session_id = $1

-- name: moment_put
INSERT INTO session_moment (session_id, number, kind, words, signal_id, begin_byte, end_byte, sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: moment_last
SELECT coalesce(max(number), 0) FROM session_moment WHERE session_id = $1

-- name: moments_list
SELECT m.session_id, m.number, m.kind, m.words, m.signal_id, m.begin_byte, m.end_byte, m.sha256, s.text, s.at
FROM session_moment m LEFT JOIN signal s ON s.id = m.signal_id WHERE m.session_id = $1 ORDER BY m.number

-- name: note_add
INSERT INTO session_note (session_id, number, author, at, words) VALUES ($1, $2, $3, $4, $5) RETURNING id

-- name: notes_list
SELECT id, session_id, number, author, at, words FROM session_note WHERE session_id = $1 ORDER BY number, id

-- name: cause_add
INSERT INTO root_cause (session_id, theme_id, minutes, words, author, at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id

-- name: causes_open
SELECT c.id, c.session_id, c.theme_id, c.minutes, c.words, c.author, c.at, e.starts_at
FROM root_cause c JOIN session e ON e.id = c.session_id WHERE 1 = 1

-- name: causes_where_session
AND c.session_id = $?

-- name: causes_where_from
AND e.starts_at >= $?

-- name: causes_order
ORDER BY e.starts_at, c.id

-- name: reflection_put
INSERT INTO reflection (seat_id, at, saw, surprised, ask_next, signal_id, theme_id, problem_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (seat_id) DO UPDATE SET at = excluded.at, saw = excluded.saw, surprised = excluded.surprised,
    ask_next = excluded.ask_next, signal_id = excluded.signal_id, theme_id = excluded.theme_id, problem_id = excluded.problem_id
RETURNING id

-- name: seat_reflected
UPDATE seat SET reflected = 1 WHERE id = $1

-- name: reflection_open
SELECT r.id, r.seat_id, r.at, r.saw, r.surprised, r.ask_next, r.signal_id, r.theme_id, r.problem_id, s.session_id, s.person_id,
    p.name, e.title
FROM reflection r JOIN seat s ON s.id = r.seat_id JOIN person p ON p.id = s.person_id JOIN session e ON e.id = s.session_id
WHERE 1 = 1

-- name: reflection_where_session
AND s.session_id = $?

-- name: reflection_where_person
AND s.person_id = $?

-- name: reflection_where_theme
AND r.theme_id = $?

-- name: reflection_where_seat
AND r.seat_id = $?

-- name: reflection_where_before
AND (r.at, r.id) < ($?, $?)

-- name: reflection_newest
ORDER BY r.at DESC, r.id DESC

-- name: reflection_limit
LIMIT $?

-- name: reflection_attach
UPDATE reflection SET theme_id = $2, problem_id = $3 WHERE id = $1

-- name: touch_reach
SELECT count(*), count(DISTINCT r.theme_id), count(DISTINCT r.problem_id),
    (SELECT count(*) FROM problem_version v WHERE v.version = 1 AND v.at >= $1 AND v.note = $2)
FROM reflection r WHERE r.at >= $1

-- name: released_where_touched
AND (EXISTS (SELECT 1 FROM reflection m WHERE m.at < r.at AND (m.problem_id = r.problem_id OR m.theme_id = r.theme_id
        OR EXISTS (SELECT 1 FROM problem_theme t WHERE t.problem_id = r.problem_id AND t.theme_id = m.theme_id)))
    OR EXISTS (SELECT 1 FROM session m WHERE m.state = 'held' AND m.ends_at < r.at AND (m.problem_id = r.problem_id OR m.theme_id = r.theme_id
        OR EXISTS (SELECT 1 FROM problem_theme t WHERE t.problem_id = r.problem_id AND t.theme_id = m.theme_id)))
    OR EXISTS (SELECT 1 FROM hack_entry m WHERE m.withdrawn_at IS NULL AND m.at < r.at AND (m.problem_id = r.problem_id OR m.theme_id = r.theme_id
        OR EXISTS (SELECT 1 FROM problem_theme t WHERE t.problem_id = r.problem_id AND t.theme_id = m.theme_id))))

-- name: released_limit
LIMIT $?

-- name: demand_list
SELECT e.format_id, count(*), CAST(sum(e.capacity + e.extra) AS BIGINT),
    CAST(sum((SELECT count(*) FROM seat s WHERE s.session_id = e.id AND s.place IS NOT NULL)) AS BIGINT),
    CAST(sum((SELECT count(*) FROM seat s WHERE s.session_id = e.id AND s.state = 'waiting')) AS BIGINT)
FROM session e WHERE e.state = 'open' AND e.starts_at > $1 GROUP BY e.format_id ORDER BY e.format_id
