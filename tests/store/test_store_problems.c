/* test_store_problems.c - problems, versions, evidence, seals, decisions. */
#include <string.h>

#include "base/clock.h"
#include "store/decision_store.h"
#include "store/signal_store.h"
#include "store_test.h"

static int64_t signal_new(Fixture *f) {
    int64_t source;
    ImportRow import;
    Signal s = {.external_id = STR("a"),
                .text = STR("The card is declined abroad."),
                .at = 50,
                .meta = STR("{}"),
                .rating = NAN};
    PutResult result;
    assert_ok(f, source_put(f->db, STR("tickets"), STR("csv"), STR("{}"), &source, &f->err));
    assert_ok(f, import_begin(f->db, f->a, source, STR("f"), STR("p"), STR(""), 1, &import, &f->err));
    assert_ok(f, db_begin(f->db, &f->err) && signals_put(f->db, source, import.id, &s, 1, &result, &f->err) &&
                     db_commit(f->db, &f->err));
    return 1;
}

static int64_t problem_new(Fixture *f, Str title) {
    int64_t id;
    assert_ok(f, problem_add(f->db, title, STR("ann"), 100, &id, &f->err));
    return id;
}

static int64_t save(Fixture *f, int64_t id, int64_t before, Str brief, int64_t signal) {
    int64_t version = 0, themes[] = {7, 3};
    EvidenceRow quote = {
        .kind = EVIDENCE_AGAINST, .signal_id = signal, .begin = 4, .end = 8, .sha256 = sha256(STR("card"))};
    ProblemSave s = {.id = id,
                     .before = before,
                     .title = STR("Declined"),
                     .brief = brief,
                     .author = STR("bob"),
                     .note = STR("n"),
                     .at = 200,
                     .effort_weeks = 2.5,
                     .measure = STR("{\"a\":1}"),
                     .themes = themes,
                     .themes_n = 2,
                     .evidence = &quote,
                     .evidence_n = 1};
    assert_ok(f, problem_save(f->db, &s, &version, &f->err));
    return version;
}

static void test_versions_are_kept_and_evidence_is_of_the_newest(void **state) {
    Fixture *f = *state;
    int64_t signal = signal_new(f), id = problem_new(f, STR("A")), *themes;
    size_t n;
    ProblemRow row;
    assert_int_equal(save(f, id, 0, STR("one"), signal), 1);
    assert_int_equal(save(f, id, 1, STR("two"), signal), 2);
    assert_ok(f, problem_get(f->db, f->a, id, &row, &f->err));
    assert_str(row.title, "Declined");
    assert_true(row.version == 2 && row.effort_weeks == 2.5 && row.sealed_at == TIME_NONE && row.team_id == 0);
    EvidenceRow *quotes;
    assert_ok(f, problem_evidence(f->db, f->a, id, &quotes, &n, &f->err));
    assert_int_equal(n, 1);
    assert_true(quotes[0].there && quotes[0].kind == EVIDENCE_AGAINST && quotes[0].end == 8 && quotes[0].at == 50);
    assert_str(quotes[0].text, "The card is declined abroad.");
    Sha256 card = sha256(STR("card"));
    assert_memory_equal(quotes[0].sha256.bytes, card.bytes, 32);
    assert_ok(f, problem_themes(f->db, f->a, id, &themes, &n, &f->err));
    assert_true(n == 2 && themes[0] == 3 && themes[1] == 7);
    ProblemVersion *versions, one;
    assert_ok(f, problem_versions(f->db, f->a, id, &versions, &n, &f->err));
    assert_true(n == 2 && versions[0].version == 2 && versions[0].brief.n == 0);
    assert_ok(f, problem_version_get(f->db, f->a, id, 1, &one, &f->err));
    assert_str(one.brief, "one");
    assert_fails(f, ERR_NOT_FOUND, problem_version_get(f->db, f->a, id, 3, &one, &f->err));
    ProblemSave late = {.id = id, .before = 1, .title = STR("x"), .effort_weeks = NAN};
    int64_t version;
    assert_fails(f, ERR_CONFLICT, problem_save(f->db, &late, &version, &f->err));
    assert_ok(f, problem_versions(f->db, f->a, id, &versions, &n, &f->err));
    assert_int_equal(n, 2); /* nothing of the late one is left */
}

