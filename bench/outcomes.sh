#!/bin/sh
# outcomes.sh - `make bench-outcomes`: verdicts on companies whose truth is known, and on real complaints.
#
#     SERIES=1000 DATA=/path/to/data bench/outcomes.sh     DATA: holds cfpb/; default ../shared/data
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
DATA=${DATA:-../shared/data}
T=$(mktemp -d "${TMPDIR:-/tmp}/ridealong-outcomes.XXXXXX")
trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
. bench/lib.sh
tools/packages.sh build
build bench/outcomes bench/outcomes_real bench/emerging

heading "Verdicts on simulated companies"
"$BUILD/bench/outcomes" "${SERIES:-1000}"
heading "Alerts on simulated themes"
"$BUILD/bench/emerging"
if [ -r "$DATA/cfpb/cfpb_issue_stream_2012.csv.gz" ]; then
    heading "Real complaints"
    "$BUILD/bench/outcomes_real" "$DATA/cfpb"
else
    note_below "There is no $DATA/cfpb with the stream of complaints: DATA=/path make bench-outcomes reads them too."
fi
