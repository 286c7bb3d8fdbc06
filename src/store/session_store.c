/* session_store.c - sessions: adding, changing, ending, finding. */
#include "store/session_store.h"

#include "bind.h"
#include "rows.h"
#include "sql_text.h"
#include "text/utf8.h"

/* ---- places and the host --------------------------------------------------------------------- */

static bool bind_place(void *ctx, size_t i, Stmt *s) {
    const int64_t *range = ctx; /* session, first number */
    stmt_int(s, 1, range[0]);
    stmt_int(s, 2, range[1] + (int64_t)i);
    return true;
}

static bool places_add(Db *db, int64_t id, int64_t n, Err *err) {
    int64_t range[2] = {id, 1};
    return db_each(db, &(Each){Q_PLACE_ADD, (size_t)n, bind_place, NULL, range}, err);
}

static bool host_seat(Db *db, const SessionRow *row, int64_t id, int64_t at, Err *err) {
    int64_t other;
    if (!RUN_INTS(db, Q_HOST_LEAVE, err, id, row->host_id, at)) return false;
    if (!row->host_id) return true;
    if (!person_clash(db, row->host_id, row->starts_at, row->ends_at, id, &other, err)) return false;
    if (other)
        return err_set(err, ERR_CONFLICT, "choose another time or another host",
                       "the host is in session %lld at that time", (long long)other);
    Stmt *s = db_query(db, Q_SEAT_FIND, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_int(s, 2, row->host_id);
    StepResult r = stmt_step(s, err);
    bool there =
        r == STEP_ROW && str_eq(stmt_get_text(s, 1), STR("host")) && !str_eq(stmt_get_text(s, 2), SEAT_WITHDRAWN);
    stmt_end(s);
    if (r == STEP_ERROR) return false;
    return there || RUN_INTS(db, Q_HOST_SEAT, err, id, row->host_id, at);
}

/* Seats above the new number of places move down, then the places above go. */
static bool places_fit(Db *db, int64_t id, int64_t n, Err *err) {
    Stmt *s = db_query(db, Q_PLACES_TAKEN, err);
    bool found;
    int64_t taken;
    if (s) stmt_int(s, 1, id);
    if (!s || !stmt_one_int(s, &found, &taken, err)) return false;
    if (taken > n)
        return err_set(err, ERR_CONFLICT, "withdraw some first, or leave more places",
                       "%lld places are taken, more than the %lld that would be left", (long long)taken, (long long)n);
    for (int64_t i = 0; i < taken; i++)
        if (!RUN_INTS(db, Q_PLACE_LOWER, err, id, n)) return false;
    return places_add(db, id, n, err) && RUN_INTS(db, Q_PLACES_DROP, err, id, n);
}

/* ---- adding, changing, ending ---------------------------------------------------------------- */

bool session_add(Db *db, const SessionRow *row, int64_t at, int64_t *id, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    Stmt *s = db_query(db, Q_SESSION_ADD, err);
    if (!s) return scope_end(&scope, false, err);
    stmt_int(s, 1, row->format_id);
    stmt_text(s, 2, row->title);
    stmt_text(s, 3, row->about);
    bind_link(s, 4, row->theme_id);
    bind_link(s, 5, row->problem_id);
    bind_link(s, 6, row->customer_id);
    bind_link(s, 7, row->host_id);
    stmt_int(s, 8, row->starts_at);
    stmt_int(s, 9, row->ends_at);
    stmt_text(s, 10, row->zone);
    stmt_int(s, 11, row->capacity);
    stmt_int(s, 12, row->extra);
    stmt_text(s, 13, row->language);
    stmt_text(s, 14, row->place);
    stmt_text(s, 15, row->link);
    stmt_int(s, 16, at);
    bool found;
    bool ok = stmt_one_int(s, &found, id, err) && places_add(db, *id, row->capacity + row->extra, err) &&
              host_seat(db, row, *id, at, err);
    return scope_end(&scope, ok, err);
}

static bool not_open(Err *err, int64_t id) {
    return err_set(err, ERR_CONFLICT, NULL, "session %lld is not open: it was held or cancelled, or never was",
                   (long long)id);
}

static bool clash_check(Db *db, const SessionRow *row, Err *err) {
    Arena *scratch = arena_new();
    SeatRow *rows;
    size_t n;
    bool ok = session_clashes(db, scratch, row->id, row->starts_at, row->ends_at, &rows, &n, err);
    if (ok && n)
        ok = err_set(err, ERR_CONFLICT, "choose another time, or withdraw them first",
                     "%zu who have a seat are elsewhere at that time: %.*s%s", n, STR_ARG(rows[0].person),
                     n > 1 ? ", ..." : "");
    arena_free(scratch);
    return ok;
}

static bool change_row(Db *db, const SessionRow *row, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_SESSION_CHANGE, err);
    if (!s) return false;
    stmt_int(s, 1, row->id);
    stmt_text(s, 2, row->title);
    stmt_text(s, 3, row->about);
    bind_link(s, 4, row->theme_id);
    bind_link(s, 5, row->problem_id);
    bind_link(s, 6, row->host_id);
    stmt_int(s, 7, row->starts_at);
    stmt_int(s, 8, row->ends_at);
    stmt_text(s, 9, row->zone);
    stmt_int(s, 10, row->capacity);
    stmt_int(s, 11, row->extra);
    stmt_text(s, 12, row->language);
    stmt_text(s, 13, row->place);
    stmt_text(s, 14, row->link);
    stmt_int(s, 15, at);
    bool found;
    int64_t id;
    if (!stmt_one_int(s, &found, &id, err)) return false;
    return found || not_open(err, row->id);
}

