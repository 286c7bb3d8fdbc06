#!/bin/sh
# screenshots.sh - every page with the demo company's data at 360 and 1280 px, dark and light, into screenshots/, and the
# picture of the README, docs/screenshot.png.
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
BIN=$PWD/$BUILD/src/main/ridealong
END=2026-06-30 # the same data, and so the same pictures, whenever it runs

tools/packages.sh build browser
[ -f "$BUILD/build.ninja" ] || meson setup "$BUILD" >/dev/null
ninja -C "$BUILD" --quiet src/main/ridealong

work=$(mktemp -d)
server=""
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
export RIDEALONG_STORE="$work/demo.db"
"$BIN" generate "$work/company" --end "$END" >/dev/null
(
    cd "$work" # so that the page of sources shows no path of this machine
    set --
    for file in company/*.csv company/*.json*; do
        case $file in */truth.csv | */releases.csv) ;; *) set -- "$@" "$file" ;; esac
    done
    "$BIN" import --now "${END}T12:00:00Z" "$@" >/dev/null
    "$BIN" components import "$work/company/catalog-info.yaml" >/dev/null
    "$BIN" people import "$work/company/people.tsv" >/dev/null
    "$BIN" leave import "$work/company/leave.tsv" >/dev/null
)
tools/demo_problems.sh "$BIN" "${END}T12:00:00Z" >/dev/null
tools/demo_outcomes.sh "$BIN" "$work/company" "${END}T12:00:00Z" >/dev/null
tools/demo_touchpoints.sh "$BIN" "$END" >/dev/null

"$BIN" serve --port 0 --now "${END}T12:00:00Z" >"$work/url" 2>"$work/log" &
server=$!
tries=0
until url=$(grep -o -m 1 'http://[^ ]*' "$work/url"); do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || { cat "$work/log" >&2; exit 1; }
    sleep 0.1
done
tools/screenshots.py "$url" screenshots --front docs
echo "screenshots/ and docs/screenshot.png are written."
