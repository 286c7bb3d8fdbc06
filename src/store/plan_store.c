/* plan_store.c - plans. */
#include "store/plan_store.h"

#include "bind.h"
#include "rows.h"
#include "sql_text.h"

/* Steps through a result; `read` fills one row. Ends the statement. */
static bool read_all(Stmt *s, Arena *a, size_t size, void (*read)(const Stmt *, Arena *, void *), void **rows,
                     size_t *n, Err *err) {
    Rows list = rows_new(a, size);
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) read(s, a, rows_next(&list));
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

/* ---- plans ----------------------------------------------------------------------------------- */

typedef struct Adding {
    int64_t plan;
    const PlanParts *parts;
} Adding;

static bool bind_seat(void *ctx, size_t i, Stmt *s) {
    const Adding *add = ctx;
    const PlanSeatRow *row = &add->parts->seats[i];
    stmt_int(s, 1, add->plan);
    stmt_int(s, 2, row->person_id);
    stmt_int(s, 3, row->session_id);
    stmt_int(s, 4, row->kept);
    stmt_int(s, 5, row->need);
    stmt_int(s, 6, row->touch);
    stmt_int(s, 7, row->format);
    stmt_int(s, 8, row->relevance);
    stmt_int(s, 9, row->language);
    stmt_int(s, 10, row->rivals);
    stmt_int(s, 11, row->choices);
    return true;
}

static bool bind_short(void *ctx, size_t i, Stmt *s) {
    const Adding *add = ctx;
    const PlanShortRow *row = &add->parts->shorts[i];
    stmt_int(s, 1, add->plan);
    stmt_int(s, 2, row->person_id);
    stmt_int(s, 3, row->from_at);
    stmt_int(s, 4, row->to_at);
    stmt_int(s, 5, row->owed);
    stmt_int(s, 6, row->planned);
    stmt_text(s, 7, row->reason);
    stmt_int(s, 8, row->suit);
    return true;
}

static bool bind_move(void *ctx, size_t i, Stmt *s) {
    const Adding *add = ctx;
    const PlanMoveRow *row = &add->parts->moves[i];
    stmt_int(s, 1, add->plan);
    stmt_int(s, 2, row->person_id);
    stmt_int(s, 3, row->from_session);
    bind_link(s, 4, row->to_session);
    stmt_int(s, 5, row->gone);
    return true;
}

static bool add_row(Db *db, const PlanRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_PLAN_ADD, err);
    if (!s) return false;
    stmt_text(s, 1, row->name);
    stmt_int(s, 2, row->from_at);
    stmt_int(s, 3, row->to_at);
    stmt_int(s, 4, row->made_at);
    stmt_text(s, 5, row->made_by);
    stmt_int(s, 6, row->seed);
    stmt_int(s, 7, row->objective);
    stmt_real(s, 8, row->bound);
    stmt_text(s, 9, row->figures);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

bool plan_add(Db *db, const PlanRow *row, const PlanParts *parts, int64_t *id, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    Adding add = {0, parts};
    bool ok = add_row(db, row, id, err);
    add.plan = *id;
    ok = ok && db_each(db, &(Each){Q_PLAN_SEAT_ADD, parts->seats_n, bind_seat, NULL, &add}, err) &&
         db_each(db, &(Each){Q_PLAN_SHORT_ADD, parts->shorts_n, bind_short, NULL, &add}, err) &&
         db_each(db, &(Each){Q_PLAN_MOVE_ADD, parts->moves_n, bind_move, NULL, &add}, err);
    return scope_end(&scope, ok, err);
}

static void read_plan(const Stmt *s, Arena *a, void *row) {
    *(PlanRow *)row = (PlanRow){.id = stmt_get_int(s, 0),
                                .name = get_str(s, a, 1),
                                .from_at = stmt_get_int(s, 2),
                                .to_at = stmt_get_int(s, 3),
                                .state = get_str(s, a, 4),
                                .made_at = stmt_get_int(s, 5),
                                .made_by = get_str(s, a, 6),
                                .ended_at = get_time(s, 7),
                                .seed = stmt_get_int(s, 8),
                                .objective = stmt_get_int(s, 9),
                                .bound = stmt_get_real(s, 10),
                                .figures = get_str(s, a, 11)};
}

bool plan_get(Db *db, Arena *a, int64_t id, PlanRow *row, Err *err) {
    Stmt *s = db_query(db, Q_PLAN_GET, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    PlanRow *rows;
    size_t n;
    if (!read_all(s, a, sizeof(PlanRow), read_plan, (void **)&rows, &n, err)) return false;
    if (!n) return err_set(err, ERR_NOT_FOUND, "see them all: ridealong plans", "there is no plan %lld", (long long)id);
    *row = rows[0];
    return true;
}

bool plans_list(Db *db, Arena *a, int64_t limit, PlanRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_PLANS_LIST, err);
    if (!s) return false;
    stmt_int(s, 1, limit);
    return read_all(s, a, sizeof(PlanRow), read_plan, (void **)rows, n, err);
}

