/* team_store.c - teams. */
#include "bind.h"
#include "rows.h"
#include "sql_text.h"
#include "store/org_store.h"

bool team_put(Db *db, const TeamRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_TEAM_PUT, err);
    if (!s) return false;
    stmt_text(s, 1, row->key);
    stmt_text(s, 2, row->name);
    bind_link(s, 3, row->parent_id);
    stmt_text(s, 4, row->email);
    stmt_text(s, 5, row->source);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

static TeamRow read_team(const Stmt *s, Arena *a) {
    return (TeamRow){.id = stmt_get_int(s, 0),
                     .key = arena_str(a, stmt_get_text(s, 1)),
                     .name = arena_str(a, stmt_get_text(s, 2)),
                     .parent_id = stmt_get_int(s, 3),
                     .email = arena_str(a, stmt_get_text(s, 4)),
                     .gone_at = get_time(s, 5),
                     .people = stmt_get_int(s, 6),
                     .source = arena_str(a, stmt_get_text(s, 7))};
}

static bool team_one(SqlText *q, Arena *a, TeamRow *row, Err *err) {
    Stmt *s = sql_end(q, err);
    if (!s) return false;
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) *row = read_team(s, a);
    stmt_end(s);
    if (r == STEP_DONE) return err_set(err, ERR_NOT_FOUND, "see them all: ridealong teams", "there is no such team");
    return r == STEP_ROW;
}

bool team_get(Db *db, Arena *a, int64_t id, TeamRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_TEAM_OPEN);
    sql_add(&q, Q_TEAM_WHERE_ID);
    sql_int(&q, id);
    return team_one(&q, a, row, err);
}

bool team_find(Db *db, Arena *a, Str key, TeamRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_TEAM_OPEN);
    sql_add(&q, Q_TEAM_WHERE_KEY);
    sql_str(&q, key);
    return team_one(&q, a, row, err);
}

bool teams_list(Db *db, Arena *a, bool gone, TeamRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_TEAM_OPEN);
    if (!gone) sql_add(&q, Q_TEAM_WHERE_THERE);
    sql_add(&q, Q_TEAM_ORDER);
    Stmt *s = sql_end(&q, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(TeamRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(TeamRow *)rows_next(&list) = read_team(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool team_gone(Db *db, int64_t id, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_TEAM_GONE, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_int(s, 2, at);
    return stmt_run(s, err);
}
