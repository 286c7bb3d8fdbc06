/* credential_store.c - one-time links, API tokens, failed tries, and requests that are to happen once. */
#include "account_read.h"
#include "bind.h"
#include "rows.h"

bool link_add(Db *db, const LinkRow *row, Str token, int64_t *id, Err *err) {
    bool found;
    Stmt *s = db_query(db, Q_ACCOUNT_LINK_ADD, err);
    if (!s) return false;
    stmt_text(s, 1, row->kind);
    stmt_text(s, 2, token);
    stmt_text(s, 3, row->email);
    stmt_text(s, 4, row->name);
    stmt_text(s, 5, row->role);
    if (row->person_id) stmt_int(s, 6, row->person_id);
    else stmt_null(s, 6);
    stmt_text(s, 7, row->created_by);
    stmt_int(s, 8, row->created_at);
    stmt_int(s, 9, row->expires_at);
    return stmt_one_int(s, &found, id, err);
}

static LinkRow read_link(const Stmt *s, Arena *a) {
    return (LinkRow){.id = stmt_get_int(s, 0),
                     .kind = arena_str(a, stmt_get_text(s, 1)),
                     .email = arena_str(a, stmt_get_text(s, 2)),
                     .name = arena_str(a, stmt_get_text(s, 3)),
                     .role = arena_str(a, stmt_get_text(s, 4)),
                     .person_id = stmt_get_int(s, 5),
                     .created_by = arena_str(a, stmt_get_text(s, 6)),
                     .created_at = stmt_get_int(s, 7),
                     .expires_at = stmt_get_int(s, 8)};
}

static const char LINK_GONE[] = "this link was used already, is too old, or was never one";

bool link_find(Db *db, Arena *a, Str token, int64_t now, LinkRow *row, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_LINK_FIND, err);
    if (!s) return false;
    stmt_text(s, 1, token);
    stmt_int(s, 2, now);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) *row = read_link(s, a);
    stmt_end(s);
    if (r == STEP_DONE) return err_set(err, ERR_NOT_FOUND, "ask an administrator for a new one", "%s", LINK_GONE);
    return r == STEP_ROW;
}

bool link_use(Db *db, int64_t id, int64_t now, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_LINK_USE, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_int(s, 2, now);
    return run_found(s, ERR_NOT_FOUND, "ask an administrator for a new one", LINK_GONE, err);
}

bool link_end(Db *db, Str kind, Str email, int64_t now, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_LINK_END, err);
    if (!s) return false;
    stmt_text(s, 1, kind);
    stmt_text(s, 2, email);
    stmt_int(s, 3, now);
    return stmt_run(s, err);
}

/* ---- tokens ---------------------------------------------------------------------------------- */

static TokenRow read_token(const Stmt *s, Arena *a, int from) {
    return (TokenRow){.id = stmt_get_int(s, from),
                      .account_id = stmt_get_int(s, from + 1),
                      .name = arena_str(a, stmt_get_text(s, from + 2)),
                      .scopes = arena_str(a, stmt_get_text(s, from + 3)),
                      .created_at = stmt_get_int(s, from + 4),
                      .expires_at = stmt_get_int(s, from + 5),
                      .ended_at = get_time(s, from + 6)};
}

bool token_add(Db *db, const TokenRow *row, Str token, int64_t *id, Err *err) {
    bool found;
    Stmt *s = db_query(db, Q_ACCOUNT_TOKEN_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->account_id);
    stmt_text(s, 2, row->name);
    stmt_text(s, 3, token);
    stmt_text(s, 4, row->scopes);
    stmt_int(s, 5, row->created_at);
    stmt_int(s, 6, row->expires_at);
    return stmt_one_int(s, &found, id, err);
}

