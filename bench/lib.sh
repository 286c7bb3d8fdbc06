# shellcheck shell=sh
# lib.sh - what the benchmarks share. Sourced; needs $T (a directory that is deleted at the end).

# build TARGET...: silent unless it fails
build() {
    if { [ -f "$BUILD/build.ninja" ] || meson setup "$BUILD"; } >"$T/build" 2>&1 && ninja -C "$BUILD" "$@" >>"$T/build" 2>&1; then
        return 0
    fi
    cat "$T/build" >&2
    exit 1
}

# measure NAME COMMAND...: runs it and appends "seconds user+system peak-KiB" to $T/NAME.runs; its output is kept in $T/NAME.out
measure() {
    name=$1
    shift
    /usr/bin/time -o "$T/time" -f '%e %U %S %M' "$@" >"$T/$name.out" 2>"$T/$name.err" || {
        echo "bench: $* failed:" >&2
        tail -5 "$T/$name.err" "$T/$name.out" >&2
        exit 1
    }
    awk '{print $1, $2 + $3, $4}' "$T/time" >>"$T/$name.runs"
}

# measure_within CPU_SECONDS NAME COMMAND...: the same, but the command is ended when it has taken that much processor time; then
# $T/NAME.ended is there, and its figures are what it had taken by then.
measure_within() {
    within=$1
    name=$2
    shift 2
    /usr/bin/time -o "$T/time" -f '%e %U %S %M' prlimit --cpu="$within" "$@" >"$T/$name.out" 2>"$T/$name.err" || touch "$T/$name.ended"
    tail -n 1 "$T/time" | awk '{print $1, $2 + $3, $4}' >>"$T/$name.runs"
    [ ! -f "$T/$name.ended" ] || [ "$(processor "$name" | awk -v w="$within" '{print ($1 >= w - 1)}')" = 1 ] || {
        echo "bench: $* failed:" >&2
        tail -5 "$T/$name.err" >&2
        exit 1
    }
}

# median FILE COLUMN
median() { awk -v c="$2" '{print $c}' "$1" | sort -n | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }
seconds() { median "$T/$1.runs" 1; }
processor() { median "$T/$1.runs" 2; } # seconds of all processors together: steadier on a machine that others use
mebibytes() { median "$T/$1.runs" 3 | awk '{printf "%.0f", $1 / 1024}'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN {if (b > 0) printf "%.2f", a / b; else printf "-"}'; }

heading() { printf '\n## %s\n\n' "$1"; }
note() { printf '%s\n' "$*" | fold -s -w 120 | sed 's/ *$//'; }
note_below() { printf '\n' && note "$@"; }

# json FIELD: a number out of a line of flat JSON on standard input
json() { sed -n "s/.*\"$1\": *\\([0-9.]*\\).*/\\1/p" | head -1; }

# generated DIR: the files of a generated company that are for importing
generated() {
    for file in "$1"/*.csv "$1"/*.json*; do
        case $file in */truth.csv | */releases.csv) ;; *) printf '%s\n' "$file" ;; esac
    done
}
bytes_of() { cat "$@" | wc -c; }
fresh() { rm -rf "$1" "$1"-* "$1".*; } # a store with its key and log
