/* par.h - threads lent to a pure stage.
 *
 * A stage never makes threads of its own; it is handed a Par and asks for a
 * loop to be shared. Results are written by index, so the outcome is the same
 * with one thread or many.
 *
 *     static void square(void *ctx, size_t begin, size_t end, int worker) {
 *         double *x = ctx;
 *         for (size_t i = begin; i < end; i++) x[i] *= x[i];
 *     }
 *     par_for(par, n, 1024, square, x);
 */
#pragma once
#include "base/arena.h"

typedef struct Par Par;

Par *par_new(int threads); /* 0: as many as the machine has processors; NULL par = 1 thread */
void par_free(Par *par);
int par_threads(const Par *par);

/* An arena for each worker. */
Arena **par_arenas_new(const Par *par);
void par_arenas_free(Arena **arenas, const Par *par);

/* Runs fn over [0, n) in chunks of `grain`; `worker` (0 .. threads-1) tells scratch
 * memory apart. Which worker gets which chunk is not fixed. Not re-entrant. */
void par_for(Par *par, size_t n, size_t grain, void (*fn)(void *ctx, size_t begin, size_t end, int worker), void *ctx);
