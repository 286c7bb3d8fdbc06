/* census_values.c - daily counts of each theme by segment, product, channel, and product of what is internal, bounded:
 * the largest values by name, the rest together.
 *
 *     entries -> one cell for each (theme, value, day) -> values by size -> small ones become "" -> cells again */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/radix.h"
#include "census_private.h"

static int by_value_day(const void *x, const void *y) {
    const Cell *a = x, *b = y;
    int c = ORDER(a->value, b->value);
    THEN(c);
    return ORDER(a->day, b->day);
}

static size_t add_up(Cell *cells, size_t n) {
    size_t kept = 0;
    qsort(cells, n, sizeof *cells, by_value_day);
    for (size_t i = 0; i < n; i++) {
        if (kept && by_value_day(&cells[kept - 1], &cells[i]) == 0) {
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

static size_t cells_of(const ThemePart *p, Dimension by, Cell *cells) {
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < p->n; i++) {
        const Entry *e = &p->entries[i];
        if (e->at != TIME_NONE && (by != BY_INTERNAL || e->internal))
            p->keys[n++] = census_key(value_of(e, by), day_of(e->at), e->new_week);
    }
    radix_sort(p->keys, n, p->room);
    for (size_t i = 0; i < n; i++) {
        uint64_t key = p->keys[i];
        if (i == 0 || !census_key_same(key, p->keys[i - 1]))
            cells[kept++] = (Cell){.value = census_key_of(key), .day = census_key_day(key)};
        cells[kept - 1].signals++;
        cells[kept - 1].voices += census_key_new(key);
    }
    return kept;
}

typedef struct Run { /* the cells of one value */
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

/* Puts the small values under the empty name. */
static size_t bound(Cell *cells, size_t n) {
    Run *runs = mem_alloc((n + 1) * sizeof *runs);
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
    free(runs);
    return runs_n > DAY_VALUES_KEPT ? add_up(cells, n) : n;
}

void census_values(ThemePart *p) {
    if (p->theme == 0) return; /* nobody asks for trends of what fits nowhere */
    for (Dimension by = 0; by < DIMENSIONS; by++) {
        Cell *cells = mem_alloc((p->n + 1) * sizeof *cells);
        size_t n = p->cells_n[by] = bound(cells, cells_of(p, by, cells));
        p->cells[by] = mem_grow(cells, n + 1, sizeof *cells);
    }
}

/* Strings of their own, made when first met: the census goes before its result. */
static Str name_kept(const Census *t, Arena *a, Str *names, uint32_t value) {
    if (!names[value].p) names[value] = arena_str(a, t->names.at[value]);
    return names[value];
}

static void store(const Census *t, Arena *a, const ThemePart *parts, size_t n, Dimension by, CensusValues *out) {
    Str *names = ARENA_ARRAY(a, Str, t->names.n);
    size_t all = 0;
    for (size_t i = 0; i < n; i++) all += parts[i].cells_n[by];
    *out = (CensusValues){.rows = ARENA_ARRAY(a, DayValueRow, all + 1)};
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < parts[i].cells_n[by]; k++) {
            const Cell *c = &parts[i].cells[by][k];
            out->rows[out->n++] =
                (DayValueRow){name_kept(t, a, names, c->value), parts[i].theme, c->day, c->signals, c->voices, by};
        }
}

void census_values_store(const Census *t, Arena *a, const ThemePart *parts, size_t n, CensusValues *values) {
    for (Dimension by = 0; by < DIMENSIONS; by++) store(t, a, parts, n, by, &values[by]);
}
