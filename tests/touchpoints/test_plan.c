/* The planner: optimal where that can be known, within every rule, with a valid bound; nobody starves; few move. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "made_org.h"
#include "plain.h"
#include "stats/agreement.h"

static PlanResult make(Arena *a, const PlanInput *in) {
    PlanResult r;
    Err err = {0};
    if (!plan_make(a, in, &r, &err)) fail_msg("%s", err.message);
    const char *broken = plan_broken(in, &r, a);
    if (broken) fail_msg("the plan has %s", broken);
    return r;
}

/* The optimum by another method: people to single seats (shortest augmenting paths), staying at home is worth 0. */
static int64_t matched(Arena *a, const PlanInput *in, const int32_t *value) {
    size_t seats = in->people_n, col = 0;
    for (size_t s = 0; s < in->sessions_n; s++) seats += (size_t)in->sessions[s].seats;
    double *cost = ARENA_ARRAY(a, double, in->people_n *seats);
    int32_t *to = ARENA_ARRAY(a, int32_t, in->people_n);
    for (size_t s = 0; s < in->sessions_n; s++)
        for (int32_t k = 0; k < in->sessions[s].seats; k++, col++)
            for (size_t i = 0; i < in->people_n; i++) cost[i * seats + col] = -value[i * in->sessions_n + s];
    assignment_solve(cost, in->people_n, seats, to);
    double sum = 0;
    for (size_t i = 0; i < in->people_n; i++) sum -= cost[i * seats + (size_t)to[i]];
    return (int64_t)sum;
}

static void plain_assignment_is_optimal(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 400; seed++) {
        Arena *a = arena_new();
        int32_t *value;
        PlanInput in = plain_case(a, seed, &value);
        PlanResult r = make(a, &in);
        assert_int_equal(r.objective, matched(a, &in, value));
        assert_float_equal(r.bound, (double)r.objective, 1e-3); /* and proven so */
        arena_free(a);
    }
}

/* All sets of seats of all people, one after another: small instances with every rule. */
typedef struct Try {
    const PlanInput *in;
    PlanResult r;
    PlanSeat seats[16];
    int64_t best;
    Arena *a;
} Try;

static int64_t worth_of(Try *t) {
    Arena *a = arena_new();
    t->r.seats = t->seats;
    t->r.bound = 1e18;
    t->r.objective = made_objective(t->in, &t->r, a);
    int64_t worth = plan_broken(t->in, &t->r, a) ? INT64_MIN : t->r.objective;
    arena_free(a);
    return worth;
}

static void try_sets(Try *t, int32_t person, int32_t session) {
    if (person == (int32_t)t->in->people_n) {
        int64_t worth = worth_of(t);
        if (worth > t->best) t->best = worth;
        return;
    }
    if (session == (int32_t)t->in->sessions_n) {
        try_sets(t, person + 1, 0);
        return;
    }
    try_sets(t, person, session + 1);
    size_t mine = 0;
    for (size_t i = 0; i < t->r.seats_n; i++) mine += t->seats[i].person == person;
    if (mine == (size_t)t->in->per_window) return;
    t->seats[t->r.seats_n++] = (PlanSeat){.person = person, .session = session};
    try_sets(t, person, session + 1);
    t->r.seats_n--;
}

/* Three people and a session of each format; every other time a single seat in each, every third time everybody has a
 * seat of the plan in force already, and one to three seats in a window. */
static PlanInput small_org(Arena *a, uint64_t seed) {
    PlanInput in = made_org(a, (MadeOrg){3, 42, 1, seed});
    PlanSession *sessions = ARENA_ARRAY(a, PlanSession, in.sessions_n);
    PlanPerson *people = ARENA_ARRAY(a, PlanPerson, in.people_n);
    int32_t *current = ARENA_ARRAY(a, int32_t, in.people_n);
    memcpy(sessions, in.sessions, in.sessions_n * sizeof *sessions);
    memcpy(people, in.people, in.people_n * sizeof *people);
    for (size_t s = 0; s < in.sessions_n && seed % 2; s++) sessions[s].seats = 1;
    for (size_t i = 0; i < in.people_n && seed % 3 == 0; i++) {
        current[i] = (int32_t)((seed / 3 + i) % in.sessions_n);
        people[i].current = &current[i];
        people[i].current_n = 1;
    }
    in.sessions = sessions;
    in.people = people;
    in.per_window = (int32_t)(1 + seed % PLAN_PER_WINDOW);
    return in;
}

