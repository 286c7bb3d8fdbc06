/* Sessions from offering to reflection, as the doors call them, on both engines. */
#include "app_test.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "store/org_store.h"

enum { CLIENTS = 64, DAY = 86400 };

static void person(Fixture *f, const char *key, const char *name, bool engineer, const char *team) {
    PersonRow row = person_new(str_from_c(key), str_from_c(name));
    int64_t id, team_id = 0;
    if (team)
        assert_ok(f, team_put(f->db, &(TeamRow){.key = str_from_c(team), .name = str_from_c(team)}, &team_id, &f->err));
    row.email = row.key;
    row.zone = STR("Europe/Berlin");
    row.engineer = engineer;
    row.host = !engineer;
    row.team_id = team_id;
    assert_ok(f, person_put(f->db, &row, &id, &f->err));
}

/* Sue of support, Sam of sales; Ann and Bob of cards, Eve of payments. */
static App *company(Fixture *f) {
    App *app = world_open(f, 1);
    person(f, "sue@x.example", "Sue", false, "support");
    person(f, "sam@x.example", "Sam", false, NULL);
    person(f, "ann@x.example", "Ann", true, "cards");
    person(f, "bob@x.example", "Bob", true, "cards");
    person(f, "eve@x.example", "Eve", true, "payments");
    return app;
}

/* "session=12"; good for the next few. */
static const char *offer(App *app, const char *format, const char *starts, const char *host, const char *more) {
    enum { SOME = 4 };
    static char args[SOME][40];
    static int next;
    char *arg = args[next++ % SOME];
    const json_t *reply = ask(app, "sessions.offer", format, starts, host, more, NULL);
    snprintf(arg, sizeof args[0], "session=%lld", number(reply, "session"));
    return arg;
}
#define SUE "host=sue@x.example"
#define SAM "host=sam@x.example"

/* Functions, since jansson's macros ask twice. */
static bool is_true(const json_t *v) {
    return json_is_true(v);
}
static bool is_false(const json_t *v) {
    return json_is_false(v);
}

/* ---- seats ----------------------------------------------------------------------------------- */

static void a_waiting_list_moves_up(void **state) {
    Fixture *f = *state;
    App *app = company(f);
    ask(app, "formats.save", "format=Store visit", "capacity=1", NULL);
    const char *session = offer(app, "format=store_visit", "starts=2026-06-10 10:00", SUE, NULL);
    const json_t *one = ask(app, "sessions.get", session, NULL);
    assert_string_equal(text(one, "session.when"), "Wed 10 Jun 2026, 10:00 to 11:00 (Europe/Berlin)");
    assert_string_equal(text(one, "session.starts_at"), "2026-06-10T08:00:00Z");
    assert_true(is_true(at_path(ask(app, "seats.join", session, "person=ann@x.example", NULL), "booked")));
    assert_true(is_false(at_path(ask(app, "seats.join", session, "person=bob@x.example", NULL), "booked")));
    assert_true(is_false(at_path(ask(app, "seats.join", session, "person=eve@x.example", NULL), "booked")));
    assert_int_equal(refusal(app, "seats.join", session, "person=bob@x.example", NULL)->code, ERR_CONFLICT);
    assert_int_equal(refusal(app, "seats.join", session, "person=sue@x.example", NULL)->code, ERR_CONFLICT);
    assert_int_equal(refusal(app, "seats.join", session, "person=nobody", NULL)->code, ERR_NOT_FOUND);

    /* Bob is elsewhere by then, so Eve moves up although he asked first */
    const char *other = offer(app, "format=store_visit", "starts=2026-06-10 10:30", SAM, NULL);
    ask(app, "seats.join", other, "person=bob@x.example", NULL);
    ask(app, "seats.leave", session, "person=ann@x.example", NULL);
    one = ask(app, "sessions.get", session, NULL);
    assert_int_equal(number(one, "session.booked"), 1);
    assert_string_equal(text(one, "seats.1.person.name"), "Eve"); /* seats.0 is the host */
    assert_int_equal(number(one, "session.waiting"), 1);
    const json_t *mine = ask(app, "seats.list", "person=ann@x.example", NULL);
    assert_string_equal(text(mine, "seats.0.state"), "withdrawn");
    world_close(app);
}

