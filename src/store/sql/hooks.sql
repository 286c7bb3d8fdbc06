-- hooks.sql: webhooks of forges, their deliveries, and releases that wait for a yes.

-- name: hook_add
INSERT INTO hook (forge, name, key, secret, environment, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id

-- name: hook_open
SELECT h.id, h.forge, h.name, h.key, h.secret, h.environment, h.created_by, h.created_at, h.revoked_at,
    (SELECT count(*) FROM hook_delivery d WHERE d.hook_id = h.id),
    (SELECT max(d.at) FROM hook_delivery d WHERE d.hook_id = h.id)
FROM hook h WHERE 1 = 1

-- name: hook_where_id
AND h.id = $?

-- name: hook_where_key
AND h.key = $? AND h.revoked_at IS NULL

-- name: hook_newest
ORDER BY h.id DESC

-- name: hook_revoke
UPDATE hook SET revoked_at = $2, secret = '' WHERE id = $1 AND revoked_at IS NULL RETURNING id

-- name: hook_component_put
INSERT INTO hook_component (hook_id, repository, component_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING

-- name: hook_component_drop
DELETE FROM hook_component WHERE hook_id = $1 AND repository = $2 AND component_id = $3 RETURNING hook_id

-- name: hook_components
SELECT m.repository, m.component_id, c.name FROM hook_component m JOIN component c ON c.id = m.component_id
WHERE m.hook_id = $1 ORDER BY m.repository, c.name, c.id

-- name: delivery_add
INSERT INTO hook_delivery (hook_id, delivery, at, event, kind, repository, environment, ref, sha, number, said_at, says)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id

-- name: delivery_says
UPDATE hook_delivery SET says = $2 WHERE id = $1

-- name: delivery_open
SELECT d.id, d.hook_id, d.delivery, d.at, d.event, d.kind, d.repository, d.environment, d.ref, d.sha, d.number, d.said_at, d.says
FROM hook_delivery d WHERE d.hook_id = $?

-- name: delivery_where_delivery
AND d.delivery = $?

-- name: delivery_where_place
AND d.kind = 'deployed' AND d.repository = $? AND d.environment = $? ORDER BY d.said_at DESC, d.id DESC LIMIT $?

-- name: delivery_where_ref
AND d.kind = $? AND d.repository = $? AND d.ref = $? ORDER BY d.said_at DESC, d.id DESC LIMIT 1

-- name: delivery_newest
ORDER BY d.id DESC LIMIT $?

-- name: delivery_release_put
INSERT INTO delivery_release (delivery_id, release_id) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: delivery_releases
SELECT release_id FROM delivery_release WHERE delivery_id = $1 ORDER BY release_id

-- name: proposal_add
INSERT INTO proposal (delivery_id, kind, problem_id, release_id, at, title, url, external_id, state, decided_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '') ON CONFLICT (kind, external_id) DO NOTHING RETURNING id

-- name: proposal_open
SELECT p.id, p.delivery_id, p.kind, p.problem_id, p.release_id, p.at, p.title, p.url, p.external_id, p.state, p.decided_by,
    p.decided_at, h.forge, d.repository, d.environment,
    coalesce((SELECT b.title FROM problem b WHERE b.id = p.problem_id), (SELECT r.title FROM released r WHERE r.id = p.release_id), '')
FROM proposal p JOIN hook_delivery d ON d.id = p.delivery_id JOIN hook h ON h.id = d.hook_id WHERE 1 = 1

-- name: proposal_where_id
AND p.id = $?

-- name: proposal_where_open
AND p.state = 'open'

-- name: proposal_newest
ORDER BY p.id DESC LIMIT $?

-- name: proposal_decide
UPDATE proposal SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1 AND state = 'open' RETURNING id