/* The bound holds for the best plan there is, and ours is near. */
static void bound_holds_for_the_best_plan(void **state) {
    (void)state;
    double lost = 0, all = 0;
    for (uint64_t seed = 1; seed <= 180; seed++) {
        Arena *a = arena_new();
        PlanInput in = small_org(a, seed);
        PlanResult r = make(a, &in);
        Try t = {.in = &in, .best = INT64_MIN, .a = a};
        try_sets(&t, 0, 0);
        assert_true((double)t.best <= r.bound * (1 + 1e-9));
        assert_true(r.objective <= t.best);
        lost += (double)(t.best - r.objective);
        all += (double)t.best;
        arena_free(a);
    }
    assert_true(lost <= 0.001 * all);
}

static void rules_hold_and_the_gap_is_small(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        Arena *a = arena_new();
        PlanInput in = made_org(a, (MadeOrg){160, 91, 1.1, seed});
        PlanResult r = make(a, &in);
        assert_true(r.gap <= 0.02); /* small numbers are lumpy; `bench/plan` has the sizes that count */
        for (size_t i = 0; i < r.shorts_n; i++) assert_true(r.shorts[i].owed - r.shorts[i].planned >= 30);
        arena_free(a);
    }
}

static void assert_same(const PlanResult *one, const PlanResult *other) {
    assert_int_equal(one->objective, other->objective);
    assert_true(one->bound == other->bound); /* to the last bit */
    assert_int_equal(one->seats_n, other->seats_n);
    for (size_t i = 0; i < one->seats_n; i++) {
        assert_int_equal(one->seats[i].person, other->seats[i].person);
        assert_int_equal(one->seats[i].session, other->seats[i].session);
        assert_int_equal(one->seats[i].rivals, other->seats[i].rivals);
    }
    assert_int_equal(one->shorts_n, other->shorts_n);
}

/* Small enough for the flow, and so large that people are looked at in parts. */
static void same_seed_same_plan_with_any_threads(void **state) {
    (void)state;
    const MadeOrg made[] = {{120, 84, 1.1, 5}, {4100, 42, 1.1, 6}};
    for (size_t m = 0; m < 2; m++) {
        Arena *a = arena_new();
        PlanInput in = made_org(a, made[m]);
        PlanResult alone = make(a, &in);
        const int threads[] = {1, 2, 8};
        for (size_t t = 0; t < 3; t++) {
            Par *par = par_new(threads[t]);
            in.par = par;
            PlanResult shared = make(a, &in);
            par_free(par);
            assert_same(&alone, &shared);
        }
        arena_free(a);
    }
}

/* A session is called off: its guests move, and hardly anybody else. */
static void few_move_when_little_changes(void **state) {
    (void)state;
    Arena *a = arena_new();
    PlanInput in = made_org(a, (MadeOrg){160, 91, 1.2, 7});
    PlanResult before = make(a, &in);
    PlanPerson *people = ARENA_ARRAY(a, PlanPerson, in.people_n);
    memcpy(people, in.people, in.people_n * sizeof *people);
    for (size_t i = 0, k; i < before.seats_n; i = k) {
        int32_t *current = ARENA_ARRAY(a, int32_t, before.seats_n);
        size_t n = 0;
        for (k = i; k < before.seats_n && before.seats[k].person == before.seats[i].person; k++)
            current[n++] = before.seats[k].session;
        people[before.seats[i].person].current = current;
        people[before.seats[i].person].current_n = n;
    }
    in.people = people;
    PlanSession *sessions = ARENA_ARRAY(a, PlanSession, in.sessions_n);
    memcpy(sessions, in.sessions, in.sessions_n * sizeof *sessions);
    in.sessions = sessions;
    int32_t off = before.seats[0].session;
    size_t guests = 0;
    for (size_t i = 0; i < before.seats_n; i++) guests += before.seats[i].session == off;
    sessions[off].seats = 0;
    PlanResult after = make(a, &in);
    size_t kept = 0, gone = 0;
    for (size_t i = 0; i < after.seats_n; i++) kept += after.seats[i].kept;
    for (size_t i = 0; i < after.moves_n; i++) gone += after.moves[i].gone;
    assert_int_equal(kept + after.moves_n, before.seats_n);
    assert_int_equal(gone, guests);
    assert_true(after.moves_n <= guests + before.seats_n / 20);
    arena_free(a);
}

/* 14 people, one shift a day, weekends skipped: round robin by calendar day leaves 4 of them without any shift for as
 * long as it runs (target/goalert#55). */
