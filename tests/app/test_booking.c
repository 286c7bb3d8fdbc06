/* Many seats at once are decided as one by one: booking.c against seating.c over the same made-up weeks, on both
 * engines. NOW is 1 June 2026. */
#include "app_test.h"

#include <string.h>

#include "app_private.h"
#include "base/rng.h"
#include "booking.h"

enum { PEOPLE = 24, SESSIONS = 30, ASKED = 160, HOUR = 3600, DAY = 86400 };

typedef struct World {
    Fixture *f;
    Rng rng;
    int64_t people[PEOPLE], sessions[SESSIONS];
} World;

static void add_people(World *w) {
    int64_t teams[3];
    for (int i = 0; i < 3; i++) {
        char name[20];
        snprintf(name, sizeof name, "team %d", i);
        assert_ok(w->f, team_put(w->f->db, &(TeamRow){.key = str_from_c(name), .name = str_from_c(name)}, &teams[i],
                                 &w->f->err));
    }
    for (int i = 0; i < PEOPLE; i++) {
        char key[30];
        snprintf(key, sizeof key, "p%d@x.example", i);
        PersonRow row = person_new(str_from_c(key), str_from_c(key));
        row.team_id = i % 5 ? teams[i % 3] : 0;
        row.engineer = i % 6 != 0;
        if (i % 9 == 8) row.left_day = NOW / DAY + 10;
        assert_ok(w->f, person_put(w->f->db, &row, &w->people[i], &w->f->err));
    }
}

/* Formats 2 (one of a team, one first-timer) and 1 (no rules), in a crowded fortnight; some held a while ago. */
static void add_sessions(World *w) {
    for (int i = 0; i < SESSIONS; i++) {
        bool past = i % 5 == 0;
        int64_t at = NOW + (past ? -40 * DAY + i * DAY : DAY + (int64_t)rng_below(&w->rng, 14 * 8) * HOUR), seat;
        SessionRow row = {.format_id = 1 + (int64_t)rng_below(&w->rng, 2),
                          .title = STR("S"),
                          .host_id = w->people[rng_below(&w->rng, PEOPLE)],
                          .starts_at = at,
                          .ends_at = at + 2 * HOUR,
                          .capacity = 1 + (int64_t)rng_below(&w->rng, 4)};
        Err busy = {0};
        if (!session_add(w->f->db, &row, 1, &w->sessions[i], &busy)) {
            row.host_id = 0;
            assert_ok(w->f, session_add(w->f->db, &row, 1, &w->sessions[i], &w->f->err));
        }
        for (uint64_t k = 0, n = rng_below(&w->rng, 4); k < n; k++) {
            bool taken;
            Err none = {0};
            if (!seat_ask(w->f->db, w->sessions[i], w->people[rng_below(&w->rng, PEOPLE)], STR("self"), 2, &seat,
                          &none))
                continue;
            if (rng_below(&w->rng, 4) == 0 || !seat_take(w->f->db, seat, STR("self"), 2, &taken, &none)) continue;
            if (past && taken) assert_ok(w->f, seat_mark(w->f->db, seat, SEAT_ATTENDED, 60, 3, &w->f->err));
            if (!past && rng_below(&w->rng, 6) == 0) assert_ok(w->f, seat_leave(w->f->db, seat, 3, &w->f->err));
        }
        if (past) assert_ok(w->f, session_end(w->f->db, w->sessions[i], SESSION_HELD, STR(""), 4, &w->f->err));
        if (i % 11 == 7)
            assert_ok(w->f, session_end(w->f->db, w->sessions[i], SESSION_CANCELLED, STR("ill"), 4, &w->f->err));
    }
}

/* As one after the other: what publishing did seat by seat. */
static BookingResult one_by_one(Call *call, int64_t person_id, int64_t session_id) {
    SessionRow session;
    PersonRow person;
    SeatRow seat;
    SeatingWait wait = SEATING_BOOKED;
    Err err = {0};
    Db *db = call->app->db;
    assert_true(session_get(db, call->arena, session_id, &session, &err));
    assert_true(person_get(db, call->arena, person_id, &person, &err));
    if (seat_get(db, call->arena, session_id, person_id, &seat, &err) && str_eq(seat.state, SEAT_BOOKED) &&
        str_eq(seat.role, STR("guest")))
        return BOOKING_THEIRS;
    if (err.code == ERR_NONE && str_eq(seat.state, SEAT_WAITING)) /* asks anew */
        assert_true(seat_leave(db, seat.id, NOW, &err));
    err = (Err){0};
    if (session.starts_at <= NOW) return BOOKING_REFUSED;
    if (!seating_join(call, &session, &person, STR("plan"), &wait, &err)) return BOOKING_REFUSED;
    return wait == SEATING_BOOKED ? BOOKING_BOOKED : BOOKING_WAITS;
}

static void all_at_once_is_as_one_by_one(void **state) {
    World w = {.f = *state, .rng = rng_new(7)};
    App *app = world_open(w.f, 1);
    ask(app, "formats.list", NULL); /* opens the store */
    add_people(&w);
    add_sessions(&w);
    Arena *a = arena_new();
    Actor actor = actor_of_machine(STR("test"));
    Call call = {.app = app, .actor = &actor, .arena = a, .now = NOW};
    int64_t person[ASKED], session[ASKED];
    BookingResult at_once[ASKED];
    size_t counts[BOOKING_REFUSED + 1] = {0}, rows_n;
    Booking *b;
    Err err = {0};
    for (int i = 0; i < ASKED; i++) {
        person[i] = w.people[rng_below(&w.rng, PEOPLE)];
        session[i] = w.sessions[rng_below(&w.rng, SESSIONS)];
    }
    assert_true(db_begin(app->db, &err) && booking_read(&call, NOW - 60 * DAY, NOW + 60 * DAY, &b, &err));
    for (int i = 0; i < ASKED; i++) {
        Str why = STR("");
        at_once[i] = booking_seat(b, person[i], session[i], &why);
        counts[at_once[i]]++;
        assert_int_equal(why.n == 0, at_once[i] == BOOKING_BOOKED || at_once[i] == BOOKING_THEIRS);
    }
    assert_true(booking_write(b, STR("plan"), &err)); /* the database has nothing against it */
    booking_rows(b, &rows_n);
    assert_true(rows_n >= counts[BOOKING_BOOKED]);
    db_rollback(app->db);
    for (int i = 0; i <= BOOKING_REFUSED; i++) assert_true(counts[i] > 2);
    assert_true(db_begin(app->db, &err));
    for (int i = 0; i < ASKED; i++) {
        BookingResult one = one_by_one(&call, person[i], session[i]);
        if (one != at_once[i])
            fail_msg("seat %d, person %lld in session %lld: %d at once, %d alone", i, (long long)person[i],
                     (long long)session[i], at_once[i], one);
    }
    db_rollback(app->db);
    arena_free(a);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(all_at_once_is_as_one_by_one)};
    return app_tests_run("booking", tests, sizeof tests / sizeof *tests);
}
