#!/bin/sh
# demo_touchpoints.sh RIDEALONG [TODAY] - sessions of the demo company: some that were held, with what people saw, some to come, and a
# plan for the next quarter to look at. The store is RIDEALONG_STORE's; people come before (people import).
set -eu
bin=$1
today=${2:-$(date -u +%Y-%m-%d)}
[ "$("$bin" sessions --past --count)" = 0 ] || exit 0 # made before

run() { "$bin" "$@" --now "${today}T12:00:00Z"; }
day() { date -u -d "$today $1" +%Y-%m-%d; }
at() { # DAYS COMMAND...: as if it were said that many days from today
    now=$(day "$1 days")T12:00:00Z
    shift
    "$bin" "$@" --now "$now" --by "Lucia Romano" --json
}
number() { sed -n 's/.*"session": \([0-9]*\).*/\1/p' | head -n 1; }
monday() { # WEEKS from the Monday of this week
    date -u -d "$today -$(($(date -u -d "$today" +%u) - 1)) days +$1 weeks ${2:-+0 days}" +%Y-%m-%d
}
mail() { printf '%s@larkfield.example' "$1"; }
themes=$(run themes --json --limit 3 | python3 -c 'import json, sys; print(*[t["id"] for t in json.load(sys.stdin)["themes"]])')

# held: three empathy sessions, a month apart; everybody but the last attends, the first three tell what they saw
held() { # DAYS THEME SAW SURPRISED SAW SURPRISED SAW SURPRISED
    session=$(at $(($1 - 20)) session offer empathy --starts "$(day "$1 days") 13:00" --zone Europe/Berlin --theme "$2" \
        --host "$(mail lucia.romano)" | number)
    days=$1
    shift 2
    for who in $guests; do at $((days - 10)) session join "$session" --person "$(mail "$who")" >/dev/null; done
    came=
    for who in ${guests% *}; do came="$came --attended $(mail "$who")"; done
    # shellcheck disable=SC2086
    at $((days + 1)) session attend "$session" $came >/dev/null
    for who in ${guests% *}; do
        [ $# -ge 2 ] || break
        at $((days + 2)) session reflect "$session" --person "$(mail "$who")" --saw "$1" --surprised "$2" >/dev/null
        shift 2
    done
}
# shellcheck disable=SC2086
set -- $themes
guests="ines.duarte omar.haddad ben.carter amira.saleh"
held -80 "$1" "She opened the dispute three times because the first two closed without a word." "Nobody had told her why." \
    "He had kept every letter in a folder and still could not say which case was open." "The case number changes with each letter." \
    "The form asks for a receipt that a stolen card can never have." "Support knows a way round it and may not say so."
guests="ada.brandt bruno.costa chen.yao carla.nunes"
held -45 "$2" "The app froze on the second screen, and he started over four times." "He blamed his own phone." \
    "She switches the phone off and on before each payment, as a habit." "It has been her habit for a year." \
    "Two of three customers had stopped to update the app." "They fear that it gets worse."
guests="ada.brandt asha.rao alan.fisher daria.nowak"
held -14 "$3" "He typed the name of the payee in five ways until one was taken." "An accent was all it needed." \
    "The clerk read the name out letter by letter, and it was still refused." "We compare bytes, not names."

# a hackathon seven weeks ago: two entries, judged; what became of them is due
hackathon=$(at -75 session offer hackathon --starts "$(monday -7) 09:00" --zone Europe/Berlin --host "$(mail lucia.romano)" | number)
enter() { # NAME PITCH OWNER ANOTHER
    at -55 session join "$hackathon" --person "$(mail "$3")" >/dev/null
    at -55 hackathon enter "$hackathon" --name "$1" --pitch "$2" --theme "${themes%% *}" --person "$(mail "$3")" --team "$(mail "$4")" |
        sed -n 's/.*"entry": \([0-9]*\).*/\1/p'
}
first=$(enter "Why was it declined?" "The reason in the customer's words, at once, beside the payment." ada.brandt bruno.costa)
second=$(enter "One case, one number" "Each letter of a dispute names the same case." ines.duarte omar.haddad)
at -48 session attend "$hackathon" --attended "$(mail ada.brandt)" --attended "$(mail ines.duarte)" >/dev/null
at -48 hackathon judge "$hackathon" --better "$first" --worse "$second" --person "$(mail lucia.romano)" --why "Half of the quotes ask for the reason." >/dev/null

# to come: each week of this and the next quarter, a shift in support and every other week a session on a large theme
shift_host() { printf 'ines.fabre jakob.winter maja.kowalska oliver.grant' | cut -d' ' -f"$1"; }
for k in 1 2 3 4; do
    run session offer support --starts "$(monday 1 "+$k days") 10:00" --zone Europe/Berlin --host "$(mail "$(shift_host $k)")" \
        --weeks 18 --by "Lucia Romano" >/dev/null
done
for week in 6 8 10 12 14 16; do
    theme=$(printf '%s' "$themes" | cut -d' ' -f$((week / 2 % 3 + 1)))
    run session offer empathy --starts "$(monday $week "+2 days") 14:00" --zone Europe/London --theme "$theme" \
        --host "$(mail sofie.maes)" --by "Lucia Romano" >/dev/null
done
for week in 7 9 11 13; do
    run customer consent "demo-$week" --how "on the phone, to Helen Brooks" --by "Helen Brooks" >/dev/null
    run session offer ride_along --starts "$(monday $week "+3 days") 11:00" --zone Europe/London --customer "demo-$week" \
        --host "$(mail helen.brooks)" --by "Helen Brooks" >/dev/null
done
run plan --by "Lucia Romano" >/dev/null
echo "Sessions, reflections, and a plan to look at: ridealong sessions; ridealong plan show 1; ridealong coverage"
