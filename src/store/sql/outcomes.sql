-- outcomes.sql: active customers, releases and their rollout, alerts.

-- name: exposure_put
INSERT INTO exposure (segment, day, days, customers) VALUES ($1, $2, $3, $4)
ON CONFLICT (segment, day) DO UPDATE SET days = excluded.days, customers = excluded.customers

-- name: exposure_find
SELECT days, customers FROM exposure WHERE segment = $1 AND day = $2

-- name: exposure_list
SELECT segment, day, days, customers FROM exposure WHERE segment = $1 ORDER BY day

-- name: exposure_segments
SELECT segment, count(*), min(day), max(day + days), avg(customers) FROM exposure GROUP BY segment ORDER BY segment

-- name: released_add
INSERT INTO released (at, title, theme_id, problem_id, origin, external_id, url, author, noted_at, codebook_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id

-- name: released_open
SELECT r.id, r.at, r.title, r.theme_id, r.problem_id, r.origin, r.external_id, r.url, r.author, r.noted_at, r.codebook_id,
    (SELECT p.title FROM problem p WHERE p.id = r.problem_id),
    (SELECT o.share FROM rollout o WHERE o.release_id = r.id ORDER BY o.at DESC LIMIT 1)
FROM released r WHERE 1 = 1

-- name: released_where_id
AND r.id = $?

-- name: released_where_theme
AND (r.theme_id = $? OR EXISTS (SELECT 1 FROM problem_theme t WHERE t.problem_id = r.problem_id AND t.theme_id = $?))

-- name: released_where_problem
AND r.problem_id = $?

-- name: released_where_external
AND r.origin = $? AND r.external_id = $?

-- name: released_order
ORDER BY r.at DESC, r.id DESC

-- name: rollout_put
INSERT INTO rollout (release_id, at, share, author, noted_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (release_id, at) DO UPDATE SET share = excluded.share, author = excluded.author, noted_at = excluded.noted_at

-- name: rollout_list
SELECT at, share, author, noted_at FROM rollout WHERE release_id = $1 ORDER BY at

-- Daily voices of all themes and sources between two days, in any order: adding them up here would sort them all first. The
-- sum over everything (theme -1) and the unthemed (0) are left out.
-- name: days_between
SELECT theme_id, day, voices FROM theme_day WHERE codebook_id = $1 AND theme_id > 0 AND day >= $2 AND day < $3

-- name: days_of_all
SELECT day, CAST(sum(voices) AS BIGINT) FROM theme_day
WHERE codebook_id = $1 AND theme_id = -1 AND day >= $2 AND day < $3 GROUP BY day ORDER BY day

-- The same of one segment, product or channel. Theme by theme along the primary key.
-- name: days_between_by
SELECT d.theme_id, d.day, d.voices FROM codebook_theme c
JOIN theme_day_by d ON d.codebook_id = c.codebook_id AND d.theme_id = c.theme_id
    AND d.dimension = $2 AND d.value = $3 AND d.day >= $4 AND d.day < $5
WHERE c.codebook_id = $1

-- Voices of a theme between two days by segment, product or channel.
-- name: day_values_between
SELECT value, CAST(sum(voices) AS BIGINT) FROM theme_day_by
WHERE codebook_id = $1 AND theme_id = $2 AND dimension = $3 AND day >= $4 AND day < $5 GROUP BY value ORDER BY value

-- name: days_last
SELECT max(day) FROM theme_day WHERE codebook_id = $1 AND theme_id = -1

-- name: alert_add
INSERT INTO alert (theme_id, began, alerted, told, last, open, reopened, baseline, voices, expected, level)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id

-- name: alert_save
UPDATE alert SET told = $2, last = $3, open = $4, reopened = $5, level = $6 WHERE id = $1

-- name: alert_sent
UPDATE alert SET sent_day = $2 WHERE id = $1

-- name: alerts_list
SELECT id, theme_id, began, alerted, told, last, open, reopened, baseline, voices, expected, level, sent_day FROM alert
ORDER BY told DESC, id DESC
