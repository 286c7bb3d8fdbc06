/* test_store_sessions.c - sessions and seats: what the database itself refuses, also when many ask at once. */
#include <pthread.h>

#include "base/clock.h"
#include "engine.h"
#include "store/org_store.h"
#include "store/session_store.h"
#include "store_test.h"

enum { NOON = 1780315200, HOUR = 3600, CLIENTS = 64 };

static int64_t person(Fixture *f, const char *key) {
    PersonRow row = person_new(str_from_c(key), str_from_c(key));
    int64_t id;
    assert_ok(f, person_put(f->db, &row, &id, &f->err));
    return id;
}

static SessionRow session_of(int64_t host, int64_t starts_at, int64_t capacity) {
    return (SessionRow){.format_id = 1,
                        .title = STR("Cards abroad"),
                        .host_id = host,
                        .starts_at = starts_at,
                        .ends_at = starts_at + HOUR,
                        .zone = STR("Europe/Berlin"),
                        .capacity = capacity};
}

static int64_t session(Fixture *f, int64_t host, int64_t starts_at, int64_t capacity) {
    SessionRow row = session_of(host, starts_at, capacity);
    int64_t id;
    assert_ok(f, session_add(f->db, &row, 10, &id, &f->err));
    return id;
}

static bool book(Fixture *f, int64_t session_id, int64_t person_id, int64_t at) {
    int64_t seat;
    bool taken;
    assert_ok(f, seat_ask(f->db, session_id, person_id, STR("self"), at, &seat, &f->err));
    assert_ok(f, seat_take(f->db, seat, STR("self"), at, &taken, &f->err));
    return taken;
}

static SeatRow seat(Fixture *f, int64_t session_id, int64_t person_id) {
    SeatRow row;
    assert_ok(f, seat_get(f->db, f->a, session_id, person_id, &row, &f->err));
    return row;
}

static void test_the_formats_that_are_there(void **state) {
    Fixture *f = *state;
    FormatRow *rows, own = {.key = STR("warehouse"),
                            .name = STR("Warehouse day"),
                            .minutes = 240,
                            .capacity = 4,
                            .counts = true,
                            .retired_at = TIME_NONE};
    size_t n;
    int64_t id, again;
    assert_ok(f, format_put(f->db, &own, &id, &f->err));
    own.capacity = 5;
    assert_ok(f, format_put(f->db, &own, &again, &f->err));
    assert_int_equal(id, again);
    assert_ok(f, formats_list(f->db, f->a, false, &rows, &n, &f->err));
    assert_int_equal(n, 5);
    assert_str(rows[2].key, "ride_along");
    assert_true(rows[2].capacity_max == 3 && rows[2].consent && rows[4].capacity == 5);
    own.retired_at = 7;
    assert_ok(f, format_put(f->db, &own, &again, &f->err));
    assert_ok(f, formats_list(f->db, f->a, false, &rows, &n, &f->err));
    assert_int_equal(n, 4);
    FormatRow one;
    assert_ok(f, format_find(f->db, f->a, STR("warehouse"), &one, &f->err));
    assert_int_equal(one.retired_at, 7);
    assert_fails(f, ERR_NOT_FOUND, format_get(f->db, f->a, 99, &one, &f->err));
}

