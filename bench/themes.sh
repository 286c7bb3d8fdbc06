# shellcheck shell=sh
# themes.sh - discovery and coding against scikit-learn, and the coding of one arriving signal.

# stored DIR SIGNALS WORDS: generates, imports, and writes what is stored as JSON lines and as bare text
stored() {
    "$BIN" generate "$1" --signals "$2" --words "$3" --end 2026-11-23 >/dev/null
    # shellcheck disable=SC2046
    measure "$4_import" "$BIN" import $(generated "$1") --store "$1.db" --no-themes --quiet
    "$BIN" signals --json --store "$1.db" >"$1.jsonl"
    "$PYTHON" -c 'import json, sys
for line in sys.stdin: print(json.loads(line)["text"].replace("\n", " "))' <"$1.jsonl" >"$1.txt"
}

ours_line() { # NAME DIR: after discovery
    "$BIN" signals --json --store "$2.db" >"$2.found"
    "$PYTHON" bench/agreement.py "$2/truth.csv" "$2.found" >"$T/$1.agreement"
    rm "$2.found"
    agreement_line "$1" "ridealong discover (number of themes unknown)"
}
agreement_line() { # NAME LABEL
    printf '%-46s %8.2f %8.2f %9.0f %7s %6s %6s\n' "$2" "$(seconds "$1")" "$(processor "$1")" "$(mebibytes "$1")" "$(json themes <"$T/$1.agreement")" \
        "$(json nmi <"$T/$1.agreement")" "$(json ari <"$T/$1.agreement")"
}
table_head() { printf '\n%-46s %8s %8s %9s %7s %6s %6s\n' "" seconds "cpu s" "peak MiB" themes NMI ARI; }

# compare NAME DIR PEER OPTIONS: one run of ours and of the peer
compare() {
    measure "$1" "$BIN" discover --store "$2.db" --quiet
    # twenty times as fast is the goal: more than that of the peer's time says nothing more
    # shellcheck disable=SC2086
    measure_within "$(processor "$1" | awk '{printf "%.0f", 20 * $1 + 10}')" "$3" "$PYTHON" bench/sklearn_themes.py "$2.jsonl" 40 "$2.labels.csv" $4
}
ended() { [ -f "$T/$1.ended" ]; }
peer_line() { # NAME DIR LABEL
    ended "$1" && printf '%-46s %8.2f %8.2f %9.0f %s\n' "$3" "$(seconds "$1")" "$(processor "$1")" "$(mebibytes "$1")" "ended unfinished" && return
    "$PYTHON" bench/agreement.py "$2/truth.csv" "$2.labels.csv" >"$T/$1.agreement"
    agreement_line "$1" "$3"
}
ratios() { # OURS PEER DIR
    note_below "$(ended "$2" && printf 'At least ')$(ratio "$(seconds "$2")" "$(seconds "$1")") times as fast as the peer ($(ratio "$(processor "$2")" "$(processor "$1")") by processor time), $(ratio "$(mebibytes "$1")" "$(mebibytes "$2")") of its memory." \
        "$(ended "$2" || printf "The peer's own steps: %s." "$(tr -d '{}"' <"$T/$2.out")")" \
        "Limit: wc -w of the same texts ($(bytes_of "$3.txt" | awk '{printf "%.1f", $1 / 1e6}') MB) takes $(seconds "$1_wc") s, so ours takes $(ratio "$(seconds "$1")" "$(seconds "$1_wc")") times that; it also saves every assignment."
}

bench_themes() {
    heading "Discovery and coding of 20,000 signals"
    stored "$T/themes" 20000 0 themes
    for _ in $(seq "$ROUNDS"); do
        compare themes "$T/themes" themes_peer ""
        measure themes_wc wc -w "$T/themes.txt"
    done
    note "\`ridealong generate --signals 20000\`, 40 true themes; the peer is told 40, ours finds its number."
    table_head
    ours_line themes "$T/themes"
    peer_line themes_peer "$T/themes" "peer: scikit-learn TF-IDF, SVD 100, k-means"
    ratios themes themes_peer "$T/themes"
}

bench_million() {
    heading "Discovery and coding of $MILLION signals of about 100 words"
    stored "$T/million" "$MILLION" 100 million
    note "Import: $(seconds million_import) s ($(processor million_import) s of processor time), peak $(mebibytes million_import) MiB. One run each."
    compare million "$T/million" million_peer --minibatch
    measure million_wc wc -w "$T/million.txt"
    table_head
    ours_line million "$T/million"
    peer_line million_peer "$T/million" "peer: scikit-learn TF-IDF, SVD 100, mini-batch k-means"
    ratios million million_peer "$T/million"
    note_below "Goals: 20 times as fast, below 4096 MiB, below 10 times wc -w."
    rm -rf "$T"/million*
}

bench_arrival() {
    heading "Coding of one arriving signal"
    [ -f "$T/themes.jsonl" ] || stored "$T/themes" 20000 0 themes
    note "The codebook of a random half of the 20,000 signals above codes the other half, one by one, on one thread."
    printf '\n'
    "$BUILD/bench/arrival" "$T/themes.jsonl" text
    printf '\n'
    note "Goal: p99 below 1 ms. Limit: hashing the bytes of the text once (XXH3), in the last line."
}
