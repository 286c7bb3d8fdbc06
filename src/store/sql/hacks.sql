-- hacks.sql: hackathons.

-- name: entry_add
INSERT INTO hack_entry (session_id, name, pitch, theme_id, problem_id, owner_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id

-- name: entry_member_add
INSERT INTO hack_member (entry_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: follow_up_add
INSERT INTO follow_up (entry_id, days, due_at, owner_id, shipped, effect) VALUES ($1, $2, $3, $4, 0, '')

-- name: entry_open sqlite
SELECT n.id, n.session_id, n.name, n.pitch, n.theme_id, n.problem_id, n.owner_id, n.at, n.withdrawn_at, o.name,
    coalesce((SELECT group_concat(x.name, ', ') FROM (SELECT p.name FROM hack_member m JOIN person p ON p.id = m.person_id
        WHERE m.entry_id = n.id ORDER BY p.name, p.id) x), ''), e.title
FROM hack_entry n JOIN person o ON o.id = n.owner_id JOIN session e ON e.id = n.session_id WHERE 1 = 1

-- name: entry_open postgresql
SELECT n.id, n.session_id, n.name, n.pitch, n.theme_id, n.problem_id, n.owner_id, n.at, n.withdrawn_at, o.name,
    coalesce((SELECT string_agg(p.name, ', ' ORDER BY p.name, p.id) FROM hack_member m JOIN person p ON p.id = m.person_id
        WHERE m.entry_id = n.id), ''), e.title
FROM hack_entry n JOIN person o ON o.id = n.owner_id JOIN session e ON e.id = n.session_id WHERE 1 = 1

-- name: entry_where_id
AND n.id = $?

-- name: entry_where_session
AND n.session_id = $? AND n.withdrawn_at IS NULL ORDER BY n.id

-- name: entry_withdraw
UPDATE hack_entry SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL

-- name: entry_has
SELECT 1 FROM hack_member WHERE entry_id = $1 AND person_id = $2

-- name: judgement_put
INSERT INTO judgement (session_id, judge_id, first_id, second_id, better_id, why, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (session_id, judge_id, first_id, second_id) DO UPDATE SET better_id = excluded.better_id, why = excluded.why,
    at = excluded.at

-- name: judgements_list
SELECT session_id, judge_id, first_id, second_id, better_id, why, at FROM judgement WHERE session_id = $1
ORDER BY first_id, second_id, judge_id

-- name: follow_up_put
UPDATE follow_up SET owner_id = $3, shipped = $4, effect = $5, told_at = $6 WHERE entry_id = $1 AND days = $2 RETURNING days

-- name: follow_up_open
SELECT u.entry_id, u.days, u.due_at, u.owner_id, u.shipped, u.effect, u.told_at, n.name, coalesce(p.name, ''), n.session_id
FROM follow_up u JOIN hack_entry n ON n.id = u.entry_id LEFT JOIN person p ON p.id = u.owner_id WHERE n.withdrawn_at IS NULL

-- name: follow_up_where_session
AND n.session_id = $?

-- name: follow_up_where_due
AND u.due_at < $?

-- name: follow_up_where_untold
AND u.told_at IS NULL

-- name: follow_up_order
ORDER BY u.due_at, u.entry_id, u.days
