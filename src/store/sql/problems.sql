-- problems.sql: problems, the versions of their briefs, evidence, links.

-- name: problem_add
INSERT INTO problem (title, state, version, created_at, created_by, changed_at, measure, measure_hash, facts)
VALUES ($1, 'draft', 0, $2, $3, $2, '', '', '') RETURNING id

-- name: problem_open
SELECT p.id, p.title, p.state, p.version, p.created_at, p.created_by, p.changed_at, p.component_id, p.team_id, p.merged_into,
    p.effort_weeks, p.measure, p.measure_hash, p.sealed_at, p.facts, p.facts_at
FROM problem p WHERE 1 = 1

-- name: problem_where_id
AND p.id = $?

-- name: problem_where_state
AND p.state = $?

-- name: problem_where_live
AND p.state IN ('draft', 'open', 'committed', 'released')

-- name: problem_where_theme
AND EXISTS (SELECT 1 FROM problem_theme t WHERE t.problem_id = p.id AND t.theme_id = $?)

-- name: problem_where_signal
AND EXISTS (SELECT 1 FROM problem_evidence e WHERE e.problem_id = p.id AND e.signal_id = $?)

-- name: problem_where_component
AND p.component_id = $?

-- name: problem_where_unowned
AND ((p.component_id IS NULL AND p.team_id IS NULL)
    OR EXISTS (SELECT 1 FROM component c WHERE c.id = p.component_id AND (c.owner_key = '' OR c.gone_at IS NOT NULL)))

-- name: problem_order
ORDER BY p.id

-- name: problem_version_add
INSERT INTO problem_version (problem_id, version, at, author, note, brief, sha256) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- The version before must be the newest: two people who edit at once cannot overwrite each other.
-- name: problem_save
UPDATE problem SET title = $2, version = version + 1, changed_at = $3, effort_weeks = $4, measure = $5
WHERE id = $1 AND version = $6 RETURNING version

-- name: problem_state
UPDATE problem SET state = $2, changed_at = $3, merged_into = $5 WHERE id = $1 AND state = $4 RETURNING id

-- name: problem_seal
UPDATE problem SET sealed_at = $2, measure = $3, measure_hash = $4 WHERE id = $1 AND sealed_at IS NULL RETURNING id

-- name: problem_unseal
UPDATE problem SET sealed_at = NULL, measure_hash = '' WHERE id = $1

-- name: problem_owner
UPDATE problem SET component_id = $2, team_id = $3, changed_at = $4 WHERE id = $1 RETURNING id

-- name: problem_facts
UPDATE problem SET facts = $2, facts_at = $3 WHERE id = $1

-- name: problem_themes_clear
DELETE FROM problem_theme WHERE problem_id = $1

-- name: problem_theme_add
INSERT INTO problem_theme (problem_id, theme_id) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: problem_themes
SELECT theme_id FROM problem_theme WHERE problem_id = $1 ORDER BY theme_id

-- name: problem_versions
SELECT version, at, author, note, sha256, '' FROM problem_version WHERE problem_id = $1 ORDER BY version DESC

-- name: problem_version_get
SELECT version, at, author, note, sha256, brief FROM problem_version WHERE problem_id = $1 AND version = $2

-- name: problem_evidence_clear
DELETE FROM problem_evidence WHERE problem_id = $1

-- name: problem_evidence_add
INSERT INTO problem_evidence (problem_id, position, kind, signal_id, begin_at, end_at, sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: problem_evidence
SELECT e.position, e.kind, e.signal_id, e.begin_at, e.end_at, e.sha256, s.text, s.at, o.name, s.channel
FROM problem_evidence e LEFT JOIN signal s ON s.id = e.signal_id LEFT JOIN source o ON o.id = s.source_id
WHERE e.problem_id = $1 ORDER BY e.position

-- name: problem_link_put
INSERT INTO problem_link (problem_id, kind, place, key, url, at, author, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (problem_id, kind, place, url) DO UPDATE SET key = excluded.key, at = excluded.at, version = excluded.version
RETURNING id

-- name: problem_links
SELECT id, kind, place, key, url, at, author, version FROM problem_link WHERE problem_id = $1 ORDER BY id
