/* exposure_store.c - active customers by period and segment. */
#include "bind.h"
#include "rows.h"
#include "store/outcome_store.h"

bool exposure_put(Db *db, const ExposureRow *row, ExposureSaved *saved, Err *err) {
    Stmt *s = db_query(db, Q_EXPOSURE_FIND, err);
    if (!s) return false;
    stmt_text(s, 1, row->segment);
    stmt_int(s, 2, row->day);
    StepResult r = stmt_step(s, err);
    *saved = r == STEP_DONE ? EXPOSURE_NEW : EXPOSURE_CHANGED;
    if (r == STEP_ROW && stmt_get_int(s, 0) == row->days && stmt_get_real(s, 1) == row->customers)
        *saved = EXPOSURE_SAME;
    stmt_end(s);
    if (r == STEP_ERROR) return false;
    if (*saved == EXPOSURE_SAME) return true;
    s = db_query(db, Q_EXPOSURE_PUT, err);
    if (!s) return false;
    stmt_text(s, 1, row->segment);
    stmt_int(s, 2, row->day);
    stmt_int(s, 3, row->days);
    stmt_real(s, 4, row->customers);
    return stmt_run(s, err);
}

bool exposure_list(Db *db, Arena *a, Str segment, ExposureRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_EXPOSURE_LIST, err);
    if (!s) return false;
    stmt_text(s, 1, segment);
    Rows list = rows_new(a, sizeof(ExposureRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(ExposureRow *)rows_next(&list) =
            (ExposureRow){get_str(s, a, 0), stmt_get_int(s, 1), stmt_get_int(s, 2), stmt_get_real(s, 3)};
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool exposure_segments(Db *db, Arena *a, ExposureSegment **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_EXPOSURE_SEGMENTS, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(ExposureSegment));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(ExposureSegment *)rows_next(&list) = (ExposureSegment){
            get_str(s, a, 0), stmt_get_int(s, 1), stmt_get_int(s, 2), stmt_get_int(s, 3), stmt_get_real(s, 4)};
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}
