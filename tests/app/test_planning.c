/* People, goals and plans as the doors call them, on both engines. NOW is 1 June 2026. */
#include "app_test.h"

#include <string.h>

#define STAFF                                                                                                          \
    "email,name,team,zone,languages,engineer,host,fte\n"                                                               \
    "sue@x.example,Sue,Support,Europe/Berlin,en de,no,yes,1\n"                                                         \
    "ann@x.example,Ann,Cards,Europe/Berlin,en de,yes,no,1\n"                                                           \
    "bob@x.example,Bob,Cards,Europe/Berlin,en,yes,no,0.5\n"                                                            \
    "eve@x.example,Eve,Payments,Europe/Berlin,fr,yes,no,1\n"                                                           \
    "kim@x.example,Kim,Payments,America/Los_Angeles,en,yes,no,1\n"
#define SUE "host=sue@x.example"

static App *company(Fixture *f) {
    App *app = world_open(f, 1);
    const json_t *reply = ask(app, "people.import", file_put("staff.csv", STAFF), NULL);
    assert_int_equal(number(reply, "new"), 5);
    assert_int_equal(number(reply, "teams"), 3);
    ask(app, "formats.save", "format=Store visit", "capacity=2", "minutes=60", "notice_hours=0", NULL);
    return app;
}

static void offer(App *app, const char *starts) {
    ask(app, "sessions.offer", "format=store_visit", starts, SUE, "language=en", "minutes=60", NULL);
}

/* ---- people --------------------------------------------------------------------------------------- */

static void a_file_says_what_changes(void **state) {
    App *app = company(*state);
    const json_t *reply = ask(app, "people.import", file_put("staff.csv", STAFF), NULL);
    assert_int_equal(number(reply, "same"), 5);
    /* one column alone changes only that; who is not in a file stays, unless it has everybody */
    reply = ask(app, "people.import", file_put("less.csv", "Email,FTE\nANN@x.example,0.8\n"), NULL);
    assert_int_equal(number(reply, "changed"), 1);
    assert_int_equal(number(reply, "left"), 0);
    reply = ask(app, "people.list", "q=ann@", NULL);
    assert_string_equal(text(reply, "people.0.name"), "Ann");
    assert_string_equal(text(reply, "people.0.team.name"), "Cards");
    reply = ask(app, "people.import", file_put("all.csv", "email\nann@x.example\nsue@x.example\n"), "sync=yes",
                "preview=yes", NULL);
    assert_int_equal(number(reply, "left"), 3);
    assert_int_equal(json_array_size(at_path(ask(app, "people.list", NULL), "people")), 5); /* it was a preview */
    ask(app, "people.import", file_put("all.csv", "email\nann@x.example\nsue@x.example\n"), "sync=yes", NULL);
    assert_int_equal(json_array_size(at_path(ask(app, "people.list", NULL), "people")), 2);
    assert_int_equal(json_array_size(at_path(ask(app, "people.list", "left=yes", NULL), "people")), 5);
    world_close(app);
}

static void a_wrong_file_stores_nothing(void **state) {
    App *app = company(*state);
    const char *bad =
        file_put("bad.csv", "email,zone,fte,work_days\nnew@x.example,UTC,1,Mon-Fri\nzoe@x.example,Mars/Phobos,1,\n"
                            "yan@x.example,UTC,7,\nnobody,UTC,1,\nnew@x.example,UTC,1,\nxi@x.example,UTC,1,Someday\n");
    const Err *err = refusal(app, "people.import", bad, NULL);
    assert_int_equal(err->code, ERR_INPUT);
    assert_non_null(strstr(err->message, "5 rows are wrong; line 3: zone: 'Mars/Phobos'"));
    const json_t *reply = ask(app, "people.import", bad, "preview=yes", NULL);
    assert_int_equal(json_array_size(at_path(reply, "wrong")), 5);
    assert_int_equal(number(reply, "wrong.1.line"), 4);
    assert_int_equal(
        refusal(app, "people.import", file_put("m.csv", "email,manager\nzed@x.example,who@x.example\n"), NULL)->code,
        ERR_INPUT);
    assert_int_equal(json_array_size(at_path(ask(app, "people.list", "left=yes", NULL), "people")), 5);
    assert_int_equal(refusal(app, "people.import", file_put("empty.csv", "email\n"), NULL)->code, ERR_INPUT);
    world_close(app);
}

