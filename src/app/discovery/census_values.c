/* census_values.c - daily counts of each theme by segment, product, channel, and product of what is internal, bounded:
 * the largest values by name, the rest together.
 *
 *     entries -> one cell for each (theme, value, day) -> values by size -> small ones become "" -> cells again */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "census_private.h"

typedef struct Cell {
    int32_t theme, signals, voices;
    uint32_t value; /* of the names; 0: the empty one */
    int64_t day;
} Cell;

static int by_theme_value_day(const void *x, const void *y) {
    const Cell *a = x, *b = y;
    int c = ORDER(a->theme, b->theme);
    THEN(c);
    c = ORDER(a->value, b->value);
    THEN(c);
    return ORDER(a->day, b->day);
}

static size_t add_up(Cell *cells, size_t n) {
    size_t kept = 0;
    qsort(cells, n, sizeof *cells, by_theme_value_day);
    for (size_t i = 0; i < n; i++) {
        if (kept && by_theme_value_day(&cells[kept - 1], &cells[i]) == 0) {
            cells[kept - 1].signals += cells[i].signals;
            cells[kept - 1].voices += cells[i].voices;
        } else {
            cells[kept++] = cells[i];
        }
    }
    return kept;
}

static uint32_t value_of(const Entry *e, Dimension by) {
    return by == BY_SEGMENT ? e->segment : by == BY_CHANNEL ? e->channel : e->product;
}

/* Of the themes alone: nobody asks for trends of what fits nowhere. */
static size_t cells_of(const Census *t, Dimension by, Cell *cells) {
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        const Entry *e = &t->entries[i];
        if (e->theme && e->at != TIME_NONE && (by != BY_INTERNAL || e->internal))
            cells[n++] = (Cell){e->theme, 1, e->new_week, value_of(e, by), day_of(e->at)};
    }
    return add_up(cells, n);
}

typedef struct Run { /* the cells of one value of a theme */
    size_t begin, end;
    uint32_t value;
    int64_t signals;
} Run;

static int by_size(const void *x, const void *y) {
    const Run *a = x, *b = y;
    int c = ORDER(b->signals, a->signals);
    THEN(c);
    return ORDER(a->value, b->value);
}

/* Puts the small values of one theme under the empty name. */
static void join_small(Cell *cells, size_t n, Run *runs) {
    size_t runs_n = 0;
    for (size_t begin = 0, end; begin < n; begin = end) {
        Run run = {.begin = begin, .value = cells[begin].value};
        for (end = begin; end < n && cells[end].value == run.value; end++) run.signals += cells[end].signals;
        run.end = end;
        if (run.value) runs[runs_n++] = run;
    }
    qsort(runs, runs_n, sizeof *runs, by_size);
    for (size_t r = DAY_VALUES_KEPT; r < runs_n; r++)
        for (size_t i = runs[r].begin; i < runs[r].end; i++) cells[i].value = 0;
}

static size_t bound(Cell *cells, size_t n) {
    Run *runs = mem_alloc((n + 1) * sizeof *runs);
    for (size_t begin = 0, end; begin < n; begin = end) {
        for (end = begin; end < n && cells[end].theme == cells[begin].theme;) end++;
        join_small(cells + begin, end - begin, runs);
    }
    free(runs);
    return add_up(cells, n);
}

/* Strings of their own: the census goes before its result. */
static Str *names_copy(const Census *t, Arena *a, const Cell *cells, size_t n) {
    Str *names = ARENA_ARRAY(a, Str, t->names.n);
    for (size_t i = 0; i < n; i++)
        if (!names[cells[i].value].p) names[cells[i].value] = arena_str(a, t->names.at[cells[i].value]);
    return names;
}

static void store(const Census *t, Arena *a, Dimension by, const Cell *cells, size_t n, CensusValues *out) {
    Str *names = names_copy(t, a, cells, n);
    *out = (CensusValues){.rows = ARENA_ARRAY(a, DayValueRow, n + 1), .n = n};
    for (size_t i = 0; i < n; i++)
        out->rows[i] =
            (DayValueRow){names[cells[i].value], cells[i].theme, cells[i].day, cells[i].signals, cells[i].voices, by};
}

void census_values(const Census *t, Arena *a, CensusResult *r) {
    Cell *cells = mem_alloc((t->n + 1) * sizeof *cells);
    for (Dimension by = 0; by < DIMENSIONS; by++) {
        size_t n = bound(cells, cells_of(t, by, cells));
        store(t, a, by, cells, n, &r->values[by]);
    }
    free(cells);
}