static void test_the_list_is_filtered(void **state) {
    Fixture *f = *state;
    int64_t signal = signal_new(f), a = problem_new(f, STR("A")), b = problem_new(f, STR("B"));
    ProblemRow *rows;
    size_t n;
    save(f, a, 0, STR("one"), signal);
    assert_ok(f, problem_state_put(f->db, b, PROBLEM_DRAFT, PROBLEM_DECLINED, 0, 300, &f->err));
    static const ProblemFilter ALL = {.state = -1}, LIVE = {.state = -1, .live = true},
                               THEME = {.state = -1, .theme_id = 3}, SIGNAL = {.state = -1, .signal_id = 1},
                               DECLINED = {.state = PROBLEM_DECLINED}, UNOWNED = {.state = -1, .unowned = true},
                               OTHER = {.state = -1, .component_id = 9};
    assert_ok(f, problems_list(f->db, f->a, &ALL, &rows, &n, &f->err));
    assert_true(n == 2 && rows[0].id == a && rows[1].id == b);
    const ProblemFilter *only_a[] = {&LIVE, &THEME, &SIGNAL};
    for (size_t i = 0; i < 3; i++) {
        assert_ok(f, problems_list(f->db, f->a, only_a[i], &rows, &n, &f->err));
        assert_true(n == 1 && rows[0].id == a);
    }
    assert_ok(f, problems_list(f->db, f->a, &DECLINED, &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].id == b);
    assert_ok(f, problem_owner_put(f->db, a, 9, 0, 400, &f->err));
    assert_ok(f, problems_list(f->db, f->a, &UNOWNED, &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].id == b);
    assert_ok(f, problems_list(f->db, f->a, &OTHER, &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].id == a && rows[0].component_id == 9);
}

static void test_states_and_seals(void **state) {
    Fixture *f = *state;
    int64_t a = problem_new(f, STR("A")), b = problem_new(f, STR("B"));
    ProblemRow row;
    assert_fails(f, ERR_CONFLICT, problem_state_put(f->db, a, PROBLEM_OPEN, PROBLEM_COMMITTED, 0, 1, &f->err));
    assert_ok(f, problem_state_put(f->db, a, PROBLEM_DRAFT, PROBLEM_MERGED, b, 300, &f->err));
    assert_ok(f, problem_get(f->db, f->a, a, &row, &f->err));
    assert_true(row.state == PROBLEM_MERGED && row.merged_into == b && row.changed_at == 300);
    assert_ok(f, problem_seal(f->db, b, STR("{\"m\":1}"), STR("ab"), 500, &f->err));
    assert_fails(f, ERR_CONFLICT, problem_seal(f->db, b, STR("{}"), STR("cd"), 501, &f->err));
    assert_ok(f, problem_get(f->db, f->a, b, &row, &f->err));
    assert_true(row.sealed_at == 500);
    assert_str(row.measure, "{\"m\":1}");
    assert_str(row.measure_hash, "ab");
    assert_ok(f, problem_unseal(f->db, b, &f->err));
    assert_ok(f, problem_seal(f->db, b, STR("{}"), STR("cd"), 501, &f->err));
    assert_ok(f, problem_facts_put(f->db, b, STR("{\"voices\":3}"), 600, &f->err));
    assert_ok(f, problem_get(f->db, f->a, b, &row, &f->err));
    assert_true(row.facts_at == 600);
    assert_fails(f, ERR_NOT_FOUND, problem_get(f->db, f->a, 99, &row, &f->err));
}