static void nobody_starves(void **state) {
    (void)state;
    enum { PEOPLE = 14, WEEKS = 6, DAYS = 7 * WEEKS };
    Arena *a = arena_new();
    int robin[PEOPLE] = {0}, without = 0;
    for (int d = 0; d < DAYS; d++)
        if (d % 7 < 5) robin[d % PEOPLE]++;
    for (int i = 0; i < PEOPLE; i++) without += !robin[i];
    assert_int_equal(without, 4);
    PlanInput in = {.people_n = PEOPLE,
                    .sessions_n = DAYS,
                    .windows_n = 1,
                    .zones_n = 1,
                    .teams_n = 1,
                    .per_window = 3,
                    .weights = PLAN_WEIGHTS};
    int64_t *bounds = ARENA_ARRAY(a, int64_t, 2);
    bounds[1] = (int64_t)DAYS * SECONDS_PER_DAY;
    PlanPerson *people = ARENA_ARRAY(a, PlanPerson, PEOPLE);
    PlanSession *sessions = ARENA_ARRAY(a, PlanSession, DAYS);
    int32_t *local = ARENA_ARRAY(a, int32_t, DAYS), *owed = ARENA_ARRAY(a, int32_t, 1);
    owed[0] = 480;
    for (int i = 0; i < PEOPLE; i++)
        people[i] = (PlanPerson){.id = i, .workdays = 0x1f, .day_begin = 540, .day_end = 1050, .owed = owed};
    for (int d = 0; d < DAYS; d++) {
        sessions[d] = (PlanSession){.id = d,
                                    .starts_at = (int64_t)d * SECONDS_PER_DAY + 36000,
                                    .minutes = 240,
                                    .topic = -1,
                                    .language = -1,
                                    .host = -1,
                                    .seats = 1,
                                    .novices = -1};
        local[d] = d % 7 * 1440 + 600;
    }
    in.bounds = bounds;
    in.people = people;
    in.sessions = sessions;
    in.local = local;
    in.relevance = ARENA_ARRAY(a, int16_t, 1);
    PlanResult r = make(a, &in);
    int shifts[PEOPLE] = {0};
    for (size_t i = 0; i < r.seats_n; i++) shifts[r.seats[i].person]++;
    assert_int_equal(r.seats_n, 28); /* 30 workdays, and two shifts are what each owes */
    for (int i = 0; i < PEOPLE; i++) assert_int_equal(shifts[i], 2);
    assert_float_equal(r.fairness, 1, 1e-9);
    arena_free(a);
}

static void reasons_are_told(void **state) {
    (void)state;
    Arena *a = arena_new();
    PlanInput in = made_org(a, (MadeOrg){40, 42, 1.2, 9});
    PlanPerson *people = ARENA_ARRAY(a, PlanPerson, in.people_n);
    memcpy(people, in.people, in.people_n * sizeof *people);
    in.people = people;
    people[0].languages = 1ull << 40;                                     /* nobody offers that */
    people[1].languages = 1, people[1].day_begin = people[1].day_end = 0; /* works at no time */
    int32_t owed = 120;
    PlanSpan always = {0, INT64_MAX};
    people[2] = (PlanPerson){.languages = 1, .workdays = 0x7f, .day_end = 1440, .busy = &always, .busy_n = 1};
    people[0].owed = people[1].owed = people[2].owed = &owed;
    PlanResult r = make(a, &in);
    assert_int_equal(r.shorts[0].person, 0);
    assert_int_equal(r.shorts[0].reason, SHORT_LANGUAGE);
    assert_int_equal(r.shorts[1].reason, SHORT_HOURS);
    assert_int_equal(r.shorts[2].reason, SHORT_AWAY);
    arena_free(a);
}

static bool stop(void *ctx, const char *phase, double done, double total) {
    (void)ctx, (void)phase, (void)done, (void)total;
    return false;
}

static void refusals(void **state) {
    (void)state;
    Arena *a = arena_new();
    PlanInput in = made_org(a, (MadeOrg){20, 42, 1, 1});
    PlanResult r;
    Err err = {0};
    Progress progress = {stop, NULL};
    in.progress = &progress;
    assert_false(plan_make(a, &in, &r, &err));
    assert_int_equal(err.code, ERR_CANCELLED);
    in.progress = NULL;
    in.per_window = 9;
    assert_false(plan_make(a, &in, &r, &err));
    assert_int_equal(err.code, ERR_INPUT);
    in.per_window = 2;
    in.people_n = 0; /* nobody, but sessions */
    for (size_t s = 0; s < in.sessions_n; s++) ((PlanSession *)(uintptr_t)in.sessions)[s].host = -1;
    assert_true(plan_make(a, &in, &r, &err));
    assert_int_equal(r.seats_n, 0);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_assignment_is_optimal),
        cmocka_unit_test(bound_holds_for_the_best_plan),
        cmocka_unit_test(rules_hold_and_the_gap_is_small),
        cmocka_unit_test(same_seed_same_plan_with_any_threads),
        cmocka_unit_test(few_move_when_little_changes),
        cmocka_unit_test(nobody_starves),
        cmocka_unit_test(reasons_are_told),
        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
