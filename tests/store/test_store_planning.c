/* test_store_planning.c - plans. */
#include "base/clock.h"
#include "store/org_store.h"
#include "store/plan_store.h"
#include "store/session_store.h"
#include "store_test.h"

static int64_t person(Fixture *f, const char *key, const char *name) {
    PersonRow row = person_new(str_from_c(key), str_from_c(name));
    int64_t id;
    assert_ok(f, person_put(f->db, &row, &id, &f->err));
    return id;
}

static int64_t session(Fixture *f, int64_t starts_at) {
    FormatRow format;
    int64_t id;
    assert_ok(f, format_find(f->db, f->a, STR("empathy"), &format, &f->err));
    SessionRow row = {.format_id = format.id,
                      .title = STR("One"),
                      .starts_at = starts_at,
                      .ends_at = starts_at + 3600,
                      .capacity = 4};
    assert_ok(f, session_add(f->db, &row, 1, &id, &f->err));
    return id;
}

static void test_plans(void **state) {
    Fixture *f = *state;
    int64_t ann = person(f, "ann", "Ann"), bob = person(f, "bob", "Bob"), one = session(f, 1000),
            two = session(f, 90000), id;
    const PlanSeatRow seats[] = {{.person_id = bob, .session_id = one, .need = 7, .choices = 3},
                                 {.person_id = ann, .session_id = two, .kept = true},
                                 {.person_id = ann, .session_id = one, .relevance = 5}};
    const PlanShortRow shorts[] = {
        {.person_id = ann, .from_at = 0, .to_at = 500, .owed = 120, .planned = 60, .reason = STR("full")},
        {.person_id = ann, .from_at = 500, .to_at = 900, .owed = 120, .reason = STR("full")},
        {.person_id = bob, .from_at = 0, .to_at = 500, .owed = 60, .reason = STR("hours")}};
    const PlanMoveRow moves[] = {{.person_id = bob, .from_session = two, .to_session = one},
                                 {.person_id = ann, .from_session = one, .gone = true}};
    PlanRow row = {.name = STR("2027Q1"),
                   .from_at = 0,
                   .to_at = 99999,
                   .made_at = 4,
                   .made_by = STR("ann"),
                   .seed = 1,
                   .objective = 10,
                   .bound = 10.5,
                   .figures = STR("{}")};
    PlanParts parts = {seats, 3, shorts, 3, moves, 2};
    assert_ok(f, plan_add(f->db, &row, &parts, &id, &f->err));
    PlanRow got, *plans;
    size_t n;
    assert_ok(f, plan_get(f->db, f->a, id, &got, &f->err));
    assert_true(str_eq(got.state, PLAN_PROPOSED) && got.bound == 10.5 && got.ended_at == TIME_NONE);
    PlanSeatRow *rows;
    assert_ok(f, plan_seats(f->db, f->a, &(PlanSeatFilter){.plan_id = id, .limit = 2}, &rows, &n, &f->err));
    assert_true(n == 2 && rows[0].person_id == ann && rows[0].session_id == one && rows[1].kept);
    assert_ok(f, plan_seats(f->db, f->a, &(PlanSeatFilter){.plan_id = id, .after = &rows[1]}, &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].person_id == bob && rows[0].need == 7);
    assert_str(rows[0].title, "One");
    PlanShortRow *missing;
    assert_ok(f, plan_shorts(f->db, f->a, id, 2, &missing, &n, &f->err));
    assert_true(n == 2 && missing[0].from_at == 500);
    ReasonCount *reasons;
    assert_ok(f, plan_short_reasons(f->db, f->a, id, &reasons, &n, &f->err));
    assert_true(n == 2 && reasons[0].windows == 2 && reasons[0].people == 1);
    PlanMoveRow *moved;
    int64_t count;
    assert_ok(f, plan_moves(f->db, f->a, id, 10, &moved, &n, &f->err));
    assert_true(n == 2 && moved[0].to_session == one && moved[1].gone && moved[1].to_session == 0);
    assert_ok(f, plan_move_count(f->db, id, &count, &f->err));
    assert_int_equal(count, 2);
    assert_ok(f, plan_end(f->db, id, PLAN_PUBLISHED, 8, &f->err));
    assert_fails(f, ERR_CONFLICT, plan_end(f->db, id, PLAN_DISCARDED, 9, &f->err));
    assert_ok(f, plans_list(f->db, f->a, 5, &plans, &n, &f->err));
    assert_true(n == 1 && plans[0].ended_at == 8);
    assert_fails(f, ERR_NOT_FOUND, plan_get(f->db, f->a, 99, &got, &f->err));
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(test_plans)};
    return store_tests_run("planning", tests, 1);
}
