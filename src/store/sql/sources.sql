-- sources.sql: sources and imports.

-- name: source_put
INSERT INTO source (name, kind, mapping) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, mapping = excluded.mapping
RETURNING id

-- name: source_told_by
UPDATE source SET told_by = $2 WHERE id = $1 AND told_by <> $2 RETURNING id

-- min and max walk one step of the index (source_id, at, id); unknown times are below every known one.
-- name: sources_list
SELECT s.id, s.name, s.kind, s.mapping, coalesce(c.signals, 0), coalesce(c.without_text, 0),
    (SELECT min(f.at) FROM signal f WHERE f.source_id = s.id AND f.at >= -9223372036854775807),
    (SELECT max(l.at) FROM signal l WHERE l.source_id = s.id AND l.at >= -9223372036854775807),
    (SELECT count(*) FROM import i WHERE i.source_id = s.id), s.told_by
FROM source s LEFT JOIN source_stats c ON c.source_id = s.id
ORDER BY s.name

-- name: import_unfinished
SELECT id, source_id, file, fingerprint, state, started_at, finished_at, rows, inserted, updated, unchanged,
    skipped, rejected, rejects_bytes, rejects_path
FROM import WHERE source_id = $1 AND fingerprint = $2 AND state = 'running' ORDER BY id DESC LIMIT 1

-- name: import_add
INSERT INTO import (source_id, file, fingerprint, state, started_at, finished_at, rows, inserted, updated, unchanged,
    skipped, rejected, rejects_bytes, rejects_path)
VALUES ($1, $2, $3, 'running', $4, $5, 0, 0, 0, 0, 0, 0, 0, $6)
RETURNING id

-- name: imports_updated
SELECT CAST(coalesce(sum(updated), 0) AS BIGINT) FROM import

-- name: import_save
UPDATE import SET state = $2, finished_at = $3, rows = $4, inserted = $5, updated = $6, unchanged = $7, skipped = $8,
    rejected = $9, rejects_bytes = $10, rejects_path = $11
WHERE id = $1 RETURNING id

-- name: import_made_forget
DELETE FROM import_made WHERE import_id = $1

-- name: imports_list
SELECT id, source_id, file, fingerprint, state, started_at, finished_at, rows, inserted, updated, unchanged,
    skipped, rejected, rejects_bytes, rejects_path
FROM import ORDER BY id DESC LIMIT $1

-- name: imports_of_source
SELECT id, source_id, file, fingerprint, state, started_at, finished_at, rows, inserted, updated, unchanged,
    skipped, rejected, rejects_bytes, rejects_path
FROM import WHERE source_id = $2 ORDER BY id DESC LIMIT $1
