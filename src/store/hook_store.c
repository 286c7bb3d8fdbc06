/* hook_store.c - webhooks of forges and what they delivered. */
#include "store/hook_store.h"

#include "bind.h"
#include "sql_text.h"

/* ---- hooks ----------------------------------------------------------------------------------- */

bool hook_add(Db *db, const HookRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_HOOK_ADD, err);
    if (!s) return false;
    stmt_text(s, 1, row->forge);
    stmt_text(s, 2, row->name);
    stmt_text(s, 3, row->key);
    stmt_text(s, 4, row->secret);
    stmt_text(s, 5, row->environment);
    stmt_text(s, 6, row->created_by);
    stmt_int(s, 7, row->created_at);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

static void read_hook(const Stmt *s, Arena *a, void *row) {
    *(HookRow *)row = (HookRow){.id = stmt_get_int(s, 0),
                                .forge = get_str(s, a, 1),
                                .name = get_str(s, a, 2),
                                .key = get_str(s, a, 3),
                                .secret = get_str(s, a, 4),
                                .environment = get_str(s, a, 5),
                                .created_by = get_str(s, a, 6),
                                .created_at = stmt_get_int(s, 7),
                                .revoked_at = get_time(s, 8),
                                .deliveries = stmt_get_int(s, 9),
                                .last_at = get_time(s, 10)};
}

static bool hook_one(SqlText *q, Arena *a, HookRow *row, Err *err) {
    bool found;
    if (!stmt_row(sql_end(q, err), a, read_hook, row, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "see them all: ridealong hooks",
                            "there is no such webhook: it was revoked, or never was");
}

bool hook_get(Db *db, Arena *a, int64_t id, HookRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_HOOK_OPEN);
    sql_add(&q, Q_HOOK_WHERE_ID);
    sql_int(&q, id);
    return hook_one(&q, a, row, err);
}

bool hook_by_key(Db *db, Arena *a, Str key, HookRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_HOOK_OPEN);
    sql_add(&q, Q_HOOK_WHERE_KEY);
    sql_str(&q, key);
    return hook_one(&q, a, row, err);
}

bool hooks_list(Db *db, Arena *a, HookRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_HOOK_OPEN);
    sql_add(&q, Q_HOOK_NEWEST);
    return stmt_rows(sql_end(&q, err), a, sizeof(HookRow), read_hook, rows, n, err);
}

bool hook_revoke(Db *db, int64_t id, int64_t at, Err *err) {
    return revoke_once(db, Q_HOOK_REVOKE, id, at, "webhook", err);
}

/* ---- components ------------------------------------------------------------------------------ */

bool hook_component_put(Db *db, int64_t hook_id, const HookComponent *row, Err *err) {
    Stmt *s = db_query(db, Q_HOOK_COMPONENT_PUT, err);
    if (!s) return false;
    stmt_int(s, 1, hook_id);
    stmt_text(s, 2, row->repository);
    stmt_int(s, 3, row->component_id);
    return stmt_run(s, err);
}

bool hook_component_drop(Db *db, int64_t hook_id, const HookComponent *row, Err *err) {
    Stmt *s = db_query(db, Q_HOOK_COMPONENT_DROP, err);
    if (!s) return false;
    stmt_int(s, 1, hook_id);
    stmt_text(s, 2, row->repository);
    stmt_int(s, 3, row->component_id);
    bool found;
    int64_t same;
    if (!stmt_one_int(s, &found, &same, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, NULL, "webhook %lld has no such component", (long long)hook_id);
}

static void read_component(const Stmt *s, Arena *a, void *row) {
    *(HookComponent *)row = (HookComponent){get_str(s, a, 0), stmt_get_int(s, 1), get_str(s, a, 2)};
}

bool hook_components(Db *db, Arena *a, int64_t hook_id, HookComponent **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_HOOK_COMPONENTS, err);
    if (!s) return false;
    stmt_int(s, 1, hook_id);
    return stmt_rows(s, a, sizeof(HookComponent), read_component, rows, n, err);
}

/* ---- deliveries ------------------------------------------------------------------------------ */

