/* day_store.h - daily counts of themes by segment, product or channel; and by product of what internal
 * developers tell. Derived, like theme_day (theme_store.h). */
#pragma once
#include "store/db.h"

enum { DAY_VALUES_KEPT = 30 };

typedef enum Dimension { BY_SEGMENT, BY_PRODUCT, BY_CHANNEL, BY_INTERNAL, DIMENSIONS } Dimension;
Str dimension_name(Dimension dimension); /* "segment", "product", "channel", "internal" */

/* Per theme (never 0), value and day: signals, and voices first heard that day. A voice counts once a week, under the
 * value of its first signal, so that the values add up to the theme's DayRows. */
typedef struct DayValueRow {
    Str value; /* of BY_INTERNAL: the product, of signals told by internal developers only; empty: values beyond the
                  DAY_VALUES_KEPT largest, and signals without one, together */
    int64_t theme_id, day;
    int32_t signals, voices;
    Dimension dimension;
} DayValueRow;

bool day_values_clear(Db *db, int64_t codebook_id, Err *err); /* of this codebook */
/* When a codebook takes over: takes away the rows of all others but the one before it. */
bool day_values_keep(Db *db, int64_t codebook_id, Err *err);
bool day_values_add(Db *db, int64_t codebook_id, const DayValueRow *rows, size_t n, Err *err);
/* Of one theme, ordered by value (byte order) and day. */
bool day_values_list(Db *db, Arena *a, int64_t codebook_id, int64_t theme_id, Dimension dimension, DayValueRow **rows,
                     size_t *n, Err *err);

/* Signals of all themes together by value, largest first; '' is what has no value or is small in its theme. */
typedef struct DayValueTotal {
    Str value;
    int64_t signals;
} DayValueTotal;
bool day_values_totals(Db *db, Arena *a, int64_t codebook_id, Dimension dimension, DayValueTotal **rows, size_t *n,
                       Err *err);
