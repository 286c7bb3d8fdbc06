/* feed_store.c - private addresses of calendars, mail that waits. */
#include "store/feed_store.h"

#include "bind.h"
#include "sql_text.h"
#include "store/sample_store.h"

bool feed_add(Db *db, const FeedRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_FEED_ADD, err);
    if (!s) return false;
    stmt_text(s, 1, row->kind);
    stmt_int(s, 2, row->object_id);
    stmt_text(s, 3, row->token_hash);
    stmt_int(s, 4, row->created_at);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

static void read_feed(const Stmt *s, Arena *a, void *row) {
    *(FeedRow *)row = (FeedRow){.id = stmt_get_int(s, 0),
                                .kind = get_str(s, a, 1),
                                .object_id = stmt_get_int(s, 2),
                                .token_hash = get_str(s, a, 3),
                                .created_at = stmt_get_int(s, 4),
                                .revoked_at = get_time(s, 5),
                                .name = get_str(s, a, 6)};
}

static bool feed_one(SqlText *q, Arena *a, FeedRow *row, Err *err) {
    bool found;
    if (!stmt_row(sql_end(q, err), a, read_feed, row, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "make a new one: ridealong calendar make",
                            "there is no such calendar: it was revoked, or never was");
}

bool feed_get(Db *db, Arena *a, int64_t id, FeedRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_FEED_OPEN);
    sql_add(&q, Q_FEED_WHERE_ID);
    sql_int(&q, id);
    return feed_one(&q, a, row, err);
}

bool feed_find(Db *db, Arena *a, Str token_hash, FeedRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_FEED_OPEN);
    sql_add(&q, Q_FEED_WHERE_HASH);
    sql_str(&q, token_hash);
    return feed_one(&q, a, row, err);
}

bool feeds_list(Db *db, Arena *a, FeedRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_FEED_OPEN);
    sql_add(&q, Q_FEED_NEWEST);
    return stmt_rows(sql_end(&q, err), a, sizeof(FeedRow), read_feed, rows, n, err);
}

bool feed_revoke(Db *db, int64_t id, int64_t at, Err *err) {
    return revoke_once(db, Q_FEED_REVOKE, id, at, "calendar", err);
}

/* ---- mail ------------------------------------------------------------------------------------ */

bool mail_put(Db *db, const MailRow *row, Err *err) {
    bool sample = false;
    if (row->person_id && !sample_has(db, "person", row->person_id, &sample, err)) return false;
    if (sample) return true; /* there is nobody at that address */
    Stmt *s = db_query(db, Q_MAIL_PUT, err);
    if (!s) return false;
    stmt_text(s, 1, row->key);
    bind_link(s, 2, row->person_id);
    bind_link(s, 3, row->session_id);
    stmt_text(s, 4, row->address);
    stmt_text(s, 5, row->subject);
    stmt_text(s, 6, row->body);
    stmt_text(s, 7, row->method);
    stmt_text(s, 8, row->calendar);
    stmt_int(s, 9, row->made_at);
    stmt_int(s, 10, row->send_at);
    bind_link(s, 11, row->webhook_id);
    return stmt_run(s, err);
}

bool mail_drop(Db *db, int64_t person_id, int64_t session_id, Err *err) {
    return RUN_INTS(db, Q_MAIL_DROP, err, person_id, session_id);
}

static void read_mail(const Stmt *s, Arena *a, void *row) {
    *(MailRow *)row = (MailRow){.id = stmt_get_int(s, 0),
                                .key = get_str(s, a, 1),
                                .person_id = stmt_get_int(s, 2),
                                .session_id = stmt_get_int(s, 3),
                                .address = get_str(s, a, 4),
                                .subject = get_str(s, a, 5),
                                .body = get_str(s, a, 6),
                                .method = get_str(s, a, 7),
                                .calendar = get_str(s, a, 8),
                                .state = get_str(s, a, 9),
                                .made_at = stmt_get_int(s, 10),
                                .send_at = stmt_get_int(s, 11),
                                .tries = stmt_get_int(s, 12),
                                .problem = get_str(s, a, 13),
                                .sent_at = get_time(s, 14),
                                .webhook_id = stmt_get_int(s, 15)};
}

bool mail_list(Db *db, Arena *a, Str state, int64_t before, int64_t limit, MailRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_MAIL_OPEN);
    if (state.n) {
        sql_add(&q, Q_MAIL_WHERE_STATE);
        sql_str(&q, state);
    }
    sql_int_if(&q, Q_MAIL_WHERE_BEFORE, before, 0);
    sql_add(&q, Q_MAIL_NEWEST);
    sql_int(&q, limit);
    return stmt_rows(sql_end(&q, err), a, sizeof(MailRow), read_mail, rows, n, err);
}

bool mail_due(Db *db, Arena *a, int64_t now, bool only_webhooks, int64_t limit, MailRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_MAIL_OPEN);
    if (only_webhooks) sql_add(&q, Q_MAIL_TO_WEBHOOKS);
    sql_add(&q, Q_MAIL_DUE);
    sql_int(&q, now);
    sql_int(&q, limit);
    return stmt_rows(sql_end(&q, err), a, sizeof(MailRow), read_mail, rows, n, err);
}

bool mail_claim(Db *db, const MailRow *row, int64_t until, bool *mine, Err *err) {
    Stmt *s = db_query(db, Q_MAIL_CLAIM, err);
    if (!s) return false;
    stmt_int(s, 1, row->id);
    stmt_int(s, 2, row->send_at);
    stmt_int(s, 3, until);
    int64_t id;
    return stmt_one_int(s, mine, &id, err);
}

bool mail_tried(Db *db, int64_t id, Str state, Str problem, int64_t at, int64_t send_at, Err *err) {
    Stmt *s = db_query(db, Q_MAIL_TRIED, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_text(s, 2, state);
    stmt_text(s, 3, problem);
    stmt_int(s, 4, at);
    stmt_int(s, 5, send_at);
    return stmt_run(s, err);
}