static void swaps_are_both_or_nothing(void **state) {
    Fixture *f = *state;
    App *app = company(f);
    ask(app, "formats.save", "format=Store visit", "capacity=1", NULL);
    char one[40], two[40], other[40];
    snprintf(one, sizeof one, "%s", offer(app, "format=store_visit", "starts=2026-06-10 10:00", SUE, NULL));
    snprintf(two, sizeof two, "%s", offer(app, "format=store_visit", "starts=2026-06-11 10:00", SUE, NULL));
    snprintf(other, sizeof other, "other=%s", two + strlen("session="));
    ask(app, "seats.join", one, "person=ann@x.example", NULL);
    ask(app, "seats.join", two, "person=bob@x.example", NULL);
    assert_int_equal(refusal(app, "seats.swap", one, "person=eve@x.example", "with=bob@x.example", NULL)->code,
                     ERR_NOT_FOUND);
    /* an engineer cannot book somebody else by it */
    PersonRow ann;
    assert_ok(f, person_find(f->db, f->a, STR("ann@x.example"), &ann, &f->err));
    Actor as_ann = {.name = STR("Ann"), .role = ROLE_ENGINEER, .scopes = SCOPE_ALL, .person_id = ann.id};
    json_t *reply = NULL;
    Err err = {0};
    Str number_two = str_from_c(two + strlen("session="));
    RawArg raw[] = {{STR("session"), str_from_c(one + strlen("session="))},
                    {STR("with"), STR("bob@x.example")},
                    {STR("other"), number_two}};
    assert_false(app_call(app, &as_ann, op_find(STR("seats.swap")), f->a, raw, 3, NOW, NULL, &reply, &err));
    assert_int_equal(err.code, ERR_FORBIDDEN);
    ask(app, "seats.join", one, "person=bob@x.example", NULL); /* now each waits for the other's */
    ask(app, "seats.join", two, "person=ann@x.example", NULL);
    err = (Err){0};
    if (!app_call(app, &as_ann, op_find(STR("seats.swap")), f->a, raw, 3, NOW, NULL, &reply, &err))
        fail_msg("%s", err.message);
    json_decref(reply);
    assert_string_equal(text(ask(app, "sessions.get", one, NULL), "seats.1.person.name"), "Bob");
    assert_string_equal(text(ask(app, "sessions.get", two, NULL), "seats.1.person.name"), "Ann");
    world_close(app);
}

static void a_shift_pairs_first_timers_with_experience(void **state) {
    Fixture *f = *state;
    App *app = company(f);
    const char *shift = offer(app, "format=support", "starts=2026-06-10 10:00", SUE, "capacity=3");
    assert_true(is_true(at_path(ask(app, "seats.join", shift, "person=ann@x.example", NULL), "booked")));
    const json_t *eve = ask(app, "seats.join", shift, "person=eve@x.example", NULL); /* a second first-timer */
    assert_true(is_false(at_path(eve, "booked")));
    assert_non_null(strstr(text(eve, "done"), "first-timers"));
    char by_engineer[40];
    snprintf(by_engineer, sizeof by_engineer, "%s",
             offer(app, "format=support", "starts=2026-06-12 10:00", "host=bob@x.example", NULL));
    assert_true(is_false(at_path(ask(app, "seats.join", by_engineer, "person=eve@x.example", NULL), "booked")));
    world_close(app);
}

