/* granularity.h - how many themes, when nobody said. Private to the layer. */
#pragma once
#include "partition.h"

/* How well the two views agreed where they had so many themes. */
typedef struct GranularityStep {
    double agreement;
    size_t themes; /* 0: not usable */
} GranularityStep;

/* The best number for `n` documents, from steps in any order: a small change of them is a small change of the number.
 * `before` (0: none) is kept unless another one is clearly better. 1 when no step is usable. */
size_t granularity_best(const GranularityStep *steps, size_t steps_n, size_t n, size_t before);

/* The number of themes at which two views of the same documents, by disjoint halves of the features, agree. */
size_t granularity_choose(const Candidates *c, size_t before, uint64_t seed, Par *par);
