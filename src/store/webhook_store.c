/* webhook_store.c - programs and people who are told of news. */
#include "store/webhook_store.h"

#include "bind.h"
#include "sql_text.h"

bool webhook_add(Db *db, const WebhookRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_WEBHOOK_ADD, err);
    if (!s) return false;
    stmt_text(s, 1, row->name);
    stmt_text(s, 2, row->url);
    stmt_text(s, 3, row->secret);
    stmt_text(s, 4, row->created_by);
    stmt_int(s, 5, row->created_at);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

static void read_webhook(const Stmt *s, Arena *a, void *row) {
    *(WebhookRow *)row = (WebhookRow){.id = stmt_get_int(s, 0),
                                      .name = get_str(s, a, 1),
                                      .url = get_str(s, a, 2),
                                      .secret = get_str(s, a, 3),
                                      .created_by = get_str(s, a, 4),
                                      .created_at = stmt_get_int(s, 5),
                                      .revoked_at = get_time(s, 6),
                                      .sent = stmt_get_int(s, 7),
                                      .waiting = stmt_get_int(s, 8),
                                      .failed = stmt_get_int(s, 9),
                                      .problem = get_str(s, a, 10)};
}

bool webhook_get(Db *db, Arena *a, int64_t id, WebhookRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_WEBHOOK_OPEN);
    sql_add(&q, Q_WEBHOOK_WHERE_ID);
    sql_int(&q, id);
    bool found;
    if (!stmt_row(sql_end(&q, err), a, read_webhook, row, &found, err)) return false;
    return found ||
           err_set(err, ERR_NOT_FOUND, "see them all: ridealong webhooks", "there is no webhook %lld", (long long)id);
}

bool webhooks_list(Db *db, Arena *a, bool revoked, WebhookRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_WEBHOOK_OPEN);
    if (!revoked) sql_add(&q, Q_WEBHOOK_IN_USE);
    sql_add(&q, Q_WEBHOOK_NEWEST);
    return stmt_rows(sql_end(&q, err), a, sizeof(WebhookRow), read_webhook, rows, n, err);
}

bool webhook_revoke(Db *db, int64_t id, int64_t at, Err *err) {
    return revoke_once(db, Q_WEBHOOK_REVOKE, id, at, "webhook", err) && RUN_INTS(db, Q_WEBHOOK_DROP, err, id);
}

/* ---- wishes ---------------------------------------------------------------------------------- */

bool wish_set(Db *db, int64_t person_id, Str what, bool on, int64_t at, Err *err) {
    Stmt *s = db_query(db, on ? Q_WISH_PUT : Q_WISH_DROP, err);
    if (!s) return false;
    stmt_int(s, 1, person_id);
    stmt_text(s, 2, what);
    if (on) stmt_int(s, 3, at);
    return stmt_run(s, err);
}

bool wish_has(Db *db, int64_t person_id, Str what, bool *on, Err *err) {
    Stmt *s = db_query(db, Q_WISH_HAS, err);
    if (!s) return false;
    stmt_int(s, 1, person_id);
    stmt_text(s, 2, what);
    int64_t one;
    return stmt_one_int(s, on, &one, err);
}

static void read_wish(const Stmt *s, Arena *a, void *row) {
    *(WishRow *)row = (WishRow){stmt_get_int(s, 0), get_str(s, a, 1)};
}

bool wish_people(Db *db, Arena *a, Str what, int64_t day, WishRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_WISH_PEOPLE, err);
    if (!s) return false;
    stmt_text(s, 1, what);
    stmt_int(s, 2, day);
    return stmt_rows(s, a, sizeof(WishRow), read_wish, rows, n, err);
}
