/* reach_store.c - what came of customer contact, and how much of it is asked for. */
#include "store/reach_store.h"

#include "bind.h"
#include "sql_text.h"

bool touch_reach(Db *db, int64_t since, Str note, ReachCount *out, Err *err) {
    Stmt *s = db_query(db, Q_TOUCH_REACH, err);
    if (!s) return false;
    stmt_int(s, 1, since);
    stmt_text(s, 2, note);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW)
        *out = (ReachCount){stmt_get_int(s, 0), stmt_get_int(s, 1), stmt_get_int(s, 2), stmt_get_int(s, 3)};
    stmt_end(s);
    return r != STEP_ERROR;
}

static void read_demand(const Stmt *s, Arena *a, void *row) {
    (void)a;
    *(DemandRow *)row =
        (DemandRow){stmt_get_int(s, 0), stmt_get_int(s, 1), stmt_get_int(s, 2), stmt_get_int(s, 3), stmt_get_int(s, 4)};
}

bool demand_list(Db *db, Arena *a, int64_t now, DemandRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_DEMAND_LIST, err);
    if (!s) return false;
    stmt_int(s, 1, now);
    return stmt_rows(s, a, sizeof(DemandRow), read_demand, rows, n, err);
}
