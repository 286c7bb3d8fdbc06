/* day_store.c - daily counts of themes by segment, product, channel. */
#include "store/day_store.h"

#include "bind.h"
#include "engine.h"
#include "rows.h"

Str dimension_name(Dimension dimension) {
    static const Str NAMES[DIMENSIONS] = {STR_INIT("segment"), STR_INIT("product"), STR_INIT("channel"),
                                          STR_INIT("internal")};
    return NAMES[dimension];
}

bool day_values_clear(Db *db, int64_t codebook_id, Err *err) {
    return RUN_INTS(db, Q_DAY_VALUES_CLEAR, err, codebook_id);
}

bool day_values_keep(Db *db, int64_t codebook_id, Err *err) {
    return RUN_INTS(db, Q_DAY_VALUES_KEEP, err, codebook_id);
}

typedef struct Adding {
    int64_t codebook_id;
    const DayValueRow *rows;
} Adding;

static bool bind_row(void *ctx, size_t i, Stmt *s) {
    const Adding *adding = ctx;
    const DayValueRow *row = &adding->rows[i];
    stmt_int(s, 1, adding->codebook_id);
    stmt_int(s, 2, row->theme_id);
    stmt_text(s, 3, dimension_name(row->dimension));
    stmt_text(s, 4, row->value);
    stmt_int(s, 5, row->day);
    stmt_int(s, 6, row->signals);
    stmt_int(s, 7, row->voices);
    return true;
}

bool day_values_add(Db *db, int64_t codebook_id, const DayValueRow *rows, size_t n, Err *err) {
    Adding adding = {codebook_id, rows};
    return db_each(db, &(Each){Q_DAY_VALUE_PUT, n, bind_row, NULL, &adding}, err);
}

bool day_values_list(Db *db, Arena *a, int64_t codebook_id, int64_t theme_id, Dimension dimension, DayValueRow **rows,
                     size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_DAY_VALUES_LIST, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    stmt_int(s, 2, theme_id);
    stmt_text(s, 3, dimension_name(dimension));
    Rows list = rows_new(a, sizeof(DayValueRow));
    StepResult r;
    Str value = {"", 0};
    while ((r = stmt_step(s, err)) == STEP_ROW) {
        Str read = stmt_get_text(s, 0);
        if (!str_eq(read, value)) value = arena_str(a, read);
        *(DayValueRow *)rows_next(&list) = (DayValueRow){.value = value,
                                                         .theme_id = theme_id,
                                                         .day = stmt_get_int(s, 1),
                                                         .signals = (int32_t)stmt_get_int(s, 2),
                                                         .voices = (int32_t)stmt_get_int(s, 3),
                                                         .dimension = dimension};
    }
    stmt_end(s);
    if (r != STEP_DONE) return false;
    *rows = list.items;
    *n = list.n;
    return true;
}

bool day_values_totals(Db *db, Arena *a, int64_t codebook_id, Dimension dimension, DayValueTotal **rows, size_t *n,
                       Err *err) {
    Stmt *s = db_query(db, Q_DAY_VALUES_TOTALS, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    stmt_text(s, 2, dimension_name(dimension));
    Rows list = rows_new(a, sizeof(DayValueTotal));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(DayValueTotal *)rows_next(&list) = (DayValueTotal){arena_str(a, stmt_get_text(s, 0)), stmt_get_int(s, 1)};
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}
