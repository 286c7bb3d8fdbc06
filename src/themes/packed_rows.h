/* packed_rows.h - what features speak for all themes, as rows of 16-bit numbers. Private to the layer.
 *
 * Coding a text adds up some 250 such rows. They come from memory, not from the cache, so they are short (two bytes a
 * theme, with one scale for the row) and lie in lines of 32 themes, 64 bytes, which is what memory gives at a time. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { PACKED_LINE = 32 };

static inline uint32_t packed_stride(uint32_t themes) {
    return (themes + PACKED_LINE - 1) / PACKED_LINE * PACKED_LINE;
}

/* A row and what its numbers are multiplied with. */
typedef struct Term {
    const int16_t *row; /* on a border of 64 bytes */
    float weight;
} Term;

/* Room for rows, on a border of 64 bytes. */
static inline int16_t *arena_lines(Arena *a, size_t bytes) {
    const uintptr_t line = PACKED_LINE * sizeof(int16_t);
    return (int16_t *)(((uintptr_t)arena_alloc(a, bytes + line) + line - 1) / line * line);
}

/* Packs n numbers into `to` (n is a whole number of lines); returns the scale that unpacks them. The error is below
 * 1 / 65,000 of the largest. */
float row_pack(const float *from, uint32_t n, int16_t *to);

/* sums[0..stride) = the sum of all rows times their weights, in the order of the terms. */
void rows_sum(float *sums, const Term *terms, size_t n, uint32_t stride);
