/* test_store_components.c - components, what they are built upon, confirmed routings. */
#include "base/clock.h"
#include "store/component_store.h"
#include "store/org_store.h"
#include "store_test.h"

static int64_t component(Fixture *f, Str ref, int64_t team_id) {
    int64_t id;
    ComponentRow row = {.ref = ref,
                        .kind = STR("component"),
                        .name = ref,
                        .products = STR("Debit card"),
                        .team_id = team_id,
                        .source = STR("x.yaml")};
    assert_ok(f, component_put(f->db, &row, &id, &f->err));
    return id;
}

/* Somebody whose first team is none, and who has left another one. */
static void member_put(Fixture *f, const char *name, int64_t team) {
    int64_t id, gone;
    PersonRow there = person_new(str_from_c(name), str_from_c(name)), left = person_new(STR("left"), STR("left"));
    left.team_id = team;
    left.left_day = 3;
    assert_ok(f, person_put(f->db, &there, &id, &f->err));
    assert_ok(f, person_teams_put(f->db, id, &team, 1, &f->err));
    assert_ok(f, person_put(f->db, &left, &gone, &f->err));
}

static void test_a_component_keeps_its_number(void **state) {
    Fixture *f = *state;
    int64_t team, ann;
    ComponentRow row, *rows;
    PersonRow person = person_new(STR("ann@x.example"), STR("Ann"));
    size_t n;
    assert_ok(f, team_put(f->db, &(TeamRow){.key = STR("group:default/cards"), .name = STR("Cards")}, &team, &f->err));
    int64_t b = component(f, STR("component:default/b"), team), a = component(f, STR("component:default/a"), 0);
    assert_ok(f, components_list(f->db, f->a, &(ComponentFilter){0}, &rows, &n, &f->err));
    assert_true(n == 2 && rows[0].id == a && rows[1].id == b);
    assert_str(rows[1].team, "Cards");
    assert_true(rows[1].team_people == 0 && !rows[1].team_gone && !rows[0].team_id);
    person.team_id = team;
    assert_ok(f, person_put(f->db, &person, &ann, &f->err));
    assert_ok(f, person_teams_put(f->db, ann, &team, 1, &f->err)); /* hers twice: she counts once */
    member_put(f, "bea", team);
    assert_ok(f, component_gone(f->db, a, 77, &f->err));
    assert_ok(f, team_gone(f->db, team, 78, &f->err));
    assert_ok(f, components_list(f->db, f->a, &(ComponentFilter){.team_id = team}, &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].team_people == 2 && rows[0].team_gone);
    assert_ok(f, components_list(f->db, f->a, &(ComponentFilter){.gone = true}, &rows, &n, &f->err));
    assert_true(n == 2 && rows[0].gone_at == 77);
    assert_int_equal(component(f, STR("component:default/a"), 0), a);
    assert_ok(f, component_find(f->db, f->a, STR("component:default/a"), &row, &f->err));
    assert_true(row.gone_at == TIME_NONE);
    assert_fails(f, ERR_NOT_FOUND, component_get(f->db, f->a, 900, &row, &f->err));
}

static void test_edges(void **state) {
    Fixture *f = *state;
    EdgeRow *rows;
    size_t n;
    int64_t a = component(f, STR("a"), 0), b = component(f, STR("b"), 0), c = component(f, STR("c"), 0);
    assert_ok(f, component_edges_put(f->db, a, (int64_t[]){c, b, b}, 3, &f->err));
    assert_ok(f, component_edges_put(f->db, b, (int64_t[]){c}, 1, &f->err));
    assert_ok(f, component_edges(f->db, f->a, &rows, &n, &f->err));
    assert_true(n == 3 && rows[0].from_id == a && rows[0].to_id == b && rows[2].from_id == b);
    assert_ok(f, component_edges_put(f->db, a, (int64_t[]){b}, 1, &f->err));
    assert_ok(f, component_gone(f->db, c, 5, &f->err));
    assert_ok(f, component_edges(f->db, f->a, &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].to_id == b);
}

static void test_the_newest_routing_stands(void **state) {
    Fixture *f = *state;
    RoutingRow *rows;
    size_t n;
    int64_t a = component(f, STR("a"), 0), b = component(f, STR("b"), 0), id;
    const RoutingRow said[] = {
        {.at = 1, .theme_id = 7, .component_id = a, .text = STR("one")},
        {.at = 2, .component_id = a, .text = STR("free")},
        {.at = 3, .theme_id = 8, .component_id = 0, .text = STR("two")},
        {.at = 4, .theme_id = 7, .component_id = b, .text = STR("one, again")},
        {.at = 5, .component_id = 0, .text = STR("free")},
    };
    for (size_t i = 0; i < 5; i++) assert_ok(f, routing_add(f->db, &said[i], &id, &f->err));
    assert_ok(f, routings_in_force(f->db, f->a, 100, &rows, &n, &f->err));
    assert_true(n == 3 && rows[0].theme_id == 8 && rows[0].component_id == 0);
    assert_true(rows[1].theme_id == 7 && rows[1].component_id == b && rows[2].theme_id == 0 &&
                rows[2].component_id == 0);
    assert_ok(f, routings_in_force(f->db, f->a, 1, &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].at == 5);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(test_a_component_keeps_its_number), STORE_TEST(test_edges),
                                      STORE_TEST(test_the_newest_routing_stands)};
    return store_tests_run("store/components", tests, sizeof tests / sizeof *tests);
}
