/* account_store.c - accounts and their sessions. */
#include "store/account_store.h"

#include "account_read.h"
#include "bind.h"
#include "rows.h"
#include "sql_text.h"

AccountRow account_read(const Stmt *s, Arena *a) {
    return (AccountRow){.id = stmt_get_int(s, 0),
                        .email = arena_str(a, stmt_get_text(s, 1)),
                        .name = arena_str(a, stmt_get_text(s, 2)),
                        .role = arena_str(a, stmt_get_text(s, 3)),
                        .person_id = stmt_get_int(s, 4),
                        .password = arena_str(a, stmt_get_text(s, 5)),
                        .zone = arena_str(a, stmt_get_text(s, 6)),
                        .created_at = stmt_get_int(s, 7),
                        .seen_at = get_time(s, 8),
                        .ended_at = get_time(s, 9)};
}

bool run_found(Stmt *s, ErrCode code, const char *hint, const char *missing, Err *err) {
    bool found = false;
    int64_t id;
    if (!s || !stmt_one_int(s, &found, &id, err)) return false;
    return found || err_set(err, code, hint, "%s", missing);
}

bool account_any(Db *db, bool *any, Err *err) {
    int64_t one;
    Stmt *s = db_query(db, Q_ACCOUNT_ANY, err);
    return s && stmt_one_int(s, any, &one, err);
}

bool account_admins(Db *db, int64_t *n, Err *err) {
    bool found;
    Stmt *s = db_query(db, Q_ACCOUNT_ADMINS, err);
    return s && stmt_one_int(s, &found, n, err);
}

bool account_add(Db *db, const AccountRow *row, int64_t *id, Err *err) {
    AccountRow there;
    Err none = {0};
    Arena *a = arena_new();
    bool taken = account_find(db, a, row->email, &there, &none);
    arena_free(a);
    if (taken)
        return err_set(err, ERR_CONFLICT, "change that one, or take another address",
                       "there is an account with this e-mail already");
    if (none.code != ERR_NOT_FOUND) return *err = none, false;
    Stmt *s = db_query(db, Q_ACCOUNT_ADD, err);
    if (!s) return false;
    stmt_text(s, 1, row->email);
    stmt_text(s, 2, row->name);
    stmt_text(s, 3, row->role);
    bind_link(s, 4, row->person_id);
    stmt_text(s, 5, row->password);
    stmt_text(s, 6, row->zone);
    stmt_int(s, 7, row->created_at);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

bool account_change(Db *db, const AccountRow *row, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_CHANGE, err);
    if (!s) return false;
    stmt_int(s, 1, row->id);
    stmt_text(s, 2, row->name);
    stmt_text(s, 3, row->role);
    bind_link(s, 4, row->person_id);
    stmt_text(s, 5, row->password);
    stmt_text(s, 6, row->zone);
    if (row->ended_at == TIME_NONE) stmt_null(s, 7);
    else stmt_int(s, 7, row->ended_at);
    return stmt_run(s, err);
}

bool account_seen(Db *db, int64_t id, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_SEEN, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_int(s, 2, at);
    return stmt_run(s, err);
}

static bool account_one(SqlText *q, Arena *a, AccountRow *row, Err *err) {
    Stmt *s = sql_end(q, err);
    if (!s) return false;
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) *row = account_read(s, a);
    stmt_end(s);
    if (r == STEP_DONE)
        return err_set(err, ERR_NOT_FOUND, "see them all: ridealong accounts", "there is no such account");
    return r == STEP_ROW;
}

bool account_get(Db *db, Arena *a, int64_t id, AccountRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_ACCOUNT_OPEN);
    sql_add(&q, Q_ACCOUNT_WHERE_ID);
    sql_int(&q, id);
    return account_one(&q, a, row, err);
}

bool account_find(Db *db, Arena *a, Str email, AccountRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_ACCOUNT_OPEN);
    sql_add(&q, Q_ACCOUNT_WHERE_EMAIL);
    sql_str(&q, email);
    return account_one(&q, a, row, err);
}

bool accounts_list(Db *db, Arena *a, AccountRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_ACCOUNT_OPEN);
    sql_add(&q, Q_ACCOUNT_ORDER);
    Stmt *s = sql_end(&q, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(AccountRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(AccountRow *)rows_next(&list) = account_read(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

/* ---- sessions -------------------------------------------------------------------------------- */

static LoginRow read_login(const Stmt *s, Arena *a, int from) {
    return (LoginRow){.id = stmt_get_int(s, from),
                      .account_id = stmt_get_int(s, from + 1),
                      .agent = arena_str(a, stmt_get_text(s, from + 2)),
                      .address = arena_str(a, stmt_get_text(s, from + 3)),
                      .created_at = stmt_get_int(s, from + 4),
                      .seen_at = stmt_get_int(s, from + 5)};
}

bool login_add(Db *db, const LoginRow *row, Str token, int64_t *id, Err *err) {
    bool found;
    Stmt *s = db_query(db, Q_ACCOUNT_LOGIN_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->account_id);
    stmt_text(s, 2, token);
    stmt_text(s, 3, row->agent);
    stmt_text(s, 4, row->address);
    stmt_int(s, 5, row->created_at);
    return stmt_one_int(s, &found, id, err);
}

bool login_find(Db *db, Arena *a, Str token, int64_t born, int64_t seen, LoginRow *row, AccountRow *account, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_LOGIN_FIND, err);
    if (!s) return false;
    stmt_text(s, 1, token);
    stmt_int(s, 2, born);
    stmt_int(s, 3, seen);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) {
        *account = account_read(s, a);
        *row = read_login(s, a, ACCOUNT_COLUMNS);
    }
    stmt_end(s);
    if (r == STEP_DONE) return err_set(err, ERR_NOT_FOUND, "sign in again", "this session has ended");
    return r == STEP_ROW;
}

bool logins_of(Db *db, Arena *a, int64_t account_id, int64_t born, int64_t seen, LoginRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_LOGIN_LIST, err);
    if (!s) return false;
    stmt_int(s, 1, account_id);
    stmt_int(s, 2, born);
    stmt_int(s, 3, seen);
    Rows list = rows_new(a, sizeof(LoginRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(LoginRow *)rows_next(&list) = read_login(s, a, 0);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

static bool run_two(Db *db, QueryId query, int64_t one, int64_t two, Err *err) {
    Stmt *s = db_query(db, query, err);
    if (!s) return false;
    stmt_int(s, 1, one);
    stmt_int(s, 2, two);
    return stmt_run(s, err);
}

bool login_seen(Db *db, int64_t id, int64_t at, Err *err) {
    return run_two(db, Q_ACCOUNT_LOGIN_SEEN, id, at, err);
}

bool login_end(Db *db, int64_t account_id, int64_t id, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_LOGIN_END, err);
    if (!s) return false;
    stmt_int(s, 1, account_id);
    stmt_int(s, 2, id);
    return run_found(s, ERR_NOT_FOUND, "reload the page", "there is no such session of yours", err);
}

bool login_end_others(Db *db, int64_t account_id, int64_t keep_id, Err *err) {
    return run_two(db, Q_ACCOUNT_LOGIN_END_OTHERS, account_id, keep_id, err);
}

bool login_purge(Db *db, int64_t born, int64_t seen, Err *err) {
    return run_two(db, Q_ACCOUNT_LOGIN_PURGE, born, seen, err);
}
