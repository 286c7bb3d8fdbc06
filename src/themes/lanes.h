/* lanes.h - adding up many themes at a time, private to the layer. */
#pragma once
#include <stdint.h>

/* Four floats are one register on every machine we build for. */
enum { LANES = 4 };
typedef float Lanes __attribute__((vector_size(LANES * sizeof(float)), aligned(sizeof(float)), may_alias));

static inline uint32_t lanes_stride(uint32_t n) {
    return (n + LANES - 1) / LANES * LANES;
}

/* sums += weight * row; `stride` is a multiple of LANES. */
static inline void lanes_add(float *sums, const float *row, float weight, uint32_t stride) {
    for (uint32_t k = 0; k < stride; k += LANES) *(Lanes *)(sums + k) += weight * *(const Lanes *)(row + k);
}

static inline float lanes_dot(const float *x, const float *y, uint32_t stride) {
    Lanes sum = {0};
    for (uint32_t k = 0; k < stride; k += LANES) sum += *(const Lanes *)(x + k) * *(const Lanes *)(y + k);
    return sum[0] + sum[1] + sum[2] + sum[3];
}
