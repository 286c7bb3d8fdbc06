-- signal_list.sql: reading signals.
--
-- Most of these are fragments: sql_text.c puts those together that a filter needs, so that each filter
-- gets the plan of its own index. "$?" is the next parameter.

-- ---- what a row is ----

-- name: row_columns
SELECT s.id, s.source_id, o.name, s.external_id, s.at, s.customer, s.channel, s.product, s.segment, s.lang, s.url,
    s.rating, s.meta, s.text, a.theme_id, t.name, a.score, c.first_id, g.size, NULL

-- The same columns for who reads every signal for its words: without what discovery does not ask for.
-- name: bare_columns
SELECT s.id, s.source_id, o.name, s.external_id, s.at, s.customer, s.channel, s.product, s.segment, '', '',
    CAST(NULL AS DOUBLE PRECISION), '', s.text, CAST(NULL AS BIGINT), '', CAST(NULL AS DOUBLE PRECISION),
    CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), NULL
-- And for who reads every signal for its sketch: the text only where there is none that begins so.
-- name: sketch_columns
SELECT s.id, s.source_id, o.name, s.external_id, s.at, s.customer, s.channel, s.product, s.segment, '', '',
    CAST(NULL AS DOUBLE PRECISION), '', CASE WHEN substr(s.sketch, 1, 4) = $? THEN '' ELSE s.text END,
    CAST(NULL AS BIGINT), '', CAST(NULL AS DOUBLE PRECISION), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), s.sketch
-- name: bare_joins
JOIN source o ON o.id = s.source_id

-- name: row_joins
JOIN source o ON o.id = s.source_id
LEFT JOIN assignment a ON a.signal_id = s.id AND a.codebook_id = (SELECT b.id FROM codebook b WHERE b.state = 'current')
LEFT JOIN codebook_theme t ON t.codebook_id = a.codebook_id AND t.theme_id = a.theme_id
LEFT JOIN copy c ON c.signal_id = s.id
LEFT JOIN copy_group g ON g.first_id = c.first_id

-- name: row_get
FROM signal s

-- name: row_get_id
WHERE s.id = $?

-- ---- a page: choose the ids first, then fetch the rows ----

-- name: page_open
WITH page AS (SELECT s.id AS id, s.at AS at FROM

-- name: page_close
)

-- name: page_rows
FROM page p JOIN signal s ON s.id = p.id

-- name: page_rows_order
ORDER BY p.at DESC, p.id DESC

-- The three ways to walk: all by time, one theme by time, the matches of a search (then sorted).
-- name: from_time
signal s WHERE TRUE
-- name: from_theme
assignment w CROSS JOIN signal s WHERE s.id = w.signal_id
    AND w.codebook_id = (SELECT b.id FROM codebook b WHERE b.state = 'current') AND w.theme_id = $?
-- name: from_search sqlite
signal_search($?) f CROSS JOIN signal s WHERE s.id = f.rowid & 536870911
-- name: from_search postgresql
signal s WHERE s.search @@ websearch_to_tsquery('signal_words', $?)

-- name: time_order
ORDER BY s.at DESC, s.id DESC LIMIT $?
-- name: time_cursor
AND (s.at, s.id) < ($?, $?)
-- name: time_from
AND s.at >= $?
-- name: time_to
AND s.at < $?
-- A signal without a time is in no period.
-- name: time_known
AND s.at >= -9223372036854775807

-- The index of SQLite is in the order of time itself (search_key); PostgreSQL's is not.
-- name: search_order sqlite
ORDER BY f.rowid DESC LIMIT $?
-- name: search_order postgresql
ORDER BY s.at DESC, s.id DESC LIMIT $?
-- name: search_cursor sqlite
AND f.rowid < (((min(max($?, -8589934592), 8589934591) + 8589934592) << 29) | ($? & 536870911))
-- name: search_cursor postgresql
AND (s.at, s.id) < ($?, $?)
-- name: search_from sqlite
AND f.rowid >= ((min(max($?, -8589934592), 8589934591) + 8589934592) << 29)
-- name: search_from postgresql
AND s.at >= $?
-- name: search_to sqlite
AND f.rowid < ((min(max($?, -8589934592), 8589934591) + 8589934592) << 29)
-- name: search_to postgresql
AND s.at < $?

-- name: theme_order
ORDER BY w.at DESC, w.signal_id DESC LIMIT $?
-- name: theme_cursor
AND (w.at, w.signal_id) < ($?, $?)
-- name: theme_from
AND w.at >= $?
-- name: theme_to
AND w.at < $?
-- name: theme_known
AND w.at >= -9223372036854775807

-- ---- filters ----

