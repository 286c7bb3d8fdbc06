#!/bin/sh
# demo_problems.sh RIDEALONG [NOW] - some problems of the demo company, one in each state, out of its largest themes. The store is
# RIDEALONG_STORE's. People, figures and decisions are made up, as the company is.
set -eu
bin=$1
now=${2:-$(date -u +%Y-%m-%dT%H:%M:%SZ)}
tripwire=${TRIPWIRE:-60} # voices a week that open a decline again: above those of today
run() { "$bin" "$@" --now "$now"; }
export_to=$(mktemp)
trap 'rm -f "$export_to"' EXIT

themes=$(run themes --json --limit 6 | python3 -c 'import json, sys; print(*[t["id"] for t in json.load(sys.stdin)["themes"]])')
# shellcheck disable=SC2086
set -- $themes
number() { sed -n 's/.*"problem": \([0-9]*\).*/\1/p'; }
new() { run problem new --json --by "Ann Okafor" "$@" | number; }

committed=$(new --theme "$1")
run problem export "$committed" |
    sed 's/^severity: .*/&\neffort_weeks: 4\nvalue:\n  per_contact: 11\n  low: 8\n  high: 15\n  unit: "EUR"\n  source: "Finance, cost of a contact, January"/' >"$export_to"
run problem import --by "Ann Okafor" --note "effort and value" "$export_to" >/dev/null
run problem decide "$committed" accept --decider "Vera Lind" --reason "The largest friction, and we know the cause" --by "Vera Lind" >/dev/null
owner=$(run route --problem "$committed" --json | python3 -c 'import json, sys; print(*[h["component"]["ref"] for h in json.load(sys.stdin)["hits"][:1]])')
if [ -n "$owner" ]; then run route confirm --problem "$committed" --component "$owner" --by "Vera Lind" >/dev/null; fi
run problem commit "$committed" $([ -n "$owner" ] || echo --unowned) --by "Vera Lind" >/dev/null

opened=$(new --theme "$2")
run problem open "$opened" --by "Jonas Weber" >/dev/null
new --theme "$3" --theme "$4" >/dev/null
new --title "Travellers call before a trip to ask whether their card will work" >/dev/null

run strategy new "Home first" --statement "We serve one country well before we enter the next." --by "Vera Lind" >/dev/null
run strategy new "Fewer channels" --statement "Every channel that we keep is answered within a day; the others close." --by "Vera Lind" >/dev/null
review=$(date -u -d "$now + 90 days" +%Y-%m-%d)
declined=$(new --theme "$5")
run problem decide "$declined" decline --decider "Vera Lind" --reason "The vendor replaces this part in spring" --strategy 1 \
    --affected "customers who cannot wait until spring" --review "$review" --tripwire "$tripwire" --by "Vera Lind" >/dev/null
conflict=$(new --theme "$6")
run problem decide "$conflict" defer --conflict --decider "Marta Silva" --reason "Customers want the channel that the strategy closes" \
    --strategy 2 --affected "customers without a smartphone" --review "$review" --tripwire "$tripwire" --by "Marta Silva" >/dev/null
echo "Six problems in different states: ridealong problems"
