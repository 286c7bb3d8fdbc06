/* goal_store.c - leave, what is owed, and the contact that people had. */
#include "store/goal_store.h"

#include "bind.h"
#include "rows.h"
#include "sql_text.h"
#include "store/session_store.h"

/* ---- leave ----------------------------------------------------------------------------------- */

typedef struct AddLeave {
    LeaveRow *rows;
    size_t added;
} AddLeave;

static bool bind_leave(void *ctx, size_t i, Stmt *s) {
    const LeaveRow *row = &((AddLeave *)ctx)->rows[i];
    stmt_int(s, 1, row->person_id);
    stmt_int(s, 2, row->from_day);
    stmt_int(s, 3, row->to_day);
    return true;
}

static void row_leave(void *ctx, size_t i, const Stmt *s) {
    AddLeave *add = ctx;
    add->rows[i].id = stmt_get_int(s, 0);
    add->added++;
}

bool leave_add(Db *db, LeaveRow *rows, size_t n, size_t *added, Err *err) {
    AddLeave add = {rows, 0};
    bool ok = db_each(db, &(Each){Q_LEAVE_ADD, n, bind_leave, row_leave, &add}, err);
    *added = add.added;
    return ok;
}

typedef struct Ids {
    const int64_t *at;
} Ids;

static bool bind_id(void *ctx, size_t i, Stmt *s) {
    stmt_int(s, 1, ((const Ids *)ctx)->at[i]);
    return true;
}

bool leave_remove(Db *db, const int64_t *ids, size_t n, Err *err) {
    Ids all = {ids};
    return db_each(db, &(Each){Q_LEAVE_REMOVE, n, bind_id, NULL, &all}, err);
}

bool leave_list(Db *db, Arena *a, const LeaveFilter *f, LeaveRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_LEAVE_OPEN);
    sql_int_if(&q, Q_LEAVE_WHERE_ID, f->id, 0);
    sql_int_if(&q, Q_LEAVE_WHERE_PERSON, f->person_id, 0);
    if (f->from || f->to) {
        sql_add(&q, Q_LEAVE_WHERE_FROM);
        sql_int(&q, f->from);
        sql_add(&q, Q_LEAVE_WHERE_TO);
        sql_int(&q, f->to);
    }
    sql_add(&q, f->by_day ? Q_LEAVE_SOONEST : Q_LEAVE_ORDER);
    sql_int_if(&q, Q_LEAVE_LIMIT, f->limit, 0);
    Stmt *s = sql_end(&q, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(LeaveRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(LeaveRow *)rows_next(&list) = (LeaveRow){.id = stmt_get_int(s, 0),
                                                   .person_id = stmt_get_int(s, 1),
                                                   .from_day = stmt_get_int(s, 2),
                                                   .to_day = stmt_get_int(s, 3),
                                                   .person = get_str(s, a, 4)};
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

/* ---- what is owed ---------------------------------------------------------------------------- */

static void bind_goal(Stmt *s, int i, int64_t v) {
    if (v == GOAL_INHERIT) stmt_null(s, i);
    else stmt_int(s, i, v);
}

static int64_t get_goal(const Stmt *s, int column) {
    return stmt_is_null(s, column) ? GOAL_INHERIT : stmt_get_int(s, column);
}

bool goal_rule_put(Db *db, const GoalRuleRow *row, Err *err) {
    Stmt *s = db_query(db, Q_GOAL_POLICY_PUT, err);
    if (!s) return false;
    bind_link(s, 1, row->team_id);
    bind_goal(s, 2, row->touchpoints);
    bind_goal(s, 3, row->formats);
    bind_goal(s, 4, row->window_days);
    bind_goal(s, 5, row->window_minutes);
    stmt_int(s, 6, row->changed_at);
    return stmt_run(s, err);
}

bool goal_rules_list(Db *db, Arena *a, GoalRuleRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_GOAL_POLICIES, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(GoalRuleRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(GoalRuleRow *)rows_next(&list) = (GoalRuleRow){.team_id = stmt_get_int(s, 0),
                                                         .touchpoints = get_goal(s, 1),
                                                         .formats = get_goal(s, 2),
                                                         .window_days = get_goal(s, 3),
                                                         .window_minutes = get_goal(s, 4),
                                                         .changed_at = stmt_get_int(s, 5)};
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

/* ---- contact --------------------------------------------------------------------------------- */

static ContactTimeRow read_contact(const Stmt *s, Arena *a, bool texts) {
    ContactTimeRow row = {.person_id = stmt_get_int(s, 0),
                          .session_id = stmt_get_int(s, 1),
                          .starts_at = stmt_get_int(s, 2),
                          .minutes = stmt_get_int(s, 3),
                          .reflected = stmt_get_int(s, 4),
                          .format_id = stmt_get_int(s, 6),
                          .counts = stmt_get_int(s, 7),
                          .ends_at = stmt_get_int(s, 8),
                          .host = str_eq(stmt_get_text(s, 9), STR("host")),
                          .planned = str_eq(stmt_get_text(s, 10), STR("plan"))};
    Str state = stmt_get_text(s, 5);
    row.booked = str_eq(state, SEAT_BOOKED);
    row.waiting = str_eq(state, SEAT_WAITING);
    row.attended = str_eq(state, SEAT_ATTENDED);
    row.absent = str_eq(state, SEAT_ABSENT);
    if (texts) row.title = get_str(s, a, 11), row.format = get_str(s, a, 12);
    return row;
}

bool contact_times(Db *db, Arena *a, const ContactTimeFilter *f, ContactTimeRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_CONTACT_OPEN);
    sql_int_if(&q, Q_CONTACT_OF, f->person_id, 0);
    sql_int_if(&q, Q_CONTACT_FROM, f->from, TIME_NONE);
    sql_int_if(&q, Q_CONTACT_TO, f->to, TIME_NONE);
    sql_add(&q, Q_CONTACT_ORDER);
    Stmt *s = sql_end(&q, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(ContactTimeRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(ContactTimeRow *)rows_next(&list) = read_contact(s, a, f->person_id != 0);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}
