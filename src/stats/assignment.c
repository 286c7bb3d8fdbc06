/* assignment.c - the cheapest one-to-one matching of rows to columns.
 *
 * Shortest augmenting paths (Jonker and Volgenant 1987, in the rectangular form of Crouse 2016): rows are
 * added one by one; each follows the cheapest alternating path to a free column, measured in reduced
 * costs, and the dual prices are then moved so that all reduced costs stay at least zero.
 * O(rows^2 * cols) time, O(cols) memory besides the matrix. */
#include <assert.h>
#include <math.h>
#include <stdbool.h>

#include "base/arena.h"
#include "stats/agreement.h"

typedef struct Search {
    const double *cost;
    size_t rows, cols;
    double *row_price, *col_price;
    double *distance; /* shortest known path from the new row to each column */
    int32_t *came;    /* the row before that column on the path */
    int32_t *owner;   /* row matched to the column, -1: free */
    bool *done;       /* the distance is final */
} Search;

/* Dijkstra from row `start` to the nearest free column; fills distance, came, done and *length. */
static size_t shortest_path(Search *s, size_t start, double *length) {
    for (size_t j = 0; j < s->cols; j++) s->distance[j] = INFINITY, s->done[j] = false;
    size_t row = start;
    double base = 0;
    for (;;) {
        size_t nearest = s->cols;
        for (size_t j = 0; j < s->cols; j++) {
            if (s->done[j]) continue;
            double through = base + s->cost[row * s->cols + j] - s->row_price[row] - s->col_price[j];
            if (through < s->distance[j]) s->distance[j] = through, s->came[j] = (int32_t)row;
            bool better = nearest == s->cols || s->distance[j] < s->distance[nearest] ||
                          (s->distance[j] == s->distance[nearest] && s->owner[j] < 0 && s->owner[nearest] >= 0);
            if (better) nearest = j;
        }
        base = s->distance[nearest];
        s->done[nearest] = true;
        if (s->owner[nearest] < 0) {
            *length = base;
            return nearest;
        }
        row = (size_t)s->owner[nearest];
    }
}

/* Keeps every reduced cost at least 0 and those on matched pairs 0. Runs before the matching changes. */
static void move_prices(Search *s, size_t start, double length) {
    s->row_price[start] += length;
    for (size_t j = 0; j < s->cols; j++) {
        if (!s->done[j] || s->owner[j] < 0) continue;
        s->row_price[s->owner[j]] += length - s->distance[j];
        s->col_price[j] -= length - s->distance[j];
    }
}

void assignment_solve(const double *cost, size_t rows, size_t cols, int32_t *to) {
    assert(rows <= cols);
    Arena *a = arena_new();
    Search s = {cost,
                rows,
                cols,
                ARENA_ARRAY(a, double, rows),
                ARENA_ARRAY(a, double, cols),
                ARENA_ARRAY(a, double, cols),
                ARENA_ARRAY(a, int32_t, cols),
                ARENA_ARRAY(a, int32_t, cols),
                ARENA_ARRAY(a, bool, cols)};
    for (size_t j = 0; j < cols; j++) s.owner[j] = -1;
    for (size_t i = 0; i < rows; i++) to[i] = -1;
    for (size_t i = 0; i < rows; i++) {
        double length;
        size_t column = shortest_path(&s, i, &length);
        move_prices(&s, i, length);
        for (;;) { /* back along the path, each row takes the column it came through */
            int32_t row = s.came[column], freed = to[row];
            s.owner[column] = row;
            to[row] = (int32_t)column;
            if ((size_t)row == i) break;
            column = (size_t)freed;
        }
    }
    arena_free(a);
}
