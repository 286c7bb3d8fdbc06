/* bind.c - whole results, and queries of numbers. */
#include "bind.h"

#include "rows.h"

bool stmt_rows(Stmt *s, Arena *a, size_t size, void (*read)(const Stmt *s, Arena *a, void *row), void *rows, size_t *n,
               Err *err) {
    if (!s) return false;
    Rows list = rows_new(a, size);
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) read(s, a, rows_next(&list));
    stmt_end(s);
    memcpy(rows, &list.items, sizeof list.items);
    *n = list.n;
    return r == STEP_DONE;
}

bool stmt_row(Stmt *s, Arena *a, void (*read)(const Stmt *s, Arena *a, void *row), void *row, bool *found, Err *err) {
    if (!s) return false;
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) read(s, a, row);
    stmt_end(s);
    *found = r == STEP_ROW;
    return r != STEP_ERROR;
}

bool run_ints(Db *db, QueryId query, const int64_t *values, size_t n, Err *err) {
    Stmt *s = db_query(db, query, err);
    for (size_t i = 0; s && i < n; i++) stmt_int(s, (int)i + 1, values[i]);
    return s && stmt_run(s, err);
}
