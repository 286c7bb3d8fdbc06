/* seat_store.c - seats: asking, taking, leaving, marking, finding. */
#include "bind.h"
#include "rows.h"
#include "sql_text.h"
#include "store/session_store.h"

bool person_clash(Db *db, int64_t person_id, int64_t from, int64_t to, int64_t but, int64_t *session_id, Err *err) {
    Stmt *s = db_query(db, Q_PERSON_CLASH, err);
    if (!s) return false;
    stmt_int(s, 1, person_id);
    stmt_int(s, 2, but);
    stmt_int(s, 3, from);
    stmt_int(s, 4, to);
    bool found;
    *session_id = 0;
    return stmt_one_int(s, &found, session_id, err);
}

bool person_attended(Db *db, int64_t person_id, int64_t format_id, int64_t *times, Err *err) {
    Stmt *s = db_query(db, Q_PERSON_ATTENDED, err);
    if (!s) return false;
    stmt_int(s, 1, person_id);
    stmt_int(s, 2, format_id);
    bool found;
    return stmt_one_int(s, &found, times, err);
}

bool seats_shown(Db *db, int64_t format_id, int64_t since, SeatsShown *out, Err *err) {
    Stmt *s = db_query(db, Q_SEATS_SHOWN, err);
    if (!s) return false;
    stmt_int(s, 1, format_id);
    stmt_int(s, 2, since);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW)
        *out = (SeatsShown){stmt_get_int(s, 0), stmt_get_int(s, 1), stmt_get_int(s, 2), stmt_get_int(s, 3)};
    stmt_end(s);
    return r == STEP_ROW;
}

/* ---- changing -------------------------------------------------------------------------------- */

/* May the row that is there, if one is, be asked for anew? */
static bool may_ask(Db *db, int64_t session_id, int64_t person_id, Err *err) {
    Stmt *s = db_query(db, Q_SEAT_FIND, err);
    if (!s) return false;
    stmt_int(s, 1, session_id);
    stmt_int(s, 2, person_id);
    StepResult r = stmt_step(s, err);
    bool again = r == STEP_ROW && str_eq(stmt_get_text(s, 2), SEAT_WITHDRAWN);
    bool host = r == STEP_ROW && str_eq(stmt_get_text(s, 1), STR("host"));
    bool waits = r == STEP_ROW && str_eq(stmt_get_text(s, 2), SEAT_WAITING);
    stmt_end(s);
    if (r == STEP_ERROR) return false;
    if (r == STEP_DONE || again) return true;
    if (host) return err_set(err, ERR_CONFLICT, NULL, "who hosts a session has no guest's seat in it");
    return err_set(err, ERR_CONFLICT, NULL,
                   waits ? "the person is on the waiting list already" : "the person has a seat already");
}

bool seat_ask(Db *db, int64_t session_id, int64_t person_id, Str origin, int64_t at, int64_t *seat, Err *err) {
    if (!may_ask(db, session_id, person_id, err)) return false;
    Stmt *s = db_query(db, Q_SEAT_ASK, err);
    if (!s) return false;
    stmt_int(s, 1, session_id);
    stmt_int(s, 2, person_id);
    stmt_text(s, 3, origin);
    stmt_int(s, 4, at);
    bool found;
    if (!stmt_one_int(s, &found, seat, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "see them all: ridealong sessions", "there is no session %lld",
                            (long long)session_id);
}

typedef struct SeatTimes {
    int64_t session_id, person_id, starts_at, ends_at;
    bool waiting;
} SeatTimes;

static bool seat_times(Db *db, int64_t seat, SeatTimes *out, Err *err) {
    Stmt *s = db_query(db, Q_SEAT_TIMES, err);
    if (!s) return false;
    stmt_int(s, 1, seat);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW)
        *out = (SeatTimes){stmt_get_int(s, 0), stmt_get_int(s, 1), stmt_get_int(s, 2), stmt_get_int(s, 3),
                           str_eq(stmt_get_text(s, 4), SEAT_WAITING)};
    stmt_end(s);
    if (r == STEP_DONE) return err_set(err, ERR_NOT_FOUND, NULL, "there is no seat %lld", (long long)seat);
    return r == STEP_ROW;
}

bool seat_take(Db *db, int64_t seat, Str origin, int64_t at, bool *taken, Err *err) {
    SeatTimes t = {0};
    int64_t other, place, id;
    *taken = false;
    if (!seat_times(db, seat, &t, err) ||
        !person_clash(db, t.person_id, t.starts_at, t.ends_at, t.session_id, &other, err))
        return false;
    if (!t.waiting) return err_set(err, ERR_CONFLICT, NULL, "seat %lld does not wait for a place", (long long)seat);
    if (other)
        return err_set(err, ERR_CONFLICT, "withdraw from that one first, or choose another time",
                       "the person is in session %lld at that time", (long long)other);
    bool is_free;
    Stmt *s = db_query(db, Q_PLACE_FREE, err);
    if (!s) return false;
    stmt_int(s, 1, t.session_id);
    if (!stmt_one_int(s, &is_free, &place, err)) return false;
    if (!is_free) return true;
    if (!(s = db_query(db, Q_SEAT_TAKE, err))) return false;
    stmt_int(s, 1, seat);
    stmt_int(s, 2, place);
    stmt_int(s, 3, at);
    stmt_text(s, 4, origin);
    return stmt_one_int(s, taken, &id, err);
}

