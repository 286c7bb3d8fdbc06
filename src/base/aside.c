/* aside.c - see aside.h. */
#include "base/aside.h"

static void *run(void *arg) {
    Aside *a = arg;
    a->ok = a->work(a->ctx, &a->err);
    return NULL;
}

bool aside_start(Aside *a, bool (*work)(void *ctx, Err *err), void *ctx) {
    *a = (Aside){.work = work, .ctx = ctx};
    a->running = pthread_create(&a->thread, NULL, run, a) == 0;
    return a->running;
}

bool aside_wait(Aside *a, Err *err) {
    if (!a->running) return true;
    pthread_join(a->thread, NULL);
    a->running = false;
    if (!a->ok && err) *err = a->err;
    return a->ok;
}
