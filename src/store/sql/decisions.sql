-- decisions.sql: what was decided about problems, and the strategy it leans on.

-- name: strategy_add
INSERT INTO strategy (title, statement, author, at) VALUES ($1, $2, $3, $4) RETURNING id

-- name: strategy_open
SELECT s.id, s.title, s.statement, s.author, s.at, s.retired_at,
    (SELECT count(*) FROM decision d WHERE d.strategy_id = s.id AND d.ended_at IS NULL)
FROM strategy s WHERE 1 = 1

-- name: strategy_where_id
AND s.id = $?

-- name: strategy_where_there
AND s.retired_at IS NULL

-- name: strategy_order
ORDER BY s.id

-- name: strategy_retire
UPDATE strategy SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL RETURNING id

-- name: decision_add
INSERT INTO decision (problem_id, at, kind, decider, author, reason, strategy_id, conflict, affected, review_at, tripwire,
    rate_then, ended_why)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '') RETURNING id

-- name: decision_open
SELECT d.id, d.problem_id, d.at, d.kind, d.decider, d.author, d.reason, d.strategy_id, d.conflict, d.affected, d.review_at,
    d.tripwire, d.rate_then, d.ended_at, d.ended_why, p.title, p.state, s.title
FROM decision d JOIN problem p ON p.id = d.problem_id LEFT JOIN strategy s ON s.id = d.strategy_id WHERE 1 = 1

-- name: decision_where_problem
AND d.problem_id = $?

-- name: decision_where_force
AND d.ended_at IS NULL

-- name: decision_where_conflict
AND d.conflict = 1

-- name: decision_where_tripwire
AND d.tripwire IS NOT NULL

-- name: decision_order
ORDER BY d.id DESC

-- name: decisions_end
UPDATE decision SET ended_at = $2, ended_why = $3 WHERE problem_id = $1 AND ended_at IS NULL
