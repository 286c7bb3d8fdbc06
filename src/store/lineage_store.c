/* lineage_store.c - positions, examples, lineage and flows of codebooks. */
#include "store/lineage_store.h"

#include "engine.h"
#include "rows.h"

static bool put_bytes(Db *db, QueryId query, int64_t codebook_id, Str bytes, Err *err) {
    Stmt *s = db_query(db, query, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    stmt_blob(s, 2, bytes);
    return stmt_run(s, err);
}

bool codebook_base_put(Db *db, int64_t codebook_id, Str bytes, Err *err) {
    return put_bytes(db, Q_BASE_PUT, codebook_id, bytes, err);
}

bool codebook_base_get(Db *db, Arena *a, int64_t codebook_id, Str *bytes, Err *err) {
    Stmt *s = db_query(db, Q_BASE_GET, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ERROR) return false;
    bool found = r == STEP_ROW && !stmt_is_null(s, 0);
    if (found) *bytes = arena_str(a, stmt_get_text(s, 0));
    stmt_end(s);
    return found || err_set(err, ERR_NOT_FOUND, NULL, "the store has no codebook %lld", (long long)codebook_id);
}

/* ---- lists of a codebook: written once, in the order given ----------------------------------- */

typedef struct Putting {
    int64_t codebook_id;
    const void *rows;
} Putting;

static bool bind_position(void *ctx, size_t i, Stmt *s) {
    const Putting *p = ctx;
    const PositionRow *row = &((const PositionRow *)p->rows)[i];
    const int64_t numbers[] = {p->codebook_id, row->position, row->own_id, row->theme_id};
    for (int k = 0; k < 4; k++) stmt_int(s, 1 + k, numbers[k]);
    return true;
}

static bool bind_example(void *ctx, size_t i, Stmt *s) {
    const Putting *p = ctx;
    const ExampleRow *row = &((const ExampleRow *)p->rows)[i];
    stmt_int(s, 1, p->codebook_id);
    stmt_int(s, 2, row->theme_id);
    stmt_int(s, 3, row->signal_id);
    return true;
}

static bool bind_found(void *ctx, size_t i, Stmt *s) {
    const Putting *p = ctx;
    const FoundRow *row = &((const FoundRow *)p->rows)[i];
    stmt_int(s, 1, p->codebook_id);
    stmt_int(s, 2, row->signal_id);
    stmt_int(s, 3, row->position);
    return true;
}

static bool bind_lineage(void *ctx, size_t i, Stmt *s) {
    const Putting *p = ctx;
    const LineageRow *row = &((const LineageRow *)p->rows)[i];
    stmt_int(s, 1, p->codebook_id);
    stmt_int(s, 2, (int64_t)i);
    stmt_text(s, 3, row->kind);
    stmt_int(s, 4, row->before_id);
    stmt_int(s, 5, row->after_id);
    return true;
}

static bool bind_finding(void *ctx, size_t i, Stmt *s) {
    const Putting *p = ctx;
    const FindingRow *row = &((const FindingRow *)p->rows)[i];
    stmt_int(s, 1, p->codebook_id);
    stmt_int(s, 2, (int64_t)i);
    stmt_text(s, 3, row->kind);
    stmt_text(s, 4, row->body);
    return true;
}

static bool put_rows(Db *db, QueryId query, bool (*bind)(void *ctx, size_t i, Stmt *s), int64_t codebook_id,
                     const void *rows, size_t n, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    Putting p = {codebook_id, rows};
    return scope_end(&scope, db_each(db, &(Each){query, n, bind, NULL, &p}, err), err);
}

bool positions_put(Db *db, int64_t codebook_id, const PositionRow *rows, size_t n, Err *err) {
    return put_rows(db, Q_POSITION_PUT, bind_position, codebook_id, rows, n, err);
}
bool examples_put(Db *db, int64_t codebook_id, const ExampleRow *rows, size_t n, Err *err) {
    return put_rows(db, Q_EXAMPLE_PUT, bind_example, codebook_id, rows, n, err);
}
bool lineage_put(Db *db, int64_t codebook_id, const LineageRow *rows, size_t n, Err *err) {
    return put_rows(db, Q_LINEAGE_PUT, bind_lineage, codebook_id, rows, n, err);
}

bool found_put(Db *db, int64_t codebook_id, const FoundRow *rows, size_t n, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    Stmt *s = db_query(db, Q_FOUND_CLEAR, err);
    bool ok = s && stmt_run(s, err) && put_rows(db, Q_FOUND_PUT, bind_found, codebook_id, rows, n, err);
    return scope_end(&scope, ok, err);
}

static bool findings_clear(Db *db, int64_t codebook_id, Err *err) {
    Stmt *s = db_query(db, Q_FINDINGS_CLEAR, err);
    if (s) stmt_int(s, 1, codebook_id);
    return s && stmt_run(s, err);
}

bool findings_put(Db *db, int64_t codebook_id, const FindingRow *rows, size_t n, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    bool ok =
        findings_clear(db, codebook_id, err) && put_rows(db, Q_FINDING_PUT, bind_finding, codebook_id, rows, n, err);
    return scope_end(&scope, ok, err);
}

/* ---- reading them ---------------------------------------------------------------------------- */

static bool list_rows(Db *db, Arena *a, QueryId query, int64_t id, size_t size,
                      void (*read)(const Stmt *s, Arena *a, void *row), void **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, query, err);
    if (!s) return false;
    if (id) stmt_int(s, 1, id); /* 0: the query takes none */
    Rows list = rows_new(a, size);
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) read(s, a, rows_next(&list));
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

