-- themes.sql: codebooks, themes, assignments, copies, days, quotes.

-- name: codebook_create
INSERT INTO codebook (id, created_at, state, seed, themes_wanted, themes, sample, signals, unthemed, as_of, stats,
    kind, before_id)
SELECT coalesce(max(id), 0) + 1, $1, 'building', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
FROM (SELECT id FROM codebook UNION ALL SELECT id FROM sample_row WHERE kind = 'gone_codebook') k
RETURNING id

-- name: codebook_blob_put
INSERT INTO codebook_blob (codebook_id, bytes) VALUES ($1, $2)
ON CONFLICT (codebook_id) DO UPDATE SET bytes = excluded.bytes

-- name: codebook_blob_get
SELECT bytes FROM codebook_blob WHERE codebook_id = $1

-- name: codebook_update
UPDATE codebook SET themes = $2, sample = $3, signals = $4, unthemed = $5, as_of = $6, stats = $7
WHERE id = $1 RETURNING id

-- name: codebook_retire
UPDATE codebook SET state = 'retired' WHERE state = 'current' AND id <> $1

-- name: codebook_serve
UPDATE codebook SET state = 'current' WHERE id = $1 RETURNING id

-- name: codebook_sweep
DELETE FROM codebook WHERE state = 'building'

-- name: theme_sweep
DELETE FROM theme WHERE NOT EXISTS (SELECT 1 FROM codebook_theme t WHERE t.theme_id = theme.id)
    AND NOT EXISTS (SELECT 1 FROM edit e WHERE e.theme_id = theme.id OR e.other_id = theme.id)
    AND NOT EXISTS (SELECT 1 FROM session s WHERE s.theme_id = theme.id)
    AND NOT EXISTS (SELECT 1 FROM reflection r WHERE r.theme_id = theme.id)
    AND NOT EXISTS (SELECT 1 FROM root_cause c WHERE c.theme_id = theme.id)
    AND NOT EXISTS (SELECT 1 FROM hack_entry h WHERE h.theme_id = theme.id)

-- name: codebook_current
SELECT id, created_at, state, seed, themes_wanted, themes, sample, signals, unthemed, as_of, stats, kind, before_id
FROM codebook WHERE state = 'current'

-- name: codebooks_list
SELECT id, created_at, state, seed, themes_wanted, themes, sample, signals, unthemed, as_of, stats, kind, before_id
FROM codebook ORDER BY id DESC

-- name: theme_add
INSERT INTO theme (born_in) VALUES ($1) RETURNING id

-- name: theme_put
INSERT INTO codebook_theme (codebook_id, theme_id, position, name, score, signals, voices, customers, stats)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (codebook_id, theme_id) DO UPDATE SET position = excluded.position, name = excluded.name,
    score = excluded.score, signals = excluded.signals, voices = excluded.voices, customers = excluded.customers,
    stats = excluded.stats

-- name: themes_list
SELECT c.theme_id, c.codebook_id, c.position, c.name, c.score, c.signals, c.voices, c.customers, c.stats, t.pinned, t.hidden
FROM codebook_theme c JOIN theme t ON t.id = c.theme_id WHERE c.codebook_id = $1 ORDER BY c.score DESC, c.theme_id

-- Without the statistics, which are a hundred times as long as the rest.
-- name: themes_names
SELECT c.theme_id, c.codebook_id, c.position, c.name, c.score, c.signals, c.voices, c.customers, '', t.pinned, t.hidden
FROM codebook_theme c JOIN theme t ON t.id = c.theme_id WHERE c.codebook_id = $1 ORDER BY c.score DESC, c.theme_id

-- name: theme_get
SELECT c.theme_id, c.codebook_id, c.position, c.name, c.score, c.signals, c.voices, c.customers, c.stats, t.pinned, t.hidden
FROM codebook_theme c JOIN theme t ON t.id = c.theme_id WHERE c.codebook_id = $1 AND c.theme_id = $2

-- name: assignment_put
INSERT INTO assignment (signal_id, codebook_id, theme_id, at, score, second_id, second_score, facet)
SELECT s.id, $2, $3, s.at, $4, $5, $6, $7 FROM signal s WHERE s.id = $1
ON CONFLICT (signal_id, codebook_id) DO UPDATE SET theme_id = excluded.theme_id, at = excluded.at,
    score = excluded.score, second_id = excluded.second_id, second_score = excluded.second_score, facet = excluded.facet

-- Of a codebook that is being built, which nobody else writes to.
-- name: assignment_add
INSERT INTO assignment (signal_id, codebook_id, theme_id, at, score, second_id, second_score, facet)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
-- Those of signals that went, or that have another time than they had.
-- name: assignment_tidy
DELETE FROM assignment WHERE codebook_id = $1
    AND NOT EXISTS (SELECT 1 FROM signal s WHERE s.id = assignment.signal_id AND s.at = assignment.at)
-- name: with_text_after
SELECT count(*) FROM signal WHERE id > $1 AND text <> ''

-- name: assignment_get
SELECT signal_id, theme_id, score, second_id, second_score, facet FROM assignment WHERE signal_id = $1 AND codebook_id = $2

-- name: copies_clear
DELETE FROM copy

-- name: copy_put
INSERT INTO copy (signal_id, first_id) VALUES ($1, $2)

-- name: days_clear
DELETE FROM theme_day WHERE codebook_id = $1

-- name: day_put
INSERT INTO theme_day (codebook_id, theme_id, source_id, day, signals, voices) VALUES ($1, $2, $3, $4, $5, $6)

-- Theme -1 is all themes and sources together: a page needs this sum, and there may be a million rows.
-- name: days_sum
INSERT INTO theme_day (codebook_id, theme_id, source_id, day, signals, voices)
SELECT codebook_id, -1, 0, day, CAST(sum(signals) AS BIGINT), CAST(sum(voices) AS BIGINT)
FROM theme_day WHERE codebook_id = $1 GROUP BY codebook_id, day

-- name: days_of_theme
SELECT theme_id, source_id, day, signals, voices FROM theme_day WHERE codebook_id = $1 AND theme_id = $2
ORDER BY source_id, day

-- name: quotes_clear
DELETE FROM quote WHERE codebook_id = $1

-- name: quote_put
INSERT INTO quote (codebook_id, theme_id, position, signal_id, begin_byte, end_byte, sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: quotes_list
SELECT q.theme_id, q.signal_id, q.position, q.begin_byte, q.end_byte, q.sha256, s.text, s.at, o.name, s.channel
FROM quote q JOIN signal s ON s.id = q.signal_id JOIN source o ON o.id = s.source_id
WHERE q.codebook_id = $1 AND q.theme_id = $2 ORDER BY q.position

-- name: quotes_first
SELECT q.theme_id, q.signal_id, q.position, q.begin_byte, q.end_byte, q.sha256, s.text, s.at, o.name, s.channel
FROM quote q JOIN signal s ON s.id = q.signal_id JOIN source o ON o.id = s.source_id
WHERE q.codebook_id = $1 AND q.position = 0 ORDER BY q.theme_id
