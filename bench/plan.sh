# shellcheck shell=sh
# plan.sh - plans: time, gap, memory; plain assignments against scipy; two simulated years against other ways. Sourced by run.sh.

bench_plan() {
    build bench/plan bench/plan_plain bench/plan_simulate
    heading "Plans"
    note "A plan for a made-up organisation: how far at most from the best there is, on two threads."
    printf '\n| people | days | sessions | gap | seconds | cpu s | MB |\n|---|---|---|---|---|---|---|\n'
    for size in "500 84" "500 364" "5000 91" "50000 91"; do
        # shellcheck disable=SC2086
        measure "plan ${size}" "$BUILD/bench/plan" $size
        awk -v wall="$(seconds "plan $size")" -v cpu="$(processor "plan $size")" -v memory="$(mebibytes "plan $size")" '
            /^people/ {gsub(",", ""); people = $2; days = $4; sessions = $6}
            /^objective/ {match($0, /gap [0-9.]+/); gap = substr($0, RSTART + 4, RLENGTH - 4)}
            END {print "| " people " | " days " | " sessions " | " gap " % | " wall " | " cpu " | " memory " |"}' "$T/plan $size.out"
    done
    note_below "$("$BUILD/bench/plan_plain" "${PLAIN:-10000}" | "$PYTHON" bench/plan_plain.py)"
    heading "Two years of 500 people"
    "$BUILD/bench/plan_simulate" "${SEEDS:-10}"
}
