#!/bin/sh
# quality.sh - `make bench-quality`: do themes agree with the labels that people gave, do they stay what they
# are, and are texts routed to their component?
#
#     DATA=/path/to/data SEEDS=5 bench/quality.sh     DATA: holds banking77/, cfpb/, nhtsa/, it_tickets/, bugs/; default ../shared/data
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
BIN=$BUILD/src/main/ridealong
DATA=${DATA:-../shared/data}
SEEDS=${SEEDS:-5}
PYTHON=/usr/bin/python3 # Debian's, which has scikit-learn

for file in banking77/test.csv banking77/train.csv cfpb/cfpb_samples_merged.csv.gz \
    nhtsa/RCL_FROM_2020_2024.csv.gz it_tickets/all_tickets_processed_improved_v3.csv.gz bugs/gitbugs/SeaMonkey_bugs.csv \
    bugs/gitbugs/hadoop_bugs.csv bugs/gitbugs/multilingual_bug_reports_vscode.csv; do
    [ -r "$DATA/$file" ] || {
        echo "bench-quality: there is no $DATA/$file" >&2
        echo "  give the directory that holds banking77/ (PolyAI, CC-BY-4.0), cfpb/, nhtsa/, it_tickets/ and bugs/gitbugs/ (CC-BY-4.0): DATA=/path make bench-quality" >&2
        exit 2
    }
done
tools/packages.sh build bench

T=$(mktemp -d "${TMPDIR:-/tmp}/ridealong-quality.XXXXXX")
trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
export RIDEALONG_KEY_FILE="$T/key"
. bench/lib.sh
build src/main/ridealong bench/quality bench/code_rows bench/routing

banking_peers() { # published or measured before with scikit-learn 1.2, number of themes known
    printf '%-28s NMI %5.1f  ARI %5.1f  accuracy %5.1f\n' "$@"
}
bench_banking() {
    heading "Banking77, test questions"
    "$BUILD/bench/quality" "$DATA/banking77/test.csv" --seeds "$SEEDS"
    banking_peers "peer: TF-IDF SVD k-means" 56.7 20.9 33.5 "peer: TF-IDF k-means" 60.3 22.6 37.7 \
        "peer: NMF" 55.2 19.7 32.9 "peer: graph and Leiden" 69.0 36.0 48.4
    heading "Banking77, all questions"
    "$BUILD/bench/quality" "$DATA/banking77/train.csv" "$DATA/banking77/test.csv" --seeds "$SEEDS"
    banking_peers "peer: TF-IDF SVD k-means" 55.6 21.9 35.8 "peer: TF-IDF k-means" 54.4 18.9 34.3 \
        "peer: NMF" 49.5 18.4 28.4 "peer: graph and Leiden" 67.1 37.5 49.7
    note_below "The peers' figures: two to three seeds, 77 themes known, measured once with scikit-learn 1.2 and not in this run."
}

sets() {
    "$PYTHON" bench/labelled_rows.py cfpb "$DATA/cfpb/cfpb_samples_merged.csv.gz" "$T/cfpb.csv"
    "$PYTHON" bench/labelled_rows.py nhtsa "$DATA/nhtsa/RCL_FROM_2020_2024.csv.gz" "$T/nhtsa.csv"
    "$PYTHON" bench/labelled_rows.py tickets "$DATA/it_tickets/all_tickets_processed_improved_v3.csv.gz" "$T/tickets.csv"
    "$PYTHON" bench/labelled_rows.py bugs "$DATA/bugs/gitbugs/SeaMonkey_bugs.csv" "$DATA/bugs/gitbugs/hadoop_bugs.csv" \
        "$DATA/bugs/gitbugs/multilingual_bug_reports_vscode.csv" "$T/bugs.csv"
    "$BIN" generate "$T/company" --end 2026-11-23 >/dev/null
    # shellcheck disable=SC2046
    "$BIN" import $(generated "$T/company") --store "$T/company.db" --no-themes --quiet >/dev/null
    "$BIN" signals --json --store "$T/company.db" >"$T/company.jsonl"
    "$PYTHON" bench/labelled_rows.py company "$T/company.jsonl" "$T/company/truth.csv" "$T/company.csv"
}
peer() { # TASK SET
    "$PYTHON" bench/quality_peer.py "$1" "$BUILD/bench/code_rows" "$2"
}
bench_labels() {
    heading "CFPB complaints with a narrative and an Issue: against Issue and Product"
    peer labels "$T/cfpb.csv"
    heading "Demo company (ridealong generate): against the true theme"
    peer labels "$T/company.csv"
    note_below "The peer is told the number of themes that ours found. All unthemed rows count as one theme."
}
bench_stable() {
    cp "$DATA/banking77/test.csv" "$T/banking77.csv"
    for set in banking77 cfpb company nhtsa tickets bugs; do
        heading "Stability: $set, 5 % left out, median of 3 (least to most)"
        peer stable "$T/$set.csv"
    done
    note_below "Goals: ARI above 85, at least 90 % of the pairs as they were (together or apart)."
}

bench_weeks() {
    for weeks in 4 60; do
        heading "Identity: the last $weeks weeks of CFPB added, themes found again in the same store"
        "$PYTHON" bench/weeks.py "$BIN" "$DATA/cfpb/cfpb_samples_merged.csv.gz" "Date received" "$weeks"
    done
    note_below "Goal: with four more weeks at least 95 % of the themes of over 50 signals keep their number."
}

bench_routing() {
    heading "Routing: Hadoop's bug reports, the component's names taken out of them"
    "$PYTHON" bench/routing_rows.py hadoop "$DATA/bugs/gitbugs/hadoop_bugs.csv" "$T/hadoop.csv"
    "$BUILD/bench/routing" "$T/hadoop.csv" bench/hadoop_components.csv
    heading "Routing: the same, only the prefix of the summary taken out"
    "$PYTHON" bench/routing_rows.py hadoop "$DATA/bugs/gitbugs/hadoop_bugs.csv" "$T/hadoop.csv" --easy
    "$BUILD/bench/routing" "$T/hadoop.csv" bench/hadoop_components.csv
    heading "Routing: demo company (ridealong generate), against the component of the true theme"
    [ -f "$T/cfpb.csv" ] || sets
    "$PYTHON" bench/routing_rows.py company "$T/company.jsonl" "$T/company/truth.csv" "$T/routed.csv"
    "$BUILD/bench/routing" "$T/routed.csv" "$T/company/catalog-info.yaml"
    note_below "biggest owner: the components that most confirmed texts belong to, whatever is asked."
}

bench_briefs() {
    heading "Briefs: the first 20 themes of all CFPB complaints with a narrative, every quote held against its signal"
    build tests/app/test_app_cfpb_briefs
    RIDEALONG_DATA="$DATA" RIDEALONG_CFPB_ROWS=all "$BUILD/tests/app/test_app_cfpb_briefs" 2>&1 | grep -E 'complaints|quotes|OK|FAILED'
}

printf '# Ridealong, %s\n' "$(git describe --always --dirty 2>/dev/null || echo 'no git')"
for topic in ${ONLY:-banking labels stable weeks routing briefs}; do
    case $topic in labels | stable) [ -f "$T/cfpb.csv" ] || sets ;; esac
    "bench_$topic"
done
