/* identity.c - optimal pairing of old and new themes, and what became of the others. */
#include "themes/identity.h"

#include <stdlib.h>
#include <string.h>

#include "stats/agreement.h"

static uint32_t shared(const Overlap *in, size_t before, size_t after) {
    return in->shared[before * in->after_n + after];
}

static bool is_same(const Overlap *in, size_t before, size_t after) {
    return 4 * (uint64_t)shared(in, before, after) >= (uint64_t)in->before_size[before] + in->after_size[after] &&
           shared(in, before, after) > 0;
}

/* The old theme that had most of the new one's signals, or -1. */
static int32_t parent_of(const Overlap *in, size_t after) {
    for (size_t i = 0; i < in->before_n; i++)
        if (2 * (uint64_t)shared(in, i, after) > in->after_size[after]) return (int32_t)i;
    return -1;
}

/* The new theme that got most of the old one's signals, or -1. */
static int32_t heir_of(const Overlap *in, size_t before) {
    for (size_t j = 0; j < in->after_n; j++)
        if (2 * (uint64_t)shared(in, before, j) > in->before_size[before]) return (int32_t)j;
    return -1;
}

static void pair_up(const Overlap *in, const bool *taken, int32_t *same) {
    bool flip = in->before_n > in->after_n;
    size_t rows = flip ? in->after_n : in->before_n, cols = flip ? in->before_n : in->after_n;
    if (rows == 0) return;
    double *cost = mem_alloc(rows * cols * sizeof *cost);
    int32_t *to = mem_alloc(rows * sizeof *to);
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < cols; c++) {
            size_t before = flip ? c : r, after = flip ? r : c;
            bool out = taken[before] || same[after] >= 0;
            cost[r * cols + c] = out ? 0 : -(double)shared(in, before, after);
        }
    assignment_solve(cost, rows, cols, to);
    for (size_t r = 0; r < rows; r++) {
        size_t before = flip ? (size_t)to[r] : r, after = flip ? r : (size_t)to[r];
        if (!taken[before] && same[after] < 0 && is_same(in, before, after)) same[after] = (int32_t)before;
    }
    free(cost);
    free(to);
}

size_t identity_match(const Overlap *in, int32_t *same, Lineage *out) {
    bool *taken = mem_alloc(in->before_n + 1);
    size_t n = 0;
    memset(taken, 0, in->before_n + 1);
    for (size_t j = 0; j < in->after_n; j++) {
        int32_t parent = parent_of(in, j);
        same[j] = parent >= 0 && in->absorbs && in->absorbs[parent] ? parent : -1;
        if (same[j] >= 0) taken[parent] = true;
    }
    pair_up(in, taken, same);
    memset(taken, 0, in->before_n + 1);
    for (size_t j = 0; j < in->after_n; j++) {
        if (same[j] >= 0) {
            if (!taken[same[j]]) out[n++] = (Lineage){LINEAGE_CONTINUED, same[j], (int32_t)j};
            taken[same[j]] = true;
            continue;
        }
        int32_t parent = parent_of(in, j);
        out[n++] = (Lineage){parent >= 0 ? LINEAGE_SPLIT : LINEAGE_NEW, parent, (int32_t)j};
    }
    for (size_t i = 0; i < in->before_n; i++) {
        if (taken[i]) continue;
        int32_t heir = heir_of(in, i);
        out[n++] = (Lineage){heir >= 0 ? LINEAGE_MERGED : LINEAGE_RETIRED, (int32_t)i, heir};
    }
    free(taken);
    return n;
}

const char *lineage_name(LineageKind kind) {
    static const char *const NAMES[] = {
        [LINEAGE_CONTINUED] = "continued", [LINEAGE_SPLIT] = "split",
        [LINEAGE_MERGED] = "merged",       [LINEAGE_NEW] = "new",
        [LINEAGE_RETIRED] = "retired",
    };
    return NAMES[kind];
}
