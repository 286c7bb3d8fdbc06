/* release_store.c - releases, and which part of the customers had them when. */
#include "bind.h"
#include "rows.h"
#include "sql_text.h"
#include "store/reach_store.h"

bool release_add(Db *db, const ReleaseRow *row, int64_t *id, Err *err) {
    ReleaseRow there;
    Err none = {0};
    Arena *a = arena_new();
    bool found = row->external_id.n && release_by_external(db, a, row->origin, row->external_id, &there, &none);
    arena_free(a);
    if (found)
        return err_set(err, ERR_CONFLICT, NULL, "release %lld is %.*s of %.*s already", (long long)there.id,
                       STR_ARG(row->external_id), STR_ARG(row->origin));
    if (none.code != ERR_NONE && none.code != ERR_NOT_FOUND) {
        if (err) *err = none;
        return false;
    }
    Stmt *s = db_query(db, Q_RELEASED_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->at);
    stmt_text(s, 2, row->title);
    bind_link(s, 3, row->theme_id);
    bind_link(s, 4, row->problem_id);
    stmt_text(s, 5, row->origin);
    stmt_text(s, 6, row->external_id);
    stmt_text(s, 7, row->url);
    stmt_text(s, 8, row->author);
    stmt_int(s, 9, row->noted_at);
    stmt_int(s, 10, row->codebook_id);
    bool done;
    return stmt_one_int(s, &done, id, err);
}

static ReleaseRow read_release(const Stmt *s, Arena *a) {
    return (ReleaseRow){.id = stmt_get_int(s, 0),
                        .at = stmt_get_int(s, 1),
                        .title = get_str(s, a, 2),
                        .theme_id = stmt_get_int(s, 3),
                        .problem_id = stmt_get_int(s, 4),
                        .origin = get_str(s, a, 5),
                        .external_id = get_str(s, a, 6),
                        .url = get_str(s, a, 7),
                        .author = get_str(s, a, 8),
                        .noted_at = stmt_get_int(s, 9),
                        .codebook_id = stmt_get_int(s, 10),
                        .problem = get_str(s, a, 11),
                        .share = stmt_is_null(s, 12) ? 1 : stmt_get_real(s, 12)};
}

static StepResult read_one(SqlText *q, Arena *a, ReleaseRow *row, Err *err) {
    Stmt *s = sql_end(q, err);
    if (!s) return STEP_ERROR;
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) *row = read_release(s, a);
    stmt_end(s);
    return r;
}

bool release_get(Db *db, Arena *a, int64_t id, ReleaseRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_RELEASED_OPEN);
    sql_add(&q, Q_RELEASED_WHERE_ID);
    sql_int(&q, id);
    StepResult r = read_one(&q, a, row, err);
    if (r == STEP_DONE)
        return err_set(err, ERR_NOT_FOUND, "see them all: ridealong releases", "there is no release %lld",
                       (long long)id);
    return r == STEP_ROW;
}

bool release_by_external(Db *db, Arena *a, Str origin, Str external_id, ReleaseRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_RELEASED_OPEN);
    sql_add(&q, Q_RELEASED_WHERE_EXTERNAL);
    sql_str(&q, origin);
    sql_str(&q, external_id);
    StepResult r = read_one(&q, a, row, err);
    if (r == STEP_DONE)
        return err_set(err, ERR_NOT_FOUND, NULL, "no release of %.*s is called %.*s", STR_ARG(origin),
                       STR_ARG(external_id));
    return r == STEP_ROW;
}

static bool read_releases(SqlText *q, Arena *a, ReleaseRow **rows, size_t *n, Err *err) {
    Stmt *s = sql_end(q, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(ReleaseRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(ReleaseRow *)rows_next(&list) = read_release(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool releases_touched(Db *db, Arena *a, int64_t limit, ReleaseRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_RELEASED_OPEN);
    sql_add(&q, Q_RELEASED_WHERE_TOUCHED);
    sql_add(&q, Q_RELEASED_ORDER);
    sql_add(&q, Q_RELEASED_LIMIT);
    sql_int(&q, limit);
    return read_releases(&q, a, rows, n, err);
}

bool releases_list(Db *db, Arena *a, int64_t theme_id, int64_t problem_id, ReleaseRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_RELEASED_OPEN);
    if (theme_id) {
        sql_add(&q, Q_RELEASED_WHERE_THEME);
        sql_int(&q, theme_id);
        sql_int(&q, theme_id);
    }
    if (problem_id) {
        sql_add(&q, Q_RELEASED_WHERE_PROBLEM);
        sql_int(&q, problem_id);
    }
    sql_add(&q, Q_RELEASED_ORDER);
    return read_releases(&q, a, rows, n, err);
}

bool rollout_put(Db *db, int64_t release_id, const RolloutRow *row, Err *err) {
    Stmt *s = db_query(db, Q_ROLLOUT_PUT, err);
    if (!s) return false;
    stmt_int(s, 1, release_id);
    stmt_int(s, 2, row->at);
    stmt_real(s, 3, row->share);
    stmt_text(s, 4, row->author);
    stmt_int(s, 5, row->noted_at);
    return stmt_run(s, err);
}

bool rollout_list(Db *db, Arena *a, int64_t release_id, RolloutRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_ROLLOUT_LIST, err);
    if (!s) return false;
    stmt_int(s, 1, release_id);
    Rows list = rows_new(a, sizeof(RolloutRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(RolloutRow *)rows_next(&list) =
            (RolloutRow){stmt_get_int(s, 0), stmt_get_real(s, 1), get_str(s, a, 2), stmt_get_int(s, 3)};
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}
