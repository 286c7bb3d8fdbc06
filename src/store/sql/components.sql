-- components.sql: pieces of software, what they are built upon, confirmed routings.

-- name: component_put
INSERT INTO component (ref, kind, name, title, description, type, lifecycle, tags, paths, products, owner_key, team_id, person_id,
    source, gone_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, NULL)
ON CONFLICT (ref) DO UPDATE SET kind = excluded.kind, name = excluded.name, title = excluded.title,
    description = excluded.description, type = excluded.type, lifecycle = excluded.lifecycle, tags = excluded.tags,
    paths = excluded.paths, products = excluded.products, owner_key = excluded.owner_key, team_id = excluded.team_id,
    person_id = excluded.person_id, source = excluded.source, gone_at = NULL
RETURNING id

-- name: component_open
SELECT c.id, c.ref, c.kind, c.name, c.title, c.description, c.type, c.lifecycle, c.tags, c.paths, c.products, c.owner_key,
    c.team_id, c.person_id, c.source, c.gone_at, t.name, t.gone_at, p.name, p.left_day,
    (SELECT count(*) FROM person m WHERE m.team_id = t.id AND m.left_day IS NULL)
        + (SELECT count(*) FROM person_team k JOIN person m ON m.id = k.person_id
           WHERE k.team_id = t.id AND m.left_day IS NULL AND coalesce(m.team_id, 0) <> t.id)
FROM component c LEFT JOIN team t ON t.id = c.team_id LEFT JOIN person p ON p.id = c.person_id WHERE 1 = 1

-- name: component_where_id
AND c.id = $?

-- name: component_where_ref
AND c.ref = $?

-- name: component_where_there
AND c.gone_at IS NULL

-- name: component_where_team
AND c.team_id = $?

-- name: component_order
ORDER BY c.ref

-- name: component_gone
UPDATE component SET gone_at = $2 WHERE id = $1 AND gone_at IS NULL

-- name: component_edges_clear
DELETE FROM component_edge WHERE from_id = $1

-- name: component_edge_add
INSERT INTO component_edge (from_id, to_id) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: component_edges
SELECT e.from_id, e.to_id FROM component_edge e JOIN component a ON a.id = e.from_id JOIN component b ON b.id = e.to_id
WHERE a.gone_at IS NULL AND b.gone_at IS NULL ORDER BY e.from_id, e.to_id

-- name: routing_add
INSERT INTO routing (at, author, theme_id, component_id, text) VALUES ($1, $2, $3, $4, $5) RETURNING id

-- The newest of each theme and of each text alone, oldest first; at most the $1 newest of them.
-- name: routings_in_force
SELECT id, at, author, theme_id, component_id, text FROM (
    SELECT r.id, r.at, r.author, r.theme_id, r.component_id, r.text FROM routing r
    WHERE NOT EXISTS (SELECT 1 FROM routing l WHERE l.id > r.id
        AND ((r.theme_id IS NOT NULL AND l.theme_id = r.theme_id)
            OR (r.theme_id IS NULL AND l.theme_id IS NULL AND l.text = r.text)))
    ORDER BY r.id DESC LIMIT $1) newest
ORDER BY id

-- Voices of each theme by product on the days from $2 on, and those of internal developers among them; '' is no product.
-- name: theme_product_voices
SELECT theme_id, value, CAST(sum(CASE WHEN dimension = 'product' THEN voices ELSE 0 END) AS BIGINT),
    CAST(sum(CASE WHEN dimension = 'internal' THEN voices ELSE 0 END) AS BIGINT) FROM theme_day_by
WHERE codebook_id = $1 AND dimension IN ('product', 'internal') AND day >= $2
GROUP BY theme_id, value ORDER BY theme_id, value
