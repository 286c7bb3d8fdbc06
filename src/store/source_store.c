/* source_store.c - sources and the imports that filled them. */
#include "bind.h"
#include "rows.h"
#include "signal_filter.h"
#include "store/signal_store.h"

bool source_put(Db *db, Str name, Str kind, Str mapping, int64_t *id, Err *err) {
    if (!name.n) return err_set(err, ERR_INPUT, "give --source NAME", "a source needs a name");
    Stmt *s = db_query(db, Q_SOURCE_PUT, err);
    if (!s) return false;
    stmt_text(s, 1, name);
    stmt_text(s, 2, kind);
    stmt_text(s, 3, mapping);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) *id = stmt_get_int(s, 0);
    return r == STEP_ROW && stmt_run(s, err);
}

bool source_told_by(Db *db, int64_t id, ToldBy told_by, bool *changed, Err *err) {
    Stmt *s = db_query(db, Q_SOURCE_TOLD_BY, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_text(s, 2, told_by_name(told_by));
    return stmt_one_int(s, changed, &id, err);
}

bool sources_list(Db *db, Arena *a, SourceRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_SOURCES_LIST, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(SourceRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) {
        SourceRow *row = rows_next(&list);
        *row = (SourceRow){.id = stmt_get_int(s, 0),
                           .name = arena_str(a, stmt_get_text(s, 1)),
                           .kind = arena_str(a, stmt_get_text(s, 2)),
                           .mapping = arena_str(a, stmt_get_text(s, 3)),
                           .signals = stmt_get_int(s, 4),
                           .without_text = stmt_get_int(s, 5),
                           .first_at = get_time(s, 6),
                           .last_at = get_time(s, 7),
                           .imports = stmt_get_int(s, 8),
                           .told_by = str_eq(stmt_get_text(s, 9), told_by_name(TOLD_BY_INTERNAL)) ? TOLD_BY_INTERNAL
                                                                                                  : TOLD_BY_CUSTOMERS};
    }
    stmt_end(s);
    if (r != STEP_DONE) return false;
    *rows = list.items;
    *n = list.n;
    return true;
}

/* ---- imports --------------------------------------------------------------------------------- */

static ImportRow read_import(const Stmt *s, Arena *a) {
    return (ImportRow){.id = stmt_get_int(s, 0),
                       .source_id = stmt_get_int(s, 1),
                       .file = arena_str(a, stmt_get_text(s, 2)),
                       .fingerprint = arena_str(a, stmt_get_text(s, 3)),
                       .state = arena_str(a, stmt_get_text(s, 4)),
                       .started_at = stmt_get_int(s, 5),
                       .finished_at = stmt_get_int(s, 6),
                       .rows = stmt_get_int(s, 7),
                       .inserted = stmt_get_int(s, 8),
                       .updated = stmt_get_int(s, 9),
                       .unchanged = stmt_get_int(s, 10),
                       .skipped = stmt_get_int(s, 11),
                       .rejected = stmt_get_int(s, 12),
                       .rejects_bytes = stmt_get_int(s, 13),
                       .rejects_path = arena_str(a, stmt_get_text(s, 14))};
}

static bool find_unfinished(Db *db, Arena *a, int64_t source_id, Str fingerprint, bool *found, ImportRow *row,
                            Err *err) {
    Stmt *s = db_query(db, Q_IMPORT_UNFINISHED, err);
    if (!s) return false;
    stmt_int(s, 1, source_id);
    stmt_text(s, 2, fingerprint);
    StepResult r = stmt_step(s, err);
    *found = r == STEP_ROW;
    if (*found) *row = read_import(s, a);
    stmt_end(s);
    return r != STEP_ERROR;
}

static bool add_import(Db *db, Arena *a, const ImportRow *wanted, ImportRow *row, Err *err) {
    Stmt *s = db_query(db, Q_IMPORT_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, wanted->source_id);
    stmt_text(s, 2, wanted->file);
    stmt_text(s, 3, wanted->fingerprint);
    stmt_int(s, 4, wanted->started_at);
    stmt_int(s, 5, wanted->finished_at);
    stmt_text(s, 6, wanted->rejects_path);
    StepResult r = stmt_step(s, err);
    if (r != STEP_ROW) return false;
    *row = *wanted;
    row->id = stmt_get_int(s, 0);
    row->file = arena_str(a, wanted->file);
    row->fingerprint = arena_str(a, wanted->fingerprint);
    row->rejects_path = arena_str(a, wanted->rejects_path);
    return stmt_run(s, err);
}

bool import_begin(Db *db, Arena *a, int64_t source_id, Str file, Str fingerprint, Str rejects_path, int64_t now,
                  ImportRow *row, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    ImportRow wanted = {.source_id = source_id,
                        .file = file,
                        .fingerprint = fingerprint,
                        .state = STR("running"),
                        .started_at = now,
                        .finished_at = TIME_NONE,
                        .rejects_path = rejects_path};
    ImportRow result;
    bool found;
    bool ok = find_unfinished(db, a, source_id, fingerprint, &found, &result, err) &&
              (found || add_import(db, a, &wanted, &result, err));
    if (!scope_end(&scope, ok, err)) return false;
    *row = result;
    return true;
}

static bool forget_made_ids(Db *db, int64_t import_id, Err *err) {
    Stmt *s = db_query(db, Q_IMPORT_MADE_FORGET, err);
    if (!s) return false;
    stmt_int(s, 1, import_id);
    return stmt_run(s, err);
}

static bool save_row(Db *db, const ImportRow *row, Err *err) {
    Stmt *s = db_query(db, Q_IMPORT_SAVE, err);
    if (!s) return false;
    const int64_t numbers[] = {row->finished_at, row->rows,    row->inserted, row->updated,
                               row->unchanged,   row->skipped, row->rejected, row->rejects_bytes};
    stmt_int(s, 1, row->id);
    stmt_text(s, 2, row->state);
    for (int i = 0; i < 8; i++) stmt_int(s, 3 + i, numbers[i]);
    stmt_text(s, 11, row->rejects_path);
    bool found;
    int64_t id;
    if (!stmt_one_int(s, &found, &id, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, NULL, "the store has no import %lld", (long long)row->id);
}

bool import_save(Db *db, const ImportRow *row, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    bool ended = !str_eq(row->state, STR("running"));
    bool ok = save_row(db, row, err) && (!ended || (forget_made_ids(db, row->id, err) && db_analyze(db, err)));
    return scope_end(&scope, ok, err);
}

bool imports_updated(Db *db, int64_t *n, Err *err) {
    bool any;
    Stmt *s = db_query(db, Q_IMPORTS_UPDATED, err);
    return s && stmt_one_int(s, &any, n, err);
}

bool imports_list(Db *db, Arena *a, int64_t source_id, size_t limit, ImportRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, source_id ? Q_IMPORTS_OF_SOURCE : Q_IMPORTS_LIST, err);
    if (!s) return false;
    stmt_int(s, 1, (int64_t)limit);
    if (source_id) stmt_int(s, 2, source_id);
    Rows list = rows_new(a, sizeof(ImportRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(ImportRow *)rows_next(&list) = read_import(s, a);
    stmt_end(s);
    if (r != STEP_DONE) return false;
    *rows = list.items;
    *n = list.n;
    return true;
}
