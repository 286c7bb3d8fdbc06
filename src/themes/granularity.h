/* granularity.h - how many themes, when nobody said. Private to the layer. */
#pragma once
#include "partition.h"

/* The number of themes at which two views of the same documents, by disjoint halves of the features, agree. */
size_t granularity_choose(const Candidates *c, uint64_t seed, Par *par);
