-- goals.sql: leave, what is owed, and what was attended.

-- name: leave_add
INSERT INTO leave (person_id, from_day, to_day) VALUES ($1, $2, $3) ON CONFLICT (person_id, from_day, to_day) DO NOTHING
RETURNING id

-- name: leave_remove
DELETE FROM leave WHERE id = $1

-- name: leave_open
SELECT l.id, l.person_id, l.from_day, l.to_day, p.name FROM leave l JOIN person p ON p.id = l.person_id WHERE 1 = 1

-- name: leave_where_id
AND l.id = $?

-- name: leave_where_person
AND l.person_id = $?

-- name: leave_where_from
AND l.to_day > $?

-- name: leave_where_to
AND l.from_day < $?

-- name: leave_order
ORDER BY l.person_id, l.from_day, l.id

-- name: leave_soonest
ORDER BY l.from_day, l.id

-- name: leave_limit
LIMIT $?

-- name: goal_policy_put
INSERT INTO goal_policy (team_id, touchpoints, formats, window_days, window_minutes, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (COALESCE(team_id, 0)) DO UPDATE SET touchpoints = excluded.touchpoints, formats = excluded.formats,
    window_days = excluded.window_days, window_minutes = excluded.window_minutes, changed_at = excluded.changed_at

-- name: goal_policies
SELECT team_id, touchpoints, formats, window_days, window_minutes, changed_at FROM goal_policy ORDER BY COALESCE(team_id, 0)

-- name: contact_open
SELECT s.person_id, s.session_id, s.starts_at, s.minutes, s.reflected, s.state, x.format_id, f.counts, s.ends_at, s.role, s.origin,
    x.title, f.name
FROM seat s JOIN session x ON x.id = s.session_id JOIN format f ON f.id = x.format_id WHERE s.state <> 'withdrawn'

-- name: contact_of
AND s.person_id = $?

-- name: contact_from
AND s.starts_at >= $?

-- name: contact_to
AND s.starts_at < $?

-- name: contact_order
ORDER BY s.person_id, s.starts_at, s.session_id
