-- store.sql: the connection, migrations, settings.

-- name: begin sqlite
BEGIN IMMEDIATE
-- One writer at a time, as on SQLite: concurrent bulk upserts of the same rows would deadlock.
-- name: begin postgresql
BEGIN; SELECT pg_advisory_xact_lock(7311240881)

-- Until the connection ends; each database has locks of its own.
-- name: hold postgresql
SELECT CASE WHEN pg_try_advisory_lock(1713992, hashtext($1)) THEN 1 ELSE 0 END
-- name: let_go postgresql
SELECT pg_advisory_unlock_all()

-- name: migration_table_exists sqlite
SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'
-- name: migration_table_exists postgresql
SELECT 1 WHERE to_regclass('schema_migration') IS NOT NULL

-- name: migration_table
CREATE TABLE IF NOT EXISTS schema_migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)

-- name: migration_list
SELECT number, name, checksum FROM schema_migration ORDER BY number

-- name: migration_add
INSERT INTO schema_migration (number, name, checksum) VALUES ($1, $2, $3)

-- name: setting_get
SELECT value FROM setting WHERE name = $1

-- name: setting_put
INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: setting_count_up
INSERT INTO setting (name, value) VALUES ($1, '1')
ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT)

-- After a bulk change, so that the next page is planned for the table as it is and not as it was.
-- name: analyze postgresql
ANALYZE signal, assignment, codebook_theme, copy, copy_group
