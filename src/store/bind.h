/* bind.h - columns that may be NULL and what they are in C. Private to the store layer. */
#pragma once
#include "base/clock.h"
#include "engine.h"

/* A reference; 0: none. */
static inline void bind_link(Stmt *s, int i, int64_t id) {
    if (id) stmt_int(s, i, id);
    else stmt_null(s, i);
}

/* An instant; TIME_NONE: none. */
static inline void bind_time(Stmt *s, int i, int64_t at) {
    if (at == TIME_NONE) stmt_null(s, i);
    else stmt_int(s, i, at);
}

static inline int64_t get_time(const Stmt *s, int column) {
    return stmt_is_null(s, column) ? TIME_NONE : stmt_get_int(s, column);
}

static inline Str get_str(const Stmt *s, Arena *a, int column) {
    return arena_str(a, stmt_get_text(s, column));
}

/* All rows of a statement into an array of `size` bytes each in the arena; *rows is a pointer to that array. */
bool stmt_rows(Stmt *s, Arena *a, size_t size, void (*read)(const Stmt *s, Arena *a, void *row), void *rows, size_t *n,
               Err *err);
/* The first row, if there is one; *found says so. */
bool stmt_row(Stmt *s, Arena *a, void (*read)(const Stmt *s, Arena *a, void *row), void *row, bool *found, Err *err);
/* Runs a query whose parameters are all numbers, and drops its rows. */
bool run_ints(Db *db, QueryId query, const int64_t *values, size_t n, Err *err);
#define RUN_INTS(db, query, err, ...)                                                                                  \
    run_ints(db, query, (const int64_t[]){__VA_ARGS__}, sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t), err)
