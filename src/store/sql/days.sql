-- days.sql: daily counts of themes by segment, product, channel.

-- name: day_values_clear
DELETE FROM theme_day_by WHERE codebook_id = $1

-- Those of all codebooks but itself and the one before it, which outcomes compare it with.
-- name: day_values_keep
DELETE FROM theme_day_by WHERE codebook_id <> $1 AND codebook_id NOT IN (SELECT before_id FROM codebook WHERE id = $1)

-- name: day_value_put
INSERT INTO theme_day_by (codebook_id, theme_id, dimension, value, day, signals, voices)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: day_values_list
SELECT value, day, signals, voices FROM theme_day_by WHERE codebook_id = $1 AND theme_id = $2 AND dimension = $3
ORDER BY value, day

-- Of all themes together, largest first.
-- name: day_values_totals
SELECT value, CAST(sum(signals) AS BIGINT) FROM theme_day_by WHERE codebook_id = $1 AND dimension = $2
GROUP BY value ORDER BY 2 DESC, value