bool plan_end(Db *db, int64_t id, Str state, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_PLAN_END, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_text(s, 2, state);
    stmt_int(s, 3, at);
    bool found;
    int64_t same;
    return stmt_one_int(s, &found, &same, err) &&
           (found || err_set(err, ERR_CONFLICT, "make a new one: ridealong plan --quarter 2027Q1",
                             "plan %lld is published or discarded already", (long long)id));
}

/* ---- parts of a plan ------------------------------------------------------------------------- */

static void read_seat(const Stmt *s, Arena *a, void *row) {
    *(PlanSeatRow *)row = (PlanSeatRow){.person_id = stmt_get_int(s, 0),
                                        .person = get_str(s, a, 1),
                                        .team_id = stmt_get_int(s, 2),
                                        .session_id = stmt_get_int(s, 3),
                                        .title = get_str(s, a, 4),
                                        .format_name = get_str(s, a, 5),
                                        .starts_at = stmt_get_int(s, 6),
                                        .ends_at = stmt_get_int(s, 7),
                                        .theme_id = stmt_get_int(s, 8),
                                        .kept = stmt_get_int(s, 9),
                                        .need = stmt_get_int(s, 10),
                                        .touch = stmt_get_int(s, 11),
                                        .format = stmt_get_int(s, 12),
                                        .relevance = stmt_get_int(s, 13),
                                        .language = stmt_get_int(s, 14),
                                        .rivals = stmt_get_int(s, 15),
                                        .choices = stmt_get_int(s, 16)};
}

bool plan_seats(Db *db, Arena *a, const PlanSeatFilter *f, PlanSeatRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_PLAN_SEAT_OPEN);
    sql_int(&q, f->plan_id);
    sql_int_if(&q, Q_PLAN_SEAT_WHERE_PERSON, f->person_id, 0);
    sql_int_if(&q, Q_PLAN_SEAT_WHERE_TEAM, f->team_id, 0);
    if (f->after) {
        sql_add(&q, Q_PLAN_SEAT_AFTER);
        sql_str(&q, f->after->person);
        sql_int(&q, f->after->person_id);
        sql_int(&q, f->after->starts_at);
        sql_int(&q, f->after->session_id);
    }
    sql_add(&q, Q_PLAN_SEAT_ORDER);
    sql_int_if(&q, Q_PLAN_SEAT_LIMIT, f->limit, 0);
    Stmt *s = sql_end(&q, err);
    return s && read_all(s, a, sizeof(PlanSeatRow), read_seat, (void **)rows, n, err);
}

static void read_short(const Stmt *s, Arena *a, void *row) {
    *(PlanShortRow *)row = (PlanShortRow){.person_id = stmt_get_int(s, 0),
                                          .person = get_str(s, a, 1),
                                          .team_id = stmt_get_int(s, 2),
                                          .from_at = stmt_get_int(s, 3),
                                          .to_at = stmt_get_int(s, 4),
                                          .owed = stmt_get_int(s, 5),
                                          .planned = stmt_get_int(s, 6),
                                          .reason = get_str(s, a, 7),
                                          .suit = stmt_get_int(s, 8)};
}

bool plan_shorts(Db *db, Arena *a, int64_t plan_id, int64_t limit, PlanShortRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_PLAN_SHORTS_LIST, err);
    if (!s) return false;
    stmt_int(s, 1, plan_id);
    stmt_int(s, 2, limit);
    return read_all(s, a, sizeof(PlanShortRow), read_short, (void **)rows, n, err);
}

static void read_move(const Stmt *s, Arena *a, void *row) {
    *(PlanMoveRow *)row = (PlanMoveRow){.person_id = stmt_get_int(s, 0),
                                        .person = get_str(s, a, 1),
                                        .team_id = stmt_get_int(s, 2),
                                        .from_session = stmt_get_int(s, 3),
                                        .from_title = get_str(s, a, 4),
                                        .from_at = stmt_get_int(s, 5),
                                        .to_session = stmt_get_int(s, 6),
                                        .to_title = get_str(s, a, 7),
                                        .to_at = get_time(s, 8),
                                        .gone = stmt_get_int(s, 9)};
}

bool plan_moves(Db *db, Arena *a, int64_t plan_id, int64_t limit, PlanMoveRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_PLAN_MOVES_LIST, err);
    if (!s) return false;
    stmt_int(s, 1, plan_id);
    stmt_int(s, 2, limit);
    return read_all(s, a, sizeof(PlanMoveRow), read_move, (void **)rows, n, err);
}

bool plan_move_count(Db *db, int64_t plan_id, int64_t *n, Err *err) {
    Stmt *s = db_query(db, Q_PLAN_MOVE_COUNT, err);
    if (!s) return false;
    stmt_int(s, 1, plan_id);
    bool found;
    return stmt_one_int(s, &found, n, err);
}

static void read_reason(const Stmt *s, Arena *a, void *row) {
    *(ReasonCount *)row = (ReasonCount){get_str(s, a, 0), stmt_get_int(s, 1), stmt_get_int(s, 2)};
}

bool plan_short_reasons(Db *db, Arena *a, int64_t plan_id, ReasonCount **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_PLAN_SHORT_REASONS, err);
    if (!s) return false;
    stmt_int(s, 1, plan_id);
    return read_all(s, a, sizeof(ReasonCount), read_reason, (void **)rows, n, err);
}