/* Where half did not come, more may book; by hand too; and not where the format says no. */
static void absences_make_room(void **state) {
    Fixture *f = *state;
    App *app = company(f);
    ask(app, "formats.save", "format=Store visit", "capacity=10", "overbook=yes", NULL);
    const char *session = offer(app, "format=store_visit", "starts=2026-08-10 10:00", SUE, NULL);
    const json_t *before = ask(app, "sessions.get", session, NULL);
    for (int day = 10; day < 30; day++) { /* held, and nobody but Ann came */
        char starts[40];
        snprintf(starts, sizeof starts, "starts=2026-05-%02d 10:00", day);
        const char *past = offer(app, "format=store_visit", starts, SAM, NULL);
        ask(app, "seats.join", past, "person=ann@x.example", NULL);
        ask(app, "seats.join", past, "person=bob@x.example", NULL);
        ask(app, "seats.join", past, "person=eve@x.example", NULL);
        ask(app, "sessions.attend", past, "attended=ann@x.example", NULL);
    }
    session = offer(app, "format=store_visit", "starts=2026-08-11 10:00", SUE, NULL);
    const json_t *one = ask(app, "sessions.get", session, NULL);
    assert_true(number(one, "session.extra") > number(before, "session.extra"));
    assert_int_equal(number(one, "session.free"), 10 + number(one, "session.extra"));
    ask(app, "sessions.change", session, "extra=1", "starts=", NULL);
    assert_int_equal(number(ask(app, "sessions.get", session, NULL), "session.free"), 11);
    session = offer(app, "format=store_visit", "starts=2026-08-12 10:00", SUE, "extra=0");
    assert_int_equal(number(ask(app, "sessions.get", session, NULL), "session.extra"), 0);
    assert_int_equal(
        refusal(app, "sessions.offer", "format=support", "starts=2026-08-13 10:00", SUE, "extra=1", NULL)->code,
        ERR_INPUT);
    world_close(app);
}

/* ---- 64 clients ------------------------------------------------------------------------------ */

typedef struct Client {
    const char *url;
    char person[40], session[40];
    bool ok, booked;
    Err err;
} Client;

static void *fight(void *ctx) {
    Client *c = ctx;
    static const Actor LEAD = {.name = STR_INIT("a client"), .role = ROLE_LEAD, .scopes = SCOPE_ALL};
    App *app = app_open(&(AppOptions){.store = str_from_c(c->url), .write = true, .threads = 1});
    Arena *a = arena_new();
    RawArg raw[] = {{STR("session"), str_from_c(c->session)}, {STR("person"), str_from_c(c->person)}};
    json_t *reply = NULL;
    c->ok = app_call(app, &LEAD, op_find(STR("seats.join")), a, raw, 2, NOW, NULL, &reply, &c->err);
    c->booked = c->ok && json_is_true(json_object_get(reply, "booked"));
    json_decref(reply);
    arena_free(a);
    app_close(app);
    return NULL;
}

static void the_last_seat_goes_to_one_of_64_clients(void **state) {
    Fixture *f = *state;
    App *app = company(f);
    static Client clients[CLIENTS];
    pthread_t threads[CLIENTS];
    ask(app, "formats.save", "format=Store visit", "capacity=3", NULL);
    const char *session = offer(app, "format=store_visit", "starts=2026-06-10 10:00", SUE, NULL);
    ask(app, "seats.join", session, "person=ann@x.example", NULL);
    ask(app, "seats.join", session, "person=bob@x.example", NULL);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (Client){.url = f->url};
        snprintf(clients[i].person, sizeof clients[i].person, "client%d@x.example", i);
        snprintf(clients[i].session, sizeof clients[i].session, "%s", session + strlen("session="));
        person(f, clients[i].person, clients[i].person, true, NULL);
    }
    for (int i = 0; i < CLIENTS; i++) assert_int_equal(pthread_create(&threads[i], NULL, fight, &clients[i]), 0);
    int booked = 0;
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        if (!clients[i].ok) fail_msg("client %d: %s", i, clients[i].err.message);
        booked += clients[i].booked;
    }
    assert_int_equal(booked, 1);
    const json_t *one = ask(app, "sessions.get", session, NULL);
    assert_int_equal(number(one, "session.booked"), 3);
    assert_int_equal(number(one, "session.waiting"), CLIENTS - 1);
    assert_int_equal(number(one, "session.free"), 0);
    ask(app, "audit.verify", NULL); /* 66 rows in one chain, written by 65 connections */
    world_close(app);
}

/* ---- changes --------------------------------------------------------------------------------- */

