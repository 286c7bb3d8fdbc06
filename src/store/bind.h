/* bind.h - columns that may be NULL and what they are in C. Private to the store layer. */
#pragma once
#include "base/clock.h"
#include "engine.h"

/* A reference; 0: none. */
static inline void bind_link(Stmt *s, int i, int64_t id) {
    if (id)
        stmt_int(s, i, id);
    else
        stmt_null(s, i);
}

/* An instant; TIME_NONE: none. */
static inline void bind_time(Stmt *s, int i, int64_t at) {
    if (at == TIME_NONE)
        stmt_null(s, i);
    else
        stmt_int(s, i, at);
}

static inline int64_t get_time(const Stmt *s, int column) {
    return stmt_is_null(s, column) ? TIME_NONE : stmt_get_int(s, column);
}

static inline Str get_str(const Stmt *s, Arena *a, int column) {
    return arena_str(a, stmt_get_text(s, column));
}
