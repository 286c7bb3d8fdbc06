#!/bin/sh
# fuzz.sh - libFuzzer over every target for SECONDS_EACH (60) seconds, starting from the corpus in tests/fuzz/corpus.
# What it finds stays in build-fuzz/found; a crash stops it.
set -eu
cd "$(dirname "$0")/.."
tools/packages.sh fuzz
[ -f build-fuzz/build.ninja ] || CC=clang CXX=clang++ meson setup build-fuzz -Dfuzz=true -Db_lundef=false \
    -Db_sanitize=address,undefined -Dc_args=-fsanitize=fuzzer-no-link >/dev/null
ninja -C build-fuzz --quiet
for target in build-fuzz/tests/fuzz/fuzz_*; do
    [ -f "$target" ] && [ -x "$target" ] || continue
    name=${target##*/fuzz_}
    mkdir -p "build-fuzz/found/$name"
    echo "== $name"
    "$target" -max_total_time="${SECONDS_EACH:-60}" -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 \
        -artifact_prefix="build-fuzz/found/$name-" "build-fuzz/found/$name" "tests/fuzz/corpus/$name" 2>&1 | tail -8
done
