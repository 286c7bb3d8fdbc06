/* dense.h - vectors of texts that an embedding model made: one more block of features, where there is one.
 *
 * Only a vector's direction counts, kept in one byte a number. A text without a vector is judged by its words alone.
 * docs/internals/embeddings.md tells how words and vectors are joined. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { DENSE_DIM_MAX = 8192 };

/* out[i] = x[i] scaled so that the largest is 127 or -127. False when a number is not finite or all are 0. */
bool dense_pack(const double *x, uint32_t dim, int8_t *out);
