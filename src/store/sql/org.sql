-- org.sql: teams and people.

-- name: team_put
INSERT INTO team (key, name, parent_id, email, source, gone_at) VALUES ($1, $2, $3, $4, $5, NULL)
ON CONFLICT (key) DO UPDATE SET name = excluded.name, parent_id = excluded.parent_id, email = excluded.email, gone_at = NULL,
    source = CASE WHEN excluded.source <> '' THEN excluded.source ELSE team.source END
RETURNING id

-- name: team_open
SELECT t.id, t.key, t.name, t.parent_id, t.email, t.gone_at,
    (SELECT count(*) FROM person p WHERE p.team_id = t.id AND p.left_day IS NULL)
        + (SELECT count(*) FROM person_team m JOIN person p ON p.id = m.person_id
           WHERE m.team_id = t.id AND p.left_day IS NULL AND COALESCE(p.team_id, 0) <> t.id),
    t.source
FROM team t WHERE 1 = 1

-- name: team_where_id
AND t.id = $?

-- name: team_where_key
AND t.key = $?

-- name: team_where_there
AND t.gone_at IS NULL

-- name: team_order
ORDER BY t.name, t.id

-- name: team_gone
UPDATE team SET gone_at = $2 WHERE id = $1 AND gone_at IS NULL

-- name: person_put
INSERT INTO person (key, name, email, team_id, manager_id, engineer, host, zone, languages, work_days, work_from, work_to, fte,
    joined_day, left_day, folded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (key) DO UPDATE SET name = excluded.name, email = excluded.email, team_id = excluded.team_id,
    manager_id = excluded.manager_id, engineer = excluded.engineer, host = excluded.host, zone = excluded.zone,
    languages = excluded.languages, work_days = excluded.work_days, work_from = excluded.work_from,
    work_to = excluded.work_to, fte = excluded.fte, joined_day = excluded.joined_day, left_day = excluded.left_day,
    folded = excluded.folded
RETURNING id

-- name: person_change
UPDATE person SET key = $1, name = $2, email = $3, team_id = $4, manager_id = $5, engineer = $6, host = $7, zone = $8,
    languages = $9, work_days = $10, work_from = $11, work_to = $12, fte = $13, joined_day = $14, left_day = $15, folded = $16
WHERE id = $17

-- name: person_open
SELECT p.id, p.key, p.name, p.email, p.team_id, p.manager_id, p.engineer, p.host, p.zone, p.languages, p.work_days, p.work_from,
    p.work_to, p.fte, p.joined_day, p.left_day
FROM person p WHERE 1 = 1

-- name: person_where_id
AND p.id = $?

-- name: person_where_key
AND p.key = $?

-- name: person_where_team
AND (p.team_id = $? OR EXISTS (SELECT 1 FROM person_team m WHERE m.person_id = p.id AND m.team_id = $?))

-- name: person_where_there
AND (p.left_day IS NULL OR p.left_day >= $?)

-- name: person_where_word
AND (p.folded LIKE $? ESCAPE '\' OR EXISTS (SELECT 1 FROM team w WHERE w.id = p.team_id AND lower(w.name) LIKE $? ESCAPE '\'))

-- name: person_count_open
SELECT count(*) FROM person p WHERE 1 = 1

-- name: person_manager
UPDATE person SET manager_id = $2 WHERE id = $1

-- name: person_where_after
AND (p.name, p.id) > ($?, $?)

-- name: person_order
ORDER BY p.name, p.id

-- name: person_limit
LIMIT $?

-- name: person_teams_clear
DELETE FROM person_team WHERE person_id = $1

-- name: person_team_add
INSERT INTO person_team (person_id, team_id) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: person_in_team
SELECT 1 FROM person p WHERE p.id = $1 AND (p.team_id = $2
    OR EXISTS (SELECT 1 FROM person_team m WHERE m.person_id = p.id AND m.team_id = $2))
