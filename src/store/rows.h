/* rows.h - an array in an arena that grows while a result is read. Private to the store layer.
 *
 *     Rows rows = rows_new(a, sizeof(ThemeRow));
 *     while ((r = stmt_step(s, err)) == STEP_ROW) read_theme(s, a, rows_next(&rows));
 *     *out = rows.items; *n = rows.n; */
#pragma once
#include <string.h>

#include "base/arena.h"

typedef struct Rows {
    Arena *a;
    size_t size, n, room;
    void *items;
} Rows;

static inline Rows rows_new(Arena *a, size_t size) {
    return (Rows){.a = a, .size = size};
}

static inline void *rows_next(Rows *r) {
    if (r->n == r->room) {
        size_t room = r->room ? r->room * 2 : 16;
        void *items = arena_calloc(r->a, room, r->size);
        if (r->n) memcpy(items, r->items, r->n * r->size);
        r->items = items;
        r->room = room;
    }
    return (char *)r->items + r->n++ * r->size;
}
