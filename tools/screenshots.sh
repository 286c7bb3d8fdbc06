#!/bin/sh
# screenshots.sh - every page with the demo company's data at 360 and 1280 px, dark and light, into screenshots/, and the
# pictures of the README, docs/screenshot*.png.
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}

tools/packages.sh build browser
[ -d tests/browser/node_modules ] || npm ci --prefix tests/browser --no-audit --no-fund --silent
[ -f "$BUILD/build.ninja" ] || meson setup "$BUILD" >/dev/null
ninja -C "$BUILD" --quiet src/main/ridealong
node tools/screenshots.js "$BUILD/src/main/ridealong" screenshots --front docs
echo "screenshots/ and docs/screenshot*.png are written."
