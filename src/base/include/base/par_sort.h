/* par_sort.h - sorting with the threads of a Par. */
#pragma once
#include "base/par.h"

/* As qsort. No two items may be equal, so that the result is the same for any number of threads. Takes as much memory
 * again meanwhile. */
void par_sort(Par *par, void *items, size_t n, size_t size, int (*compare)(const void *a, const void *b));