static void test_a_seat_from_asking_to_reflection(void **state) {
    Fixture *f = *state;
    int64_t host = person(f, "host"), ann = person(f, "ann"), bob = person(f, "bob"), id = session(f, host, NOON, 1);
    assert_true(book(f, id, ann, 20));
    assert_false(book(f, id, bob, 21)); /* one place: he waits */
    int64_t again;
    assert_fails(f, ERR_CONFLICT, seat_ask(f->db, id, ann, STR("self"), 22, &again, &f->err));
    assert_fails(f, ERR_CONFLICT, seat_ask(f->db, id, bob, STR("self"), 22, &again, &f->err));
    assert_fails(f, ERR_CONFLICT, seat_ask(f->db, id, host, STR("self"), 22, &again, &f->err));
    SessionRow row;
    assert_ok(f, session_get(f->db, f->a, id, &row, &f->err));
    assert_true(row.booked == 1 && row.waiting == 1 && row.sequence == 0);
    assert_str(row.host, "host");
    assert_ok(f, seat_leave(f->db, seat(f, id, ann).id, 23, &f->err));
    assert_fails(f, ERR_CONFLICT, seat_leave(f->db, seat(f, id, ann).id, 24, &f->err));
    bool taken;
    assert_ok(f, seat_take(f->db, seat(f, id, bob).id, STR("waiting"), 25, &taken, &f->err));
    assert_true(taken && seat(f, id, bob).place == 1);
    assert_false(book(f, id, ann, 26)); /* back, behind him */
    assert_int_equal(seat(f, id, ann).sequence, 3);
    assert_ok(f, seat_mark(f->db, seat(f, id, bob).id, SEAT_ATTENDED, 55, 27, &f->err));
    assert_fails(f, ERR_CONFLICT, seat_mark(f->db, seat(f, id, ann).id, SEAT_ATTENDED, 55, 27, &f->err));
    assert_ok(f, session_end(f->db, id, SESSION_HELD, STR(""), 28, &f->err));
    assert_str(seat(f, id, ann).state, "withdrawn");
    assert_true(seat(f, id, bob).minutes == 55);
    assert_fails(f, ERR_CONFLICT, session_end(f->db, id, SESSION_CANCELLED, STR("late"), 29, &f->err));
    int64_t times;
    assert_ok(f, person_attended(f->db, bob, 1, &times, &f->err));
    assert_int_equal(times, 1);
}

static void test_nobody_is_in_two_sessions_at_a_time(void **state) {
    Fixture *f = *state;
    int64_t host = person(f, "host"), other = person(f, "other"), ann = person(f, "ann");
    int64_t one = session(f, host, NOON, 5), two = session(f, other, NOON + 1800, 5),
            next = session(f, host, NOON + HOUR, 5);
    SessionRow clash = session_of(host, NOON - 1800, 3);
    int64_t id, asked;
    bool taken;
    assert_fails(f, ERR_CONFLICT, session_add(f->db, &clash, 10, &id, &f->err));
    assert_true(book(f, one, ann, 20));
    assert_ok(f, seat_ask(f->db, two, ann, STR("self"), 21, &asked, &f->err)); /* waiting is no clash */
    assert_fails(f, ERR_CONFLICT, seat_take(f->db, asked, STR("self"), 22, &taken, &f->err));
    assert_true(book(f, next, ann, 23)); /* begins when the first ends */
    assert_ok(f, seat_ask(f->db, two, host, STR("self"), 24, &asked, &f->err));
    assert_fails(f, ERR_CONFLICT, seat_take(f->db, asked, STR("self"), 25, &taken, &f->err)); /* hosts elsewhere */

    /* moving a session: its people must be free, and their seats follow */
    SessionRow row;
    SeatRow *rows;
    size_t n;
    assert_ok(f, session_get(f->db, f->a, next, &row, &f->err));
    row.starts_at -= 1800, row.ends_at -= 1800;
    assert_ok(f, session_clashes(f->db, f->a, next, row.starts_at, row.ends_at, &rows, &n, &f->err));
    assert_int_equal(n, 2); /* the host and Ann */
    assert_fails(f, ERR_CONFLICT, session_change(f->db, &row, 30, &f->err));
    row.starts_at += HOUR, row.ends_at += HOUR;
    assert_ok(f, session_change(f->db, &row, 31, &f->err));
    assert_int_equal(seat(f, next, ann).starts_at, NOON + HOUR + 1800);
    assert_ok(f, session_get(f->db, f->a, next, &row, &f->err));
    assert_true(row.sequence == 1 && row.changed_at == 31);
    row.host_id = other; /* another host: the first one is free again */
    assert_ok(f, session_change(f->db, &row, 32, &f->err));
    assert_str(seat(f, next, host).state, "withdrawn");
    assert_str(seat(f, next, other).state, "booked");

    /* a cancelled session keeps nobody */
    assert_ok(f, session_end(f->db, one, SESSION_CANCELLED, STR("ill"), 33, &f->err));
    assert_ok(f, seat_take(f->db, seat(f, two, ann).id, STR("self"), 34, &taken, &f->err));
    assert_true(taken);
}

