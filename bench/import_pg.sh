# shellcheck shell=sh
# import_pg.sh - the PostgreSQL part of import.sh, run by with_pg with one empty database per round in PG_URLS.
set -eu
. bench/lib.sh
for url in $PG_URLS; do
    measure ours_pg "$BIN" import "$ROWS_FILE" --store "$url" --no-themes --quiet
    psql -q "$url" -c "CREATE TABLE peer ($COLUMNS_SQL)"
    measure pg_copy psql -q "$url" -c "\\copy peer FROM '$ROWS_FILE' WITH (FORMAT csv, HEADER)"
done
