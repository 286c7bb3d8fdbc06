/* agreement.c - agreement of two partitions, from a sparse table of counts.
 *
 * Only the cells that hold something are kept, sorted by row and column, so a million items with
 * thousands of labels (or a label for each item) take memory in proportion to the items. */
#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "stats/agreement.h"

typedef struct Cell {
    uint32_t row, col;
    double count;
} Cell;

typedef struct Table {
    size_t n, rows, cols, cells_n;
    double *row_sums, *col_sums;
    Cell *cells;
} Table;

static int compare_u64(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

/* Renames labels to 0..k-1 without gaps, each negative one to a name of its own. Returns k. */
static size_t rename_labels(Arena *a, const int32_t *labels, size_t n, uint32_t *out) {
    uint64_t *keys = ARENA_ARRAY(a, uint64_t, n);
    size_t k = 0, labelled = 0;
    for (size_t i = 0; i < n; i++) {
        if (labels[i] < 0) out[i] = (uint32_t)k++;
        else keys[labelled++] = (uint64_t)labels[i] << 32 | i;
    }
    qsort(keys, labelled, sizeof *keys, compare_u64);
    for (size_t i = 0; i < labelled; i++) {
        if (i > 0 && keys[i] >> 32 == keys[i - 1] >> 32) k--;
        out[(uint32_t)keys[i]] = (uint32_t)k++;
    }
    return k;
}

static Table table_new(Arena *a, const int32_t *x, const int32_t *y, size_t n) {
    assert(n <= UINT32_MAX);
    uint32_t *row = ARENA_ARRAY(a, uint32_t, n), *col = ARENA_ARRAY(a, uint32_t, n);
    Table t = {.n = n, .rows = rename_labels(a, x, n, row), .cols = rename_labels(a, y, n, col)};
    t.row_sums = ARENA_ARRAY(a, double, t.rows);
    t.col_sums = ARENA_ARRAY(a, double, t.cols);
    t.cells = ARENA_ARRAY(a, Cell, n);
    uint64_t *keys = ARENA_ARRAY(a, uint64_t, n);
    for (size_t i = 0; i < n; i++) {
        keys[i] = (uint64_t)row[i] << 32 | col[i];
        t.row_sums[row[i]]++;
        t.col_sums[col[i]]++;
    }
    qsort(keys, n, sizeof *keys, compare_u64);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || keys[i] != keys[i - 1])
            t.cells[t.cells_n++] = (Cell){(uint32_t)(keys[i] >> 32), (uint32_t)keys[i], 0};
        t.cells[t.cells_n - 1].count++;
    }
    return t;
}

static double entropy(const double *sums, size_t k, double n) {
    double h = 0;
    for (size_t i = 0; i < k; i++) h -= sums[i] / n * log(sums[i] / n);
    return h;
}

static double mutual_information(const Table *t) {
    double mi = 0, n = (double)t->n;
    for (size_t i = 0; i < t->cells_n; i++) {
        const Cell *c = &t->cells[i];
        mi += c->count / n * log(n * c->count / (t->row_sums[c->row] * t->col_sums[c->col]));
    }
    return mi > DBL_EPSILON ? mi : 0;
}

/* Sizes of groups and how many groups have that size: what chance agreement depends on. */
typedef struct Sizes {
    double *size, *times;
    size_t n;
} Sizes;

