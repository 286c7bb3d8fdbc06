/* theme_store.c - the themes of a codebook, their daily counts and their quotes. */
#include "store/theme_store.h"

#include <string.h>

#include "engine.h"
#include "rows.h"

/* ---- themes ---------------------------------------------------------------------------------- */

static bool new_theme(Db *db, int64_t codebook_id, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_THEME_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

typedef struct Themes {
    const ThemeRow *rows;
    const int64_t *ids;
} Themes;

static bool bind_theme(void *ctx, size_t i, Stmt *s) {
    const Themes *t = ctx;
    const ThemeRow *row = &t->rows[i];
    stmt_int(s, 1, row->codebook_id);
    stmt_int(s, 2, t->ids[i]);
    stmt_int(s, 3, row->position);
    stmt_text(s, 4, row->name);
    stmt_real(s, 5, row->score);
    stmt_int(s, 6, row->signals);
    stmt_int(s, 7, row->voices);
    stmt_int(s, 8, row->customers);
    stmt_text(s, 9, row->stats);
    return true;
}

bool themes_put(Db *db, ThemeRow *rows, size_t n, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    Arena *a = arena_new();
    int64_t *ids = ARENA_ARRAY(a, int64_t, n);
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        ids[i] = rows[i].id;
        if (!ids[i]) ok = new_theme(db, rows[i].codebook_id, &ids[i], err);
    }
    Themes themes = {rows, ids};
    Each put = {Q_THEME_PUT, n, bind_theme, NULL, &themes};
    ok = scope_end(&scope, ok && db_each(db, &put, err), err);
    for (size_t i = 0; ok && i < n; i++) rows[i].id = ids[i];
    arena_free(a);
    return ok;
}

static ThemeRow read_theme(const Stmt *s, Arena *a) {
    return (ThemeRow){.id = stmt_get_int(s, 0),
                      .codebook_id = stmt_get_int(s, 1),
                      .position = (int32_t)stmt_get_int(s, 2),
                      .name = arena_str(a, stmt_get_text(s, 3)),
                      .score = stmt_get_real(s, 4),
                      .signals = stmt_get_int(s, 5),
                      .voices = stmt_get_int(s, 6),
                      .customers = stmt_get_int(s, 7),
                      .stats = arena_str(a, stmt_get_text(s, 8)),
                      .pinned = stmt_get_int(s, 9) != 0,
                      .hidden = stmt_get_int(s, 10) != 0};
}

