/* cursor.h - long lists in pages, the same way everywhere: parameters `limit` and `cursor`, and `next` in the reply.
 *
 * A cursor is the place of the last row that was shown: the numbers that the list is sorted by, with "-" between them.
 * Rows that come or go between two pages neither hide nor repeat one that stays. */
#pragma once
#include "app/op.h"

#define LIMIT_PARAM(rows)                                                                                              \
    { .name = "limit", .type = PARAM_INT, .min = 1, .max = 1000, .fallback = rows, .help = "rows of a page" }
#define CURSOR_PARAM                                                                                                   \
    {                                                                                                                  \
        .name = "cursor", .type = PARAM_STR, .max = 200, .fallback = "",                                               \
        .help = "next page: the `next` of the page before"                                                             \
    }
#define NEXT_FIELD                                                                                                     \
    { "next", SHAPE_STRING, "cursor of the next page; null: this is the last", NULL, true }

/* The n numbers of the cursor, all 0 when the first page is asked for. ERR_INPUT when it is none of ours. */
bool cursor_read(Call *call, int64_t *place, size_t n, Err *err);
/* Rows to ask the store for: one more than the page, so that the last page is known to be the last. */
int64_t cursor_rows(const Call *call);
/* Rows to show of the `found` ones. */
size_t cursor_page(const Call *call, size_t found);
/* Puts "next": the place of the last row shown, or null. */
void cursor_put(Call *call, const int64_t *place, size_t n);
void cursor_end(Call *call);
/* Whichever of the two holds; the numbers of the place are evaluated only when there is a next page. */
#define CURSOR_PUT(call, found, ...)                                                                                   \
    ((found) > cursor_page(call, found)                                                                                \
         ? cursor_put(call, (const int64_t[]){__VA_ARGS__}, sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t))        \
         : cursor_end(call))