/* ---- goals ---------------------------------------------------------------------------------------- */

static void goals_by_team_and_share(void **state) {
    App *app = company(*state);
    const json_t *reply = ask(app, "people.get", "person=bob@x.example", NULL);
    assert_int_equal(number(reply, "goal.touchpoints_owed"), 2); /* half a week */
    assert_int_equal(number(reply, "goal.minutes_owed"), 60);
    long long team = number(ask(app, "people.list", "q=bob", NULL), "people.0.team.id");
    char arg[40];
    snprintf(arg, sizeof arg, "team=%lld", team);
    ask(app, "goals.set", arg, "touchpoints=8", "window_minutes=240", NULL);
    assert_int_equal(number(ask(app, "people.get", "person=bob@x.example", NULL), "goal.touchpoints_owed"), 4);
    assert_int_equal(number(ask(app, "people.get", "person=eve@x.example", NULL), "goal.touchpoints_owed"), 4);
    assert_int_equal(refusal(app, "goals.set", "touchpoints=1", "formats=3", NULL)->code, ERR_INPUT);
    ask(app, "leave.add", "person=bob@x.example", "from=2026-04-01", "to=2026-06-10", NULL);
    assert_int_equal(number(ask(app, "people.get", "person=bob@x.example", NULL), "goal.minutes_owed"), 0);
    ask(app, "goals.set", arg, "drop=yes", NULL);
    assert_int_equal(json_array_size(at_path(ask(app, "goals.get", NULL), "teams")), 0);
    world_close(app);
}

/* ---- plans ---------------------------------------------------------------------------------------- */

static const json_t *short_of(const json_t *plan, const char *who) {
    const json_t *list = at_path(plan, "shorts");
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!strcmp(json_string_value(json_object_get(json_array_get(list, i), "person")), who))
            return json_array_get(list, i);
    return NULL;
}

static void a_plan_is_proposed_then_published(void **state) {
    App *app = company(*state);
    assert_int_equal(refusal(app, "plans.make", "quarter=2026Q3", NULL)->code, ERR_CONFLICT); /* nothing is open */
    assert_int_equal(refusal(app, "plans.make", "quarter=2026Q1", NULL)->code, ERR_INPUT);    /* over */
    assert_int_equal(refusal(app, "plans.make", "quarter=soon", NULL)->code, ERR_INPUT);
    offer(app, "starts=2026-07-07 10:00");
    offer(app, "starts=2026-07-14 10:00");
    offer(app, "starts=2026-09-08 10:00");
    offer(app, "starts=2026-09-15 10:00");
    const json_t *made = ask(app, "plans.make", "quarter=2026Q3", NULL);
    assert_true(json_number_value(at_path(made, "gap")) < 0.01);
    const json_t *plan = ask(app, "plans.get", "plan=1", NULL);
    assert_int_equal(number(plan, "plan.people"), 4);
    assert_string_equal(json_string_value(json_object_get(short_of(plan, "Eve"), "reason")),
                        "no session in a language they speak");
    assert_string_equal(json_string_value(json_object_get(short_of(plan, "Kim"), "reason")),
                        "no session in their working hours");
    assert_null(short_of(plan, "Ann"));
    assert_int_equal(number(ask(app, "sessions.get", "session=1", NULL), "session.booked"),
                     0); /* nobody is booked yet */
    const json_t *published = ask(app, "plans.publish", "plan=1", NULL);
    assert_int_equal(number(published, "booked"), number(plan, "plan.seats"));
    assert_int_equal(number(published, "failed"), 0);
    assert_int_equal(refusal(app, "plans.publish", "plan=1", NULL)->code, ERR_CONFLICT);
    assert_int_equal(refusal(app, "plans.discard", "plan=1", NULL)->code, ERR_CONFLICT);
    assert_true(json_array_size(at_path(ask(app, "people.get", "person=ann@x.example", NULL), "next")) >= 2);
    world_close(app);
}

