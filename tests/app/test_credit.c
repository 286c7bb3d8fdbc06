/* One truth for credit: the states of people one by one add up to what coverage and totals say, and hosts and days are
 * what credit.h promises. Both engines. NOW is 1 June 2026, midnight UTC. */
#include "app_test.h"

#include <string.h>

#include "base/rng.h"
#include "store/goal_store.h"
#include "store/org_store.h"
#include "store/session_store.h"

enum { PEOPLE = 40, SESSIONS = 60, DAY = 86400 };

static int64_t team(Fixture *f, int i) {
    char key[20];
    int64_t id;
    snprintf(key, sizeof key, "team %d", i);
    assert_ok(f, team_put(f->db, &(TeamRow){.key = str_from_c(key), .name = str_from_c(key)}, &id, &f->err));
    return id;
}

static int64_t person(Fixture *f, int i, Rng *rng, int64_t team_id) {
    static const char *const ZONES[] = {"", "Asia/Tokyo", "America/Los_Angeles", "Europe/Berlin", "Pacific/Kiritimati"};
    static const double SHARES[] = {1, 1, 0.8, 0.5};
    char key[30], name[30];
    int64_t id;
    snprintf(key, sizeof key, "p%d@x.example", i);
    snprintf(name, sizeof name, "Person %d", i);
    PersonRow row = person_new(str_from_c(key), str_from_c(name));
    row.email = row.key;
    row.team_id = team_id;
    row.zone = str_from_c(ZONES[rng_below(rng, 5)]);
    row.fte = SHARES[rng_below(rng, 4)];
    row.engineer = i % 8 != 7;
    row.host = !row.engineer;
    if (rng_below(rng, 5) == 0) row.joined_day = NOW / DAY - (int64_t)rng_below(rng, 300);
    if (rng_below(rng, 10) == 0) row.left_day = NOW / DAY - 1 + (int64_t)rng_below(rng, 3);
    assert_ok(f, person_put(f->db, &row, &id, &f->err));
    if (rng_below(rng, 4) == 0) {
        LeaveRow leave = {.person_id = id, .from_day = NOW / DAY - (int64_t)rng_below(rng, 60)};
        size_t added;
        leave.to_day = leave.from_day + 1 + (int64_t)rng_below(rng, 30);
        assert_ok(f, leave_add(f->db, &leave, 1, &added, &f->err));
    }
    return id;
}

/* Held sessions over 300 days, with hosts who owe and hosts who do not, absences, missing reflections; near midnight.
 */
static void sessions(Fixture *f, Rng *rng, const int64_t *ids) {
    for (int i = 0; i < SESSIONS; i++) {
        int64_t at = NOW - (int64_t)rng_below(rng, 300) * DAY - 4 * DAY / 24 + (int64_t)rng_below(rng, 8) * 3600, id;
        SessionRow row = {.format_id = 1 + (int64_t)rng_below(rng, 4),
                          .title = STR("Looking"),
                          .host_id = ids[rng_below(rng, PEOPLE)],
                          .starts_at = at,
                          .ends_at = at + 3600,
                          .capacity = 10};
        Err busy = {0};
        if (at >= NOW || !session_add(f->db, &row, 1, &id, &busy)) continue; /* the host was elsewhere */
        for (int k = 0; k < 6; k++) {
            int64_t seat;
            bool taken;
            Err none = {0};
            if (!seat_ask(f->db, id, ids[rng_below(rng, PEOPLE)], STR("self"), 2, &seat, &none)) continue;
            if (!seat_take(f->db, seat, STR("self"), 2, &taken, &none)) continue;
            if (taken && rng_below(rng, 5))
                assert_ok(f, seat_mark(f->db, seat, rng_below(rng, 6) ? SEAT_ATTENDED : SEAT_ABSENT, 45, 3, &f->err));
        }
    }
    sql_run(f, "UPDATE seat SET state = 'attended', minutes = 60 WHERE role = 'host' AND session_id % 3 <> 0;"
               "UPDATE seat SET reflected = 1 WHERE state = 'attended' AND id % 5 <> 0");
}

typedef struct Sum {
    long long people, met, minutes, minutes_owed, touchpoints, touchpoints_owed;
} Sum;

static long long least(long long a, long long b) {
    return a < b ? a : b;
}

static bool yes(const json_t *reply, const char *path) {
    return json_is_true(at_path(reply, path));
}

