-- feeds.sql: private addresses of calendars, mail.

-- name: feed_add
INSERT INTO feed (kind, object_id, token_hash, created_at) VALUES ($1, $2, $3, $4) RETURNING id

-- name: feed_open
SELECT d.id, d.kind, d.object_id, d.token_hash, d.created_at, d.revoked_at,
    coalesce(CASE WHEN d.kind = 'team' THEN (SELECT t.name FROM team t WHERE t.id = d.object_id)
        ELSE (SELECT p.name FROM person p WHERE p.id = d.object_id) END, '')
FROM feed d WHERE 1 = 1

-- name: feed_where_id
AND d.id = $?

-- name: feed_where_hash
AND d.token_hash = $? AND d.revoked_at IS NULL

-- name: feed_newest
AND d.revoked_at IS NULL ORDER BY d.id DESC

-- name: feed_revoke
UPDATE feed SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING id

-- name: mail_put
INSERT INTO mail (key, person_id, session_id, address, subject, body, method, calendar, state, made_at, send_at, tries, problem, webhook_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $10, 0, '', $11)
ON CONFLICT (key) DO UPDATE SET address = excluded.address, subject = excluded.subject, body = excluded.body,
    method = excluded.method, calendar = excluded.calendar, made_at = excluded.made_at,
    send_at = CASE WHEN mail.tries > 0 THEN mail.send_at ELSE excluded.send_at END
WHERE mail.state = 'waiting'

-- name: mail_drop
DELETE FROM mail WHERE person_id = $1 AND session_id = $2 AND state = 'waiting' AND method <> ''

-- name: mail_open
SELECT m.id, m.key, m.person_id, m.session_id, m.address, m.subject, m.body, m.method, m.calendar, m.state, m.made_at, m.send_at,
    m.tries, m.problem, m.sent_at, m.webhook_id
FROM mail m WHERE 1 = 1

-- name: mail_where_state
AND m.state = $?

-- name: mail_where_before
AND m.id < $?

-- name: mail_newest
ORDER BY m.id DESC LIMIT $?

-- name: mail_due
AND m.state = 'waiting' AND m.send_at <= $? ORDER BY m.send_at, m.id LIMIT $?

-- name: mail_to_webhooks
AND m.webhook_id IS NOT NULL

-- name: mail_claim
UPDATE mail SET send_at = $3, tries = tries + 1 WHERE id = $1 AND state = 'waiting' AND send_at = $2 RETURNING id

-- name: mail_tried
UPDATE mail SET state = $2, problem = $3, send_at = $5, sent_at = CASE WHEN $2 = 'sent' THEN CAST($4 AS BIGINT) END WHERE id = $1
