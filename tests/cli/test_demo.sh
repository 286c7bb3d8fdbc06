#!/bin/sh
# test_demo.sh DEMO_SH BUILD - `make demo` where nothing was before: data, themes, and pages that answer.
set -eu
work=$(mktemp -d)
server=""
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
printf 'text,time\nThe card was declined at the till,2026-05-01\n' >"$work/own.csv"

check() { # NAME WHAT-THE-OUTPUT-HOLDS ARGUMENT...
    name=$1 expected=$2
    shift 2
    DEMO_DIR=$work/$name/data BUILD=$BUILD PORT=0 "$DEMO" "$@" >"$work/$name.log" 2>&1 &
    server=$!
    for _ in $(seq 600); do
        url=$(grep -o 'http://127.0.0.1:[0-9]*' "$work/$name.log" | head -n 1) || true
        [ -n "$url" ] && break
        kill -0 "$server" 2>/dev/null || { cat "$work/$name.log"; echo "$name: ended without serving"; exit 1; }
        sleep 0.2
    done
    grep -q "$expected" "$work/$name.log" || { cat "$work/$name.log"; echo "$name: no '$expected'"; exit 1; }
    curl -fsS "$url/themes" | grep -q '<h1>' || { echo "$name: no page"; exit 1; }
    kill "$server"
    wait "$server" || true
    server=""
}

DEMO=$1 BUILD=$2
check demo 'Found [0-9]* themes'
check own '1 new' "$work/own.csv"
