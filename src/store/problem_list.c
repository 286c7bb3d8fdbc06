/* problem_list.c - reading problems: rows, versions, evidence, links. */
#include <string.h>

#include "bind.h"
#include "rows.h"
#include "sql_text.h"
#include "store/problem_store.h"
#include "text/utf8.h"

static ProblemState state_of(Str name) {
    ProblemState state = PROBLEM_DRAFT; /* the table's CHECK lets in no other name */
    problem_state_find(name, &state);
    return state;
}

static EvidenceKind kind_of(Str name) {
    for (int i = 0; i < EVIDENCE_KINDS; i++)
        if (str_eq(name, str_from_c(evidence_kind_name((EvidenceKind)i)))) return (EvidenceKind)i;
    return EVIDENCE_FOR;
}

static ProblemRow read_problem(const Stmt *s, Arena *a) {
    return (ProblemRow){.id = stmt_get_int(s, 0),
                        .title = arena_str(a, stmt_get_text(s, 1)),
                        .state = state_of(stmt_get_text(s, 2)),
                        .version = stmt_get_int(s, 3),
                        .created_at = stmt_get_int(s, 4),
                        .created_by = arena_str(a, stmt_get_text(s, 5)),
                        .changed_at = stmt_get_int(s, 6),
                        .component_id = stmt_get_int(s, 7),
                        .team_id = stmt_get_int(s, 8),
                        .merged_into = stmt_get_int(s, 9),
                        .effort_weeks = stmt_get_real(s, 10),
                        .measure = arena_str(a, stmt_get_text(s, 11)),
                        .measure_hash = arena_str(a, stmt_get_text(s, 12)),
                        .sealed_at = get_time(s, 13),
                        .facts = arena_str(a, stmt_get_text(s, 14)),
                        .facts_at = get_time(s, 15)};
}

bool problem_get(Db *db, Arena *a, int64_t id, ProblemRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_PROBLEM_OPEN);
    sql_add(&q, Q_PROBLEM_WHERE_ID);
    sql_int(&q, id);
    Stmt *s = sql_end(&q, err);
    if (!s) return false;
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) *row = read_problem(s, a);
    stmt_end(s);
    if (r == STEP_DONE)
        return err_set(err, ERR_NOT_FOUND, "see them all: ridealong problems", "there is no problem %lld",
                       (long long)id);
    return r == STEP_ROW;
}

static void where_id(SqlText *q, QueryId fragment, int64_t id) {
    if (!id) return;
    sql_add(q, fragment);
    sql_int(q, id);
}

bool problems_list(Db *db, Arena *a, const ProblemFilter *f, ProblemRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_PROBLEM_OPEN);
    if (f->state >= 0) {
        sql_add(&q, Q_PROBLEM_WHERE_STATE);
        sql_str(&q, str_from_c(problem_state_name((ProblemState)f->state)));
    }
    if (f->live) sql_add(&q, Q_PROBLEM_WHERE_LIVE);
    if (f->unowned) sql_add(&q, Q_PROBLEM_WHERE_UNOWNED);
    where_id(&q, Q_PROBLEM_WHERE_THEME, f->theme_id);
    where_id(&q, Q_PROBLEM_WHERE_SIGNAL, f->signal_id);
    where_id(&q, Q_PROBLEM_WHERE_COMPONENT, f->component_id);
    sql_add(&q, Q_PROBLEM_ORDER);
    Stmt *s = sql_end(&q, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(ProblemRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        if (utf8_holds(a, stmt_get_text(s, 1), f->find)) *(ProblemRow *)rows_next(&list) = read_problem(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

/* The statement of a query with a problem's number as its one parameter; NULL on error. */
static Stmt *of_problem(Db *db, QueryId query, int64_t id, Err *err) {
    Stmt *s = db_query(db, query, err);
    if (s) stmt_int(s, 1, id);
    return s;
}

bool problem_themes(Db *db, Arena *a, int64_t id, int64_t **themes, size_t *n, Err *err) {
    Stmt *s = of_problem(db, Q_PROBLEM_THEMES, id, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(int64_t));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(int64_t *)rows_next(&list) = stmt_get_int(s, 0);
    stmt_end(s);
    *themes = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

static EvidenceRow read_evidence(const Stmt *s, Arena *a) {
    EvidenceRow row = {.kind = kind_of(stmt_get_text(s, 1)),
                       .signal_id = stmt_get_int(s, 2),
                       .begin = (uint32_t)stmt_get_int(s, 3),
                       .end = (uint32_t)stmt_get_int(s, 4),
                       .there = !stmt_is_null(s, 6),
                       .text = arena_str(a, stmt_get_text(s, 6)),
                       .at = get_time(s, 7),
                       .source = arena_str(a, stmt_get_text(s, 8)),
                       .channel = arena_str(a, stmt_get_text(s, 9))};
    /* a hash that is none stays all zeros, which no text has: the quote then fails its check */
    hex_decode(row.sha256.bytes, sizeof row.sha256.bytes, stmt_get_text(s, 5));
    return row;
}

bool problem_evidence(Db *db, Arena *a, int64_t id, EvidenceRow **rows, size_t *n, Err *err) {
    Stmt *s = of_problem(db, Q_PROBLEM_EVIDENCE, id, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(EvidenceRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(EvidenceRow *)rows_next(&list) = read_evidence(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

static ProblemVersion read_version(const Stmt *s, Arena *a) {
    return (ProblemVersion){.version = stmt_get_int(s, 0),
                            .at = stmt_get_int(s, 1),
                            .author = arena_str(a, stmt_get_text(s, 2)),
                            .note = arena_str(a, stmt_get_text(s, 3)),
                            .sha256 = arena_str(a, stmt_get_text(s, 4)),
                            .brief = arena_str(a, stmt_get_text(s, 5))};
}

bool problem_versions(Db *db, Arena *a, int64_t id, ProblemVersion **rows, size_t *n, Err *err) {
    Stmt *s = of_problem(db, Q_PROBLEM_VERSIONS, id, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(ProblemVersion));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(ProblemVersion *)rows_next(&list) = read_version(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool problem_version_get(Db *db, Arena *a, int64_t id, int64_t version, ProblemVersion *row, Err *err) {
    Stmt *s = of_problem(db, Q_PROBLEM_VERSION_GET, id, err);
    if (!s) return false;
    stmt_int(s, 2, version);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) *row = read_version(s, a);
    stmt_end(s);
    if (r == STEP_DONE)
        return err_set(err, ERR_NOT_FOUND, "see which there are: ridealong problem NUMBER",
                       "problem %lld has no version %lld", (long long)id, (long long)version);
    return r == STEP_ROW;
}

static ProblemLink read_link(const Stmt *s, Arena *a) {
    return (ProblemLink){.id = stmt_get_int(s, 0),
                         .kind = arena_str(a, stmt_get_text(s, 1)),
                         .place = arena_str(a, stmt_get_text(s, 2)),
                         .key = arena_str(a, stmt_get_text(s, 3)),
                         .url = arena_str(a, stmt_get_text(s, 4)),
                         .at = stmt_get_int(s, 5),
                         .author = arena_str(a, stmt_get_text(s, 6)),
                         .version = stmt_get_int(s, 7)};
}

bool problem_links(Db *db, Arena *a, int64_t problem_id, ProblemLink **rows, size_t *n, Err *err) {
    Stmt *s = of_problem(db, Q_PROBLEM_LINKS, problem_id, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(ProblemLink));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(ProblemLink *)rows_next(&list) = read_link(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}
