/* booking_store.c - many seats in one statement. */
#include "store/booking_store.h"

#include "bind.h"
#include "rows.h"
#include "store/session_store.h"

enum { MANY = 1000 }; /* rows after which the planner's picture of the table is of another one */

typedef struct Booking {
    const BookRow *rows;
    Str origin;
    int64_t at;
    bool *given;
} Booking;

static bool bind_book(void *ctx, size_t i, Stmt *s) {
    const Booking *b = ctx;
    stmt_int(s, 1, b->rows[i].session_id);
    stmt_int(s, 2, b->rows[i].person_id);
    bind_link(s, 3, b->rows[i].place);
    stmt_text(s, 4, b->rows[i].place ? SEAT_BOOKED : SEAT_WAITING);
    stmt_int(s, 5, b->at);
    stmt_text(s, 6, b->origin);
    return true;
}

bool seats_book(Db *db, const BookRow *rows, size_t n, Str origin, int64_t at, Err *err) {
    Booking all = {.rows = rows, .origin = origin, .at = at};
    return db_each(db, &(Each){Q_SEAT_BOOK, n, bind_book, NULL, &all}, err) && (n < MANY || db_analyze(db, err));
}

static bool bind_give_back(void *ctx, size_t i, Stmt *s) {
    const Booking *b = ctx;
    stmt_int(s, 1, b->rows[i].session_id);
    stmt_int(s, 2, b->rows[i].person_id);
    stmt_int(s, 3, b->at);
    return true;
}

static void row_given(void *ctx, size_t i, const Stmt *s) {
    (void)s;
    Booking *b = ctx;
    if (b->given) b->given[i] = true;
}

bool seats_give_back(Db *db, const BookRow *rows, size_t n, int64_t at, bool *given, Err *err) {
    Booking all = {.rows = rows, .at = at, .given = given};
    return db_each(db, &(Each){Q_SEAT_GIVE_BACK, n, bind_give_back, row_given, &all}, err);
}

static void read_pair(const Stmt *s, Arena *a, void *row) {
    (void)a;
    int64_t *pair = row;
    pair[0] = stmt_get_int(s, 0);
    pair[1] = stmt_get_int(s, 1);
}

bool places_free(Db *db, Arena *a, int64_t from, int64_t to, FreePlace **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_PLACES_FREE, err);
    if (!s) return false;
    stmt_int(s, 1, from);
    stmt_int(s, 2, to);
    return stmt_rows(s, a, sizeof(FreePlace), read_pair, rows, n, err);
}

bool formats_done(Db *db, Arena *a, FormatDone **rows, size_t *n, Err *err) {
    return stmt_rows(db_query(db, Q_FORMATS_DONE, err), a, sizeof(FormatDone), read_pair, rows, n, err);
}
