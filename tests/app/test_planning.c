/* Plans as the doors call them, on both engines. NOW is 1 June 2026. */
#include "app_test.h"

#include <string.h>

#include "store/org_store.h"

#define SUE "host=sue@x.example"

static void person(Fixture *f, const char *key, const char *name, const char *team, const char *zone,
                   const char *languages, double fte) {
    PersonRow row = person_new(str_from_c(key), str_from_c(name));
    int64_t id;
    assert_ok(f, team_put(f->db, &(TeamRow){.key = str_from_c(team), .name = str_from_c(team)}, &row.team_id, &f->err));
    row.email = row.key;
    row.zone = str_from_c(zone);
    row.languages = str_from_c(languages);
    row.engineer = strcmp(team, "support") != 0;
    row.host = !row.engineer;
    row.fte = fte;
    assert_ok(f, person_put(f->db, &row, &id, &f->err));
}

/* Ann and Bob can come to what Sue offers in English; Eve speaks French, Kim sleeps then. */
static App *company(Fixture *f) {
    App *app = world_open(f, 1);
    person(f, "sue@x.example", "Sue", "support", "Europe/Berlin", "en de", 1);
    person(f, "ann@x.example", "Ann", "cards", "Europe/Berlin", "en de", 1);
    person(f, "bob@x.example", "Bob", "cards", "Europe/Berlin", "en", 0.5);
    person(f, "eve@x.example", "Eve", "payments", "Europe/Berlin", "fr", 1);
    person(f, "kim@x.example", "Kim", "payments", "America/Los_Angeles", "en", 1);
    ask(app, "formats.save", "format=Store visit", "capacity=2", "minutes=60", "notice_hours=0", NULL);
    return app;
}

static void offer(App *app, const char *starts) {
    ask(app, "sessions.offer", "format=store_visit", starts, SUE, "language=en", "minutes=60", NULL);
}

/* ---- plans ----------------------------------------------------------------------------------- */

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
    assert_true(json_array_size(at_path(ask(app, "seats.list", "person=ann@x.example", NULL), "seats")) >= 2);
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
    const json_t *hers = ask(app, "plans.get", "plan=1", "person=ann@x.example", NULL);
    char from[40], until[40];
    snprintf(from, sizeof from, "from=%.10s", text(hers, "seats.0.starts_at"));
    snprintf(until, sizeof until, "until=%.10s", text(hers, "seats.0.starts_at"));
    ask(app, "leave.add", "person=ann@x.example", from, until, NULL);
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

static const json_t *plan_as_lead(App *app) {
    return ask(app, "plans.get", "plan=1", "person=ann@x.example", NULL);
}

/* By default people see what is theirs, and leads see all. */
static void others_are_not_shown(void **state) {
    App *app = company(*state);
    offer(app, "starts=2026-07-07 10:00");
    ask(app, "plans.make", "quarter=2026Q3", NULL);
    long long ann = number(plan_as_lead(app), "seats.0.person_id");
    const Actor actor = {
        .name = {"Ann", 3}, .role = ROLE_ENGINEER, .scopes = SCOPE_ALL, .account_id = 1, .person_id = ann};
    world_as(&actor);
    const json_t *plan = ask(app, "plans.get", "plan=1", NULL);
    assert_true(json_array_size(at_path(plan, "seats")) == 1);
    assert_string_equal(text(plan, "seats.0.person"), "Ann");
    assert_int_equal(json_array_size(at_path(plan, "shorts")), 0);
    assert_true(json_array_size(at_path(plan, "reasons")) > 0); /* counts, no names */
    assert_int_equal(refusal(app, "plans.get", "plan=1", "person=bob@x.example", NULL)->code, ERR_FORBIDDEN);
    assert_int_equal(refusal(app, "plans.make", "quarter=2026Q3", NULL)->code, ERR_FORBIDDEN);
    const json_t *cover = ask(app, "coverage.get", NULL);
    assert_int_equal(number(cover, "people"), 4);
    assert_true(
        json_is_null(at_path(cover, "teams.0.met_share"))); /* two people: a total would tell about single ones */
    world_as(NULL);
    assert_true(json_is_number(at_path(ask(app, "coverage.get", NULL), "teams.0.met_share")));
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(a_plan_is_proposed_then_published),
        STORE_TEST(replanning_moves_who_must),
        STORE_TEST(others_are_not_shown),
    };
    return app_tests_run("planning", tests, sizeof tests / sizeof *tests);
}
