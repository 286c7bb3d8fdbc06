#!/bin/sh
# demo.sh [FILE...] - everything from nothing: packages, build, a demo company's data (or your own files), themes, pages.
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
BIN=$BUILD/src/main/ridealong

tools/packages.sh build
[ -f "$BUILD/build.ninja" ] || meson setup "$BUILD" >/dev/null
echo "Building..."
ninja -C "$BUILD" --quiet src/main/ridealong

if [ $# -gt 0 ]; then # a store of its own for each file, so that data are not mixed
    for file in "$@"; do [ -r "$file" ] || { echo "demo: cannot read $file" >&2; exit 2; }; done
    RIDEALONG_STORE=demo-data/own-$(printf '%s\n' "$@" | cksum | cut -d' ' -f1).db
    set -- "$@"
else
    RIDEALONG_STORE=demo-data/demo.db
    $BIN generate demo-data/company >/dev/null
    set -- demo-data/company/*.csv demo-data/company/*.json*
fi
export RIDEALONG_STORE

files=""
for file in "$@"; do # the truth and the releases are for checking, not for importing
    case $file in */truth.csv | */releases.csv) ;; *) files="$files $file" ;; esac
done
# shellcheck disable=SC2086
$BIN import $files
echo
$BIN themes --limit 25
echo
exec $BIN serve --port "${PORT:-8420}"
