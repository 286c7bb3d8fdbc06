-- messages.sql: what goes back to those who worked on a friction, and to those who voiced it.

-- Everything of a person about what was released. problem_id, or theme_id where a release was for a theme alone. $1 the person,
-- $2 their name ('' when another has it as well), $3 their e-mail address.
-- name: worked_on
SELECT w.problem_id, w.theme_id, w.what, w.at, w.words FROM (
    SELECT p.id AS problem_id, CAST(NULL AS BIGINT) AS theme_id, 'owns' AS what, CAST(NULL AS BIGINT) AS at,
        coalesce(t.name, c.name, '') AS words
    FROM problem p LEFT JOIN component c ON c.id = p.component_id LEFT JOIN team t ON t.id = coalesce(c.team_id, p.team_id)
    WHERE c.person_id = $1
        OR coalesce(c.team_id, p.team_id) IN (SELECT team_id FROM person WHERE id = $1 AND team_id IS NOT NULL)
        OR coalesce(c.team_id, p.team_id) IN (SELECT team_id FROM person_team WHERE person_id = $1)
    UNION ALL
    SELECT d.problem_id, NULL, 'decided', d.at, d.kind FROM decision d
    WHERE d.decider <> '' AND (d.decider = $2 OR lower(d.decider) = $3)
    UNION ALL
    SELECT v.problem_id, NULL, 'wrote', min(v.at), '' FROM problem_version v
    WHERE v.author <> '' AND (v.author = $2 OR lower(v.author) = $3) GROUP BY v.problem_id
    UNION ALL
    SELECT r.problem_id, CASE WHEN r.problem_id IS NULL THEN r.theme_id END, 'released', r.at, r.title FROM released r
    WHERE r.author <> '' AND (r.author = $2 OR lower(r.author) = $3)
    UNION ALL
    SELECT s.problem_id, NULL, CASE e.role WHEN 'host' THEN 'hosted' ELSE 'met' END, s.starts_at, s.title
    FROM seat e JOIN session s ON s.id = e.session_id
    WHERE e.person_id = $1 AND (e.state = 'attended' OR (e.role = 'host' AND s.state = 'held')) AND s.problem_id IS NOT NULL
    UNION ALL
    SELECT NULL, s.theme_id, CASE e.role WHEN 'host' THEN 'hosted' ELSE 'met' END, s.starts_at, s.title
    FROM seat e JOIN session s ON s.id = e.session_id
    WHERE e.person_id = $1 AND (e.state = 'attended' OR (e.role = 'host' AND s.state = 'held'))
        AND s.problem_id IS NULL AND s.theme_id IS NOT NULL
) w ORDER BY coalesce(w.at, 0), w.what, w.words, w.problem_id, w.theme_id

-- name: person_namesakes
SELECT count(*) FROM person WHERE name = $1

-- Customers whom our people know, who voiced the friction of a problem ($1; else of a theme, $2) before $4; by one codebook.
-- name: voiced_known
SELECT c.id, count(DISTINCT s.id), min(s.at), max(s.at), max(s.id)
FROM customer c JOIN signal s ON s.customer = c.hash JOIN assignment a ON a.signal_id = s.id AND a.codebook_id = $3
WHERE (a.theme_id = $2 OR a.theme_id IN (SELECT t.theme_id FROM problem_theme t WHERE t.problem_id = $1)) AND s.at < $4
GROUP BY c.id ORDER BY c.id

-- name: voiced_count
SELECT count(DISTINCT s.customer) FROM assignment a JOIN signal s ON s.id = a.signal_id
WHERE a.codebook_id = $3 AND s.customer <> '' AND s.at < $4
    AND (a.theme_id = $2 OR a.theme_id IN (SELECT t.theme_id FROM problem_theme t WHERE t.problem_id = $1))

-- name: told_add
INSERT INTO told (release_id, customer_id, at, author, says) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING

-- name: told_list
SELECT customer_id, at FROM told WHERE release_id = $1 ORDER BY customer_id