bool seat_leave(Db *db, int64_t seat, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_SEAT_LEAVE, err);
    if (!s) return false;
    stmt_int(s, 1, seat);
    stmt_int(s, 2, at);
    bool found;
    int64_t id;
    if (!stmt_one_int(s, &found, &id, err)) return false;
    return found ||
           err_set(err, ERR_CONFLICT, NULL, "there is no seat to withdraw from: it is past, or was given back");
}

bool seat_mark(Db *db, int64_t seat, Str state, int64_t minutes, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_SEAT_MARK, err);
    if (!s) return false;
    stmt_int(s, 1, seat);
    stmt_text(s, 2, state);
    stmt_int(s, 3, str_eq(state, SEAT_ATTENDED) ? minutes : 0);
    stmt_int(s, 4, at);
    bool found;
    int64_t id;
    if (!stmt_one_int(s, &found, &id, err)) return false;
    return found || err_set(err, ERR_CONFLICT, NULL, "only who had a seat can have attended or been absent");
}

/* ---- finding --------------------------------------------------------------------------------- */

static SeatRow read_seat(const Stmt *s, Arena *a) {
    return (SeatRow){.id = stmt_get_int(s, 0),
                     .session_id = stmt_get_int(s, 1),
                     .person_id = stmt_get_int(s, 2),
                     .role = get_str(s, a, 3),
                     .state = get_str(s, a, 4),
                     .place = stmt_get_int(s, 5),
                     .starts_at = stmt_get_int(s, 6),
                     .ends_at = stmt_get_int(s, 7),
                     .asked_at = stmt_get_int(s, 8),
                     .changed_at = stmt_get_int(s, 9),
                     .sequence = stmt_get_int(s, 10),
                     .minutes = stmt_get_int(s, 11),
                     .reflected = stmt_get_int(s, 12),
                     .origin = get_str(s, a, 13),
                     .person = get_str(s, a, 14),
                     .email = get_str(s, a, 15),
                     .zone = get_str(s, a, 16),
                     .team_id = stmt_get_int(s, 17),
                     .format_id = stmt_get_int(s, 18),
                     .counts = stmt_get_int(s, 19)};
}

static bool read_seats(SqlText *q, Arena *a, SeatRow **rows, size_t *n, Err *err) {
    Stmt *s = sql_end(q, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(SeatRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(SeatRow *)rows_next(&list) = read_seat(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool seat_get(Db *db, Arena *a, int64_t session_id, int64_t person_id, SeatRow *row, Err *err) {
    SeatRow *rows;
    size_t n;
    SeatFilter one = {.session_id = session_id, .person_id = person_id, .from = TIME_NONE, .to = TIME_NONE};
    if (!seats_list(db, a, &one, &rows, &n, err)) return false;
    if (!n)
        return err_set(err, ERR_NOT_FOUND, NULL, "the person never had a seat in session %lld", (long long)session_id);
    *row = rows[0];
    return true;
}

bool seats_list(Db *db, Arena *a, const SeatFilter *f, SeatRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_SEAT_OPEN);
    sql_int_if(&q, Q_SEAT_WHERE_SESSION, f->session_id, 0);
    sql_int_if(&q, Q_SEAT_WHERE_PERSON, f->person_id, 0);
    sql_int_if(&q, Q_SEAT_WHERE_TEAM, f->team_id, 0);
    if (f->team_id) sql_int(&q, f->team_id);
    sql_int_if(&q, Q_SEAT_WHERE_FROM, f->from, TIME_NONE);
    sql_int_if(&q, Q_SEAT_WHERE_TO, f->to, TIME_NONE);
    if (f->state.n) {
        sql_add(&q, Q_SEAT_WHERE_STATE);
        sql_str(&q, f->state);
    }
    if (f->role.n) {
        sql_add(&q, Q_SEAT_WHERE_ROLE);
        sql_str(&q, f->role);
    }
    if (f->after_session) {
        sql_add(&q, Q_SEAT_WHERE_BEFORE);
        sql_int(&q, f->after_at);
        sql_int(&q, f->after_session);
    }
    sql_add(&q, f->newest ? Q_SEAT_NEWEST : Q_SEAT_ORDER);
    sql_int_if(&q, Q_SEAT_LIMIT, f->limit, 0);
    return read_seats(&q, a, rows, n, err);
}

bool session_clashes(Db *db, Arena *a, int64_t session_id, int64_t from, int64_t to, SeatRow **rows, size_t *n,
                     Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_SEAT_OPEN);
    sql_add(&q, Q_SEAT_WHERE_SESSION);
    sql_int(&q, session_id);
    sql_add(&q, Q_SEAT_WHERE_CLASH);
    sql_int(&q, to);
    sql_int(&q, from);
    sql_add(&q, Q_SEAT_ORDER);
    return read_seats(&q, a, rows, n, err);
}
