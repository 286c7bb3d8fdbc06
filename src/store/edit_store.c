/* edit_store.c - what people said about themes. */
#include "store/edit_store.h"

#include "bind.h"
#include "rows.h"

typedef struct Naming {
    int64_t edit;
    const int64_t *signals;
} Naming;

static bool bind_signal(void *ctx, size_t i, Stmt *s) {
    const Naming *n = ctx;
    stmt_int(s, 1, n->edit);
    stmt_int(s, 2, n->signals[i]);
    return true;
}

static bool add_row(Db *db, const EditRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_EDIT_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->at);
    stmt_text(s, 2, row->author);
    stmt_text(s, 3, row->kind);
    stmt_int(s, 4, row->theme_id);
    stmt_int(s, 5, row->other_id);
    stmt_text(s, 6, row->words);
    stmt_text(s, 7, row->phrase);
    stmt_int(s, 8, row->applied_in);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

static bool signals_exist(Db *db, const int64_t *signals, size_t n, Err *err) {
    for (size_t i = 0; i < n; i++) {
        Stmt *s = db_query(db, Q_SIGNAL_EXISTS, err);
        bool found;
        int64_t one;
        if (s) stmt_int(s, 1, signals[i]);
        if (!s || !stmt_one_int(s, &found, &one, err)) return false;
        if (!found)
            return err_set(err, ERR_NOT_FOUND, "look it up: ridealong signals", "there is no signal %lld",
                           (long long)signals[i]);
    }
    return true;
}

bool edit_add(Db *db, const EditRow *row, const int64_t *signals, size_t n, int64_t *id, Err *err) {
    Scope scope;
    if (!signals_exist(db, signals, n, err) || !scope_begin(&scope, db, err)) return false;
    bool ok = add_row(db, row, id, err);
    Naming naming = {ok ? *id : 0, signals};
    return scope_end(&scope, ok && db_each(db, &(Each){Q_EDIT_SIGNAL_ADD, n, bind_signal, NULL, &naming}, err), err);
}

static EditRow read_edit(const Stmt *s, Arena *a) {
    return (EditRow){.id = stmt_get_int(s, 0),
                     .at = stmt_get_int(s, 1),
                     .author = arena_str(a, stmt_get_text(s, 2)),
                     .kind = arena_str(a, stmt_get_text(s, 3)),
                     .theme_id = stmt_get_int(s, 4),
                     .other_id = stmt_get_int(s, 5),
                     .words = arena_str(a, stmt_get_text(s, 6)),
                     .phrase = arena_str(a, stmt_get_text(s, 7)),
                     .applied_in = stmt_get_int(s, 8),
                     .undone_at = get_time(s, 9),
                     .undone_in = stmt_get_int(s, 10),
                     .signals = stmt_get_int(s, 11)};
}

bool edit_get(Db *db, Arena *a, int64_t id, EditRow *row, Err *err) {
    Stmt *s = db_query(db, Q_EDIT_GET, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ERROR) return false;
    if (r == STEP_ROW) *row = read_edit(s, a);
    stmt_end(s);
    return r == STEP_ROW ||
           err_set(err, ERR_NOT_FOUND, "list them: ridealong edits", "there is no edit %lld", (long long)id);
}

bool edits_list(Db *db, Arena *a, EditRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_EDITS_LIST, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(EditRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(EditRow *)rows_next(&list) = read_edit(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool edit_signals(Db *db, Arena *a, int64_t id, int64_t **signals, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_EDIT_SIGNALS, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    Rows list = rows_new(a, sizeof(int64_t));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(int64_t *)rows_next(&list) = stmt_get_int(s, 0);
    stmt_end(s);
    *signals = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool edit_undo(Db *db, int64_t id, int64_t at, int64_t undone_in, Err *err) {
    Stmt *s = db_query(db, Q_EDIT_UNDO, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_int(s, 2, at);
    stmt_int(s, 3, undone_in);
    bool found;
    int64_t same;
    if (!stmt_one_int(s, &found, &same, err)) return false;
    return found || err_set(err, ERR_CONFLICT, NULL, "edit %lld is undone already", (long long)id);
}

typedef struct Settling {
    const EditRow *rows;
    int64_t codebook_id;
} Settling;

static bool bind_settled(const Settling *settling, size_t i, Stmt *s, bool wanted) {
    if (!wanted) return false;
    stmt_int(s, 1, settling->rows[i].id);
    stmt_int(s, 2, settling->codebook_id);
    return true;
}

static bool bind_heeded(void *ctx, size_t i, Stmt *s) {
    const EditRow *row = &((const Settling *)ctx)->rows[i];
    return bind_settled(ctx, i, s, row->undone_at == TIME_NONE && !row->applied_in);
}

static bool bind_dropped(void *ctx, size_t i, Stmt *s) {
    const EditRow *row = &((const Settling *)ctx)->rows[i];
    return bind_settled(ctx, i, s, row->undone_at != TIME_NONE && !row->undone_in);
}

bool edits_settle(Db *db, int64_t codebook_id, const EditRow *read, size_t n, Err *err) {
    Settling settling = {read, codebook_id};
    return db_each(db, &(Each){Q_EDIT_HEEDED, n, bind_heeded, NULL, &settling}, err) &&
           db_each(db, &(Each){Q_EDIT_DROPPED, n, bind_dropped, NULL, &settling}, err);
}

/* ---- the look of a theme --------------------------------------------------------------------- */

bool theme_add(Db *db, int64_t born_in, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_THEME_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, born_in);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

bool theme_look_put(Db *db, const ThemeLook *look, Err *err) {
    Stmt *s = db_query(db, Q_THEME_LOOK, err);
    if (!s) return false;
    stmt_int(s, 1, look->id);
    stmt_text(s, 2, look->label);
    stmt_int(s, 3, look->pinned);
    stmt_int(s, 4, look->hidden);
    bool found;
    int64_t id;
    if (!stmt_one_int(s, &found, &id, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, NULL, "there is no theme %lld", (long long)look->id);
}

bool theme_looks(Db *db, Arena *a, ThemeLook **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_LOOKS_LIST, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(ThemeLook));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(ThemeLook *)rows_next(&list) =
            (ThemeLook){stmt_get_int(s, 0), stmt_get_int(s, 1), arena_str(a, stmt_get_text(s, 2)),
                        stmt_get_int(s, 3) != 0, stmt_get_int(s, 4) != 0};
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool theme_name_put(Db *db, int64_t codebook_id, int64_t theme_id, Str name, Err *err) {
    Stmt *s = db_query(db, Q_THEME_RENAME, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    stmt_int(s, 2, theme_id);
    stmt_text(s, 3, name);
    return stmt_run(s, err);
}
