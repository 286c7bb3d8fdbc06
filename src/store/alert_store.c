/* alert_store.c - alerts of themes that rose. */
#include "bind.h"
#include "rows.h"
#include "store/outcome_store.h"

bool alert_add(Db *db, AlertRow *row, Err *err) {
    Stmt *s = db_query(db, Q_ALERT_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->theme_id);
    stmt_int(s, 2, row->began);
    stmt_int(s, 3, row->alerted);
    stmt_int(s, 4, row->told);
    stmt_int(s, 5, row->last);
    stmt_int(s, 6, row->open);
    stmt_int(s, 7, row->reopened);
    stmt_real(s, 8, row->baseline);
    stmt_real(s, 9, row->voices);
    stmt_real(s, 10, row->expected);
    stmt_real(s, 11, row->level);
    bool found;
    return stmt_one_int(s, &found, &row->id, err);
}

bool alert_save(Db *db, const AlertRow *row, Err *err) {
    Stmt *s = db_query(db, Q_ALERT_SAVE, err);
    if (!s) return false;
    stmt_int(s, 1, row->id);
    stmt_int(s, 2, row->told);
    stmt_int(s, 3, row->last);
    stmt_int(s, 4, row->open);
    stmt_int(s, 5, row->reopened);
    stmt_real(s, 6, row->level);
    return stmt_run(s, err);
}

bool alert_sent(Db *db, int64_t id, int64_t day, Err *err) {
    Stmt *s = db_query(db, Q_ALERT_SENT, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_int(s, 2, day);
    return stmt_run(s, err);
}

bool alerts_list(Db *db, Arena *a, AlertRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_ALERTS_LIST, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(AlertRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(AlertRow *)rows_next(&list) = (AlertRow){.id = stmt_get_int(s, 0),
                                                   .theme_id = stmt_get_int(s, 1),
                                                   .began = stmt_get_int(s, 2),
                                                   .alerted = stmt_get_int(s, 3),
                                                   .told = stmt_get_int(s, 4),
                                                   .last = stmt_get_int(s, 5),
                                                   .open = stmt_get_int(s, 6),
                                                   .reopened = stmt_get_int(s, 7),
                                                   .baseline = stmt_get_real(s, 8),
                                                   .voices = stmt_get_real(s, 9),
                                                   .expected = stmt_get_real(s, 10),
                                                   .level = stmt_get_real(s, 11),
                                                   .sent_day = stmt_get_int(s, 12)};
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}