bool session_change(Db *db, const SessionRow *row, int64_t at, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    /* the host that was goes first: he may be elsewhere at the new time */
    bool ok = RUN_INTS(db, Q_HOST_LEAVE, err, row->id, row->host_id, at) && clash_check(db, row, err) &&
              change_row(db, row, at, err) && places_fit(db, row->id, row->capacity + row->extra, err) &&
              host_seat(db, row, row->id, at, err);
    return scope_end(&scope, ok, err);
}

bool session_end(Db *db, int64_t id, Str state, Str why, int64_t at, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    bool held = str_eq(state, SESSION_HELD), found = false;
    int64_t same;
    Stmt *s = db_query(db, Q_SESSION_END, err);
    if (!s) return scope_end(&scope, false, err);
    stmt_int(s, 1, id);
    stmt_text(s, 2, state);
    stmt_text(s, 3, why);
    stmt_int(s, 4, at);
    bool ok = stmt_one_int(s, &found, &same, err) && (found || not_open(err, id)) &&
              RUN_INTS(db, held ? Q_WAITING_END : Q_SEATS_END, err, id, at) &&
              RUN_INTS(db, held ? Q_CONTACT_OF_SESSION_MADE : Q_CONTACT_OF_SESSION_CANCEL, err, id);
    return scope_end(&scope, ok, err);
}

/* ---- finding --------------------------------------------------------------------------------- */

static SessionRow read_session(const Stmt *s, Arena *a) {
    return (SessionRow){.id = stmt_get_int(s, 0),
                        .format_id = stmt_get_int(s, 1),
                        .title = get_str(s, a, 2),
                        .about = get_str(s, a, 3),
                        .theme_id = stmt_get_int(s, 4),
                        .problem_id = stmt_get_int(s, 5),
                        .customer_id = stmt_get_int(s, 6),
                        .host_id = stmt_get_int(s, 7),
                        .starts_at = stmt_get_int(s, 8),
                        .ends_at = stmt_get_int(s, 9),
                        .zone = get_str(s, a, 10),
                        .capacity = stmt_get_int(s, 11),
                        .extra = stmt_get_int(s, 12),
                        .language = get_str(s, a, 13),
                        .place = get_str(s, a, 14),
                        .link = get_str(s, a, 15),
                        .state = get_str(s, a, 16),
                        .why = get_str(s, a, 17),
                        .sequence = stmt_get_int(s, 18),
                        .created_at = stmt_get_int(s, 19),
                        .changed_at = stmt_get_int(s, 20),
                        .format_key = get_str(s, a, 21),
                        .format = get_str(s, a, 22),
                        .host = get_str(s, a, 23),
                        .theme = get_str(s, a, 24),
                        .booked = stmt_get_int(s, 25),
                        .waiting = stmt_get_int(s, 26),
                        .attended = stmt_get_int(s, 27),
                        .absent = stmt_get_int(s, 28)};
}