static void a_moved_session_lets_go_who_cannot_come(void **state) {
    Fixture *f = *state;
    App *app = company(f);
    ask(app, "formats.save", "format=Store visit", "capacity=2", NULL);
    char one[40], two[40];
    snprintf(one, sizeof one, "%s", offer(app, "format=store_visit", "starts=2026-06-10 10:00", SUE, NULL));
    snprintf(two, sizeof two, "%s", offer(app, "format=store_visit", "starts=2026-06-11 10:00", SAM, NULL));
    ask(app, "seats.join", one, "person=ann@x.example", NULL);
    ask(app, "seats.join", one, "person=bob@x.example", NULL);
    ask(app, "seats.join", one, "person=eve@x.example", NULL); /* waits */
    ask(app, "seats.join", two, "person=ann@x.example", NULL);
    ask(app, "sessions.change", one, "starts=2026-06-11 10:00", NULL);
    const json_t *moved = ask(app, "sessions.get", one, NULL);
    assert_string_equal(text(moved, "session.starts_at"), "2026-06-11T08:00:00Z");
    assert_int_equal(number(moved, "session.booked"), 2);
    assert_int_equal(number(moved, "session.waiting"), 0);
    assert_int_equal(refusal(app, "sessions.change", one, "starts=2026-03-29 02:30", NULL)->code,
                     ERR_INPUT); /* no such hour */
    assert_int_equal(refusal(app, "sessions.change", one, "zone=Europe/Nowhere", NULL)->code, ERR_INPUT);
    assert_int_equal(refusal(app, "sessions.change", one, "link=javascript:alert(1)", NULL)->code, ERR_INPUT);
    ask(app, "sessions.cancel", one, "why=Sue is ill", NULL);
    assert_int_equal(refusal(app, "seats.join", one, "person=ann@x.example", NULL)->code, ERR_CONFLICT);
    assert_string_equal(text(ask(app, "seats.list", "person=bob@x.example", NULL), "seats.0.state"), "withdrawn");
    world_close(app);
}

/* The wall clock stays, so the instants move by an hour where clocks change (25 October). */
static void weeks_keep_the_wall_clock(void **state) {
    App *app = company(*state);
    ask(app, "formats.save", "format=Store visit", NULL);
    ask(app, "sessions.offer", "format=store_visit", "starts=2026-10-20 10:00", "host=sue@x.example", "weeks=2", NULL);
    const json_t *list = ask(app, "sessions.list", NULL);
    assert_string_equal(text(list, "sessions.0.starts_at"), "2026-10-20T08:00:00Z");
    assert_string_equal(text(list, "sessions.1.starts_at"), "2026-10-27T09:00:00Z");
    world_close(app);
}

/* ---- customers ------------------------------------------------------------------------------- */