static void read_position(const Stmt *s, Arena *a, void *row) {
    (void)a;
    *(PositionRow *)row = (PositionRow){(int32_t)stmt_get_int(s, 0), stmt_get_int(s, 1), stmt_get_int(s, 2)};
}
static void read_example(const Stmt *s, Arena *a, void *row) {
    (void)a;
    *(ExampleRow *)row = (ExampleRow){stmt_get_int(s, 0), stmt_get_int(s, 1)};
}
static void read_found(const Stmt *s, Arena *a, void *row) {
    (void)a;
    *(FoundRow *)row = (FoundRow){stmt_get_int(s, 0), (int32_t)stmt_get_int(s, 1)};
}
static void read_lineage(const Stmt *s, Arena *a, void *row) {
    *(LineageRow *)row =
        (LineageRow){stmt_get_int(s, 0), arena_str(a, stmt_get_text(s, 1)), stmt_get_int(s, 2), stmt_get_int(s, 3)};
}
static void read_flow(const Stmt *s, Arena *a, void *row) {
    (void)a;
    *(FlowRow *)row = (FlowRow){stmt_get_int(s, 0), stmt_get_int(s, 1), stmt_get_int(s, 2)};
}
static void read_ever(const Stmt *s, Arena *a, void *row) {
    *(ThemeEver *)row = (ThemeEver){stmt_get_int(s, 0), stmt_get_int(s, 1), arena_str(a, stmt_get_text(s, 2))};
}

bool positions_list(Db *db, Arena *a, int64_t codebook_id, PositionRow **rows, size_t *n, Err *err) {
    return list_rows(db, a, Q_POSITIONS_LIST, codebook_id, sizeof **rows, read_position, (void **)rows, n, err);
}
bool found_list(Db *db, Arena *a, FoundRow **rows, size_t *n, Err *err) {
    return list_rows(db, a, Q_FOUND_LIST, 0, sizeof **rows, read_found, (void **)rows, n, err);
}
bool examples_list(Db *db, Arena *a, int64_t codebook_id, ExampleRow **rows, size_t *n, Err *err) {
    return list_rows(db, a, Q_EXAMPLES_LIST, codebook_id, sizeof **rows, read_example, (void **)rows, n, err);
}
bool lineage_of_codebook(Db *db, Arena *a, int64_t codebook_id, LineageRow **rows, size_t *n, Err *err) {
    return list_rows(db, a, Q_LINEAGE_OF_CODEBOOK, codebook_id, sizeof **rows, read_lineage, (void **)rows, n, err);
}
bool lineage_of_theme(Db *db, Arena *a, int64_t theme_id, LineageRow **rows, size_t *n, Err *err) {
    return list_rows(db, a, Q_LINEAGE_OF_THEME, theme_id, sizeof **rows, read_lineage, (void **)rows, n, err);
}
bool flow_list(Db *db, Arena *a, int64_t codebook_id, FlowRow **rows, size_t *n, Err *err) {
    return list_rows(db, a, Q_FLOW_LIST, codebook_id, sizeof **rows, read_flow, (void **)rows, n, err);
}
bool themes_ever(Db *db, Arena *a, ThemeEver **rows, size_t *n, Err *err) {
    return list_rows(db, a, Q_THEMES_EVER, 0, sizeof **rows, read_ever, (void **)rows, n, err);
}

bool findings_list(Db *db, Arena *a, int64_t codebook_id, int64_t from, int64_t limit, FindingRow **rows, size_t *n,
                   Err *err) {
    Stmt *s = db_query(db, Q_FINDINGS_LIST, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    stmt_int(s, 2, from);
    stmt_int(s, 3, limit);
    Rows list = rows_new(a, sizeof(FindingRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(FindingRow *)rows_next(&list) =
            (FindingRow){arena_str(a, stmt_get_text(s, 0)), arena_str(a, stmt_get_text(s, 1))};
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool findings_count(Db *db, int64_t codebook_id, FindingCounts *counts, Err *err) {
    *counts = (FindingCounts){0};
    Stmt *s = db_query(db, Q_FINDINGS_COUNT, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(str_eq(stmt_get_text(s, 0), STR("emerging")) ? &counts->emerging : &counts->unthemed) = stmt_get_int(s, 1);
    stmt_end(s);
    return r == STEP_DONE;
}

bool flow_fill(Db *db, int64_t codebook_id, int64_t before_id, Err *err) {
    Stmt *s = db_query(db, Q_FLOW_FILL, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    stmt_int(s, 2, before_id);
    return stmt_run(s, err);
}

bool assignments_drop(Db *db, int64_t codebook_id, Err *err) {
    Stmt *s = db_query(db, Q_ASSIGNMENTS_DROP, err);
    if (s) stmt_int(s, 1, codebook_id);
    return s && stmt_run(s, err);
}
