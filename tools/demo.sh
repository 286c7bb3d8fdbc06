#!/bin/sh
# demo.sh [FILE...] - everything from nothing: packages, build, a demo company's data (or your own files), themes, pages.
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
BIN=$BUILD/src/main/ridealong
DIR=${DEMO_DIR:-demo-data}

tools/packages.sh build
[ -f "$BUILD/build.ninja" ] || meson setup "$BUILD" >/dev/null
echo "Building..."
ninja -C "$BUILD" --quiet src/main/ridealong

mkdir -p "$DIR"
own=no
if [ $# -gt 0 ]; then # a store of its own for these files, so that data are not mixed
    for file in "$@"; do [ -r "$file" ] || { echo "demo: cannot read $file" >&2; exit 2; }; done
    own=yes
    RIDEALONG_STORE=$DIR/own-$(printf '%s\n' "$@" | cksum | cut -d' ' -f1).db
else
    RIDEALONG_STORE=$DIR/demo.db
    "$BIN" generate "$DIR/company" >/dev/null
    for file in "$DIR"/company/*.csv "$DIR"/company/*.json*; do
        case $file in # the truth and the releases are for checking, not for importing
        */truth.csv | */releases.csv) ;;
        *) set -- "$@" "$file" ;;
        esac
    done
fi
export RIDEALONG_STORE

"$BIN" import "$@"
if [ "$own" = no ]; then # whose software it is, who works there, then what they made of it
    "$BIN" components import "$DIR/company/catalog-info.yaml"
    "$BIN" people import "$DIR/company/people.tsv"
    "$BIN" leave import "$DIR/company/leave.tsv"
    [ "$("$BIN" problems --state all --count)" != 0 ] || tools/demo_problems.sh "$BIN"
    tools/demo_outcomes.sh "$BIN" "$DIR/company"
    tools/demo_touchpoints.sh "$BIN"
fi
echo
"$BIN" themes --limit 25
echo
exec "$BIN" serve --port "${PORT:-8420}"