-- name: where_source
AND s.source_id = $?
-- name: where_told_by
AND s.source_id IN (SELECT k.id FROM source k WHERE k.told_by = $?)
-- name: where_channel
AND s.channel <> '' AND s.channel = $?
-- name: where_product
AND s.product <> '' AND s.product = $?
-- name: where_customer
AND s.customer <> '' AND s.customer = $?
-- name: where_text
AND s.text <> ''
-- name: where_no_copies
AND NOT EXISTS (SELECT 1 FROM copy k WHERE k.signal_id = s.id AND k.first_id <> s.id)
-- name: where_theme
AND s.id IN (SELECT w.signal_id FROM assignment w
    WHERE w.codebook_id = (SELECT b.id FROM codebook b WHERE b.state = 'current') AND w.theme_id = $?)
-- Asked of one signal after the other, where few are asked.
-- name: where_theme_each
AND EXISTS (SELECT 1 FROM assignment w WHERE w.signal_id = s.id
    AND w.codebook_id = (SELECT b.id FROM codebook b WHERE b.state = 'current') AND w.theme_id = $?)
-- name: where_facet
AND s.id IN (SELECT w.signal_id FROM assignment w
    WHERE w.codebook_id = (SELECT b.id FROM codebook b WHERE b.state = 'current') AND w.facet = $?)
-- name: where_search sqlite
AND s.id IN (SELECT f.rowid & 536870911 FROM signal_search($?) f)
-- name: where_search postgresql
AND s.search @@ websearch_to_tsquery('signal_words', $?)
-- Tests one signal against the search index: for words so common that a walk by time soon fills a page.
-- name: where_search_each sqlite
AND EXISTS (SELECT 1 FROM signal_search f WHERE f.signal_search MATCH $? AND f.rowid = s.search_key)
-- name: where_search_each postgresql
AND s.search @@ websearch_to_tsquery('signal_words', $?)

-- How many signals match, but not more than $2. PostgreSQL's planner knows by itself how common a word is.
-- name: search_size sqlite
SELECT count(*) FROM (SELECT f.rowid FROM signal_search($1) f LIMIT $2)
-- name: search_size postgresql
SELECT least(1, $2::bigint) WHERE $1::text IS NOT NULL

-- ---- scan ----

-- name: scan_from
FROM signal s
-- name: scan_where
WHERE TRUE
-- name: scan_after
AND s.id > $?
-- name: scan_by_id
ORDER BY s.id
-- name: scan_by_external
ORDER BY o.name, s.external_id

-- ---- words of some ----

-- name: words_get
SELECT s.text, a.theme_id, a.score FROM signal s LEFT JOIN assignment a ON a.signal_id = s.id
    AND a.codebook_id = (SELECT b.id FROM codebook b WHERE b.state = 'current')
WHERE s.id = $1

-- ---- counts ----

-- name: count_open
SELECT count(*) FROM (SELECT 1 FROM signal s WHERE TRUE
-- name: count_close
LIMIT $?) c
-- name: count_matches_open
SELECT count(*) FROM (SELECT 1 FROM
-- name: count_search sqlite
SELECT count(*) FROM (SELECT 1 FROM signal_search($1) f LIMIT $2) c
-- name: count_search postgresql
SELECT count(*) FROM (SELECT 1 FROM signal s WHERE s.search @@ websearch_to_tsquery('signal_words', $1) LIMIT $2) c
-- name: count_theme
SELECT count(*) FROM assignment w
WHERE w.codebook_id = (SELECT b.id FROM codebook b WHERE b.state = 'current') AND w.theme_id = $1
-- name: count_all
SELECT CAST(coalesce(sum(signals), 0) AS BIGINT) FROM source_stats
-- name: count_with_text
SELECT CAST(coalesce(sum(signals - without_text), 0) AS BIGINT) FROM source_stats
-- name: count_source
SELECT signals FROM source_stats WHERE source_id = $1
-- name: count_value
SELECT n FROM value_count WHERE kind = $1 AND value = $2

-- name: signals_totals
SELECT (SELECT CAST(coalesce(sum(signals), 0) AS BIGINT) FROM source_stats),
    (SELECT CAST(coalesce(sum(signals - without_text), 0) AS BIGINT) FROM source_stats),
    coalesce((SELECT n FROM value_count WHERE kind = 'total' AND value = 'customers'), 0),
    (SELECT min(at) FROM signal WHERE at >= -9223372036854775807),
    (SELECT max(at) FROM signal WHERE at >= -9223372036854775807)

-- name: value_counts
SELECT value, n FROM value_count WHERE kind = $1 AND kind <> 'customer' ORDER BY n DESC, value LIMIT $2