/* What a wrong program would try: statements that go around seat_store.c. */
static void test_the_database_refuses_by_itself(void **state) {
    Fixture *f = *state;
    int64_t host = person(f, "host"), ann = person(f, "ann"), bob = person(f, "bob");
    int64_t one = session(f, host, NOON, 1), two = session(f, 0, NOON, 2);
    (void)bob;
    assert_true(book(f, one, ann, 20));
    static const char *const WRONG[] = {
        /* a place twice, a place that is not there, no place */
        "INSERT INTO seat (session_id, person_id, role, state, place, starts_at, ends_at, asked_at, changed_at, "
        "sequence,"
        " minutes, reflected, origin) SELECT 1, 3, 'guest', 'booked', 1, starts_at, ends_at, 0, 0, 0, 0, 0, '' FROM "
        "session WHERE id = 1",
        "INSERT INTO seat (session_id, person_id, role, state, place, starts_at, ends_at, asked_at, changed_at, "
        "sequence,"
        " minutes, reflected, origin) SELECT 1, 3, 'guest', 'booked', 2, starts_at, ends_at, 0, 0, 0, 0, 0, '' FROM "
        "session WHERE id = 1",
        "INSERT INTO seat (session_id, person_id, role, state, place, starts_at, ends_at, asked_at, changed_at, "
        "sequence,"
        " minutes, reflected, origin) SELECT 1, 3, 'guest', 'booked', NULL, starts_at, ends_at, 0, 0, 0, 0, 0, '' FROM "
        "session WHERE id = 1",
        /* Ann twice at a time */
        "INSERT INTO seat (session_id, person_id, role, state, place, starts_at, ends_at, asked_at, changed_at, "
        "sequence,"
        " minutes, reflected, origin) SELECT 2, 2, 'guest', 'booked', 1, starts_at, ends_at, 0, 0, 0, 0, 0, '' FROM "
        "session WHERE id = 2",
        /* times that are not the session's; a place that is taken goes */
        "UPDATE seat SET starts_at = starts_at + 1 WHERE person_id = 2",
        "DELETE FROM session_place WHERE session_id = 1",
    };
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        if (f->db->engine->exec(f->db, WRONG[i], &f->err)) fail_msg("the database took: %s", WRONG[i]);
    assert_true(book(f, two, bob, 21));
    assert_fails(f, ERR_CONFLICT,
                 f->db->engine->exec(f->db,
                                     "UPDATE session SET starts_at = starts_at + 60 WHERE id = 2;"
                                     "UPDATE seat SET person_id = 2 WHERE session_id = 2",
                                     &f->err));
}

static void test_fewer_places(void **state) {
    Fixture *f = *state;
    int64_t id = session(f, 0, NOON, 4), ann = person(f, "ann"), bob = person(f, "bob"), eve = person(f, "eve");
    assert_true(book(f, id, ann, 20) && book(f, id, bob, 20) && book(f, id, eve, 20));
    assert_ok(f, seat_leave(f->db, seat(f, id, ann).id, 21, &f->err));
    SessionRow row;
    assert_ok(f, session_get(f->db, f->a, id, &row, &f->err));
    row.capacity = 2;
    assert_ok(f, session_change(f->db, &row, 22, &f->err)); /* Eve moves from place 3 to 1 */
    assert_int_equal(seat(f, id, eve).place, 1);
    assert_false(book(f, id, ann, 23));
    row.capacity = 1;
    assert_fails(f, ERR_CONFLICT, session_change(f->db, &row, 24, &f->err));
    row.extra = 2;
    assert_ok(f, session_change(f->db, &row, 25, &f->err));
    bool taken;
    assert_ok(f, seat_take(f->db, seat(f, id, ann).id, STR("waiting"), 26, &taken, &f->err));
    assert_true(taken);
}

