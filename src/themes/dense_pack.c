/* dense_pack.c - a vector's direction in bytes. The error of a cosine is about 1 / (100 sqrt(dim)). */
#include <math.h>

#include "themes/dense.h"

bool dense_pack(const double *x, uint32_t dim, int8_t *out) {
    double most = 0;
    for (uint32_t i = 0; i < dim; i++) {
        if (!isfinite(x[i])) return false;
        most = fmax(most, fabs(x[i]));
    }
    if (most == 0) return false;
    for (uint32_t i = 0; i < dim; i++) out[i] = (int8_t)lrint(x[i] / most * 127);
    return true;
}
