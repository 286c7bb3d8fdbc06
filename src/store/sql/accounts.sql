-- accounts.sql: who may sign in, and with what.

-- name: account_any
SELECT 1 WHERE EXISTS (SELECT 1 FROM account)

-- name: account_add
INSERT INTO account (email, name, role, person_id, password, zone, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id

-- name: account_change
UPDATE account SET name = $2, role = $3, person_id = $4, password = $5, zone = $6, ended_at = $7 WHERE id = $1

-- name: account_seen
UPDATE account SET seen_at = $2 WHERE id = $1

-- name: account_open
SELECT a.id, a.email, a.name, a.role, a.person_id, a.password, a.zone, a.created_at, a.seen_at, a.ended_at FROM account a

-- name: account_where_id
WHERE a.id = $?

-- name: account_where_email
WHERE a.email = $?

-- name: account_order
ORDER BY a.name, a.id

-- name: account_admins
SELECT count(*) FROM account WHERE role = 'admin' AND ended_at IS NULL AND password <> ''

-- name: account_login_add
INSERT INTO account_login (account_id, token, agent, address, created_at, seen_at) VALUES ($1, $2, $3, $4, $5, $5) RETURNING id

-- name: account_login_find
SELECT a.id, a.email, a.name, a.role, a.person_id, '', a.zone, a.created_at, a.seen_at, a.ended_at,
    s.id, s.account_id, s.agent, s.address, s.created_at, s.seen_at
FROM account_login s JOIN account a ON a.id = s.account_id
WHERE s.token = $1 AND s.created_at > $2 AND s.seen_at > $3 AND a.ended_at IS NULL

-- name: account_login_list
SELECT s.id, s.account_id, s.agent, s.address, s.created_at, s.seen_at FROM account_login s
WHERE s.account_id = $1 AND s.created_at > $2 AND s.seen_at > $3 ORDER BY s.seen_at DESC, s.id DESC

-- name: account_login_seen
UPDATE account_login SET seen_at = $2 WHERE id = $1 AND seen_at < $2

-- name: account_login_end
DELETE FROM account_login WHERE account_id = $1 AND id = $2 RETURNING id

-- name: account_login_end_others
DELETE FROM account_login WHERE account_id = $1 AND id <> $2

-- name: account_login_purge
DELETE FROM account_login WHERE created_at <= $1 OR seen_at <= $2

-- name: account_link_add
INSERT INTO account_link (kind, token, email, name, role, person_id, created_by, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id

-- name: account_link_find
SELECT id, kind, email, name, role, person_id, created_by, created_at, expires_at FROM account_link
WHERE token = $1 AND used_at IS NULL AND expires_at > $2

-- name: account_link_use
UPDATE account_link SET used_at = $2 WHERE id = $1 AND used_at IS NULL RETURNING id

-- name: account_link_end
UPDATE account_link SET used_at = $3 WHERE kind = $1 AND email = $2 AND used_at IS NULL

-- name: account_token_add
INSERT INTO account_token (account_id, name, token, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id

-- name: account_token_find
SELECT a.id, a.email, a.name, a.role, a.person_id, '', a.zone, a.created_at, a.seen_at, a.ended_at,
    t.id, t.account_id, t.name, t.scopes, t.created_at, t.expires_at, t.ended_at
FROM account_token t JOIN account a ON a.id = t.account_id
WHERE t.token = $1 AND t.expires_at > $2 AND t.ended_at IS NULL AND a.ended_at IS NULL

-- name: account_token_list
SELECT t.id, t.account_id, t.name, t.scopes, t.created_at, t.expires_at, t.ended_at FROM account_token t
WHERE t.account_id = $1 AND t.ended_at IS NULL ORDER BY t.id DESC

-- name: account_token_end
UPDATE account_token SET ended_at = $3 WHERE account_id = $1 AND id = $2 AND ended_at IS NULL RETURNING id

-- name: account_token_end_all
UPDATE account_token SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL

-- name: account_try_add
INSERT INTO sign_in_try (kind, key, at) VALUES ($1, $2, $3)

-- name: account_try_count
SELECT count(*) FROM sign_in_try WHERE kind = $1 AND key = $2 AND at > $3

-- name: account_try_forget
DELETE FROM sign_in_try WHERE kind = $1 AND key = $2

-- name: account_try_purge
DELETE FROM sign_in_try WHERE at <= $1

-- name: request_once_find
SELECT args, reply FROM request_once WHERE account_id = $1 AND key = $2 AND at > $3

-- name: request_once_put
INSERT INTO request_once (account_id, key, args, at, reply) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id, key) DO UPDATE SET args = excluded.args, at = excluded.at, reply = excluded.reply

-- name: request_once_purge
DELETE FROM request_once WHERE at <= $1