/* As each person reads it on their own page; capped, and as it is. */
static void add_own(App *app, int64_t id, Sum *capped, Sum *plain) {
    char arg[40];
    snprintf(arg, sizeof arg, "person=%lld", (long long)id);
    const json_t *r = ask(app, "people.get", arg, NULL);
    const char *left = json_string_value(at_path(r, "person.left")),
               *joined = json_string_value(at_path(r, "person.joined")), *today = text(r, "standing.today");
    if (!yes(r, "person.engineer") || (left && strcmp(left, today) < 0) || (joined && strcmp(joined, today) > 0))
        return;
    Sum s = {1,
             yes(r, "standing.year.met") && yes(r, "standing.window.met"),
             number(r, "standing.window.minutes"),
             number(r, "standing.window.minutes_owed"),
             number(r, "standing.year.touchpoints"),
             number(r, "standing.year.touchpoints_owed")};
    Sum *sums[] = {capped, plain};
    for (int i = 0; i < 2; i++) {
        sums[i]->people += 1;
        sums[i]->met += s.met;
        sums[i]->minutes += i ? s.minutes : least(s.minutes, s.minutes_owed);
        sums[i]->touchpoints += i ? s.touchpoints : least(s.touchpoints, s.touchpoints_owed);
        sums[i]->minutes_owed += s.minutes_owed;
        sums[i]->touchpoints_owed += s.touchpoints_owed;
    }
}

static void people_add_up_to_coverage(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    Rng rng = rng_new(20260601);
    int64_t teams[4], ids[PEOPLE];
    Sum capped = {0}, plain = {0}, covered = {0};
    ask(app, "setup.change", "zone=Pacific/Auckland", NULL); /* of those who chose none */
    for (int i = 0; i < 4; i++) teams[i] = team(f, i);
    for (int i = 0; i < PEOPLE; i++) ids[i] = person(f, i, &rng, teams[i % 4]);
    ask(app, "goals.set", "team=team 1", "hours=1", "weeks=8", NULL);
    sessions(f, &rng, ids);
    for (int i = 0; i < PEOPLE; i++) add_own(app, ids[i], &capped, &plain);
    assert_true(capped.people > 20 && capped.minutes > 0 && capped.met > 0 && capped.met < capped.people);
    const json_t *r = ask(app, "coverage.get", NULL), *list = at_path(r, "teams");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *t = json_array_get(list, i);
        covered.people += number(t, "people");
        covered.met += number(t, "met");
        covered.minutes += number(t, "minutes");
        covered.minutes_owed += number(t, "minutes_owed");
        covered.touchpoints += number(t, "touchpoints");
        covered.touchpoints_owed += number(t, "touchpoints_owed");
    }
    assert_memory_equal(&covered, &capped, sizeof covered);
    assert_int_equal(number(r, "met"), capped.met);
    r = ask(app, "goals.totals", NULL);
    Sum total = {number(r, "people"),
                 number(r, "total.both_met"),
                 number(r, "total.minutes"),
                 number(r, "total.minutes_owed"),
                 number(r, "total.touchpoints"),
                 number(r, "total.touchpoints_owed")};
    assert_memory_equal(&total, &plain, sizeof total);
    world_close(app);
}

/* An engineer who hosts was in contact; and a day is theirs: 31 May, 20:00 UTC, is 1 June in Tokyo. */
static void hosts_earn_on_their_own_days(void **state) {
    Fixture *f = *state;
    App *app = world_open(f, 1);
    PersonRow row = person_new(STR("h@x.example"), STR("Hana"));
    SessionRow held = {
        .format_id = 1, .title = STR("Looking"), .starts_at = NOW - 4 * 3600, .ends_at = NOW - 3 * 3600, .capacity = 2};
    int64_t id;
    row.zone = STR("Asia/Tokyo");
    row.email = row.key;
    assert_ok(f, person_put(f->db, &row, &held.host_id, &f->err));
    assert_ok(f, session_add(f->db, &held, 1, &id, &f->err));
    ask(app, "sessions.attend", "session=1", NULL);
    const json_t *r = ask(app, "people.get", "person=H@X.example", NULL); /* keys are in lower case */
    assert_int_equal(number(r, "standing.window.minutes"), 0);
    assert_string_equal(text(r, "standing.contacts.0.why_not"), "it counts once you have reflected on it");
    ask(app, "reflections.add", "session=1", "person=h@x.example", "saw=She looked for the limit in three menus.",
        "surprised=She knew the number by heart.", NULL);
    r = ask(app, "people.get", "person=h@x.example", NULL);
    assert_int_equal(number(r, "standing.window.minutes"), 60);
    assert_int_equal(number(r, "standing.year.touchpoints"), 1);
    assert_string_equal(text(r, "standing.last"), "2026-06-01T00:00:00Z");
    assert_int_equal(number(ask(app, "goals.totals", NULL), "total.minutes"), 60);
    assert_int_equal(number(ask(app, "coverage.get", NULL), "teams.0.minutes"), 60);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(people_add_up_to_coverage),
        STORE_TEST(hosts_earn_on_their_own_days),
    };
    return app_tests_run("credit", tests, sizeof tests / sizeof *tests);
}