bool session_get(Db *db, Arena *a, int64_t id, SessionRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_SESSION_OPEN);
    sql_add(&q, Q_SESSION_WHERE_ID);
    sql_int(&q, id);
    Stmt *s = sql_end(&q, err);
    if (!s) return false;
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) *row = read_session(s, a);
    stmt_end(s);
    if (r == STEP_DONE)
        return err_set(err, ERR_NOT_FOUND, "see them all: ridealong sessions", "there is no session %lld",
                       (long long)id);
    return r == STEP_ROW;
}

static Stmt *sessions_query(Db *db, QueryId open, const SessionFilter *f, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, open);
    sql_int_if(&q, Q_SESSION_WHERE_FROM, f->from, TIME_NONE);
    sql_int_if(&q, Q_SESSION_WHERE_TO, f->to, TIME_NONE);
    sql_int_if(&q, Q_SESSION_WHERE_FORMAT, f->format_id, 0);
    sql_int_if(&q, Q_SESSION_WHERE_HOST, f->host_id, 0);
    sql_int_if(&q, Q_SESSION_WHERE_THEME, f->theme_id, 0);
    sql_int_if(&q, Q_SESSION_WHERE_PROBLEM, f->problem_id, 0);
    sql_int_if(&q, Q_SESSION_WHERE_CUSTOMER, f->customer_id, 0);
    sql_int_if(&q, Q_SESSION_WHERE_SEAT_OF, f->seat_of, 0);
    sql_int_if(&q, Q_SESSION_WHERE_SEAT_OF_TEAM, f->seat_of_team, 0);
    if (f->seat_of_team) sql_int(&q, f->seat_of_team);
    if (f->state.n) {
        sql_add(&q, Q_SESSION_WHERE_STATE);
        sql_str(&q, f->state);
    }
    if (f->after_id) {
        sql_add(&q, f->newest ? Q_SESSION_WHERE_BEFORE : Q_SESSION_WHERE_AFTER);
        sql_int(&q, f->after_at);
        sql_int(&q, f->after_id);
    }
    sql_add(&q, f->newest ? Q_SESSION_NEWEST : Q_SESSION_ORDER);
    sql_int_if(&q, Q_SESSION_LIMIT, f->find.n ? 0 : f->limit, 0);
    return sql_end(&q, err);
}

/* Titles are read without what each session counts, and the whole row of those that have the words. */
static bool sessions_find(Db *db, Arena *a, const SessionFilter *f, SessionRow **rows, size_t *n, Err *err) {
    Stmt *s = sessions_query(db, Q_SESSION_TITLES, f, err);
    if (!s) return false;
    Rows ids = rows_new(a, sizeof(int64_t));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW && (!f->limit || ids.n < (size_t)f->limit))
        if (utf8_holds(a, stmt_get_text(s, 1), f->find)) *(int64_t *)rows_next(&ids) = stmt_get_int(s, 0);
    stmt_end(s);
    if (r == STEP_ERROR) return false;
    *rows = ARENA_ARRAY(a, SessionRow, ids.n + 1);
    for (*n = 0; *n < ids.n; ++*n)
        if (!session_get(db, a, ((const int64_t *)ids.items)[*n], &(*rows)[*n], err)) return false;
    return true;
}

bool sessions_list(Db *db, Arena *a, const SessionFilter *filter, SessionRow **rows, size_t *n, Err *err) {
    if (filter->find.n) return sessions_find(db, a, filter, rows, n, err);
    Stmt *s = sessions_query(db, Q_SESSION_OPEN, filter, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(SessionRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(SessionRow *)rows_next(&list) = read_session(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}
