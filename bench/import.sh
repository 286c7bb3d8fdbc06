# shellcheck shell=sh
# import.sh - import against the engines' own bulk loading, and its memory.

# Generated once for import and memory.
company() {
    [ -d "$T/company" ] || "$BIN" generate "$T/company" --signals "$SIZE" --end 2026-11-23 >/dev/null
    ROWS_FILE=$T/company/support_tickets.csv
}

# The peer's tables: every column as text, no key, no index.
columns_of() { head -1 "$1" | tr -d '\r' | sed 's/[^,]*/"&" text/g'; }

import_line() { # NAME LABEL PEER
    printf '%-42s %8.2f %8.2f %9.0f %9.0f %7s\n' "$2" "$(seconds "$1")" "$(processor "$1")" "$(ratio "$ROWS" "$(seconds "$1")")" "$(mebibytes "$1")" \
        "$(ratio "$(seconds "$1")" "$(seconds "$3")")"
}

sqlite_peer() { # plain table
    rm -f "$T/peer.db"
    measure sqlite_import sqlite3 "$T/peer.db" ".import --csv $ROWS_FILE t"
}
sqlite_peer_indexed() { # the same with a key, two indexes and a search index, which a store of signals needs
    rm -f "$T/peer.db"
    measure sqlite_indexed sqlite3 "$T/peer.db" ".import --csv $ROWS_FILE t" "CREATE UNIQUE INDEX a ON t (ticket_id)" \
        "CREATE INDEX b ON t (created_at)" "CREATE INDEX c ON t (requester_id, created_at)" \
        "CREATE VIRTUAL TABLE s USING fts5 (description, content = t, columnsize = 0, tokenize = 'porter unicode61')" \
        "INSERT INTO s (s) VALUES ('rebuild')"
}

bench_import() {
    company
    heading "Import of a CSV file, themes not counted"
    for _ in $(seq "$ROUNDS"); do
        fresh "$T/ours.db"
        measure ours_sqlite "$BIN" import "$ROWS_FILE" --store "$T/ours.db" --no-themes --quiet
        sqlite_peer
        sqlite_peer_indexed
    done
    measure count_lines wc -l "$ROWS_FILE"
    ROWS=$(sqlite3 "$T/peer.db" 'SELECT count(*) FROM t')
    export ROWS_FILE BIN T ROUNDS
    COLUMNS_SQL=$(columns_of "$ROWS_FILE")
    export COLUMNS_SQL
    "$BUILD/tests/store/with_pg" "$ROUNDS" sh bench/import_pg.sh
    note "$ROWS rows, $(bytes_of "$ROWS_FILE" | awk '{printf "%.1f", $1 / 1e6}') MB (support_tickets.csv of \`ridealong generate --signals $SIZE\`)."
    printf '\n%-42s %8s %8s %9s %9s %7s\n' "" seconds "cpu s" "rows/s" "peak MiB" "x peer"
    import_line ours_sqlite "ridealong import, SQLite" sqlite_import
    import_line sqlite_import "peer: sqlite3 .import, plain table" sqlite_import
    import_line sqlite_indexed "peer: the same, 3 indexes and FTS5" sqlite_import
    import_line ours_pg "ridealong import, PostgreSQL" pg_copy
    import_line pg_copy "peer: psql \\copy, plain table" pg_copy
    note_below "Ours also maps and redacts every text, hashes customers, finds copies' keys, keeps counts, and is durable after each batch." \
        "Over the peer with indexes and search: $(ratio "$(seconds ours_sqlite)" "$(seconds sqlite_indexed)") times its time." \
        "Limit: reading the bytes and counting lines (wc -l) takes $(seconds count_lines) s; we take $(awk -v b="$(bytes_of "$ROWS_FILE")" -v s="$(seconds ours_sqlite)" 'BEGIN {printf "%.1f", b / 1e6 / s}') MB/s." \
        "The memory of PostgreSQL is the client's; the server's is not counted."
}

# Does the memory of an import grow with the input?
import_all() { # NAME DIR
    fresh "$T/all.db"
    # shellcheck disable=SC2046
    measure "$1" "$BIN" import $(generated "$2") --store "$T/all.db" --no-themes --quiet
    # shellcheck disable=SC2046
    printf '%-46s %8.1f %10.0f %10.0f\n' "all five files" "$(bytes_of $(generated "$2") | awk '{print $1 / 1e6}')" "$(seconds "$1")" "$(mebibytes "$1")"
    fresh "$T/all.db"
}
bench_memory() {
    company
    heading "Memory of an import"
    "$BIN" generate "$T/small" --signals $((SIZE / 10)) --end 2026-11-23 >/dev/null
    printf '%-46s %8s %10s %10s\n' "" "MB" seconds "peak MiB"
    import_all memory_small "$T/small"
    import_all memory_large "$T/company"
    note_below "Goal: below 256 MiB whatever the size. One run each. BIG=1 imports 2 GB."
}
bench_two_gigabytes() {
    heading "Memory of an import of 2 GB"
    "$BIN" generate "$T/two" --signals 2900000 --words 100 --end 2026-11-23 >/dev/null
    printf '%-46s %8s %10s %10s\n' "" "MB" seconds "peak MiB"
    import_all memory_two "$T/two"
    rm -rf "$T/two"
    note_below "Goal: below 256 MiB."
}
