-- customers.sql: customers as people whom we meet.

-- name: customer_put
INSERT INTO customer (hash, label, opted_out_at, blocked_at, blocked_why) VALUES ($1, $2, NULL, NULL, '')
ON CONFLICT (hash) DO UPDATE SET label = CASE WHEN excluded.label <> '' THEN excluded.label ELSE customer.label END
RETURNING id

-- name: customer_open
SELECT c.id, c.hash, c.label, c.opted_out_at, c.blocked_at, c.blocked_why,
    (SELECT count(*) FROM contact k WHERE k.customer_id = c.id AND k.state <> 'cancelled'),
    (SELECT max(k.at) FROM contact k WHERE k.customer_id = c.id AND k.state <> 'cancelled')
FROM customer c WHERE 1 = 1

-- name: customer_where_id
AND c.id = $?

-- name: customer_where_hash
AND c.hash = $?

-- name: customer_page
AND c.id > $? ORDER BY c.id LIMIT $?

-- name: customer_opt_out
UPDATE customer SET opted_out_at = $2 WHERE id = $1

-- name: customer_block
UPDATE customer SET blocked_at = $2, blocked_why = $3 WHERE id = $1

-- name: consent_add
INSERT INTO consent (customer_id, purpose, given_at, until_at, how, recorded_by, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id

-- name: consents_list
SELECT id, customer_id, purpose, given_at, until_at, how, recorded_by, recorded_at, withdrawn_at FROM consent
WHERE customer_id = $1 ORDER BY given_at DESC, id DESC

-- name: consents_end
UPDATE consent SET withdrawn_at = $3 WHERE customer_id = $1 AND ($2 = '' OR purpose = $2) AND withdrawn_at IS NULL RETURNING id

-- name: contact_add
INSERT INTO contact (customer_id, session_id, at, purpose, state, why, noted_by) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id

-- name: contacts_list
SELECT id, customer_id, session_id, at, purpose, state, why, noted_by FROM contact WHERE customer_id = $1 ORDER BY at, id

-- name: contact_move
UPDATE contact SET at = $2, why = CASE WHEN $3 <> '' THEN $3 ELSE why END WHERE session_id = $1 AND state = 'planned'