static int compare_double(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static Sizes distinct_sizes(Arena *a, const double *sums, size_t k) {
    double *sorted = ARENA_ARRAY(a, double, k);
    for (size_t i = 0; i < k; i++) sorted[i] = sums[i];
    qsort(sorted, k, sizeof *sorted, compare_double);
    Sizes s = {ARENA_ARRAY(a, double, k), ARENA_ARRAY(a, double, k), 0};
    for (size_t i = 0; i < k; i++) {
        if (i == 0 || sorted[i] != sorted[i - 1]) s.size[s.n++] = sorted[i];
        s.times[s.n - 1]++;
    }
    return s;
}

/* Expected value of k * log(n k / (x y)) when k is the overlap of random groups of x and y out of n
 * items. The weights of the hypergeometric distribution are built outwards from its mode by the ratio of
 * neighbours and divided by their sum: no factorials, and no digits lost to them. */
static double expected_overlap(double x, double y, double n, const double *logs) {
    double least = fmax(0, x + y - n), most = fmin(x, y);
    double mode = fmin(most, fmax(least, floor((x + 1) * (y + 1) / (n + 2))));
    double shift = logs[(size_t)n] - logs[(size_t)x] - logs[(size_t)y];
    double sum = 0, weights = 0;
    const double negligible = 1e-20;
    double w = 1;
    for (double k = mode; k <= most && w > negligible; k++) {
        sum += w * k * (shift + logs[(size_t)k]);
        weights += w;
        w *= (x - k) * (y - k) / ((k + 1) * (n - x - y + k + 1));
    }
    w = 1;
    for (double k = mode; k > least && w > negligible;) {
        w *= k * (n - x - y + k) / ((x - k + 1) * (y - k + 1));
        k--;
        sum += w * k * (shift + logs[(size_t)k]);
        weights += w;
    }
    return sum / weights;
}

/* Vinh, Epps and Bailey 2010, equation 24a; equal sizes are computed once. */
static double expected_information(Arena *a, const Table *t) {
    double *logs = ARENA_ARRAY(a, double, t->n + 1), n = (double)t->n, total = 0;
    for (size_t i = 1; i <= t->n; i++) logs[i] = log((double)i);
    Sizes x = distinct_sizes(a, t->row_sums, t->rows), y = distinct_sizes(a, t->col_sums, t->cols);
    for (size_t i = 0; i < x.n; i++)
        for (size_t j = 0; j < y.n; j++)
            total += x.times[i] * y.times[j] * expected_overlap(x.size[i], y.size[j], n, logs);
    return total / n;
}

double agreement_nmi(const int32_t *a, const int32_t *b, size_t n) {
    Arena *scratch = arena_new();
    Table t = table_new(scratch, a, b, n);
    double result = 1;
    if (t.rows > 1 || t.cols > 1) {
        double h = entropy(t.row_sums, t.rows, (double)n) + entropy(t.col_sums, t.cols, (double)n);
        result = mutual_information(&t) / (h / 2);
    }
    arena_free(scratch);
    return result;
}

double agreement_ami(const int32_t *a, const int32_t *b, size_t n) {
    Arena *scratch = arena_new();
    Table t = table_new(scratch, a, b, n);
    double result = 1;
    if (t.rows > 1 || t.cols > 1) {
        double h = (entropy(t.row_sums, t.rows, (double)n) + entropy(t.col_sums, t.cols, (double)n)) / 2;
        double expected = expected_information(scratch, &t), room = h - expected;
        room = room < 0 ? fmin(room, -DBL_EPSILON) : fmax(room, DBL_EPSILON);
        result = (mutual_information(&t) - expected) / room;
    }
    arena_free(scratch);
    return result;
}

static double pairs(double n) {
    return n * (n - 1) / 2;
}

double agreement_ari(const int32_t *a, const int32_t *b, size_t n) {
    Arena *scratch = arena_new();
    Table t = table_new(scratch, a, b, n);
    double both = 0, rows = 0, cols = 0, all = pairs((double)n);
    for (size_t i = 0; i < t.cells_n; i++) both += pairs(t.cells[i].count);
    for (size_t i = 0; i < t.rows; i++) rows += pairs(t.row_sums[i]);
    for (size_t i = 0; i < t.cols; i++) cols += pairs(t.col_sums[i]);
    arena_free(scratch);
    if (both == rows && both == cols) return 1; /* the same partition, also when there is nothing to pair */
    double chance = rows * cols / all;
    return (both - chance) / ((rows + cols) / 2 - chance);
}

/* A group that meets only one group of the other side can serve that group alone, and of several such
 * the largest is enough. Leaving the others out keeps the matrix of the matching small when most labels
 * are singletons. Sets keep[] for one side; `row_side` tells which. */
static void keep_useful(Arena *a, const Table *t, bool row_side, bool *keep) {
    size_t mine = row_side ? t->rows : t->cols, theirs = row_side ? t->cols : t->rows;
    uint32_t *meets = ARENA_ARRAY(a, uint32_t, mine), *best = ARENA_ARRAY(a, uint32_t, theirs);
    double *best_count = ARENA_ARRAY(a, double, theirs);
    for (size_t i = 0; i < t->cells_n; i++) meets[row_side ? t->cells[i].row : t->cells[i].col]++;
    for (size_t i = 0; i < mine; i++) keep[i] = meets[i] > 1;
    for (size_t i = 0; i < t->cells_n; i++) {
        const Cell *c = &t->cells[i];
        uint32_t me = row_side ? c->row : c->col, them = row_side ? c->col : c->row;
        if (meets[me] > 1 || c->count <= best_count[them]) continue;
        if (best_count[them] > 0) keep[best[them]] = false;
        best[them] = me;
        best_count[them] = c->count;
        keep[me] = true;
    }
}

/* Numbers the kept ones 0.. in place of their index; returns how many. */
static size_t number_kept(const bool *keep, size_t n, uint32_t *number) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (keep[i]) number[i] = (uint32_t)kept++;
    return kept;
}

double agreement_accuracy(const int32_t *a, const int32_t *b, size_t n) {
    if (n == 0) return 1;
    Arena *scratch = arena_new();
    Table t = table_new(scratch, a, b, n);
    bool *keep_row = ARENA_ARRAY(scratch, bool, t.rows), *keep_col = ARENA_ARRAY(scratch, bool, t.cols);
    uint32_t *row = ARENA_ARRAY(scratch, uint32_t, t.rows), *col = ARENA_ARRAY(scratch, uint32_t, t.cols);
    keep_useful(scratch, &t, true, keep_row);
    keep_useful(scratch, &t, false, keep_col);
    size_t rows = number_kept(keep_row, t.rows, row), cols = number_kept(keep_col, t.cols, col);
    bool flip = rows > cols; /* the matching wants rows <= cols */
    size_t height = flip ? cols : rows, width = flip ? rows : cols;
    double *cost = arena_calloc(scratch, height * width, sizeof *cost);
    for (size_t i = 0; i < t.cells_n; i++) {
        const Cell *c = &t.cells[i];
        if (!keep_row[c->row] || !keep_col[c->col]) continue;
        size_t r = flip ? col[c->col] : row[c->row], s = flip ? row[c->row] : col[c->col];
        cost[r * width + s] = -c->count;
    }
    int32_t *to = ARENA_ARRAY(scratch, int32_t, height);
    assignment_solve(cost, height, width, to);
    double matched = 0;
    for (size_t i = 0; i < height; i++) matched -= cost[i * width + (size_t)to[i]];
    arena_free(scratch);
    return matched / (double)n;
}

double agreement_homogeneity(const int32_t *truth, const int32_t *found, size_t n) {
    Arena *scratch = arena_new();
    Table t = table_new(scratch, truth, found, n);
    double h = n ? entropy(t.row_sums, t.rows, (double)n) : 0;
    double result = t.rows > 1 ? mutual_information(&t) / h : 1;
    arena_free(scratch);
    return result;
}
