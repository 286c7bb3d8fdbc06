/* packed_rows.c - adding up packed rows, 32 themes at a time in registers. */
#include "packed_rows.h"

#include <math.h>

#include "base/widest.h"

enum { AHEAD = 8, EIGHT = 8 };

typedef int16_t Shorts __attribute__((vector_size(EIGHT * sizeof(int16_t)), may_alias));
typedef float Floats __attribute__((vector_size(EIGHT * sizeof(float)), aligned(sizeof(float)), may_alias));

float row_pack(const float *from, uint32_t n, int16_t *to) {
    float most = 0;
    for (uint32_t k = 0; k < n; k++) most = fmaxf(most, fabsf(from[k]));
    float by = most > 0 ? INT16_MAX / most : 0;
    for (uint32_t k = 0; k < n; k++) to[k] = (int16_t)lrintf(from[k] * by);
    return most / INT16_MAX;
}

WIDEST void rows_sum(float *sums, const Term *terms, size_t n, uint32_t stride) {
    for (uint32_t begin = 0; begin < stride; begin += PACKED_LINE) {
        Floats a = {0}, b = {0}, c = {0}, d = {0};
        for (size_t i = 0; i < n; i++) {
            const Shorts *row = (const Shorts *)(const void *)(terms[i].row + begin);
            if (i + AHEAD < n) __builtin_prefetch(terms[i + AHEAD].row + begin);
            a += __builtin_convertvector(row[0], Floats) * terms[i].weight;
            b += __builtin_convertvector(row[1], Floats) * terms[i].weight;
            c += __builtin_convertvector(row[2], Floats) * terms[i].weight;
            d += __builtin_convertvector(row[3], Floats) * terms[i].weight;
        }
        Floats *out = (Floats *)(void *)(sums + begin);
        out[0] = a, out[1] = b, out[2] = c, out[3] = d;
    }
}
