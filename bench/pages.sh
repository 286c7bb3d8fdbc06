# shellcheck shell=sh
# pages.sh - pages and API against bare evhttp that sends a constant of the same length, with the same load generator.

serve_start() { # COMMAND...: sets SERVER and PORT
    : >"$T/serve.out"
    "$@" >"$T/serve.out" 2>"$T/serve.err" &
    SERVER=$!
    for _ in $(seq 3000); do
        PORT=$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/p' "$T/serve.out" | head -1)
        [ -z "$PORT" ] || return 0
        sleep 0.005 # short: house_cold measures a start that takes 30 ms
    done
    echo "bench: $* does not start" >&2
    cat "$T/serve.err" >&2
    exit 1
}
serve_stop() {
    kill "$SERVER"
    wait "$SERVER" 2>/dev/null || true
    SERVER=""
}

# Processor time of the server so far, in milliseconds.
server_ms() { awk -v hz="$(getconf CLK_TCK)" '{print ($14 + $15) * 1000 / hz}' "/proc/$SERVER/stat"; }

load() { # NAME PATH REQUESTS: appends "per_second p50 p99 bytes cpu-ms-per-request"
    before=$(server_ms)
    "$BUILD/bench/http_load" "$PORT" "$2" "${CONNECTIONS:-16}" "$3" >"$T/load.out"
    cpu=$(awk -v a="$before" -v b="$(server_ms)" -v n="$3" 'BEGIN {print (b - a) / n}')
    printf '%s %s %s %s %s\n' "$(json per_second <"$T/load.out")" "$(json p50_ms <"$T/load.out")" \
        "$(json p99_ms <"$T/load.out")" "$(json bytes <"$T/load.out")" "$cpu" >>"$T/$1.load"
}

page_head() { printf '\n%-32s %7s %8s %8s %8s %8s %9s %8s %8s %8s %7s\n' "" bytes "ours/s" "p50 ms" "p99 ms" "cpu ms" "evhttp/s" "p50 ms" "p99 ms" "cpu ms" ratio; }
page_line() { # PATH OURS PEER
    printf '%-32s %7.0f %8.0f %8.2f %8.2f %8.3f %9.0f %8.2f %8.2f %8.3f %7s\n' "$1" "$(median "$2" 4)" "$(median "$2" 1)" \
        "$(median "$2" 2)" "$(median "$2" 3)" "$(median "$2" 5)" "$(median "$3" 1)" "$(median "$3" 2)" "$(median "$3" 3)" \
        "$(median "$3" 5)" "$(ratio "$(median "$3" 1)" "$(median "$2" 1)")"
}

page_rounds() { # NAME PATH REQUESTS
    for _ in $(seq "$ROUNDS"); do
        serve_start "$BIN" serve --store "$T/pages.db" --port 0
        load "$1" "$2" 20 # opens the store, fills what is kept
        sed -i '$d' "$T/$1.load"
        load "$1" "$2" "$3"
        serve_stop
        serve_start "$BUILD/bench/http_constant" 0 "$(nproc)" "$(median "$T/$1.load" 4 | cut -d. -f1)"
        load "$1_peer" / "$3"
        serve_stop
    done
    page_line "$2" "$T/$1.load" "$T/$1_peer.load"
}

bench_pages() {
    heading "Pages and API"
    "$BIN" generate "$T/pages" --end 2026-11-23 >/dev/null
    # shellcheck disable=SC2046
    "$BIN" import $(generated "$T/pages") --store "$T/pages.db" --quiet >/dev/null
    note "The demo company (\`ridealong generate\`): $("$BIN" signals --count --store "$T/pages.db") signals," \
        "$("$BIN" themes --count --store "$T/pages.db") themes, SQLite. 16 connections from this machine, which share its processors" \
        "with the server. Peer and limit: bare evhttp, as many threads, a constant of the same length (\`bench/http_constant\`)."
    page_head
    page_rounds p1 /themes 1500
    page_rounds p2 /themes/1 3000
    page_rounds p3 /signals 3000
    page_rounds p4 "/signals?search=card" 1500
    page_rounds p5 /signals/1 8000
    page_rounds p6 /api/v1/themes 1000
    note_below "cpu ms: processor time of the server for one request; ratio: how many times as many requests evhttp answers. Every quote on a page was checked against its signal (SHA-256) for that very reply."
}
