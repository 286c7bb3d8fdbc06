-- edits.sql: what people said about themes, and how themes live on from codebook to codebook.

-- name: edit_add
INSERT INTO edit (at, author, kind, theme_id, other_id, words, phrase, applied_in, undone_in)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0) RETURNING id

-- name: signal_exists
SELECT id FROM signal WHERE id = $1

-- name: edit_signal_add
INSERT INTO edit_signal (edit_id, signal_id) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: edits_list
SELECT id, at, author, kind, theme_id, other_id, words, phrase, applied_in, undone_at, undone_in,
    (SELECT count(*) FROM edit_signal e WHERE e.edit_id = edit.id)
FROM edit ORDER BY id

-- name: edit_get
SELECT id, at, author, kind, theme_id, other_id, words, phrase, applied_in, undone_at, undone_in,
    (SELECT count(*) FROM edit_signal e WHERE e.edit_id = edit.id)
FROM edit WHERE id = $1

-- name: edit_signals
SELECT signal_id FROM edit_signal WHERE edit_id = $1 ORDER BY signal_id

-- name: edit_undo
UPDATE edit SET undone_at = $2, undone_in = $3 WHERE id = $1 AND undone_at IS NULL RETURNING id

-- name: edit_heeded
UPDATE edit SET applied_in = $2 WHERE id = $1 AND applied_in = 0

-- An edit that was undone before any codebook heeded it was never in force.
-- name: edit_dropped
UPDATE edit SET undone_in = $2 WHERE id = $1 AND undone_in = 0

-- name: theme_look
UPDATE theme SET label = $2, pinned = $3, hidden = $4 WHERE id = $1 RETURNING id

-- name: theme_rename
UPDATE codebook_theme SET name = $3 WHERE codebook_id = $1 AND theme_id = $2

-- name: looks_list
SELECT id, born_in, label, pinned, hidden FROM theme ORDER BY id

-- name: base_put
INSERT INTO codebook_base (codebook_id, bytes) VALUES ($1, $2)
ON CONFLICT (codebook_id) DO UPDATE SET bytes = excluded.bytes

-- name: base_get
SELECT coalesce((SELECT b.bytes FROM codebook_base b WHERE b.codebook_id = $1),
    (SELECT b.bytes FROM codebook_blob b WHERE b.codebook_id = $1))

-- name: position_put
INSERT INTO codebook_position (codebook_id, position, own_id, theme_id) VALUES ($1, $2, $3, $4)

-- name: positions_list
SELECT position, own_id, theme_id FROM codebook_position WHERE codebook_id = $1 ORDER BY position

-- name: found_clear
DELETE FROM found

-- name: found_put
INSERT INTO found (codebook_id, signal_id, position) VALUES ($1, $2, $3)

-- name: found_list
SELECT signal_id, position FROM found ORDER BY signal_id

-- name: example_put
INSERT INTO codebook_example (codebook_id, theme_id, signal_id) VALUES ($1, $2, $3)

-- name: examples_list
SELECT theme_id, signal_id FROM codebook_example WHERE codebook_id = $1 ORDER BY theme_id, signal_id

-- name: lineage_put
INSERT INTO lineage (codebook_id, position, kind, before_theme, after_theme) VALUES ($1, $2, $3, $4, $5)

-- name: lineage_of_codebook
SELECT codebook_id, kind, before_theme, after_theme FROM lineage WHERE codebook_id = $1 ORDER BY position

-- name: lineage_of_theme
SELECT codebook_id, kind, before_theme, after_theme FROM lineage
WHERE before_theme = $1 OR after_theme = $1 ORDER BY codebook_id DESC, position

-- name: flow_fill
INSERT INTO codebook_flow (codebook_id, before_theme, after_theme, signals)
SELECT n.codebook_id, b.theme_id, n.theme_id, count(*)
FROM assignment n JOIN assignment b ON b.signal_id = n.signal_id AND b.codebook_id = $2
WHERE n.codebook_id = $1 GROUP BY n.codebook_id, b.theme_id, n.theme_id

-- name: flow_list
SELECT before_theme, after_theme, signals FROM codebook_flow WHERE codebook_id = $1
ORDER BY before_theme, signals DESC, after_theme

-- name: assignments_drop
DELETE FROM assignment WHERE codebook_id = $1

-- Every theme that ever was, by the name it had last.
-- name: themes_ever
SELECT c.theme_id, c.codebook_id, c.name FROM codebook_theme c
JOIN (SELECT theme_id, max(codebook_id) AS newest FROM codebook_theme GROUP BY theme_id) m
    ON m.theme_id = c.theme_id AND m.newest = c.codebook_id
ORDER BY c.theme_id

-- name: findings_clear
DELETE FROM finding WHERE codebook_id = $1

-- name: finding_put
INSERT INTO finding (codebook_id, position, kind, body) VALUES ($1, $2, $3, $4)

-- name: findings_list
SELECT kind, body FROM finding WHERE codebook_id = $1 AND position >= $2 ORDER BY position LIMIT $3

-- name: findings_count
SELECT kind, count(*) FROM finding WHERE codebook_id = $1 GROUP BY kind
