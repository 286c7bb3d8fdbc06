/* publish.c - publishing a plan, and reading calendars, of a large organisation:
 * publish URL [PEOPLE [SESSIONS [SEED]]]   URL: of an empty store; sessions have 12 places, each with a support shift's
 * or an empathy session's rules, in one quarter; everybody is planned for two or three seats. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "app/app.h"
#include "app/feed.h"
#include "base/clock.h"
#include "base/rng.h"
#include "store/org_store.h"
#include "store/plan_store.h"
#include "store/session_store.h"

enum { NOW = 1790000000, QUARTER = 91 * 86400, PLACES = 12, TEAM_OF = 8 };

typedef struct Bench {
    App *app;
    Db *db;
    Arena *a;
    Err err;
    int64_t people, sessions;
    PersonRow *person;
    int64_t *session;
} Bench;

static void must(Bench *b, bool ok, const char *what) {
    if (ok) return;
    fprintf(stderr, "%s: %s\n", what, b->err.message);
    exit(1);
}

static void add_people(Bench *b) {
    b->person = ARENA_ARRAY(b->a, PersonRow, (size_t)b->people);
    int64_t team = 0;
    for (int64_t i = 0; i < b->people; i++) {
        if (i % TEAM_OF == 0) {
            Str name = arena_printf(b->a, "team %lld", (long long)(i / TEAM_OF));
            must(b, team_put(b->db, &(TeamRow){.key = name, .name = name}, &team, &b->err), "team");
        }
        Str key = arena_printf(b->a, "p%lld@x.example", (long long)i);
        b->person[i] = person_new(key, arena_printf(b->a, "Person %lld", (long long)i));
        b->person[i].email = key;
        b->person[i].team_id = team;
    }
    must(b, people_put(b->db, b->a, b->person, (size_t)b->people, &b->err), "people");
}

static void add_sessions(Bench *b, Rng *rng) {
    b->session = ARENA_ARRAY(b->a, int64_t, (size_t)b->sessions);
    for (int64_t i = 0; i < b->sessions; i++) {
        int64_t at = NOW + 86400 + (int64_t)rng_below(rng, QUARTER / 3600 - 48) * 3600;
        SessionRow row = {.format_id = 1,
                          .title = STR("Listening together"),
                          .starts_at = at,
                          .ends_at = at + 3600,
                          .zone = STR("Europe/Berlin"),
                          .capacity = PLACES};
        must(b, session_add(b->db, &row, NOW - 1000, &b->session[i], &b->err), "session");
    }
}

/* Whoever is drawn; the few who would be in two sessions at a time are what publishing must refuse. */
static int64_t add_plan(Bench *b, Rng *rng) {
    size_t n = (size_t)(b->sessions * PLACES);
    PlanSeatRow *seats = ARENA_ARRAY(b->a, PlanSeatRow, n);
    uint64_t at = 0;
    for (size_t i = 0; i < n; i++) {
        at = (at + 1 + rng_below(rng, 3)) % (uint64_t)b->people;
        seats[i] = (PlanSeatRow){.person_id = b->person[at].id, .session_id = b->session[i / PLACES]};
    }
    PlanRow row = {.name = STR("bench"), .from_at = NOW, .to_at = NOW + QUARTER, .made_at = NOW, .figures = STR("{}")};
    PlanParts parts = {.seats = seats, .seats_n = n};
    int64_t id;
    must(b, plan_add(b->db, &row, &parts, &id, &b->err), "plan");
    return id;
}

static json_t *call(Bench *b, const char *op, RawArg *raw, size_t n) {
    Actor actor = actor_of_machine(STR("bench"));
    json_t *reply = NULL;
    double began = clock_monotonic();
    must(b, app_call(b->app, &actor, op_find(str_from_c(op)), b->a, raw, n, NOW, NULL, &reply, &b->err), op);
    printf("%-16s %8.2f s\n", op, clock_monotonic() - began);
    return reply;
}

static void read_feed(Bench *b, const char *name, Str value, const char *what) {
    RawArg raw[] = {{STR("kind"), str_from_c(name)}, {str_from_c(name), value}};
    json_t *made = call(b, "calendars.make", raw, 2);
    Str path = str_from_c(json_string_value(json_object_get(made, "path"))), rest = path, out;
    while (str_find(rest, STR("/")) != SIZE_MAX) str_cut(&rest, '/');
    Str token = str_cut(&rest, '.');
    double began = clock_monotonic();
    must(b, app_feed(b->app, b->a, token, NOW, &out, &b->err), "feed");
    printf("%-16s %8.3f s, %zu kB\n", what, clock_monotonic() - began, out.n / 1024);
    json_decref(made);
}

int main(int argc, char **argv) {
    if (argc < 2) return fprintf(stderr, "usage: publish URL [PEOPLE [SESSIONS [SEED]]]\n"), 2;
    Bench b = {.people = argc > 2 ? atoll(argv[2]) : 50000, .sessions = argc > 3 ? atoll(argv[3]) : 10000};
    Rng rng = rng_new(argc > 4 ? strtoull(argv[4], NULL, 10) : 1);
    b.a = arena_new();
    b.app = app_open(&(AppOptions){.store = str_from_c(argv[1]), .write = true, .threads = 2});
    must(&b, app_make_store(b.app, &b.err), "store");
    b.db = db_open(str_from_c(argv[1]), DB_WRITE, &b.err);
    must(&b, b.db && db_begin(b.db, &b.err), "store");
    add_people(&b);
    add_sessions(&b, &rng);
    int64_t plan = add_plan(&b, &rng);
    must(&b, db_end(b.db, true, &b.err), "store");
    printf("%lld people, %lld sessions, %lld seats\n", (long long)b.people, (long long)b.sessions,
           (long long)b.sessions * PLACES);
    json_t *done = call(&b, "plans.publish", &(RawArg){STR("plan"), arena_printf(b.a, "%lld", (long long)plan)}, 1);
    printf("booked %lld, failed %lld\n", json_integer_value(json_object_get(done, "booked")),
           json_integer_value(json_object_get(done, "failed")));
    json_decref(done);
    read_feed(&b, "person", STR("p5@x.example"), "feed, person");
    read_feed(&b, "team", arena_printf(b.a, "%lld", (long long)b.person[5].team_id), "feed, team of 8");
    json_decref(call(&b, "goals.totals", NULL, 0));
    json_decref(call(&b, "coverage.get", NULL, 0));
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("peak memory %ld MB\n", usage.ru_maxrss / 1024);
    app_close(b.app);
    db_close(b.db);
    arena_free(b.a);
    return 0;
}
