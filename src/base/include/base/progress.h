/* progress.h - how a long stage tells how far it is, and learns that it should stop.
 * The door (cli, jobs) supplies the functions; a stage calls progress_tick now
 * and then (at least every 100 ms of work) and gives up when it returns false. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

typedef struct Progress {
    /* `total` 0 when it is not known. False: stop, please. */
    bool (*tick)(void *ctx, const char *phase, double done, double total);
    void *ctx;
} Progress;

static inline bool progress_tick(const Progress *p, const char *phase, double done, double total) {
    return !p || !p->tick || p->tick(p->ctx, phase, done, total);
}
