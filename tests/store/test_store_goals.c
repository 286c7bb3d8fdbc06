/* test_store_goals.c - leave, what teams owe, contact that was attended. */
#include "base/clock.h"
#include "store/goal_store.h"
#include "store/org_store.h"
#include "store/session_store.h"
#include "store_test.h"

static int64_t person(Fixture *f, Str key, Str name) {
    PersonRow row = person_new(key, name);
    int64_t id;
    assert_ok(f, person_put(f->db, &row, &id, &f->err));
    return id;
}

static void test_leave_is_kept_once(void **state) {
    Fixture *f = *state;
    int64_t ann = person(f, STR("ann"), STR("Ann")), bob = person(f, STR("bob"), STR("Bob"));
    LeaveRow rows[] = {{.person_id = bob, .from_day = 100, .to_day = 110},
                       {.person_id = ann, .from_day = 105, .to_day = 106},
                       {.person_id = bob, .from_day = 100, .to_day = 110}},
             *list;
    size_t n;
    assert_ok(f, leave_add(f->db, rows, 3, &n, &f->err));
    assert_int_equal(n, 2);
    assert_ok(f, leave_add(f->db, rows, 3, &n, &f->err));
    assert_int_equal(n, 0);
    assert_ok(f, leave_list(f->db, f->a, &(LeaveFilter){0}, &list, &n, &f->err));
    assert_true(n == 2 && list[0].person_id == ann && list[1].to_day == 110);
    assert_str(list[1].person, "Bob");
    assert_ok(f, leave_list(f->db, f->a, &(LeaveFilter){.by_day = true, .limit = 1}, &list, &n, &f->err));
    assert_true(n == 1 && list[0].person_id == bob);
    assert_ok(f, leave_list(f->db, f->a, &(LeaveFilter){.from = 106, .to = 110}, &list, &n, &f->err));
    assert_true(n == 1 && list[0].person_id == bob); /* Ann is back on the 106th */
    assert_ok(f, leave_remove(f->db, &list[0].id, 1, &f->err));
    assert_ok(f, leave_list(f->db, f->a, &(LeaveFilter){.person_id = bob}, &list, &n, &f->err));
    assert_int_equal(n, 0);
    assert_fails(f, ERR_CONFLICT,
                 leave_add(f->db, &(LeaveRow){.person_id = ann, .from_day = 9, .to_day = 9}, 1, &n, &f->err));
}

static void test_one_policy_a_team(void **state) {
    Fixture *f = *state;
    GoalRuleRow *rows;
    size_t n;
    int64_t team;
    assert_ok(f, team_put(f->db, &(TeamRow){.key = STR("t"), .name = STR("T")}, &team, &f->err));
    for (int i = 0; i < 2; i++) { /* said twice, there once */
        assert_ok(f, goal_rule_put(f->db, &(GoalRuleRow){team, 6, GOAL_INHERIT, GOAL_INHERIT, 60 + i, 5}, &f->err));
        assert_ok(f, goal_rule_put(f->db, &(GoalRuleRow){0, 3 + i, 2, 28, 90, 5}, &f->err));
    }
    assert_ok(f, goal_rules_list(f->db, f->a, &rows, &n, &f->err));
    assert_true(n == 2 && rows[0].team_id == 0 && rows[0].touchpoints == 4 && rows[1].team_id == team);
    assert_true(rows[1].formats == GOAL_INHERIT && rows[1].window_minutes == 61);
}

static void test_what_was_attended(void **state) {
    Fixture *f = *state;
    enum { HOUR = 3600 };
    ContactTimeRow *rows;
    size_t n;
    int64_t ann = person(f, STR("ann"), STR("Ann")), host = person(f, STR("h"), STR("Host")), ids[2], seat;
    bool taken;
    for (int i = 0; i < 2; i++) {
        SessionRow s = {.format_id = 1,
                        .title = STR("Looking"),
                        .host_id = host,
                        .starts_at = (10 + i) * HOUR,
                        .ends_at = (11 + i) * HOUR,
                        .capacity = 2};
        assert_ok(f, session_add(f->db, &s, 1, &ids[i], &f->err));
        assert_ok(f, seat_ask(f->db, ids[i], ann, STR("self"), 2, &seat, &f->err));
        assert_ok(f, seat_take(f->db, seat, STR("self"), 2, &taken, &f->err));
        if (i == 0) assert_ok(f, seat_mark(f->db, seat, SEAT_ATTENDED, 55, 3, &f->err));
    }
    ContactTimeFilter all = {.from = TIME_NONE, .to = TIME_NONE};
    assert_ok(f, contact_times(f->db, f->a, &all, &rows, &n, &f->err));
    assert_int_equal(n, 4); /* two of Ann's, two of the host's */
    assert_true(rows[0].person_id == ann && rows[0].minutes == 55 && rows[0].attended && !rows[0].reflected);
    assert_true(rows[0].counts && rows[0].title.n == 0 && !rows[0].host && rows[2].host && rows[2].booked);
    all.person_id = ann;
    assert_ok(f, contact_times(f->db, f->a, &all, &rows, &n, &f->err));
    assert_true(n == 2 && rows[1].session_id == ids[1] && rows[1].booked && !rows[1].attended && !rows[1].waiting);
    assert_true(rows[1].ends_at == 12 * HOUR && !rows[1].planned);
    assert_str(rows[1].title, "Looking");
    assert_str(rows[1].format, "Empathy session");
    all.from = 12 * HOUR;
    assert_ok(f, contact_times(f->db, f->a, &all, &rows, &n, &f->err));
    assert_int_equal(n, 0);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(test_leave_is_kept_once), STORE_TEST(test_one_policy_a_team),
                                      STORE_TEST(test_what_was_attended)};
    return store_tests_run("store/goals", tests, sizeof tests / sizeof *tests);
}
