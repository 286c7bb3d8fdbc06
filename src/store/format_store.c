/* format_store.c - formats of customer contact. */
#include "bind.h"
#include "rows.h"
#include "sql_text.h"
#include "store/session_store.h"

bool format_put(Db *db, const FormatRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_FORMAT_PUT, err);
    if (!s) return false;
    stmt_text(s, 1, row->key);
    stmt_text(s, 2, row->name);
    stmt_text(s, 3, row->about);
    stmt_int(s, 4, row->minutes);
    stmt_int(s, 5, row->capacity);
    stmt_int(s, 6, row->capacity_max);
    stmt_int(s, 7, row->per_team);
    stmt_int(s, 8, row->novices);
    stmt_int(s, 9, row->subject);
    stmt_int(s, 10, row->consent);
    stmt_int(s, 11, row->guide);
    stmt_int(s, 12, row->causes);
    stmt_int(s, 13, row->judged);
    stmt_int(s, 14, row->overbook);
    stmt_int(s, 15, row->counts);
    stmt_int(s, 16, row->notice_hours);
    bind_time(s, 17, row->retired_at);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

static FormatRow read_format(const Stmt *s, Arena *a) {
    return (FormatRow){.id = stmt_get_int(s, 0),
                       .key = get_str(s, a, 1),
                       .name = get_str(s, a, 2),
                       .about = get_str(s, a, 3),
                       .minutes = stmt_get_int(s, 4),
                       .capacity = stmt_get_int(s, 5),
                       .capacity_max = stmt_get_int(s, 6),
                       .per_team = stmt_get_int(s, 7),
                       .novices = stmt_get_int(s, 8),
                       .subject = stmt_get_int(s, 9),
                       .consent = stmt_get_int(s, 10),
                       .guide = stmt_get_int(s, 11),
                       .causes = stmt_get_int(s, 12),
                       .judged = stmt_get_int(s, 13),
                       .overbook = stmt_get_int(s, 14),
                       .counts = stmt_get_int(s, 15),
                       .notice_hours = stmt_get_int(s, 16),
                       .retired_at = get_time(s, 17)};
}

static bool format_one(SqlText *q, Arena *a, FormatRow *row, Err *err) {
    Stmt *s = sql_end(q, err);
    if (!s) return false;
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) *row = read_format(s, a);
    stmt_end(s);
    if (r == STEP_DONE)
        return err_set(err, ERR_NOT_FOUND, "see them all: ridealong formats", "there is no such format");
    return r == STEP_ROW;
}

bool format_get(Db *db, Arena *a, int64_t id, FormatRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_FORMAT_OPEN);
    sql_add(&q, Q_FORMAT_WHERE_ID);
    sql_int(&q, id);
    return format_one(&q, a, row, err);
}

bool format_find(Db *db, Arena *a, Str key, FormatRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_FORMAT_OPEN);
    sql_add(&q, Q_FORMAT_WHERE_KEY);
    sql_str(&q, key);
    return format_one(&q, a, row, err);
}

bool formats_list(Db *db, Arena *a, bool retired, FormatRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_FORMAT_OPEN);
    if (!retired) sql_add(&q, Q_FORMAT_WHERE_USED);
    sql_add(&q, Q_FORMAT_ORDER);
    Stmt *s = sql_end(&q, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(FormatRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(FormatRow *)rows_next(&list) = read_format(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}
