/* hack_store.c - hackathons: entries, judgements, follow-up. */
#include "store/hack_store.h"

#include "bind.h"
#include "sql_text.h"

typedef struct Members {
    int64_t entry_id;
    const int64_t *people;
} Members;

static bool bind_member(void *ctx, size_t i, Stmt *s) {
    const Members *m = ctx;
    stmt_int(s, 1, m->entry_id);
    stmt_int(s, 2, m->people[i]);
    return true;
}

static bool add_row(Db *db, const EntryRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_ENTRY_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->session_id);
    stmt_text(s, 2, row->name);
    stmt_text(s, 3, row->pitch);
    bind_link(s, 4, row->theme_id);
    bind_link(s, 5, row->problem_id);
    stmt_int(s, 6, row->owner_id);
    stmt_int(s, 7, row->at);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

bool entry_add(Db *db, const EntryRow *row, const int64_t *members, size_t n, int64_t ends_at, int64_t *id, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    bool ok = add_row(db, row, id, err) && RUN_INTS(db, Q_ENTRY_MEMBER_ADD, err, *id, row->owner_id);
    Members m = {ok ? *id : 0, members};
    ok = ok && db_each(db, &(Each){Q_ENTRY_MEMBER_ADD, n, bind_member, NULL, &m}, err);
    for (int64_t days = 30; ok && days <= 90; days += 30)
        ok = RUN_INTS(db, Q_FOLLOW_UP_ADD, err, *id, days, ends_at + days * SECONDS_PER_DAY, row->owner_id);
    return scope_end(&scope, ok, err);
}

static void read_entry(const Stmt *s, Arena *a, void *row) {
    *(EntryRow *)row = (EntryRow){.id = stmt_get_int(s, 0),
                                  .session_id = stmt_get_int(s, 1),
                                  .name = get_str(s, a, 2),
                                  .pitch = get_str(s, a, 3),
                                  .theme_id = stmt_get_int(s, 4),
                                  .problem_id = stmt_get_int(s, 5),
                                  .owner_id = stmt_get_int(s, 6),
                                  .at = stmt_get_int(s, 7),
                                  .withdrawn_at = get_time(s, 8),
                                  .owner = get_str(s, a, 9),
                                  .members = get_str(s, a, 10),
                                  .session = get_str(s, a, 11)};
}

bool entry_get(Db *db, Arena *a, int64_t id, EntryRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_ENTRY_OPEN);
    sql_add(&q, Q_ENTRY_WHERE_ID);
    sql_int(&q, id);
    bool found;
    if (!stmt_row(sql_end(&q, err), a, read_entry, row, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, NULL, "there is no entry %lld", (long long)id);
}

bool entries_list(Db *db, Arena *a, int64_t session_id, EntryRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_ENTRY_OPEN);
    sql_add(&q, Q_ENTRY_WHERE_SESSION);
    sql_int(&q, session_id);
    return stmt_rows(sql_end(&q, err), a, sizeof(EntryRow), read_entry, rows, n, err);
}

bool entry_withdraw(Db *db, int64_t id, int64_t at, Err *err) {
    return RUN_INTS(db, Q_ENTRY_WITHDRAW, err, id, at);
}

bool entry_has(Db *db, int64_t entry_id, int64_t person_id, bool *member, Err *err) {
    Stmt *s = db_query(db, Q_ENTRY_HAS, err);
    int64_t one;
    if (!s) return false;
    stmt_int(s, 1, entry_id);
    stmt_int(s, 2, person_id);
    return stmt_one_int(s, member, &one, err);
}

/* ---- judgements ------------------------------------------------------------------------------ */

bool judgement_put(Db *db, const JudgementRow *row, Err *err) {
    Stmt *s = db_query(db, Q_JUDGEMENT_PUT, err);
    if (!s) return false;
    stmt_int(s, 1, row->session_id);
    stmt_int(s, 2, row->judge_id);
    stmt_int(s, 3, row->first_id);
    stmt_int(s, 4, row->second_id);
    stmt_int(s, 5, row->better_id);
    stmt_text(s, 6, row->why);
    stmt_int(s, 7, row->at);
    return stmt_run(s, err);
}

static void read_judgement(const Stmt *s, Arena *a, void *row) {
    *(JudgementRow *)row = (JudgementRow){.session_id = stmt_get_int(s, 0),
                                          .judge_id = stmt_get_int(s, 1),
                                          .first_id = stmt_get_int(s, 2),
                                          .second_id = stmt_get_int(s, 3),
                                          .better_id = stmt_get_int(s, 4),
                                          .why = get_str(s, a, 5),
                                          .at = stmt_get_int(s, 6)};
}

bool judgements_list(Db *db, Arena *a, int64_t session_id, JudgementRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_JUDGEMENTS_LIST, err);
    if (s) stmt_int(s, 1, session_id);
    return stmt_rows(s, a, sizeof(JudgementRow), read_judgement, rows, n, err);
}

/* ---- follow-up ------------------------------------------------------------------------------- */

bool follow_up_put(Db *db, const FollowUpRow *row, Err *err) {
    Stmt *s = db_query(db, Q_FOLLOW_UP_PUT, err);
    if (!s) return false;
    stmt_int(s, 1, row->entry_id);
    stmt_int(s, 2, row->days);
    bind_link(s, 3, row->owner_id);
    stmt_int(s, 4, row->shipped);
    stmt_text(s, 5, row->effect);
    bind_time(s, 6, row->told_at);
    bool found;
    int64_t days;
    if (!stmt_one_int(s, &found, &days, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, NULL, "there is no entry %lld", (long long)row->entry_id);
}

static void read_follow_up(const Stmt *s, Arena *a, void *row) {
    *(FollowUpRow *)row = (FollowUpRow){.entry_id = stmt_get_int(s, 0),
                                        .days = stmt_get_int(s, 1),
                                        .due_at = stmt_get_int(s, 2),
                                        .owner_id = stmt_get_int(s, 3),
                                        .shipped = stmt_get_int(s, 4),
                                        .effect = get_str(s, a, 5),
                                        .told_at = get_time(s, 6),
                                        .entry = get_str(s, a, 7),
                                        .owner = get_str(s, a, 8),
                                        .session_id = stmt_get_int(s, 9)};
}

bool follow_ups_list(Db *db, Arena *a, int64_t session_id, int64_t due, bool open, FollowUpRow **rows, size_t *n,
                     Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_FOLLOW_UP_OPEN);
    sql_int_if(&q, Q_FOLLOW_UP_WHERE_SESSION, session_id, 0);
    sql_int_if(&q, Q_FOLLOW_UP_WHERE_DUE, due, TIME_NONE);
    if (open) sql_add(&q, Q_FOLLOW_UP_WHERE_UNTOLD);
    sql_add(&q, Q_FOLLOW_UP_ORDER);
    return stmt_rows(sql_end(&q, err), a, sizeof(FollowUpRow), read_follow_up, rows, n, err);
}
