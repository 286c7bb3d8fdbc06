/* alert_store.c - alerts of themes that rose, and the daily counts that they and outcomes are computed from. */
#include <stdlib.h>

#include "bind.h"
#include "rows.h"
#include "store/outcome_store.h"

/* ---- daily counts ------------------------------------------------------------------------------------- */

typedef struct DayCount {
    int64_t theme_id, day, voices;
} DayCount;

static bool read_counts(Db *db, Arena *a, QueryId query, int64_t codebook_id, int64_t from, int64_t to, bool themed,
                        Rows *list, Err *err) {
    Stmt *s = db_query(db, query, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    stmt_int(s, 2, from);
    stmt_int(s, 3, to);
    *list = rows_new(a, sizeof(DayCount));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(DayCount *)rows_next(list) = (DayCount){themed ? stmt_get_int(s, 0) : 0, stmt_get_int(s, themed ? 1 : 0),
                                                  stmt_get_int(s, themed ? 2 : 1)};
    stmt_end(s);
    return r == STEP_DONE;
}

static int by_number(const void *x, const void *y) {
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

/* The themes of the counts, ascending. They come in runs, so that few are looked at. */
static size_t distinct_themes(Arena *a, const DayCount *counts, size_t n, int64_t **ids) {
    size_t runs = 0, themes = 0;
    for (size_t i = 0; i < n; i++) runs += i == 0 || counts[i].theme_id != counts[i - 1].theme_id;
    int64_t *list = *ids = ARENA_ARRAY(a, int64_t, runs);
    runs = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || counts[i].theme_id != counts[i - 1].theme_id) list[runs++] = counts[i].theme_id;
    qsort(list, runs, sizeof *list, by_number);
    for (size_t i = 0; i < runs; i++)
        if (i == 0 || list[i] != list[themes - 1]) list[themes++] = list[i];
    return themes;
}

bool theme_days_read(Db *db, Arena *a, int64_t codebook_id, int64_t from, int64_t to, ThemeDays *out, Err *err) {
    Rows themed, all;
    if (!read_counts(db, a, Q_DAYS_BETWEEN, codebook_id, from, to, true, &themed, err) ||
        !read_counts(db, a, Q_DAYS_OF_ALL, codebook_id, from, to, false, &all, err))
        return false;
    const DayCount *counts = themed.items, *sums = all.items;
    ThemeDays t = {.days_n = to > from ? (size_t)(to - from) : 0, .first_day = from};
    t.themes = distinct_themes(a, counts, themed.n, &t.ids);
    t.days = ARENA_ARRAY(a, double, t.themes *t.days_n);
    t.all = ARENA_ARRAY(a, double, t.days_n);
    double *row = NULL;
    for (size_t i = 0; i < themed.n; i++) {
        if (i == 0 || counts[i].theme_id != counts[i - 1].theme_id) {
            const int64_t *id = bsearch(&counts[i].theme_id, t.ids, t.themes, sizeof *t.ids, by_number);
            row = t.days + (size_t)(id - t.ids) * t.days_n;
        }
        row[counts[i].day - from] += (double)counts[i].voices;
    }
    for (size_t i = 0; i < all.n; i++) t.all[sums[i].day - from] = (double)sums[i].voices;
    *out = t;
    return true;
}

bool theme_days_last(Db *db, int64_t codebook_id, bool *known, int64_t *day, Err *err) {
    Stmt *s = db_query(db, Q_DAYS_LAST, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    StepResult r = stmt_step(s, err);
    *known = r == STEP_ROW && !stmt_is_null(s, 0);
    if (*known) *day = stmt_get_int(s, 0);
    stmt_end(s);
    return r != STEP_ERROR;
}

/* ---- alerts ------------------------------------------------------------------------------------------- */

bool alert_add(Db *db, AlertRow *row, Err *err) {
    Stmt *s = db_query(db, Q_ALERT_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->theme_id);
    stmt_int(s, 2, row->began);
    stmt_int(s, 3, row->alerted);
    stmt_int(s, 4, row->told);
    stmt_int(s, 5, row->last);
    stmt_int(s, 6, row->open);
    stmt_int(s, 7, row->reopened);
    stmt_real(s, 8, row->baseline);
    stmt_real(s, 9, row->voices);
    stmt_real(s, 10, row->expected);
    stmt_real(s, 11, row->level);
    bool found;
    return stmt_one_int(s, &found, &row->id, err);
}

bool alert_save(Db *db, const AlertRow *row, Err *err) {
    Stmt *s = db_query(db, Q_ALERT_SAVE, err);
    if (!s) return false;
    stmt_int(s, 1, row->id);
    stmt_int(s, 2, row->told);
    stmt_int(s, 3, row->last);
    stmt_int(s, 4, row->open);
    stmt_int(s, 5, row->reopened);
    stmt_real(s, 6, row->level);
    return stmt_run(s, err);
}

bool alert_sent(Db *db, int64_t id, int64_t day, Err *err) {
    Stmt *s = db_query(db, Q_ALERT_SENT, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_int(s, 2, day);
    return stmt_run(s, err);
}

bool alerts_list(Db *db, Arena *a, AlertRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_ALERTS_LIST, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(AlertRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(AlertRow *)rows_next(&list) = (AlertRow){.id = stmt_get_int(s, 0),
                                                   .theme_id = stmt_get_int(s, 1),
                                                   .began = stmt_get_int(s, 2),
                                                   .alerted = stmt_get_int(s, 3),
                                                   .told = stmt_get_int(s, 4),
                                                   .last = stmt_get_int(s, 5),
                                                   .open = stmt_get_int(s, 6),
                                                   .reopened = stmt_get_int(s, 7),
                                                   .baseline = stmt_get_real(s, 8),
                                                   .voices = stmt_get_real(s, 9),
                                                   .expected = stmt_get_real(s, 10),
                                                   .level = stmt_get_real(s, 11),
                                                   .sent_day = stmt_get_int(s, 12)};
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}
