# shellcheck shell=sh
# house.sh - the house with a million signals in it and an import running: pages, the first page, idle memory.
#
# HOUSE_SIGNALS says how many, HOUSE_STORE names a store made before (it is copied, never changed), HOUSE_KEEP where to leave one.
# HOUSE_MORE says how many more are imported meanwhile.

HOUSE_PAGES="/home /themes /themes/1 /signals /signals?search=card /signals?search=the /signals/1000 /search?q=card /problems
/problems/1 /sessions /sessions/1 /coverage /releases /releases/1 /themes/1/outcome?at=2026-06-01 /portfolio /ledger /emerging /sources"

# Everything that the demo company has, beside its signals.
house_store() { # FILE
    "$BIN" generate "$T/house" --signals "${HOUSE_SIGNALS:-1000000}" --words 100 --end 2026-11-23 >/dev/null
    # shellcheck disable=SC2046
    measure house_import "$BIN" import $(generated "$T/house") --store "$1" --no-themes --quiet
    note "Import: $(seconds house_import) s ($(processor house_import) s of processor time), peak $(mebibytes house_import) MiB."
    measure house_discover "$BIN" discover --store "$1" --quiet
    export RIDEALONG_STORE="$1"
    "$BIN" components import "$T/house/catalog-info.yaml" >/dev/null
    "$BIN" people import "$T/house/people.tsv" >/dev/null
    "$BIN" leave import "$T/house/leave.tsv" >/dev/null
    TRIPWIRE=1000000 tools/demo_problems.sh "$BIN" >/dev/null
    tools/demo_outcomes.sh "$BIN" "$T/house" >/dev/null
    tools/demo_touchpoints.sh "$BIN" >/dev/null
    unset RIDEALONG_STORE
    rm -rf "$T/house"
}

resident() { awk '/^VmRSS/ {printf "%.1f", $2 / 1024}' "/proc/$SERVER/status"; }
milliseconds() { echo "$(date +%s%N) $1" | awk '{printf "%.0f", ($1 - $2) / 1e6}'; }
fetch_ms() { curl -s -o "$T/page" -w '%{time_total} %{http_code}\n' "http://127.0.0.1:$PORT$1" | awk '{printf "%.0f", 1000 * $1; if ($2 != 200) printf " (%s)", $2}'; }

# Nothing of the store in memory: what a machine has just after it was started.
forget_file() { for file in "$1" "$1-wal"; do [ ! -f "$file" ] || dd if="$file" iflag=nocache count=0 2>/dev/null; done; }

house_cold() {
    note "The first page after the program starts, in ms, five starts (median): start to listening, /home, then /themes and /signals, each for the first time."
    printf '\n%-46s %9s %8s %8s %8s %9s\n' "" listening /home /themes /signals "idle MiB"
    for state in "store read before" "store not in memory (dropped from the cache)"; do
        rm -f "$T/cold.runs"
        for _ in 1 2 3 4 5; do
            [ "$state" = "store read before" ] || forget_file "$T/house.db"
            began=$(date +%s%N)
            serve_start "$BIN" serve --store "$T/house.db" --port 0
            listening=$(milliseconds "$began")
            idle=$(resident)
            echo "$listening $(fetch_ms /home) $(fetch_ms /themes) $(fetch_ms /signals) $idle" >>"$T/cold.runs"
            serve_stop
        done
        printf '%-46s %9.0f %8.0f %8.0f %8.0f %9.1f\n' "$state" "$(median "$T/cold.runs" 1)" "$(median "$T/cold.runs" 2)" \
            "$(median "$T/cold.runs" 3)" "$(median "$T/cold.runs" 4)" "$(median "$T/cold.runs" 5)"
    done
}

# The import that goes on meanwhile. It says itself that it ended: an ended child that nobody waited for still takes `kill -0`.
house_writer() {
    "$BIN" generate "$T/more" --signals "${HOUSE_MORE:-1000000}" --words 100 --seed 7 --end 2026-11-23 >/dev/null
    # shellcheck disable=SC2046
    { "$BIN" import $(generated "$T/more") --store "$T/house.db" --source "More" --no-themes --quiet >/dev/null 2>"$T/writer.err"
      echo "exit code $?" >"$T/writer.ended"; } &
    WRITER=$!
}

house_pages() {
    serve_start "$BIN" serve --store "$T/house.db" --port 0
    for path in $HOUSE_PAGES; do
        name=house$(printf '%s' "$path" | tr -c 'a-z0-9\n' _)
        CONNECTIONS=4 load "$name" "$path" 8
        rm "$T/$name.load"
        CONNECTIONS=4 load "$name" "$path" "${HOUSE_REQUESTS:-400}"
    done
    sleep 6
    after=$(resident)
    serve_stop
    for path in $HOUSE_PAGES; do
        name=house$(printf '%s' "$path" | tr -c 'a-z0-9\n' _)
        serve_start "$BUILD/bench/http_constant" 0 "$(nproc)" "$(median "$T/$name.load" 4 | cut -d. -f1)"
        CONNECTIONS=4 load "${name}_peer" / "${HOUSE_REQUESTS:-400}"
        serve_stop
        page_line "$path" "$T/$name.load" "$T/${name}_peer.load"
    done
    [ ! -f "$T/writer.ended" ] || note_below "The import ended before the pages did ($(cat "$T/writer.ended")): take a larger HOUSE_MORE."
    note_below "Resident six seconds after all of that: $after MiB."
}

bench_house() {
    heading "The house with ${HOUSE_SIGNALS:-1000000} signals"
    if [ -n "${HOUSE_STORE:-}" ]; then
        cp "$HOUSE_STORE" "$T/house.db"
        cp "$HOUSE_STORE.files/customer.key" "$T/key"
    else
        house_store "$T/house.db"
        [ -z "${HOUSE_KEEP:-}" ] || { cp "$T/house.db" "$HOUSE_KEEP" && mkdir -p "$HOUSE_KEEP.files" && cp "$T/key" "$HOUSE_KEEP.files/customer.key"; }
    fi
    house_cold
    house_writer
    page_head
    house_pages
    pkill -P "$WRITER" 2>/dev/null || true # the import, a child of the group
    kill "$WRITER" 2>/dev/null || true
    wait "$WRITER" 2>/dev/null || true
    rm -rf "$T"/house* "$T/more"
}
