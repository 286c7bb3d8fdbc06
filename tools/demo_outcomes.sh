#!/bin/sh
# demo_outcomes.sh RIDEALONG COMPANY - active customers and releases of the demo company, so that one outcome can be told and others
# cannot. COMPANY holds releases.csv; the store is RIDEALONG_STORE's.
set -eu
bin=$1
company=$2
active=$(dirname "$company")/active_customers.csv
[ "$("$bin" releases --count)" = 0 ] || exit 0 # noted before

python3 - "$active" <<'PYTHON'
import datetime, sys
month = datetime.date.today().replace(day=1)
with open(sys.argv[1], "w", encoding="utf-8") as out:
    print("month,customers", file=out)
    for back in range(30, -1, -1):
        number = month.year * 12 + month.month - 1 - back
        print(f"{number // 12}-{number % 12 + 1:02d},{round(42000 * 1.015 ** (30 - back))}", file=out)
PYTHON
"$bin" exposure import "$active" >/dev/null

# what a release was for, as a word of the theme's name
note() { # WORD TITLE
    theme=$("$bin" themes --json --limit 1 --q "$1" | python3 -c 'import json, sys; print(*[t["id"] for t in json.load(sys.stdin)["themes"]])')
    at=$(grep "$2" "$company/releases.csv" | cut -d, -f1)
    [ -z "$theme" ] || [ -z "$at" ] || "$bin" release --theme "$theme" --at "$at" --title "$2" --by "Jonas Weber" >/dev/null
}
note duplicate "Clearing rework"
note "log in" "Sign-in hotfix"
note declined "New home screen"
"$bin" check >/dev/null
echo "Releases and what came of them: ridealong releases; ridealong release show 1"
