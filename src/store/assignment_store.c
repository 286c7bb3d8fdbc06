/* assignment_store.c - which theme each signal has under a codebook, and which signals are copies. */
#include "engine.h"
#include "store/signal_store.h"
#include "store/theme_store.h"

typedef struct Assigning {
    int64_t codebook_id;
    const AssignmentRow *rows;
} Assigning;

static bool bind_assignment(void *ctx, size_t i, Stmt *s) {
    const Assigning *a = ctx;
    const AssignmentRow *row = &a->rows[i];
    stmt_int(s, 1, row->signal_id);
    stmt_int(s, 2, a->codebook_id);
    stmt_int(s, 3, row->theme_id);
    stmt_real(s, 4, (double)row->score);
    stmt_int(s, 5, row->second_id);
    stmt_real(s, 6, (double)row->second_score);
    stmt_int(s, 7, row->facet);
    return true;
}

bool assignments_put(Db *db, int64_t codebook_id, const AssignmentRow *rows, size_t n, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    Assigning a = {codebook_id, rows};
    Each put = {Q_ASSIGNMENT_PUT, n, bind_assignment, NULL, &a};
    return scope_end(&scope, db_each(db, &put, err), err);
}

static bool bind_added(void *ctx, size_t i, Stmt *s) {
    const Assigning *a = ctx;
    const AssignmentRow *row = &a->rows[i];
    stmt_int(s, 1, row->signal_id);
    stmt_int(s, 2, a->codebook_id);
    stmt_int(s, 3, row->theme_id);
    stmt_int(s, 4, row->at);
    stmt_real(s, 5, (double)row->score);
    stmt_int(s, 6, row->second_id);
    stmt_real(s, 7, (double)row->second_score);
    stmt_int(s, 8, row->facet);
    return true;
}

bool assignments_add(Db *db, int64_t codebook_id, const AssignmentRow *rows, size_t n, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    Assigning a = {codebook_id, rows};
    Each add = {Q_ASSIGNMENT_ADD, n, bind_added, NULL, &a};
    return scope_end(&scope, db_each(db, &add, err), err);
}

static bool count_after(Db *db, int64_t id, int64_t *n, Err *err) {
    bool any;
    Stmt *s = db_query(db, Q_WITH_TEXT_AFTER, err);
    if (s) stmt_int(s, 1, id);
    return s && stmt_one_int(s, &any, n, err);
}

bool assignments_tidy(Db *db, int64_t codebook_id, const SignalsRead *read, Err *err) {
    SignalTotals totals;
    int64_t since, updated;
    if (!signals_totals(db, &totals, err) || !count_after(db, read->through, &since, err) ||
        !imports_updated(db, &updated, err))
        return false;
    if (totals.with_text - since == read->n && updated == read->updated) return true;
    Stmt *s = db_query(db, Q_ASSIGNMENT_TIDY, err);
    if (s) stmt_int(s, 1, codebook_id);
    return s && stmt_run(s, err);
}

bool assignment_get(Db *db, int64_t codebook_id, int64_t signal_id, AssignmentRow *row, Err *err) {
    Stmt *s = db_query(db, Q_ASSIGNMENT_GET, err);
    if (!s) return false;
    stmt_int(s, 1, signal_id);
    stmt_int(s, 2, codebook_id);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ERROR) return false;
    if (r == STEP_ROW)
        *row = (AssignmentRow){.signal_id = stmt_get_int(s, 0),
                               .theme_id = stmt_get_int(s, 1),
                               .score = (float)stmt_get_real(s, 2),
                               .second_id = stmt_get_int(s, 3),
                               .second_score = (float)stmt_get_real(s, 4),
                               .facet = (int32_t)stmt_get_int(s, 5)};
    stmt_end(s);
    return r == STEP_ROW || err_set(err, ERR_NOT_FOUND, NULL, "signal %lld is not coded in codebook %lld",
                                    (long long)signal_id, (long long)codebook_id);
}

/* ---- copies ---------------------------------------------------------------------------------- */

static bool run(Db *db, QueryId query, Err *err) {
    Stmt *s = db_query(db, query, err);
    return s && stmt_run(s, err);
}

typedef struct Copying {
    const CopyRow *rows;
} Copying;

static bool bind_copy(void *ctx, size_t i, Stmt *s) {
    const CopyRow *rows = ((const Copying *)ctx)->rows;
    stmt_int(s, 1, rows[i].signal_id);
    stmt_int(s, 2, rows[i].first_id);
    return true;
}

static bool replace_copies(Db *db, const Each *put, Err *err) {
    return run(db, Q_COPIES_CLEAR, err) && db_each(db, put, err) && run(db, Q_COPY_GROUP_CLEAR, err) &&
           run(db, Q_COPY_GROUP_FILL, err);
}

bool copies_put(Db *db, const CopyRow *rows, size_t n, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    Copying copying = {rows};
    Each put = {Q_COPY_PUT, n, bind_copy, NULL, &copying};
    return scope_end(&scope, replace_copies(db, &put, err), err);
}
