/* panel_days.c - daily counts of all themes at once: what outcomes and alerts are computed from. */
#include <stdlib.h>

#include "bind.h"
#include "rows.h"
#include "store/outcome_store.h"

typedef struct DayCount {
    int64_t theme_id, day, voices;
} DayCount;

typedef struct Wanted {
    int64_t codebook_id, from, to;
    const DayPart *part; /* NULL: of all customers */
} Wanted;

/* Binds codebook, part and days, in this order. */
static void bind_wanted(Stmt *s, const Wanted *w) {
    int at = 1;
    stmt_int(s, at++, w->codebook_id);
    if (w->part) {
        stmt_text(s, at++, dimension_name(w->part->dimension));
        stmt_text(s, at++, w->part->value);
    }
    stmt_int(s, at++, w->from);
    stmt_int(s, at, w->to);
}

static bool read_counts(Db *db, Arena *a, const Wanted *w, Rows *list, Err *err) {
    Stmt *s = db_query(db, w->part ? Q_DAYS_BETWEEN_BY : Q_DAYS_BETWEEN, err);
    if (!s) return false;
    bind_wanted(s, w);
    *list = rows_new(a, sizeof(DayCount));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(DayCount *)rows_next(list) = (DayCount){stmt_get_int(s, 0), stmt_get_int(s, 1), stmt_get_int(s, 2)};
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

/* Of everything, by day; of a part: the sum of its themes, since nobody counts what is in none by part. */
static bool read_all(Db *db, const Wanted *w, ThemeDays *t, Err *err) {
    if (w->part) {
        for (size_t i = 0; i < t->themes * t->days_n; i++) t->all[i % t->days_n] += t->days[i];
        return true;
    }
    Stmt *s = db_query(db, Q_DAYS_OF_ALL, err);
    if (!s) return false;
    bind_wanted(s, w);
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) t->all[stmt_get_int(s, 0) - w->from] = (double)stmt_get_int(s, 1);
    stmt_end(s);
    return r == STEP_DONE;
}

bool theme_days_read(Db *db, Arena *a, int64_t codebook_id, const DayPart *part, int64_t from, int64_t to,
                     ThemeDays *out, Err *err) {
    Wanted w = {codebook_id, from, to, part};
    Rows list;
    if (!read_counts(db, a, &w, &list, err)) return false;
    const DayCount *counts = list.items;
    ThemeDays t = {.days_n = to > from ? (size_t)(to - from) : 0, .first_day = from};
    t.themes = distinct_themes(a, counts, list.n, &t.ids);
    t.days = ARENA_ARRAY(a, double, t.themes *t.days_n);
    t.all = ARENA_ARRAY(a, double, t.days_n);
    double *row = NULL;
    for (size_t i = 0; i < list.n; i++) {
        if (i == 0 || counts[i].theme_id != counts[i - 1].theme_id) {
            const int64_t *id = bsearch(&counts[i].theme_id, t.ids, t.themes, sizeof *t.ids, by_number);
            row = t.days + (size_t)(id - t.ids) * t.days_n;
        }
        row[counts[i].day - from] += (double)counts[i].voices;
    }
    *out = t;
    return read_all(db, &w, out, err);
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

bool day_values_between(Db *db, Arena *a, int64_t codebook_id, int64_t theme_id, Dimension dimension, int64_t from,
                        int64_t to, DayValueSum **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_DAY_VALUES_BETWEEN, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    stmt_int(s, 2, theme_id);
    stmt_text(s, 3, dimension_name(dimension));
    stmt_int(s, 4, from);
    stmt_int(s, 5, to);
    Rows list = rows_new(a, sizeof(DayValueSum));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(DayValueSum *)rows_next(&list) = (DayValueSum){get_str(s, a, 0), stmt_get_int(s, 1)};
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}
