/* message_store.c - people and customers whom a release is told to. */
#include "store/message_store.h"

#include "bind.h"

static void read_worked(const Stmt *s, Arena *a, void *row) {
    *(WorkedRow *)row = (WorkedRow){.problem_id = stmt_get_int(s, 0),
                                    .theme_id = stmt_get_int(s, 1),
                                    .what = get_str(s, a, 2),
                                    .at = get_time(s, 3),
                                    .words = get_str(s, a, 4)};
}

bool person_name_is_one(Db *db, Str name, bool *only, Err *err) {
    Stmt *s = db_query(db, Q_PERSON_NAMESAKES, err);
    if (!s) return false;
    stmt_text(s, 1, name);
    bool found;
    int64_t n = 0;
    if (!stmt_one_int(s, &found, &n, err)) return false;
    *only = n <= 1;
    return true;
}

bool worked_on(Db *db, Arena *a, int64_t person_id, Str name, Str email, WorkedRow **rows, size_t *n, Err *err) {
    bool only;
    if (!person_name_is_one(db, name, &only, err)) return false;
    Stmt *s = db_query(db, Q_WORKED_ON, err);
    if (!s) return false;
    stmt_int(s, 1, person_id);
    stmt_text(s, 2, only ? name : (Str){"", 0});
    stmt_text(s, 3, arena_lower(a, email));
    return stmt_rows(s, a, sizeof(WorkedRow), read_worked, rows, n, err);
}

static void read_voiced(const Stmt *s, Arena *a, void *row) {
    (void)a;
    *(VoicedRow *)row =
        (VoicedRow){stmt_get_int(s, 0), stmt_get_int(s, 1), stmt_get_int(s, 2), stmt_get_int(s, 3), stmt_get_int(s, 4)};
}

static Stmt *voiced(Db *db, QueryId query, const VoicedFilter *f, Err *err) {
    Stmt *s = db_query(db, query, err);
    if (!s) return NULL;
    bind_link(s, 1, f->problem_id);
    bind_link(s, 2, f->theme_id);
    stmt_int(s, 3, f->codebook_id);
    stmt_int(s, 4, f->before);
    return s;
}

bool voiced_list(Db *db, Arena *a, const VoicedFilter *f, VoicedRow **rows, size_t *n, int64_t *all, Err *err) {
    bool found;
    Stmt *s = voiced(db, Q_VOICED_COUNT, f, err);
    if (!s || !stmt_one_int(s, &found, all, err)) return false;
    return stmt_rows(voiced(db, Q_VOICED_KNOWN, f, err), a, sizeof(VoicedRow), read_voiced, rows, n, err);
}

bool told_add(Db *db, const ToldRow *row, Err *err) {
    Stmt *s = db_query(db, Q_TOLD_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->release_id);
    stmt_int(s, 2, row->customer_id);
    stmt_int(s, 3, row->at);
    stmt_text(s, 4, row->author);
    stmt_text(s, 5, row->says);
    return stmt_run(s, err);
}

static void read_told(const Stmt *s, Arena *a, void *row) {
    (void)a;
    *(ToldRow *)row = (ToldRow){.customer_id = stmt_get_int(s, 0), .at = stmt_get_int(s, 1)};
}

bool told_list(Db *db, Arena *a, int64_t release_id, ToldRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_TOLD_LIST, err);
    if (!s) return false;
    stmt_int(s, 1, release_id);
    return stmt_rows(s, a, sizeof(ToldRow), read_told, rows, n, err);
}