static void a_ride_along_needs_consent_first(void **state) {
    Fixture *f = *state;
    App *app = company(f);
    static const char *const RIDE[] = {"format=ride_along", "host=sam@x.example"};
    assert_int_equal(refusal(app, "sessions.offer", RIDE[0], RIDE[1], "starts=2026-06-10 10:00", NULL)->code,
                     ERR_INPUT);
    assert_int_equal(
        refusal(app, "sessions.offer", RIDE[0], RIDE[1], "starts=2026-06-10 10:00", "customer=C-1", NULL)->code,
        ERR_NOT_FOUND);
    const json_t *given = ask(app, "customers.consent", "customer=C-1",
                              "how=by mail of 3 May, said ann@customer.example", "until=2026-12-31", NULL);
    assert_string_equal(text(given, "customer"), "#1");
    assert_string_equal(text(ask(app, "customers.get", "customer=c-1 ", NULL), "consents.0.how"),
                        "by mail of 3 May, said [EMAIL]");
    assert_int_equal(
        refusal(app, "sessions.offer", RIDE[0], RIDE[1], "starts=2026-06-10 10:00", "customer=C-1", "capacity=4", NULL)
            ->code,
        ERR_INPUT);
    assert_int_equal(
        refusal(app, "sessions.offer", RIDE[0], RIDE[1], "starts=2027-01-10 10:00", "customer=C-1", NULL)->code,
        ERR_CONFLICT);
    char first[40];
    snprintf(first, sizeof first, "session=%lld",
             number(ask(app, "sessions.offer", RIDE[0], RIDE[1], "starts=2026-06-10 10:00", "customer=C-1",
                        "capacity=3", NULL),
                    "session"));

    /* cooldown, in both directions; a reason overrides it and is logged */
    assert_int_equal(
        refusal(app, "sessions.offer", RIDE[0], RIDE[1], "starts=2026-09-07 10:00", "customer=C-1", NULL)->code,
        ERR_CONFLICT);
    ask(app, "sessions.offer", RIDE[0], RIDE[1], "starts=2026-09-08 10:00", "customer=#1", NULL);
    ask(app, "sessions.offer", RIDE[0], RIDE[1], "starts=2026-07-10 10:00", "customer=#1",
        "why=they asked us to come again", NULL);
    const json_t *log = ask(app, "audit.list", "limit=1", NULL);
    assert_string_equal(text(log, "rows.0.action"), "session.offer_over_limit");
    assert_string_equal(text(log, "rows.0.body.why"), "they asked us to come again");
    ask(app, "customers.limits", "cooldown=0", "cap=4", NULL);
    ask(app, "customers.contact", "customer=#1", "purpose=ride_along", NULL);
    assert_int_equal(refusal(app, "customers.contact", "customer=#1", "purpose=ride_along", NULL)->code,
                     ERR_CONFLICT);                        /* the fifth in a year */
    ask(app, "sessions.cancel", first, "why=moved", NULL); /* gives its contact back */
    ask(app, "customers.contact", "customer=#1", "purpose=ride_along", NULL);

    /* these no reason overrides */
    assert_non_null(strstr(text(ask(app, "customers.consent_end", "customer=#1", NULL), "done"),
                           "2 sessions with them are cancelled"));
    const json_t *gone = ask(app, "sessions.get", "session=2", NULL);
    assert_string_equal(text(gone, "session.state"), "cancelled");
    assert_string_equal(text(gone, "why"), "the customer is not to be contacted");
    assert_int_equal(refusal(app, "customers.contact", "customer=#1", "why=please", NULL)->code, ERR_CONFLICT);
    ask(app, "customers.consent", "customer=#1", "how=again, by phone", "purpose=any", NULL);
    ask(app, "customers.opt_out", "customer=#1", NULL);
    assert_int_equal(refusal(app, "customers.contact", "customer=#1", "why=please", NULL)->code, ERR_CONFLICT);
    ask(app, "customers.opt_out", "customer=#1", "on=false", NULL);
    assert_int_equal(refusal(app, "customers.block", "customer=#1", NULL)->code, ERR_INPUT);
    ask(app, "customers.block", "customer=#1", "why=a court case", NULL);
    assert_non_null(
        strstr(refusal(app, "customers.contact", "customer=#1", "why=please", NULL)->message, "a court case"));
    assert_true(str_find(sql_everything(f), STR("C-1")) == SIZE_MAX); /* only its hash is kept */
    world_close(app);
}

/* ---- after the session ----------------------------------------------------------------------- */

