/* decision_store.c - decisions about problems, and strategy statements. */
#include "store/decision_store.h"

#include "bind.h"
#include "rows.h"
#include "sql_text.h"

static const char *const KINDS[] = {"accept", "defer", "decline"};

const char *decision_kind_name(DecisionKind kind) {
    return KINDS[kind];
}

/* ---- strategy -------------------------------------------------------------------------------- */

bool strategy_add(Db *db, const StrategyRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_STRATEGY_ADD, err);
    if (!s) return false;
    stmt_text(s, 1, row->title);
    stmt_text(s, 2, row->statement);
    stmt_text(s, 3, row->author);
    stmt_int(s, 4, row->at);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

static StrategyRow read_strategy(const Stmt *s, Arena *a) {
    return (StrategyRow){.id = stmt_get_int(s, 0),
                         .title = arena_str(a, stmt_get_text(s, 1)),
                         .statement = arena_str(a, stmt_get_text(s, 2)),
                         .author = arena_str(a, stmt_get_text(s, 3)),
                         .at = stmt_get_int(s, 4),
                         .retired_at = get_time(s, 5),
                         .decisions = stmt_get_int(s, 6)};
}

bool strategy_get(Db *db, Arena *a, int64_t id, StrategyRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_STRATEGY_OPEN);
    sql_add(&q, Q_STRATEGY_WHERE_ID);
    sql_int(&q, id);
    Stmt *s = sql_end(&q, err);
    if (!s) return false;
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) *row = read_strategy(s, a);
    stmt_end(s);
    if (r == STEP_DONE)
        return err_set(err, ERR_NOT_FOUND, "see them all: ridealong strategies", "there is no strategy statement %lld",
                       (long long)id);
    return r == STEP_ROW;
}

bool strategies_list(Db *db, Arena *a, bool retired, StrategyRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_STRATEGY_OPEN);
    if (!retired) sql_add(&q, Q_STRATEGY_WHERE_THERE);
    sql_add(&q, Q_STRATEGY_ORDER);
    Stmt *s = sql_end(&q, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(StrategyRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(StrategyRow *)rows_next(&list) = read_strategy(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool strategy_retire(Db *db, int64_t id, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_STRATEGY_RETIRE, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_int(s, 2, at);
    bool found;
    int64_t same;
    if (!stmt_one_int(s, &found, &same, err)) return false;
    return found || err_set(err, ERR_CONFLICT, NULL, "strategy statement %lld is retired already", (long long)id);
}

/* ---- decisions ------------------------------------------------------------------------------- */

bool decision_add(Db *db, const DecisionRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_DECISION_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->problem_id);
    stmt_int(s, 2, row->at);
    stmt_text(s, 3, str_from_c(KINDS[row->kind]));
    stmt_text(s, 4, row->decider);
    stmt_text(s, 5, row->author);
    stmt_text(s, 6, row->reason);
    if (row->strategy_id) stmt_int(s, 7, row->strategy_id);
    else stmt_null(s, 7);
    stmt_int(s, 8, row->conflict);
    stmt_text(s, 9, row->affected);
    if (row->review_at == TIME_NONE) stmt_null(s, 10);
    else stmt_int(s, 10, row->review_at);
    stmt_real(s, 11, row->tripwire);
    stmt_real(s, 12, row->rate_then);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

bool decisions_end(Db *db, int64_t problem_id, int64_t at, Str why, Err *err) {
    Stmt *s = db_query(db, Q_DECISIONS_END, err);
    if (!s) return false;
    stmt_int(s, 1, problem_id);
    stmt_int(s, 2, at);
    stmt_text(s, 3, why);
    return stmt_run(s, err);
}

static DecisionKind kind_of(Str name) {
    for (int i = 0; i < DECISION_KINDS; i++)
        if (str_eq(name, str_from_c(KINDS[i]))) return (DecisionKind)i;
    return DECISION_ACCEPT; /* the table's CHECK lets in no other name */
}

static ProblemState state_of(Str name) {
    ProblemState state = PROBLEM_DRAFT;
    problem_state_find(name, &state);
    return state;
}

static DecisionRow read_decision(const Stmt *s, Arena *a) {
    return (DecisionRow){.id = stmt_get_int(s, 0),
                         .problem_id = stmt_get_int(s, 1),
                         .at = stmt_get_int(s, 2),
                         .kind = kind_of(stmt_get_text(s, 3)),
                         .decider = arena_str(a, stmt_get_text(s, 4)),
                         .author = arena_str(a, stmt_get_text(s, 5)),
                         .reason = arena_str(a, stmt_get_text(s, 6)),
                         .strategy_id = stmt_get_int(s, 7),
                         .conflict = stmt_get_int(s, 8),
                         .affected = arena_str(a, stmt_get_text(s, 9)),
                         .review_at = get_time(s, 10),
                         .tripwire = stmt_get_real(s, 11),
                         .rate_then = stmt_get_real(s, 12),
                         .ended_at = get_time(s, 13),
                         .ended_why = arena_str(a, stmt_get_text(s, 14)),
                         .title = arena_str(a, stmt_get_text(s, 15)),
                         .state = state_of(stmt_get_text(s, 16)),
                         .strategy = arena_str(a, stmt_get_text(s, 17))};
}

bool decisions_list(Db *db, Arena *a, const DecisionFilter *f, DecisionRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_DECISION_OPEN);
    if (f->problem_id) {
        sql_add(&q, Q_DECISION_WHERE_PROBLEM);
        sql_int(&q, f->problem_id);
    }
    if (f->in_force) sql_add(&q, Q_DECISION_WHERE_FORCE);
    if (f->conflict) sql_add(&q, Q_DECISION_WHERE_CONFLICT);
    if (f->tripwire) sql_add(&q, Q_DECISION_WHERE_TRIPWIRE);
    sql_add(&q, Q_DECISION_ORDER);
    Stmt *s = sql_end(&q, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(DecisionRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(DecisionRow *)rows_next(&list) = read_decision(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}
