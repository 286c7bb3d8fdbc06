/* linediff.c - the shortest edit script of lines. */
#include "problems/linediff.h"

#include <string.h>

enum { LINES_MAX = 20000, EDITS_MAX = 1500 };

typedef struct Lines {
    Str *at;
    size_t n;
} Lines;

static Lines lines_of(Arena *a, Str text) {
    size_t n = 1;
    for (size_t i = 0; i < text.n; i++) n += text.p[i] == '\n';
    Lines lines = {ARENA_ARRAY(a, Str, n), 0};
    for (Str rest = text; rest.n;) lines.at[lines.n++] = str_cut(&rest, '\n');
    return lines;
}

typedef struct Diff {
    Lines x, y;
    DiffLine *out;
    size_t n;
} Diff;

static void add(Diff *d, DiffKind kind, size_t i, size_t k) {
    d->out[d->n++] = (DiffLine){kind, kind == DIFF_NEW ? 0 : (uint32_t)i + 1, kind == DIFF_GONE ? 0 : (uint32_t)k + 1,
                                kind == DIFF_NEW ? d->y.at[k] : d->x.at[i]};
}

static void add_blunt(Diff *d, size_t from, size_t x_end, size_t y_end) {
    for (size_t i = from; i < x_end; i++) add(d, DIFF_GONE, i, 0);
    for (size_t k = from; k < y_end; k++) add(d, DIFF_NEW, 0, k);
}

/* Where path k of d edits came from: the neighbour that reaches further. */
static bool came_down(const int32_t *v, int32_t k, int32_t edits) {
    return k == -edits || (k != edits && v[k - 1] < v[k + 1]);
}

/* Furthest x on each diagonal after each number of edits; how many it takes, or -1 when too many. rows[e] has 2e+1
 * entries, the one of diagonal k at k + e. */
static int32_t search(Arena *a, const Diff *d, size_t from, int32_t n, int32_t m, int32_t **rows) {
    int32_t size = n + m < EDITS_MAX ? n + m : EDITS_MAX;
    int32_t *v = ARENA_ARRAY(a, int32_t, 2 * (size_t)size + 3) + size + 1;
    for (int32_t e = 0; e <= size; e++) {
        for (int32_t k = -e; k <= e; k += 2) {
            int32_t x = e == 0 ? 0 : came_down(v, k, e) ? v[k + 1] : v[k - 1] + 1, y = x - k;
            while (x < n && y < m && y >= 0 && str_eq(d->x.at[from + (size_t)x], d->y.at[from + (size_t)y])) x++, y++;
            v[k] = x;
        }
        rows[e] = ARENA_ARRAY(a, int32_t, 2 * (size_t)e + 1);
        memcpy(rows[e], v - e, (2 * (size_t)e + 1) * sizeof *v);
        for (int32_t k = -e; k <= e; k += 2)
            if (v[k] >= n && v[k] - k >= m) return e;
    }
    return -1;
}

typedef struct Step {
    DiffKind kind;
    int32_t x, y;
} Step;

/* Back along the rows: steps in reverse. */
static size_t walk_back(int32_t **rows, int32_t edits, int32_t n, int32_t m, Step *steps) {
    size_t count = 0;
    int32_t x = n, y = m;
    for (int32_t e = edits; e > 0; e--) {
        const int32_t *v = rows[e - 1] + (e - 1); /* by diagonal */
        int32_t k = x - y;
        bool down = came_down(v, k, e);
        int32_t start = down ? v[k + 1] : v[k - 1] + 1; /* x behind the edit, before the lines that are the same */
        while (x > start) x--, y--, steps[count++] = (Step){DIFF_SAME, x, y};
        if (down) y--, steps[count++] = (Step){DIFF_NEW, x, y};
        else x--, steps[count++] = (Step){DIFF_GONE, x, y};
    }
    while (x > 0) x--, y--, steps[count++] = (Step){DIFF_SAME, x, y};
    return count;
}

static void add_middle(Arena *a, Diff *d, size_t from, size_t x_end, size_t y_end) {
    size_t n = x_end - from, m = y_end - from;
    int32_t **rows = ARENA_ARRAY(a, int32_t *, EDITS_MAX + 1);
    int32_t edits = n + m > LINES_MAX ? -1 : search(a, d, from, (int32_t)n, (int32_t)m, rows);
    if (edits < 0) {
        add_blunt(d, from, x_end, y_end);
        return;
    }
    Step *steps = ARENA_ARRAY(a, Step, n + m + 1);
    size_t count = walk_back(rows, edits, (int32_t)n, (int32_t)m, steps);
    while (count--) add(d, steps[count].kind, from + (size_t)steps[count].x, from + (size_t)steps[count].y);
}

size_t diff_lines(Arena *a, Str before, Str after, DiffLine **out) {
    Arena *scratch = arena_new();
    Diff d = {lines_of(scratch, before), lines_of(scratch, after), NULL, 0};
    d.out = ARENA_ARRAY(a, DiffLine, d.x.n + d.y.n + 1);
    size_t head = 0, tail = 0, least = d.x.n < d.y.n ? d.x.n : d.y.n;
    while (head < least && str_eq(d.x.at[head], d.y.at[head])) head++;
    while (tail < least - head && str_eq(d.x.at[d.x.n - 1 - tail], d.y.at[d.y.n - 1 - tail])) tail++;
    for (size_t i = 0; i < head; i++) add(&d, DIFF_SAME, i, i);
    add_middle(scratch, &d, head, d.x.n - tail, d.y.n - tail);
    for (size_t i = tail; i-- > 0;) add(&d, DIFF_SAME, d.x.n - 1 - i, d.y.n - 1 - i);
    arena_free(scratch);
    *out = d.out;
    return d.n;
}