static void a_reflection_becomes_a_signal(void **state) {
    Fixture *f = *state;
    App *app = company(f);
    ask(app, "formats.save", "format=Store visit", NULL);
    char held[40], later[40];
    snprintf(held, sizeof held, "%s", offer(app, "format=store_visit", "starts=2026-06-10 10:00", SUE, NULL));
    snprintf(later, sizeof later, "%s", offer(app, "format=store_visit", "starts=2026-06-12 10:00", SUE, NULL));
    ask(app, "seats.join", held, "person=ann@x.example", NULL);
    ask(app, "seats.join", held, "person=bob@x.example", NULL);
    ask(app, "seats.join", later, "person=bob@x.example", NULL);
    assert_int_equal(refusal(app, "sessions.attend", held, NULL)->code, ERR_CONFLICT); /* has not begun */
    sql_run(f, "UPDATE session SET starts_at = starts_at - 1728000, ends_at = ends_at - 1728000");
    assert_int_equal(refusal(app, "sessions.attend", held, "attended=eve@x.example", NULL)->code,
                     ERR_INPUT); /* had no seat */
    ask(app, "sessions.attend", held, "attended=ann@x.example", "minutes=50", NULL);
    ask(app, "sessions.attend", later, "attended=bob@x.example", NULL);
    const json_t *page = ask(app, "sessions.attendance", held, NULL);
    assert_string_equal(text(page, "seats.0.state"), "attended");
    assert_int_equal(number(page, "seats.0.minutes"), 50);
    assert_string_equal(text(page, "seats.1.state"), "absent");
    assert_int_equal(refusal(app, "reflections.add", held, "person=bob@x.example",
                             "saw=She went through three menus to find it", NULL)
                         ->code,
                     ERR_CONFLICT);
    assert_int_equal(
        refusal(app, "reflections.add", held, "person=ann@x.example", "saw=fine", "surprised=nothing", NULL)->code,
        ERR_INPUT);
    static const char SAW[] =
        "saw=She went through three menus to find the limit, gave up and rang us; her number is 4111 1111 1111 1111",
                      NEXT[] = "ask_next=How many give up without ringing?",
                      SURPRISED[] = "surprised=She had a note with the steps on her desk.";
    const json_t *added = ask(app, "reflections.add", held, "person=ann@x.example", SAW, NEXT, SURPRISED, NULL);
    char signal[40];
    snprintf(signal, sizeof signal, "signal=%lld", number(added, "signal"));
    const json_t *kept = ask(app, "signals.get", signal, NULL);
    assert_non_null(strstr(text(kept, "signal.text"), "her number is [CARD]"));
    assert_string_equal(text(kept, "signal.source.name"), "Reflections");
    assert_true(is_true(at_path(ask(app, "seats.list", "person=ann@x.example", NULL), "seats.0.counts")));
    /* copied, with a word changed */
    assert_non_null(strstr(refusal(app, "reflections.add", later, "person=bob@x.example",
                                   "saw=She went through three menus to find the limit, gave up and called us; her "
                                   "number is 4111 1111 1111 1111",
                                   NEXT, SURPRISED, NULL)
                               ->message,
                           "Ann"));
    /* said again, it replaces the one before: the same signal */
    added = ask(app, "reflections.add", held, "person=ann@x.example",
                "saw=She looked for the limit where cards are listed.", NEXT, NULL);
    assert_int_equal(number(ask(app, "signals.list", NULL), "total"), 1);
    const json_t *list = ask(app, "reflections.list", held, NULL);
    assert_int_equal(json_array_size(at_path(list, "reflections")), 1);
    /* and a problem can start from one */
    added = ask(app, "reflections.add", later, "person=bob@x.example",
                "saw=The agent typed the same address into four windows.",
                "surprised=Nobody finds that strange any more.", "start=The address is typed four times", NULL);
    char problem[40];
    snprintf(problem, sizeof problem, "problem=%lld", number(added, "problem"));
    const json_t *started = ask(app, "problems.get", problem, NULL);
    assert_string_equal(text(started, "problem.title"), "The address is typed four times");
    const json_t *cover = ask(app, "coverage.get", NULL);
    assert_int_equal(number(cover, "came.started"), 1);
    assert_int_equal(number(cover, "came.reflections"), 2);
    world_close(app);
}

