/* customer_store.c - customers: consent, opt-out, blocklist, contacts. */
#include "store/customer_store.h"

#include "bind.h"
#include "sql_text.h"

bool customer_put(Db *db, Str hash, Str label, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_CUSTOMER_PUT, err);
    if (!s) return false;
    stmt_text(s, 1, hash);
    stmt_text(s, 2, label);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

static void read_customer(const Stmt *s, Arena *a, void *row) {
    *(CustomerRow *)row = (CustomerRow){.id = stmt_get_int(s, 0),
                                        .hash = get_str(s, a, 1),
                                        .label = get_str(s, a, 2),
                                        .opted_out_at = get_time(s, 3),
                                        .blocked_at = get_time(s, 4),
                                        .blocked_why = get_str(s, a, 5),
                                        .contacts = stmt_get_int(s, 6),
                                        .last_at = get_time(s, 7)};
}

static bool customer_one(SqlText *q, Arena *a, CustomerRow *row, Err *err) {
    bool found;
    if (!stmt_row(sql_end(q, err), a, read_customer, row, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "record a consent first: ridealong customer consent",
                            "there is no such customer");
}

bool customer_get(Db *db, Arena *a, int64_t id, CustomerRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_CUSTOMER_OPEN);
    sql_add(&q, Q_CUSTOMER_WHERE_ID);
    sql_int(&q, id);
    return customer_one(&q, a, row, err);
}

bool customer_find(Db *db, Arena *a, Str hash, CustomerRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_CUSTOMER_OPEN);
    sql_add(&q, Q_CUSTOMER_WHERE_HASH);
    sql_str(&q, hash);
    return customer_one(&q, a, row, err);
}

bool customers_list(Db *db, Arena *a, int64_t after_id, int64_t limit, CustomerRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_CUSTOMER_OPEN);
    sql_add(&q, Q_CUSTOMER_PAGE);
    sql_int(&q, after_id);
    sql_int(&q, limit);
    return stmt_rows(sql_end(&q, err), a, sizeof(CustomerRow), read_customer, rows, n, err);
}

bool customer_opt_out(Db *db, int64_t id, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_CUSTOMER_OPT_OUT, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    bind_time(s, 2, at);
    return stmt_run(s, err);
}

bool customer_block(Db *db, int64_t id, int64_t at, Str why, Err *err) {
    Stmt *s = db_query(db, Q_CUSTOMER_BLOCK, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    bind_time(s, 2, at);
    stmt_text(s, 3, why);
    return stmt_run(s, err);
}

/* ---- consent --------------------------------------------------------------------------------- */

bool consent_add(Db *db, const ConsentRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_CONSENT_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->customer_id);
    stmt_text(s, 2, row->purpose);
    stmt_int(s, 3, row->given_at);
    bind_time(s, 4, row->until_at);
    stmt_text(s, 5, row->how);
    stmt_text(s, 6, row->recorded_by);
    stmt_int(s, 7, row->recorded_at);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

static void read_consent(const Stmt *s, Arena *a, void *row) {
    *(ConsentRow *)row = (ConsentRow){.id = stmt_get_int(s, 0),
                                      .customer_id = stmt_get_int(s, 1),
                                      .purpose = get_str(s, a, 2),
                                      .given_at = stmt_get_int(s, 3),
                                      .until_at = get_time(s, 4),
                                      .how = get_str(s, a, 5),
                                      .recorded_by = get_str(s, a, 6),
                                      .recorded_at = stmt_get_int(s, 7),
                                      .withdrawn_at = get_time(s, 8)};
}

bool consents_list(Db *db, Arena *a, int64_t customer_id, ConsentRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_CONSENTS_LIST, err);
    if (s) stmt_int(s, 1, customer_id);
    return stmt_rows(s, a, sizeof(ConsentRow), read_consent, rows, n, err);
}

bool consents_end(Db *db, int64_t customer_id, Str purpose, int64_t at, int64_t *ended, Err *err) {
    Stmt *s = db_query(db, Q_CONSENTS_END, err);
    if (!s) return false;
    stmt_int(s, 1, customer_id);
    stmt_text(s, 2, purpose);
    stmt_int(s, 3, at);
    StepResult r;
    *ended = 0;
    while ((r = stmt_step(s, err)) == STEP_ROW) ++*ended;
    stmt_end(s);
    return r == STEP_DONE;
}

/* ---- contacts -------------------------------------------------------------------------------- */

bool contact_add(Db *db, const ContactRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_CONTACT_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->customer_id);
    bind_link(s, 2, row->session_id);
    stmt_int(s, 3, row->at);
    stmt_text(s, 4, row->purpose);
    stmt_text(s, 5, row->state);
    stmt_text(s, 6, row->why);
    stmt_text(s, 7, row->noted_by);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

static void read_contact(const Stmt *s, Arena *a, void *row) {
    *(ContactRow *)row = (ContactRow){.id = stmt_get_int(s, 0),
                                      .customer_id = stmt_get_int(s, 1),
                                      .session_id = stmt_get_int(s, 2),
                                      .at = stmt_get_int(s, 3),
                                      .purpose = get_str(s, a, 4),
                                      .state = get_str(s, a, 5),
                                      .why = get_str(s, a, 6),
                                      .noted_by = get_str(s, a, 7)};
}

bool contacts_list(Db *db, Arena *a, int64_t customer_id, ContactRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_CONTACTS_LIST, err);
    if (s) stmt_int(s, 1, customer_id);
    return stmt_rows(s, a, sizeof(ContactRow), read_contact, rows, n, err);
}

bool contact_move(Db *db, int64_t session_id, int64_t at, Str why, Err *err) {
    Stmt *s = db_query(db, Q_CONTACT_MOVE, err);
    if (!s) return false;
    stmt_int(s, 1, session_id);
    stmt_int(s, 2, at);
    stmt_text(s, 3, why);
    return stmt_run(s, err);
}
