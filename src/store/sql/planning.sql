-- planning.sql: plans.

-- name: plan_add
INSERT INTO plan (name, from_at, to_at, state, made_at, made_by, ended_at, seed, objective, bound, figures)
VALUES ($1, $2, $3, 'proposed', $4, $5, NULL, $6, $7, $8, $9) RETURNING id

-- name: plan_seat_add
INSERT INTO plan_seat (plan_id, person_id, session_id, kept, need, touch, format, relevance, language, rivals, choices)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: plan_short_add
INSERT INTO plan_short (plan_id, person_id, from_at, to_at, owed, planned, reason, suit) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: plan_move_add
INSERT INTO plan_move (plan_id, person_id, from_session, to_session, gone) VALUES ($1, $2, $3, $4, $5)

-- name: plan_get
SELECT id, name, from_at, to_at, state, made_at, made_by, ended_at, seed, objective, bound, figures FROM plan WHERE id = $1

-- name: plans_list
SELECT id, name, from_at, to_at, state, made_at, made_by, ended_at, seed, objective, bound, figures FROM plan
ORDER BY made_at DESC, id DESC LIMIT $1

-- name: plan_end
UPDATE plan SET state = $2, ended_at = $3 WHERE id = $1 AND state = 'proposed' RETURNING id

-- name: plan_seat_open
SELECT s.person_id, p.name, p.team_id, s.session_id, e.title, f.name, e.starts_at, e.ends_at, e.theme_id, s.kept, s.need, s.touch,
    s.format, s.relevance, s.language, s.rivals, s.choices, s.plan_id
FROM plan_seat s JOIN person p ON p.id = s.person_id JOIN session e ON e.id = s.session_id JOIN format f ON f.id = e.format_id
WHERE s.plan_id = $?

-- name: plan_seat_where_person
AND s.person_id = $?

-- name: plan_seat_where_team
AND p.team_id = $?

-- name: plan_seat_after
AND (p.name, p.id, e.starts_at, e.id) > ($?, $?, $?, $?)

-- name: plan_seat_order
ORDER BY p.name, p.id, e.starts_at, e.id

-- name: plan_seat_limit
LIMIT $?

-- name: plan_shorts_list
SELECT s.person_id, p.name, p.team_id, s.from_at, s.to_at, s.owed, s.planned, s.reason, s.suit
FROM plan_short s JOIN person p ON p.id = s.person_id WHERE s.plan_id = $1
ORDER BY s.owed - s.planned DESC, p.name, s.person_id, s.from_at LIMIT $2

-- name: plan_short_reasons
SELECT reason, count(*), count(DISTINCT person_id) FROM plan_short WHERE plan_id = $1 GROUP BY reason ORDER BY count(*) DESC, reason

-- name: plan_moves_list
SELECT m.person_id, p.name, p.team_id, m.from_session, a.title, a.starts_at, m.to_session, b.title, b.starts_at, m.gone
FROM plan_move m JOIN person p ON p.id = m.person_id JOIN session a ON a.id = m.from_session
    LEFT JOIN session b ON b.id = m.to_session
WHERE m.plan_id = $1 ORDER BY m.gone, p.name, m.person_id, a.starts_at LIMIT $2

-- name: plan_move_count
SELECT count(*) FROM plan_move WHERE plan_id = $1
