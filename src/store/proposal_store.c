/* proposal_store.c - releases and rollbacks that wait for somebody's yes. */
#include "bind.h"
#include "sql_text.h"
#include "store/hook_store.h"

bool proposal_add(Db *db, const ProposalRow *row, bool *made, Err *err) {
    Stmt *s = db_query(db, Q_PROPOSAL_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->delivery_id);
    stmt_text(s, 2, row->kind);
    bind_link(s, 3, row->problem_id);
    bind_link(s, 4, row->release_id);
    stmt_int(s, 5, row->at);
    stmt_text(s, 6, row->title);
    stmt_text(s, 7, row->url);
    stmt_text(s, 8, row->external_id);
    int64_t id;
    return stmt_one_int(s, made, &id, err);
}

static void read_proposal(const Stmt *s, Arena *a, void *row) {
    *(ProposalRow *)row = (ProposalRow){.id = stmt_get_int(s, 0),
                                        .delivery_id = stmt_get_int(s, 1),
                                        .kind = get_str(s, a, 2),
                                        .problem_id = stmt_get_int(s, 3),
                                        .release_id = stmt_get_int(s, 4),
                                        .at = stmt_get_int(s, 5),
                                        .title = get_str(s, a, 6),
                                        .url = get_str(s, a, 7),
                                        .external_id = get_str(s, a, 8),
                                        .state = get_str(s, a, 9),
                                        .decided_by = get_str(s, a, 10),
                                        .decided_at = get_time(s, 11),
                                        .forge = get_str(s, a, 12),
                                        .repository = get_str(s, a, 13),
                                        .environment = get_str(s, a, 14),
                                        .subject = get_str(s, a, 15)};
}

bool proposal_get(Db *db, Arena *a, int64_t id, ProposalRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_PROPOSAL_OPEN);
    sql_add(&q, Q_PROPOSAL_WHERE_ID);
    sql_int(&q, id);
    bool found;
    if (!stmt_row(sql_end(&q, err), a, read_proposal, row, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "see them all: ridealong release proposed", "there is no proposal %lld",
                            (long long)id);
}

bool proposals_list(Db *db, Arena *a, bool only_open, int64_t limit, ProposalRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_PROPOSAL_OPEN);
    if (only_open) sql_add(&q, Q_PROPOSAL_WHERE_OPEN);
    sql_add(&q, Q_PROPOSAL_NEWEST);
    sql_int(&q, limit);
    return stmt_rows(sql_end(&q, err), a, sizeof(ProposalRow), read_proposal, rows, n, err);
}

bool proposal_decide(Db *db, int64_t id, Str state, Str by, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_PROPOSAL_DECIDE, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_text(s, 2, state);
    stmt_text(s, 3, by);
    stmt_int(s, 4, at);
    bool found;
    int64_t same;
    if (!stmt_one_int(s, &found, &same, err)) return false;
    return found || err_set(err, ERR_CONFLICT, "see them: ridealong release proposed --all yes",
                            "proposal %lld was decided before", (long long)id);
}
