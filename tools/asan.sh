#!/bin/sh
# asan.sh - builds with AddressSanitizer and UndefinedBehaviorSanitizer and runs the unit tests and the fuzz corpora.
set -eu
cd "$(dirname "$0")/.."
tools/packages.sh test
# warnings are errors in the ordinary build; gcc warns falsely about code that the sanitizers added
[ -f build-asan/build.ninja ] || meson setup build-asan -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 -Dwerror=false >/dev/null
ninja -C build-asan --quiet 2>&1 | grep -E 'error|FAILED' || true
# leaks count, too; igraph and OpenBLAS keep a few buffers for ever, which is not ours
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:abort_on_error=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export RIDEALONG_SANITIZED=1
exec meson test -C build-asan --no-rebuild --print-errorlogs --num-processes 2 --suite unit --suite fuzz