bool token_find(Db *db, Arena *a, Str token, int64_t now, TokenRow *row, AccountRow *account, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_TOKEN_FIND, err);
    if (!s) return false;
    stmt_text(s, 1, token);
    stmt_int(s, 2, now);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) {
        *account = account_read(s, a);
        *row = read_token(s, a, ACCOUNT_COLUMNS);
    }
    stmt_end(s);
    if (r == STEP_DONE) return err_set(err, ERR_NOT_FOUND, "make a new token", "this token has ended, or is none");
    return r == STEP_ROW;
}

bool tokens_of(Db *db, Arena *a, int64_t account_id, TokenRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_TOKEN_LIST, err);
    if (!s) return false;
    stmt_int(s, 1, account_id);
    Rows list = rows_new(a, sizeof(TokenRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(TokenRow *)rows_next(&list) = read_token(s, a, 0);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool token_end(Db *db, int64_t account_id, int64_t id, int64_t now, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_TOKEN_END, err);
    if (!s) return false;
    stmt_int(s, 1, account_id);
    stmt_int(s, 2, id);
    stmt_int(s, 3, now);
    return run_found(s, ERR_NOT_FOUND, "reload the page", "there is no such token of yours", err);
}

bool token_end_all(Db *db, int64_t account_id, int64_t now, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_TOKEN_END_ALL, err);
    if (!s) return false;
    stmt_int(s, 1, account_id);
    stmt_int(s, 2, now);
    return stmt_run(s, err);
}

/* ---- failed tries ---------------------------------------------------------------------------- */

bool try_add(Db *db, Str kind, Str key, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_TRY_ADD, err);
    if (!s) return false;
    stmt_text(s, 1, kind);
    stmt_text(s, 2, key);
    stmt_int(s, 3, at);
    return stmt_run(s, err);
}

bool try_count(Db *db, Str kind, Str key, int64_t since, int64_t *n, Err *err) {
    bool found;
    Stmt *s = db_query(db, Q_ACCOUNT_TRY_COUNT, err);
    if (!s) return false;
    stmt_text(s, 1, kind);
    stmt_text(s, 2, key);
    stmt_int(s, 3, since);
    return stmt_one_int(s, &found, n, err);
}

bool try_forget(Db *db, Str kind, Str key, Err *err) {
    Stmt *s = db_query(db, Q_ACCOUNT_TRY_FORGET, err);
    if (!s) return false;
    stmt_text(s, 1, kind);
    stmt_text(s, 2, key);
    return stmt_run(s, err);
}

static bool purge(Db *db, QueryId query, int64_t before, Err *err) {
    Stmt *s = db_query(db, query, err);
    if (!s) return false;
    stmt_int(s, 1, before);
    return stmt_run(s, err);
}

bool try_purge(Db *db, int64_t before, Err *err) {
    return purge(db, Q_ACCOUNT_TRY_PURGE, before, err);
}

/* ---- once ------------------------------------------------------------------------------------ */

bool once_find(Db *db, Arena *a, int64_t account_id, Str key, int64_t since, bool *found, Str *args, Str *reply,
               Err *err) {
    Stmt *s = db_query(db, Q_REQUEST_ONCE_FIND, err);
    if (!s) return false;
    stmt_int(s, 1, account_id);
    stmt_text(s, 2, key);
    stmt_int(s, 3, since);
    StepResult r = stmt_step(s, err);
    *found = r == STEP_ROW;
    if (*found) {
        *args = arena_str(a, stmt_get_text(s, 0));
        *reply = arena_str(a, stmt_get_text(s, 1));
    }
    stmt_end(s);
    return r != STEP_ERROR;
}

bool once_put(Db *db, int64_t account_id, Str key, Str args, int64_t at, Str reply, Err *err) {
    Stmt *s = db_query(db, Q_REQUEST_ONCE_PUT, err);
    if (!s) return false;
    stmt_int(s, 1, account_id);
    stmt_text(s, 2, key);
    stmt_text(s, 3, args);
    stmt_int(s, 4, at);
    stmt_text(s, 5, reply);
    return stmt_run(s, err);
}

bool once_purge(Db *db, int64_t before, Err *err) {
    return purge(db, Q_REQUEST_ONCE_PURGE, before, err);
}
