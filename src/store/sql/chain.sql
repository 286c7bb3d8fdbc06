-- chain.sql: append-only, hash-chained records.

-- name: chain_append
INSERT INTO chain (chain, seq, at, actor, action, kind, object_id, body, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: chain_head
SELECT seq, hash FROM chain WHERE chain = $1 ORDER BY seq DESC LIMIT 1

-- name: chain_after
SELECT seq, at, actor, action, kind, object_id, body, hash FROM chain WHERE chain = $1 AND seq > $2 ORDER BY seq LIMIT $3

-- name: chain_open
SELECT seq, at, actor, action, kind, object_id, body, hash FROM chain WHERE chain = $?

-- name: chain_where_kind
AND kind = $?

-- name: chain_where_object
AND object_id = $?

-- name: chain_where_before
AND seq < $?

-- Values of the ledger that were sample data: their rows stay, since the chain proves them, and are not shown.
-- name: chain_where_shown
AND object_id NOT IN (SELECT id FROM sample_row WHERE kind = 'gone_value')

-- name: chain_newest
ORDER BY seq DESC LIMIT $?

-- name: ledger_of_theme sqlite
SELECT object_id FROM chain WHERE chain = 'ledger' AND action = 'value.expect' AND json_extract(body, '$.theme') = $1
-- name: ledger_of_theme postgresql
SELECT object_id FROM chain WHERE chain = 'ledger' AND action = 'value.expect' AND CAST(CAST(body AS jsonb) ->> 'theme' AS BIGINT) = $1

-- name: ledger_of_problem sqlite
SELECT object_id FROM chain WHERE chain = 'ledger' AND action = 'value.expect' AND json_extract(body, '$.problem') = $1
-- name: ledger_of_problem postgresql
SELECT object_id FROM chain WHERE chain = 'ledger' AND action = 'value.expect' AND CAST(CAST(body AS jsonb) ->> 'problem' AS BIGINT) = $1

-- name: ledger_of_release sqlite
SELECT object_id FROM chain WHERE chain = 'ledger' AND action = 'value.realise' AND json_extract(body, '$.release') = $1
-- name: ledger_of_release postgresql
SELECT object_id FROM chain WHERE chain = 'ledger' AND action = 'value.realise' AND CAST(CAST(body AS jsonb) ->> 'release' AS BIGINT) = $1
