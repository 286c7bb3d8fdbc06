/* aside.h - one piece of work in a thread of its own, while the caller does something else.
 *
 *     Aside saving = {0};
 *     if (!aside_start(&saving, save, rows)) ...   // no thread to be had: do it now
 *     code_the_next(...);
 *     bool ok = aside_wait(&saving, err);
 *
 * Not for pure stages: those are handed a Par (par.h). */
#pragma once
#include <pthread.h>

#include "base/err.h"

typedef struct Aside { /* begins as zeros */
    pthread_t thread;
    bool (*work)(void *ctx, Err *err);
    void *ctx;
    Err err;
    bool ok, running;
} Aside;

/* False: the system gives no thread; nothing was begun. *a must stay where it is until aside_wait. */
bool aside_start(Aside *a, bool (*work)(void *ctx, Err *err), void *ctx);
/* Waits for the end of the work; its outcome and error. True when nothing was begun. */
bool aside_wait(Aside *a, Err *err);
