#!/bin/sh
# demo_outcomes.sh RIDEALONG COMPANY [NOW] - active customers and releases of the demo company, so that one outcome can be told and others
# cannot, as if it were NOW. COMPANY holds releases.csv; the store is RIDEALONG_STORE's.
set -eu
bin=$1
company=$2
now=${3:-$(date -u +%Y-%m-%dT%H:%M:%SZ)}
run() { "$bin" "$@" --now "$now"; }
active=$(dirname "$company")/active_customers.csv
[ "$(run releases --count)" = 0 ] || exit 0 # noted before

python3 - "$active" "$now" <<'PYTHON'
import datetime, sys
month = datetime.date.fromisoformat(sys.argv[2][:10])
with open(sys.argv[1], "w", encoding="utf-8") as out:
    print("month,customers", file=out)
    for back in range(30, -1, -1):
        number = month.year * 12 + month.month - 1 - back
        print(f"{number // 12}-{number % 12 + 1:02d},{round(42000 * 1.015 ** (30 - back))}", file=out)
PYTHON
run exposure import "$active" >/dev/null

# what a release was for, as a word of the theme's name
find_release() { # WORD TITLE: theme, at
    theme=$(run themes --json --limit 1 --q "$1" | python3 -c 'import json, sys; print(*[t["id"] for t in json.load(sys.stdin)["themes"]])')
    at=$(grep "$2" "$company/releases.csv" | cut -d, -f1)
}
# what was expected of it, sealed two weeks before; `check` below judges what came of it
expect() { # WORD TITLE FALL LOW HIGH
    find_release "$1" "$2"
    [ -z "$theme" ] || [ -z "$at" ] || "$bin" ledger expect --theme "$theme" --fall "$3" --low "$4" --high "$5" --unit 6.50 --currency EUR \
        --source "cost of a ticket" --date "$(date -u -d "$at - 90 days" +%F)" --by "Samir Haddad" --now "$(date -u -d "$at - 14 days" +%FT10:00:00Z)" >/dev/null
}
expect duplicate "Clearing rework" 50 20 80
expect "log in" "Sign-in hotfix" 40 20 60

note() { # WORD TITLE
    find_release "$1" "$2"
    [ -z "$theme" ] || [ -z "$at" ] || run release --theme "$theme" --at "$at" --title "$2" --by "Ada Brandt" >/dev/null
}
note duplicate "Clearing rework"
note "log in" "Sign-in hotfix"
note declined "New home screen"

# a program that is told of alerts and verdicts; nothing is sent before `ridealong mail send`
run webhook add https://hooks.larkfield.example/ridealong --name "team chat" --by "Vera Lind" >/dev/null

# GitHub tells of deployments: one to production that names no problem is proposed for the committed one's component
committed=$(run problems --state committed --json | python3 -c 'import json, sys; print(*[p["id"] for p in json.load(sys.stdin)["problems"]][:1])')
if [ -n "$committed" ]; then
    run route confirm --problem "$committed" --component card-authorisation --by "Vera Lind" >/dev/null
    hook=$(run hook make github --name larkfield/cards --by "Jonas Weber" --json)
    run hook map 1 --component card-authorisation --repository larkfield/cards --by "Jonas Weber" >/dev/null
    python3 - "$bin" "$hook" "$now" <<'PYTHON'
import datetime, hashlib, hmac, http.client, json, signal, subprocess, sys

hook = json.loads(sys.argv[2])
server = subprocess.Popen([sys.argv[1], "serve", "--port", "0", "--now", sys.argv[3]], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
port = int(server.stdout.readline().decode().rsplit(":", 1)[1].strip(" /\n"))
at = (datetime.datetime.fromisoformat(sys.argv[3].replace("Z", "+00:00")) - datetime.timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%SZ")


def deliver(number, event, **payload):
    body = json.dumps({"repository": {"full_name": "larkfield/cards", "html_url": "https://github.example/larkfield/cards"}, **payload}).encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", hook["path"], body, {
        "Content-Type": "application/json", "X-GitHub-Event": event, "X-GitHub-Delivery": f"demo-{number}",
        "X-Hub-Signature-256": "sha256=" + hmac.new(hook["secret"].encode(), body, hashlib.sha256).hexdigest()})
    connection.getresponse().read()
    connection.close()


def deployed(number, environment):
    deliver(number, "deployment_status", deployment_status={"state": "success", "environment": environment, "created_at": at},
            deployment={"id": number, "ref": "main", "sha": f"5e{number}a91c", "description": "Ask the issuer twice before a decline"})


deliver(1, "ping", zen="Small is good.")
deployed(2, "staging")
deployed(3, "production")
server.send_signal(signal.SIGTERM)
server.wait()
PYTHON
fi

# customers who voiced the double charge and agreed to hear what became of it
python3 - "$company/support_tickets.csv" <<'PYTHON' | while read -r customer; do
import csv, sys
seen = []
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")):
    words = (row["subject"] + row["description"]).lower()
    if ("twice" in words or "duplicate" in words) and row["requester_id"] and row["requester_id"] not in seen:
        seen.append(row["requester_id"])
print("\n".join(seen[:25]))
PYTHON
    run customer consent "$customer" --purpose message_back --how "in the chat, asked after the ticket" --by "Helen Brooks" >/dev/null
done
run check >/dev/null
echo "Expected and realised: ridealong portfolio; the rows of the ledger: ridealong ledger"
echo "Webhooks of GitHub, and what waits for a yes: ridealong hook 1; ridealong release proposed"
echo "You said, we did: ridealong told; what somebody's work did: ridealong work ada.brandt@larkfield.example"
echo "Releases and what came of them: ridealong releases; ridealong release show 1"