static void test_lists(void **state) {
    Fixture *f = *state;
    int64_t host = person(f, "host"), ids[4];
    for (int i = 0; i < 4; i++) ids[i] = session(f, i % 2 ? host : 0, NOON + i * HOUR, 3);
    SessionRow *rows;
    size_t n;
    SessionFilter all = {.from = TIME_NONE, .to = TIME_NONE, .limit = 3};
    assert_ok(f, sessions_list(f->db, f->a, &all, &rows, &n, &f->err));
    assert_true(n == 3 && rows[0].id == ids[0]);
    all.after_at = rows[2].starts_at, all.after_id = rows[2].id;
    assert_ok(f, sessions_list(f->db, f->a, &all, &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].id == ids[3]);
    SessionFilter hosted = {
        .from = NOON + 2 * HOUR, .to = TIME_NONE, .host_id = host, .state = SESSION_OPEN, .newest = true};
    assert_ok(f, sessions_list(f->db, f->a, &hosted, &rows, &n, &f->err));
    assert_true(n == 1 && rows[0].id == ids[3]);
    SeatRow *seats;
    SeatFilter of_host = {.person_id = host, .from = NOON, .to = NOON + 2 * HOUR, .role = STR("host")};
    assert_ok(f, seats_list(f->db, f->a, &of_host, &seats, &n, &f->err));
    assert_true(n == 1 && seats[0].session_id == ids[1] && seats[0].counts);
}

/* ---- many at once ---------------------------------------------------------------------------- */

typedef struct Client {
    Fixture *f;
    int64_t session_id, person_id;
    bool taken, failed;
} Client;

static void *fight(void *ctx) {
    Client *c = ctx;
    Err err = {0};
    int64_t seat_id;
    Db *db = db_open(str_from_c(c->f->url), DB_CHANGE, &err);
    c->failed = !db || !db_begin(db, &err);
    if (!c->failed) {
        bool ok = seat_ask(db, c->session_id, c->person_id, STR("self"), 30, &seat_id, &err) &&
                  seat_take(db, seat_id, STR("self"), 30, &c->taken, &err);
        c->failed = !db_end(db, ok, &err);
    }
    db_close(db);
    return NULL;
}

static void test_the_last_seat_goes_to_one_of_64(void **state) {
    Fixture *f = *state;
    static Client clients[CLIENTS];
    pthread_t threads[CLIENTS];
    int64_t id = session(f, person(f, "host"), NOON, 3);
    char key[16];
    for (int i = 0; i < 2; i++) snprintf(key, sizeof key, "early%d", i), assert_true(book(f, id, person(f, key), 20));
    for (int i = 0; i < CLIENTS; i++) {
        snprintf(key, sizeof key, "client%d", i);
        clients[i] = (Client){f, id, person(f, key), false, false};
    }
    for (int i = 0; i < CLIENTS; i++) assert_int_equal(pthread_create(&threads[i], NULL, fight, &clients[i]), 0);
    for (int i = 0; i < CLIENTS; i++) pthread_join(threads[i], NULL);
    int taken = 0;
    for (int i = 0; i < CLIENTS; i++) {
        assert_false(clients[i].failed);
        taken += clients[i].taken;
    }
    assert_int_equal(taken, 1);
    SessionRow row;
    assert_ok(f, session_get(f->db, f->a, id, &row, &f->err));
    assert_true(row.booked == 3 && row.waiting == CLIENTS - 1);
}

int main(void) {
    static const StoreTest tests[] = {
        STORE_TEST(test_the_formats_that_are_there),
        STORE_TEST(test_a_seat_from_asking_to_reflection),
        STORE_TEST(test_nobody_is_in_two_sessions_at_a_time),
        STORE_TEST(test_the_database_refuses_by_itself),
        STORE_TEST(test_fewer_places),
        STORE_TEST(test_lists),
        STORE_TEST(test_the_last_seat_goes_to_one_of_64),
    };
    return store_tests_run("store/sessions", tests, sizeof tests / sizeof *tests);
}
