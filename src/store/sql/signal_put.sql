-- signal_put.sql: writing signals and the counts that follow from them.

-- name: made_count
INSERT INTO import_made (import_id, external_id, n) VALUES ($1, $2, 1)
ON CONFLICT (import_id, external_id) DO UPDATE SET n = import_made.n + 1
RETURNING n

-- name: signal_find
SELECT id, content_hash FROM signal WHERE source_id = $1 AND external_id = $2

-- name: signal_insert
INSERT INTO signal (source_id, external_id, import_id, content_hash, at, customer, channel, product, segment, lang,
    url, rating, meta, text, sketch)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)

-- name: signal_counted
SELECT customer, channel, product, text = '' FROM signal WHERE id = $1

-- name: signal_update
UPDATE signal SET import_id = $2, content_hash = $3, at = $4, customer = $5, channel = $6, product = $7, segment = $8,
    lang = $9, url = $10, rating = $11, meta = $12, text = $13, sketch = $14
WHERE id = $1

-- A changed signal has to be coded anew.
-- name: assignment_forget
DELETE FROM assignment WHERE signal_id = $1

-- name: source_stats_add
INSERT INTO source_stats (source_id, signals, without_text) VALUES ($1, $2, $3)
ON CONFLICT (source_id) DO UPDATE SET signals = source_stats.signals + excluded.signals,
    without_text = source_stats.without_text + excluded.without_text

-- name: value_count_add
INSERT INTO value_count (kind, value, n) VALUES ($1, $2, $3)
ON CONFLICT (kind, value) DO UPDATE SET n = value_count.n + excluded.n
RETURNING n

-- name: value_count_drop
DELETE FROM value_count WHERE kind = $1 AND value = $2 AND n = 0

-- PostgreSQL keeps its search index by itself. SQLite's is told what changes: many rows in one statement,
-- in the order of their keys, since FTS5 writes out what it
-- has gathered at each statement's end and before a smaller key. $1 of the last two: ids as a JSON array.
-- name: search_top sqlite
SELECT coalesce(max(id), 0) FROM signal
-- name: search_add_above sqlite
INSERT INTO signal_search (rowid, text) SELECT search_key, text FROM signal WHERE id > $1 AND text <> '' ORDER BY search_key
-- name: search_remove sqlite
INSERT INTO signal_search (signal_search, rowid, text)
SELECT 'delete', search_key, text FROM signal WHERE id IN (SELECT value FROM json_each($1)) AND text <> ''
ORDER BY search_key
-- name: search_add sqlite
INSERT INTO signal_search (rowid, text)
SELECT search_key, text FROM signal WHERE id IN (SELECT value FROM json_each($1)) AND text <> '' ORDER BY search_key
