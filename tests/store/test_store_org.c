/* test_store_org.c - teams and people. */
#include "base/clock.h"
#include "store/org_store.h"
#include "store_test.h"

static int64_t team(Fixture *f, Str key, Str name) {
    int64_t id;
    assert_ok(f, team_put(f->db, &(TeamRow){.key = key, .name = name}, &id, &f->err));
    return id;
}

static void test_a_team_keeps_its_number(void **state) {
    Fixture *f = *state;
    TeamRow row, *rows;
    size_t n;
    int64_t payments = team(f, STR("group:default/payments"), STR("Payments")),
            cards = team(f, STR("cards"), STR("Cards"));
    assert_ok(f, team_gone(f->db, payments, 77, &f->err));
    assert_ok(f, teams_list(f->db, f->a, false, &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].id == cards);
    assert_ok(f, teams_list(f->db, f->a, true, &rows, &n, &f->err));
    assert_true(n == 2 && rows[1].id == payments && rows[1].gone_at == 77 && rows[0].gone_at == TIME_NONE);
    assert_int_equal(team(f, STR("group:default/payments"), STR("Payments, again")), payments);
    assert_ok(f, team_find(f->db, f->a, STR("group:default/payments"), &row, &f->err));
    assert_true(row.gone_at == TIME_NONE);
    assert_str(row.name, "Payments, again");
    assert_fails(f, ERR_NOT_FOUND, team_get(f->db, f->a, 900, &row, &f->err));
}

static void test_people_and_their_teams(void **state) {
    Fixture *f = *state;
    PersonRow row, *rows, ann = person_new(STR("ann@x.example"), STR("Ann")),
                          bob = person_new(STR("bob@x.example"), STR("Bob"));
    size_t n;
    int64_t a, b, one = team(f, STR("one"), STR("One")), two = team(f, STR("two"), STR("Two"));
    ann.team_id = one;
    ann.languages = STR("en de");
    ann.fte = 0.6;
    assert_ok(f, person_put(f->db, &ann, &a, &f->err));
    bob.team_id = two;
    bob.manager_id = a;
    bob.left_day = 20000;
    assert_ok(f, person_put(f->db, &bob, &b, &f->err));
    assert_ok(f, person_teams_put(f->db, a, (int64_t[]){two, two}, 2, &f->err));
    assert_ok(f, people_list(f->db, f->a, &(PersonFilter){.team_id = two, .day = 20000}, &rows, &n, &f->err));
    assert_true(n == 2 && rows[0].id == a && rows[1].id == b && rows[1].manager_id == a);
    assert_ok(f, people_list(f->db, f->a, &(PersonFilter){.team_id = two, .day = 20001}, &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].id == a);
    assert_ok(f, people_list(f->db, f->a,
                             &(PersonFilter){.left = true, .after_name = STR("Ann"), .after_id = a, .limit = 5}, &rows,
                             &n, &f->err));
    assert_true(n == 1 && rows[0].id == b);
    TeamRow t;
    assert_ok(f, team_get(f->db, f->a, two, &t, &f->err));
    assert_int_equal(t.people, 1); /* Bob left */
    assert_ok(f, person_find(f->db, f->a, STR("ann@x.example"), &row, &f->err));
    assert_true(row.fte == 0.6 && row.joined_day == DAY_NONE && row.work_days == 31 && row.engineer && !row.host);
    assert_str(row.languages, "en de");
    ann.name = STR("Ann B.");
    int64_t again;
    assert_ok(f, person_put(f->db, &ann, &again, &f->err));
    assert_int_equal(again, a);
}

static int64_t found(Fixture *f, Str words) {
    int64_t count;
    size_t n;
    PersonRow *rows;
    PersonFilter filter = {.find = words};
    assert_ok(f, people_list(f->db, f->a, &filter, &rows, &n, &f->err));
    assert_ok(f, people_count(f->db, f->a, &filter, &count, &f->err));
    assert_int_equal(n, count);
    return count;
}

static void test_people_are_found(void **state) {
    Fixture *f = *state;
    PersonRow rows[] = {person_new(STR("zoe@x.example"), STR("Zo\xc3\xab \xc3\x84rger")),
                        person_new(STR("percent"), STR("100%_sure\\")), person_new(STR("bob"), STR("Bob"))};
    rows[0].email = STR("Zoe@X.example");
    rows[2].team_id = team(f, STR("cards"), STR("Cards"));
    assert_ok(f, people_put(f->db, f->a, rows, 3, &f->err));
    int64_t zoe = rows[0].id;
    assert_ok(f, people_put(f->db, f->a, rows, 3, &f->err));
    assert_true(rows[0].id == zoe && rows[1].id != zoe && rows[2].id != rows[1].id);
    assert_int_equal(found(f, STR("")), 3);
    assert_int_equal(found(f, STR("\xc3\xa4RGER zoe@x")), 1);
    assert_int_equal(found(f, STR("CARDS bo")), 1);
    assert_int_equal(found(f, STR("%")), 1); /* itself, not anything */
    assert_int_equal(found(f, STR("_")), 1);
    assert_int_equal(found(f, STR("\\")), 1);
    assert_int_equal(found(f, STR("' OR 1=1 --")), 0);
    assert_int_equal(found(f, STR("o o o o o o o o o nobody-looks-at-a-ninth")), 2);
    PersonRow bob;
    assert_ok(f, people_managers_put(f->db, &(PersonLink){rows[2].id, zoe}, 1, &f->err));
    assert_ok(f, person_get(f->db, f->a, rows[2].id, &bob, &f->err));
    assert_int_equal(bob.manager_id, zoe);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(test_a_team_keeps_its_number), STORE_TEST(test_people_and_their_teams),
                                      STORE_TEST(test_people_are_found)};
    return store_tests_run("store/org", tests, sizeof tests / sizeof *tests);
}