static bool list_themes(Db *db, QueryId query, Arena *a, int64_t codebook_id, ThemeRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, query, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    Rows list = rows_new(a, sizeof(ThemeRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(ThemeRow *)rows_next(&list) = read_theme(s, a);
    stmt_end(s);
    if (r != STEP_DONE) return false;
    *rows = list.items;
    *n = list.n;
    return true;
}

bool themes_list(Db *db, Arena *a, int64_t codebook_id, ThemeRow **rows, size_t *n, Err *err) {
    return list_themes(db, Q_THEMES_LIST, a, codebook_id, rows, n, err);
}

bool themes_names(Db *db, Arena *a, int64_t codebook_id, ThemeRow **rows, size_t *n, Err *err) {
    return list_themes(db, Q_THEMES_NAMES, a, codebook_id, rows, n, err);
}

bool theme_get(Db *db, Arena *a, int64_t codebook_id, int64_t theme_id, ThemeRow *row, Err *err) {
    Stmt *s = db_query(db, Q_THEME_GET, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    stmt_int(s, 2, theme_id);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ERROR) return false;
    if (r == STEP_ROW) *row = read_theme(s, a);
    stmt_end(s);
    return r == STEP_ROW ||
           err_set(err, ERR_NOT_FOUND, "list them: ridealong themes", "there is no theme %lld", (long long)theme_id);
}

/* ---- replacing all rows of a codebook -------------------------------------------------------- */

typedef struct Replacing {
    int64_t codebook_id;
    const DayRow *days;
    const QuoteRow *quotes;
} Replacing;

static bool run_for(Db *db, QueryId query, int64_t codebook_id, Err *err) {
    Stmt *s = db_query(db, query, err);
    if (s) stmt_int(s, 1, codebook_id);
    return s && stmt_run(s, err);
}

static bool replace(Db *db, QueryId clear, const Each *put, Err *err) {
    return run_for(db, clear, ((const Replacing *)put->ctx)->codebook_id, err) && db_each(db, put, err);
}

static bool bind_day(void *ctx, size_t i, Stmt *s) {
    const Replacing *r = ctx;
    const DayRow *d = &r->days[i];
    const int64_t numbers[] = {r->codebook_id, d->theme_id, d->source_id, d->day, d->signals, d->voices};
    for (int k = 0; k < 6; k++) stmt_int(s, 1 + k, numbers[k]);
    return true;
}

bool days_version(Db *db, int64_t *version, Err *err) {
    return setting_count(db, STR("days_version"), version, err);
}

bool days_changed(Db *db, Err *err) {
    return setting_count_up(db, STR("days_version"), err);
}

bool days_put(Db *db, int64_t codebook_id, const DayRow *rows, size_t n, Err *err) {
    Replacing r = {.codebook_id = codebook_id, .days = rows};
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    bool ok = replace(db, Q_DAYS_CLEAR, &(Each){Q_DAY_PUT, n, bind_day, NULL, &r}, err) &&
              run_for(db, Q_DAYS_SUM, codebook_id, err) && days_changed(db, err);
    return scope_end(&scope, ok, err);
}

bool days_list(Db *db, Arena *a, int64_t codebook_id, int64_t theme_id, DayRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_DAYS_OF_THEME, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    stmt_int(s, 2, theme_id);
    Rows list = rows_new(a, sizeof(DayRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(DayRow *)rows_next(&list) = (DayRow){stmt_get_int(s, 0), stmt_get_int(s, 1), stmt_get_int(s, 2),
                                               stmt_get_int(s, 3), stmt_get_int(s, 4)};
    stmt_end(s);
    if (r != STEP_DONE) return false;
    *rows = list.items;
    *n = list.n;
    return true;
}

/* ---- quotes ---------------------------------------------------------------------------------- */

static bool bind_quote(void *ctx, size_t i, Stmt *s) {
    const Replacing *r = ctx;
    const QuoteRow *q = &r->quotes[i];
    const int64_t numbers[] = {r->codebook_id, q->theme_id, q->position, q->signal_id, q->begin, q->end};
    for (int k = 0; k < 6; k++) stmt_int(s, 1 + k, numbers[k]);
    stmt_blob(s, 7, (Str){(const char *)q->sha256.bytes, sizeof q->sha256.bytes});
    return true;
}

bool quotes_put(Db *db, int64_t codebook_id, const QuoteRow *rows, size_t n, Err *err) {
    Replacing r = {.codebook_id = codebook_id, .quotes = rows};
    Scope scope;
    return scope_begin(&scope, db, err) &&
           scope_end(&scope, replace(db, Q_QUOTES_CLEAR, &(Each){Q_QUOTE_PUT, n, bind_quote, NULL, &r}, err), err);
}

static bool read_quote(const Stmt *s, Arena *a, QuoteRow *q, Err *err) {
    *q = (QuoteRow){.theme_id = stmt_get_int(s, 0),
                    .signal_id = stmt_get_int(s, 1),
                    .position = (int32_t)stmt_get_int(s, 2),
                    .begin = (uint32_t)stmt_get_int(s, 3),
                    .end = (uint32_t)stmt_get_int(s, 4),
                    .text = arena_str(a, stmt_get_text(s, 6)),
                    .at = stmt_get_int(s, 7),
                    .source = arena_str(a, stmt_get_text(s, 8)),
                    .channel = arena_str(a, stmt_get_text(s, 9))};
    Str sum = stmt_get_text(s, 5);
    if (sum.n != sizeof q->sha256.bytes)
        return err_set(err, ERR_STORE, NULL, "a quote of signal %lld has a damaged checksum", (long long)q->signal_id);
    memcpy(q->sha256.bytes, sum.p, sum.n);
    return true;
}

static bool read_quotes(Stmt *s, Arena *a, QuoteRow **rows, size_t *n, Err *err) {
    Rows list = rows_new(a, sizeof(QuoteRow));
    StepResult r = STEP_DONE;
    bool ok = true;
    while (ok && (r = stmt_step(s, err)) == STEP_ROW) ok = read_quote(s, a, rows_next(&list), err);
    stmt_end(s);
    if (!ok || r != STEP_DONE) return false;
    *rows = list.items;
    *n = list.n;
    return true;
}

bool quotes_list(Db *db, Arena *a, int64_t codebook_id, int64_t theme_id, QuoteRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_QUOTES_LIST, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    stmt_int(s, 2, theme_id);
    return read_quotes(s, a, rows, n, err);
}

bool quotes_first(Db *db, Arena *a, int64_t codebook_id, QuoteRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_QUOTES_FIRST, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    return read_quotes(s, a, rows, n, err);
}