bool delivery_add(Db *db, const DeliveryRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_DELIVERY_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->hook_id);
    stmt_text(s, 2, row->delivery);
    stmt_int(s, 3, row->at);
    stmt_text(s, 4, row->event);
    stmt_text(s, 5, row->kind);
    stmt_text(s, 6, row->repository);
    stmt_text(s, 7, row->environment);
    stmt_text(s, 8, row->ref);
    stmt_text(s, 9, row->sha);
    stmt_text(s, 10, row->number);
    stmt_int(s, 11, row->said_at);
    stmt_text(s, 12, row->says);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

bool delivery_says(Db *db, int64_t id, Str says, Err *err) {
    Stmt *s = db_query(db, Q_DELIVERY_SAYS, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_text(s, 2, says);
    return stmt_run(s, err);
}

static void read_delivery(const Stmt *s, Arena *a, void *row) {
    *(DeliveryRow *)row = (DeliveryRow){.id = stmt_get_int(s, 0),
                                        .hook_id = stmt_get_int(s, 1),
                                        .delivery = get_str(s, a, 2),
                                        .at = stmt_get_int(s, 3),
                                        .event = get_str(s, a, 4),
                                        .kind = get_str(s, a, 5),
                                        .repository = get_str(s, a, 6),
                                        .environment = get_str(s, a, 7),
                                        .ref = get_str(s, a, 8),
                                        .sha = get_str(s, a, 9),
                                        .number = get_str(s, a, 10),
                                        .said_at = stmt_get_int(s, 11),
                                        .says = get_str(s, a, 12)};
}

static SqlText of_hook(Db *db, int64_t hook_id) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_DELIVERY_OPEN);
    sql_int(&q, hook_id);
    return q;
}

bool delivery_find(Db *db, Arena *a, int64_t hook_id, Str delivery, DeliveryRow *row, bool *found, Err *err) {
    SqlText q = of_hook(db, hook_id);
    sql_add(&q, Q_DELIVERY_WHERE_DELIVERY);
    sql_str(&q, delivery);
    return stmt_row(sql_end(&q, err), a, read_delivery, row, found, err);
}

bool delivery_of_ref(Db *db, Arena *a, int64_t hook_id, Str kind, Str repository, Str ref, DeliveryRow *row,
                     bool *found, Err *err) {
    SqlText q = of_hook(db, hook_id);
    sql_add(&q, Q_DELIVERY_WHERE_REF);
    sql_str(&q, kind);
    sql_str(&q, repository);
    sql_str(&q, ref);
    return stmt_row(sql_end(&q, err), a, read_delivery, row, found, err);
}

bool deliveries_list(Db *db, Arena *a, int64_t hook_id, int64_t limit, DeliveryRow **rows, size_t *n, Err *err) {
    SqlText q = of_hook(db, hook_id);
    sql_add(&q, Q_DELIVERY_NEWEST);
    sql_int(&q, limit);
    return stmt_rows(sql_end(&q, err), a, sizeof(DeliveryRow), read_delivery, rows, n, err);
}

bool deliveries_of_place(Db *db, Arena *a, int64_t hook_id, Str repository, Str environment, int64_t limit,
                         DeliveryRow **rows, size_t *n, Err *err) {
    SqlText q = of_hook(db, hook_id);
    sql_add(&q, Q_DELIVERY_WHERE_PLACE);
    sql_str(&q, repository);
    sql_str(&q, environment);
    sql_int(&q, limit);
    return stmt_rows(sql_end(&q, err), a, sizeof(DeliveryRow), read_delivery, rows, n, err);
}

bool delivery_release_put(Db *db, int64_t delivery_id, int64_t release_id, Err *err) {
    return RUN_INTS(db, Q_DELIVERY_RELEASE_PUT, err, delivery_id, release_id);
}

static void read_id(const Stmt *s, Arena *a, void *row) {
    (void)a;
    *(int64_t *)row = stmt_get_int(s, 0);
}

bool delivery_releases(Db *db, Arena *a, int64_t delivery_id, int64_t **ids, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_DELIVERY_RELEASES, err);
    if (!s) return false;
    stmt_int(s, 1, delivery_id);
    return stmt_rows(s, a, sizeof(int64_t), read_id, ids, n, err);
}