static void hackathons_are_judged_in_pairs(void **state) {
    Fixture *f = *state;
    App *app = company(f);
    demo_import(app);
    const char *hack = offer(app, "format=hackathon", "starts=2026-06-10 09:00", SUE, NULL);
    ask(app, "hackathons.enter", hack, "name=One", "theme=1", "person=ann@x.example", "team=bob@x.example", NULL);
    ask(app, "hackathons.enter", hack, "name=Two", "theme=2", "person=eve@x.example", NULL);
    assert_int_equal(refusal(app, "hackathons.enter", hack, "name=Three", "person=eve@x.example", NULL)->code,
                     ERR_INPUT);
    assert_int_equal(refusal(app, "hackathons.judge", hack, "better=1", "worse=2", "person=bob@x.example", NULL)->code,
                     ERR_CONFLICT);
    assert_int_equal(refusal(app, "hackathons.judge", hack, "better=1", "worse=1", "person=sue@x.example", NULL)->code,
                     ERR_INPUT);
    ask(app, "hackathons.judge", hack, "better=2", "worse=1", "person=sue@x.example", "why=it removes the retry", NULL);
    ask(app, "hackathons.judge", hack, "better=2", "worse=1", "person=sam@x.example", NULL);
    ask(app, "hackathons.judge", hack, "better=1", "worse=2", "person=sam@x.example", NULL); /* thought better of it */
    const json_t *ranking = ask(app, "hackathons.ranking", hack, NULL);
    assert_int_equal(number(ranking, "judgements"), 2);
    assert_int_equal(number(ranking, "entries.0.rank_low"), 1);
    assert_int_equal(number(ranking, "entries.0.rank_high"), 2); /* one each: nothing is sure */
    assert_string_equal(text(ranking, "entries.0.team"), "Ann, Bob");
    assert_string_equal(text(ranking, "follow_up.0.due_at"), "2026-07-10T15:00:00Z");
    assert_int_equal(json_array_size(at_path(ask(app, "hackathons.due", NULL), "follow_up")), 0);
    assert_int_equal(json_array_size(at_path(ask(app, "hackathons.due", "all=yes", NULL), "follow_up")), 6);
    ask(app, "hackathons.follow", "entry=1", "days=30", "shipped=yes", "effect=the theme fell by a third", NULL);
    assert_int_equal(json_array_size(at_path(ask(app, "hackathons.due", "all=yes", NULL), "follow_up")), 5);
    world_close(app);
}

static void a_guide_is_made_of_verified_evidence(void **state) {
    Fixture *f = *state;
    App *app = company(f);
    demo_import(app);
    assert_int_equal(
        refusal(app, "sessions.offer", "format=empathy", "starts=2026-06-10 10:00", "host=sue@x.example", NULL)->code,
        ERR_INPUT);
    const char *session = offer(app, "format=empathy", "starts=2026-06-10 10:00", SUE, "theme=1");
    const json_t *one = ask(app, "sessions.get", session, NULL), *theme = ask(app, "themes.get", "theme=1", NULL);
    assert_string_equal(text(one, "moments.0.text"), text(theme, "quotes.0.text"));
    assert_true(is_true(at_path(one, "moments.0.verified")));
    ask(app, "sessions.note", session, "moment=1", "words=He tried it on two phones", NULL);
    ask(app, "sessions.note", session, "question=yes", "words=Who pays for the second try?", NULL);
    assert_int_equal(refusal(app, "sessions.note", session, "moment=99", "words=x", NULL)->code, ERR_NOT_FOUND);
    assert_int_equal(refusal(app, "sessions.guide", session, NULL)->code, ERR_CONFLICT); /* there are notes */
    /* the signal is changed behind our back: its words are not shown any more */
    sql_run(
        f, arena_printf(f->a, "UPDATE signal SET text = 'other words' WHERE id = %lld", number(one, "moments.0.signal"))
               .p);
    one = ask(app, "sessions.get", session, NULL);
    assert_true(is_false(at_path(one, "moments.0.verified")));
    assert_string_equal(text(one, "moments.0.text"), "");
    assert_string_equal(text(one, "moments.0.notes.0.words"), "He tried it on two phones");
    assert_int_equal(refusal(app, "sessions.cause", session, "words=x", "minutes=5", NULL)->code, ERR_CONFLICT);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(a_waiting_list_moves_up),
        STORE_TEST(swaps_are_both_or_nothing),
        STORE_TEST(a_shift_pairs_first_timers_with_experience),
        STORE_TEST(the_last_seat_goes_to_one_of_64_clients),
        STORE_TEST(absences_make_room),
        STORE_TEST(a_moved_session_lets_go_who_cannot_come),
        STORE_TEST(weeks_keep_the_wall_clock),
        STORE_TEST(a_ride_along_needs_consent_first),
        STORE_TEST(a_reflection_becomes_a_signal),
        STORE_TEST(hackathons_are_judged_in_pairs),
        STORE_TEST(a_guide_is_made_of_verified_evidence),
    };
    return app_tests_run("sessions", tests, sizeof tests / sizeof *tests);
}
