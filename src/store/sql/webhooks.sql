-- webhooks.sql: programs that are told of news, and people who asked for mail.

-- name: webhook_add
INSERT INTO webhook (name, url, secret, created_by, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id

-- name: webhook_open
SELECT w.id, w.name, w.url, w.secret, w.created_by, w.created_at, w.revoked_at,
    (SELECT count(*) FROM mail m WHERE m.webhook_id = w.id AND m.state = 'sent'),
    (SELECT count(*) FROM mail m WHERE m.webhook_id = w.id AND m.state = 'waiting'),
    (SELECT count(*) FROM mail m WHERE m.webhook_id = w.id AND m.state = 'failed'),
    coalesce((SELECT m.problem FROM mail m WHERE m.webhook_id = w.id AND m.tries > 0 ORDER BY m.id DESC LIMIT 1), '')
FROM webhook w WHERE 1 = 1

-- name: webhook_where_id
AND w.id = $?

-- name: webhook_in_use
AND w.revoked_at IS NULL

-- name: webhook_newest
ORDER BY w.id DESC

-- name: webhook_revoke
UPDATE webhook SET revoked_at = $2, secret = '' WHERE id = $1 AND revoked_at IS NULL RETURNING id

-- name: webhook_drop
UPDATE mail SET state = 'failed', problem = 'the webhook was revoked' WHERE webhook_id = $1 AND state = 'waiting'

-- name: wish_put
INSERT INTO wish (person_id, what, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING

-- name: wish_drop
DELETE FROM wish WHERE person_id = $1 AND what = $2

-- name: wish_has
SELECT 1 FROM wish WHERE person_id = $1 AND what = $2

-- name: wish_people
SELECT w.person_id, p.email FROM wish w JOIN person p ON p.id = w.person_id
WHERE w.what = $1 AND p.email <> '' AND (p.left_day IS NULL OR p.left_day >= $2) ORDER BY w.person_id