static void replanning_moves_who_must(void **state) {
    App *app = company(*state);
    offer(app, "starts=2026-07-07 10:00");
    offer(app, "starts=2026-07-14 10:00");
    offer(app, "starts=2026-07-21 10:00");
    ask(app, "plans.make", "quarter=2026Q3", NULL);
    const json_t *first = ask(app, "plans.get", "plan=1", NULL);
    long long seats = number(first, "plan.seats"), taken = 0;
    ask(app, "plans.publish", "plan=1", NULL);
    /* nothing changed: everybody keeps what they have */
    ask(app, "plans.make", "quarter=2026Q3", NULL);
    const json_t *second = ask(app, "plans.get", "plan=2", NULL);
    assert_int_equal(number(second, "plan.kept"), seats);
    assert_int_equal(number(second, "moved"), 0);
    ask(app, "plans.discard", "plan=2", NULL);
    /* Ann is away for one of hers: she moves, and it says why */
    const json_t *next = ask(app, "people.get", "person=ann@x.example", NULL);
    char from[40], to[40];
    snprintf(from, sizeof from, "from=%.10s", text(next, "next.0.at"));
    snprintf(to, sizeof to, "to=%.10s", text(next, "next.0.at"));
    ask(app, "leave.add", "person=ann@x.example", from, to, NULL);
    ask(app, "plans.make", "quarter=2026Q3", NULL);
    const json_t *third = ask(app, "plans.get", "plan=3", NULL);
    assert_int_equal(number(third, "moved"), 1);
    assert_string_equal(text(third, "moves.0.person"), "Ann");
    assert_string_equal(text(third, "moves.0.why"), "the old seat cannot be theirs any more");
    const json_t *published = ask(app, "plans.publish", "plan=3", NULL);
    assert_int_equal(number(published, "given_back"), 1);
    for (int s = 1; s <= 3; s++) {
        char arg[20];
        snprintf(arg, sizeof arg, "session=%d", s);
        taken += number(ask(app, "sessions.get", arg, NULL), "session.booked");
    }
    assert_int_equal(taken, number(third, "plan.seats"));
    world_close(app);
}

/* By default people see what is theirs, and leads see all. */
static void others_are_not_shown(void **state) {
    App *app = company(*state);
    offer(app, "starts=2026-07-07 10:00");
    ask(app, "plans.make", "quarter=2026Q3", NULL);
    long long ann = number(ask(app, "people.list", "q=ann@", NULL), "people.0.id");
    const Actor actor = {
        .name = {"Ann", 3}, .role = ROLE_ENGINEER, .scopes = SCOPE_ALL, .account_id = 1, .person_id = ann};
    world_as(&actor);
    const json_t *plan = ask(app, "plans.get", "plan=1", NULL);
    assert_true(json_array_size(at_path(plan, "seats")) == 1);
    assert_string_equal(text(plan, "seats.0.person"), "Ann");
    assert_int_equal(json_array_size(at_path(plan, "shorts")), 0);
    assert_true(json_array_size(at_path(plan, "reasons")) > 0); /* counts, no names */
    assert_int_equal(refusal(app, "plans.get", "plan=1", "person=bob@x.example", NULL)->code, ERR_FORBIDDEN);
    assert_int_equal(refusal(app, "people.get", "person=bob@x.example", NULL)->code, ERR_FORBIDDEN);
    assert_int_equal(refusal(app, "plans.make", "quarter=2026Q3", NULL)->code, ERR_FORBIDDEN);
    ask(app, "people.get", "person=ann@x.example", NULL);
    ask(app, "leave.add", "from=2026-08-03", "to=2026-08-07", NULL);
    const json_t *cover = ask(app, "coverage.get", NULL);
    assert_int_equal(number(cover, "people"), 4);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(a_file_says_what_changes),  STORE_TEST(a_wrong_file_stores_nothing),
        STORE_TEST(goals_by_team_and_share),   STORE_TEST(a_plan_is_proposed_then_published),
        STORE_TEST(replanning_moves_who_must), STORE_TEST(others_are_not_shown),
    };
    return app_tests_run("planning", tests, sizeof tests / sizeof *tests);
}
