#!/bin/sh
# run.sh - `make bench`: speed and memory, as ratios against named peers measured in the same run.
#
#     ONLY="import pages" bench/run.sh     some of: import memory themes arrival pages plan
#     BIG=1 bench/run.sh                   also a million signals against scikit-learn, and an import of 2 GB (an hour)
#
# Asserts no times. Needs Debian 12; installs what is missing (tools/packages.sh bench test).
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
BIN=$BUILD/src/main/ridealong
BIG=${BIG:-}
ROUNDS=${ROUNDS:-3}

tools/packages.sh test bench

T=$(mktemp -d "${TMPDIR:-/tmp}/ridealong-bench.XXXXXX")
SERVER=""
trap '[ -z "$SERVER" ] || kill "$SERVER" 2>/dev/null; rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
export RIDEALONG_KEY_FILE="$T/key" # the store's secret must not be looked for elsewhere
PYTHON=/usr/bin/python3            # Debian's, which has scikit-learn
SIZE=${SIZE:-540000}               # generated signals for import and memory
MILLION=${MILLION:-1000000}        # and for the large comparison

. bench/lib.sh
build src/main/ridealong bench/http_load bench/http_constant bench/arrival tests/store/with_pg
. bench/import.sh
. bench/themes.sh
. bench/pages.sh
. bench/plan.sh
. bench/house.sh

printf '# Ridealong, %s\n\n' "$(git describe --always --dirty 2>/dev/null || echo 'no git')"
note "$(date +%F), $(nproc) x $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo)," \
    "load before: $(cut -d' ' -f1 /proc/loadavg). Medians of $ROUNDS alternating runs unless said otherwise; cpu s is user and system time together; memory is the peak of the process."
for topic in ${ONLY:-import memory themes arrival pages plan}; do "bench_$topic"; done
[ -z "$BIG" ] || for topic in ${ONLY_BIG:-million house two_gigabytes}; do "bench_$topic"; done
