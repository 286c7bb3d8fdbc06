#!/bin/sh
# test.sh - installs what the tests need, builds, runs every test; the last line is "N passed, N failed".
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
tools/packages.sh test
# another reader of our calendars; the lock file says which
[ -d tests/calendar/node_modules ] || npm ci --prefix tests/calendar --no-audit --no-fund --silent
# what leads the browser through the pages, and axe-core
[ -d tests/browser/node_modules ] || npm ci --prefix tests/browser --no-audit --no-fund --silent
[ -f "$BUILD/build.ninja" ] || meson setup "$BUILD" >/dev/null
ninja -C "$BUILD" --quiet
# hundreds of small stores that wait for the disk take longer than the tests (tests/temp_folder.h does the same)
[ -n "${TMPDIR:-}" ] || [ ! -w /dev/shm ] || [ "$(df -Pk /dev/shm | awk 'END {print $4}')" -lt 1048576 ] || export TMPDIR=/dev/shm
status=0
meson test -C "$BUILD" --no-rebuild --print-errorlogs --num-processes 2 || status=$?
python3 tools/test_summary.py "$BUILD/meson-logs/testlog.json"
exit $status