static void test_a_link_is_one_however_often(void **state) {
    Fixture *f = *state;
    int64_t a = problem_new(f, STR("A")), first, again;
    ProblemLink link = {.kind = STR("github"),
                        .place = STR("o/r"),
                        .key = STR("17"),
                        .url = STR("https://x/17"),
                        .at = 1,
                        .author = STR("ann"),
                        .version = 1},
                *rows;
    size_t n;
    assert_ok(f, problem_link_put(f->db, a, &link, &first, &f->err));
    link.version = 4;
    assert_ok(f, problem_link_put(f->db, a, &link, &again, &f->err));
    assert_int_equal(first, again);
    assert_ok(f, problem_links(f->db, f->a, a, &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].version == 4);
    assert_str(rows[0].key, "17");
}

static void test_decisions_and_strategy(void **state) {
    Fixture *f = *state;
    int64_t a = problem_new(f, STR("A")), s, d, other;
    StrategyRow *statements, statement;
    DecisionRow *rows,
        decline = {.problem_id = a,
                   .at = 10,
                   .kind = DECISION_DECLINE,
                   .decider = STR("Vera"),
                   .author = STR("ann"),
                   .reason = STR("not now"),
                   .affected = STR("tourists"),
                   .conflict = true,
                   .review_at = 900,
                   .tripwire = 5,
                   .rate_then = 2.5},
        accept = {.problem_id = a,
                  .at = 20,
                  .kind = DECISION_ACCEPT,
                  .decider = STR("Vera"),
                  .review_at = TIME_NONE,
                  .tripwire = NAN,
                  .rate_then = NAN};
    size_t n;
    assert_ok(f, strategy_add(f->db, &(StrategyRow){.title = STR("Home first"), .statement = STR("..."), .at = 5}, &s,
                              &f->err));
    decline.strategy_id = s;
    assert_ok(f, decision_add(f->db, &decline, &d, &f->err));
    assert_ok(f, decisions_list(f->db, f->a, &(DecisionFilter){.in_force = true, .conflict = true, .tripwire = true},
                                &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].id == d && rows[0].tripwire == 5 && rows[0].review_at == 900 && rows[0].conflict);
    assert_str(rows[0].strategy, "Home first");
    assert_str(rows[0].title, "A");
    assert_ok(f, strategies_list(f->db, f->a, false, &statements, &n, &f->err));
    assert_true(n == 1 && statements[0].decisions == 1);
    assert_ok(f, decisions_end(f->db, a, 15, STR("tripwire"), &f->err));
    assert_ok(f, decision_add(f->db, &accept, &other, &f->err));
    assert_ok(f, decisions_list(f->db, f->a, &(DecisionFilter){.problem_id = a}, &rows, &n, &f->err));
    assert_true(n == 2 && rows[0].id == other && isnan(rows[0].tripwire) && rows[0].review_at == TIME_NONE &&
                rows[1].ended_at == 15);
    assert_str(rows[1].ended_why, "tripwire");
    assert_ok(f, strategy_retire(f->db, s, 30, &f->err));
    assert_fails(f, ERR_CONFLICT, strategy_retire(f->db, s, 31, &f->err));
    assert_ok(f, strategies_list(f->db, f->a, false, &statements, &n, &f->err));
    assert_int_equal(n, 0);
    assert_ok(f, strategy_get(f->db, f->a, s, &statement, &f->err));
    assert_true(statement.retired_at == 30 && statement.decisions == 0);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(test_versions_are_kept_and_evidence_is_of_the_newest),
                                      STORE_TEST(test_the_list_is_filtered), STORE_TEST(test_states_and_seals),
                                      STORE_TEST(test_a_link_is_one_however_often),
                                      STORE_TEST(test_decisions_and_strategy)};
    return store_tests_run("store/problems", tests, sizeof tests / sizeof *tests);
}
