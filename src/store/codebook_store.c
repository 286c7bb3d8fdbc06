/* codebook_store.c - versions of the set of themes: made aside, then switched to at once. */
#include "engine.h"
#include "rows.h"
#include "store/theme_store.h"

static bool no_codebook(int64_t id, Err *err) {
    return err_set(err, ERR_NOT_FOUND, NULL, "the store has no codebook %lld", (long long)id);
}

bool codebook_create(Db *db, const CodebookRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_CODEBOOK_CREATE, err);
    if (!s) return false;
    const int64_t numbers[] = {row->created_at, row->seed,    row->themes_wanted, row->themes,
                               row->sample,     row->signals, row->unthemed,      row->as_of};
    for (int i = 0; i < 8; i++) stmt_int(s, 1 + i, numbers[i]);
    stmt_text(s, 9, row->stats);
    stmt_text(s, 10, row->kind.n ? row->kind : STR("discovered"));
    stmt_int(s, 11, row->before_id);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

bool codebook_blob_put(Db *db, int64_t id, Str bytes, Err *err) {
    Stmt *s = db_query(db, Q_CODEBOOK_BLOB_PUT, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_blob(s, 2, bytes);
    return stmt_run(s, err);
}

bool codebook_blob_get(Db *db, Arena *a, int64_t id, Str *bytes, Err *err) {
    Stmt *s = db_query(db, Q_CODEBOOK_BLOB_GET, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ERROR) return false;
    if (r == STEP_ROW) *bytes = arena_str(a, stmt_get_text(s, 0));
    stmt_end(s);
    return r == STEP_ROW || no_codebook(id, err);
}

bool codebook_update(Db *db, const CodebookRow *row, Err *err) {
    Stmt *s = db_query(db, Q_CODEBOOK_UPDATE, err);
    if (!s) return false;
    const int64_t numbers[] = {row->id, row->themes, row->sample, row->signals, row->unthemed, row->as_of};
    for (int i = 0; i < 6; i++) stmt_int(s, 1 + i, numbers[i]);
    stmt_text(s, 7, row->stats);
    bool found;
    int64_t id;
    if (!stmt_one_int(s, &found, &id, err)) return false;
    return found || no_codebook(row->id, err);
}

static bool switch_to(Db *db, int64_t id, Err *err) {
    Stmt *retire = db_query(db, Q_CODEBOOK_RETIRE, err);
    if (!retire) return false;
    stmt_int(retire, 1, id);
    if (!stmt_run(retire, err)) return false;
    Stmt *serve = db_query(db, Q_CODEBOOK_SERVE, err);
    if (!serve) return false;
    stmt_int(serve, 1, id);
    bool found;
    if (!stmt_one_int(serve, &found, &id, err)) return false;
    return found || no_codebook(id, err);
}

bool codebook_activate(Db *db, int64_t id, Err *err) {
    Scope scope;
    return scope_begin(&scope, db, err) && scope_end(&scope, switch_to(db, id, err) && db_analyze(db, err), err);
}

bool codebook_sweep(Db *db, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    Stmt *s = db_query(db, Q_CODEBOOK_SWEEP, err);
    bool ok = s && stmt_run(s, err);
    s = ok ? db_query(db, Q_THEME_SWEEP, err) : NULL;
    return scope_end(&scope, s && stmt_run(s, err), err);
}

static CodebookRow read_codebook(const Stmt *s, Arena *a) {
    return (CodebookRow){.id = stmt_get_int(s, 0),
                         .created_at = stmt_get_int(s, 1),
                         .state = arena_str(a, stmt_get_text(s, 2)),
                         .seed = stmt_get_int(s, 3),
                         .themes_wanted = stmt_get_int(s, 4),
                         .themes = stmt_get_int(s, 5),
                         .sample = stmt_get_int(s, 6),
                         .signals = stmt_get_int(s, 7),
                         .unthemed = stmt_get_int(s, 8),
                         .as_of = stmt_get_int(s, 9),
                         .stats = arena_str(a, stmt_get_text(s, 10)),
                         .kind = arena_str(a, stmt_get_text(s, 11)),
                         .before_id = stmt_get_int(s, 12)};
}

bool codebook_current(Db *db, Arena *a, CodebookRow *row, Err *err) {
    Stmt *s = db_query(db, Q_CODEBOOK_CURRENT, err);
    StepResult r = s ? stmt_step(s, err) : STEP_ERROR;
    if (r == STEP_ERROR) return false;
    if (r == STEP_ROW) *row = read_codebook(s, a);
    stmt_end(s);
    return r == STEP_ROW || err_set(err, ERR_NOT_FOUND, "find them: ridealong discover", "no themes were found yet");
}

bool codebooks_list(Db *db, Arena *a, CodebookRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_CODEBOOKS_LIST, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(CodebookRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(CodebookRow *)rows_next(&list) = read_codebook(s, a);
    stmt_end(s);
    if (r != STEP_DONE) return false;
    *rows = list.items;
    *n = list.n;
    return true;
}
