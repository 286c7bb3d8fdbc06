-- rebuild.sql: drops what is derived and builds it from what is recorded.

-- name: source_stats_clear
DELETE FROM source_stats
-- name: source_stats_fill
INSERT INTO source_stats (source_id, signals, without_text)
SELECT source_id, count(*), sum(CASE WHEN text = '' THEN 1 ELSE 0 END) FROM signal GROUP BY source_id
-- name: value_count_clear
DELETE FROM value_count
-- name: value_count_fill
INSERT INTO value_count (kind, value, n)
SELECT 'channel', channel, count(*) FROM signal WHERE channel <> '' GROUP BY channel
UNION ALL SELECT 'product', product, count(*) FROM signal WHERE product <> '' GROUP BY product
UNION ALL SELECT 'customer', customer, count(*) FROM signal WHERE customer <> '' GROUP BY customer
UNION ALL SELECT 'total', 'customers', count(DISTINCT customer) FROM signal WHERE customer <> '' HAVING count(*) > 0
-- Of the signals after $1, that have words, those whose sketch does not begin with $2.
-- name: sketch_missing
SELECT id, text FROM signal WHERE id > $1 AND text <> '' AND (sketch IS NULL OR substr(sketch, 1, 4) <> $2)
ORDER BY id LIMIT 1000
-- name: sketch_set
UPDATE signal SET sketch = $2 WHERE id = $1
-- name: copy_group_clear
DELETE FROM copy_group
-- name: copy_group_fill
INSERT INTO copy_group (first_id, size) SELECT first_id, count(*) FROM copy GROUP BY first_id
-- FTS5's own rebuild would read the texts in the order of their ids: see search_add_above.
-- name: search_clear sqlite
INSERT INTO signal_search (signal_search) VALUES ('delete-all')
-- name: search_clear postgresql
SELECT 1
-- name: search_fill sqlite
INSERT INTO signal_search (rowid, text) SELECT search_key, text FROM signal WHERE text <> '' ORDER BY at, id
-- name: search_fill postgresql
REINDEX INDEX signal_search
