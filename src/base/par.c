/* par.c - a small pool of threads that share one loop at a time. */
#include "base/par.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_THREADS = 64 };

typedef void (*LoopFn)(void *, size_t, size_t, int);

struct Par {
    int threads;
    pthread_t workers[MAX_THREADS];
    pthread_mutex_t lock;
    pthread_cond_t work, done;
    unsigned long round; /* counts loops, so that a worker joins each once */
    int busy;
    bool quit;
    LoopFn fn;
    void *ctx;
    size_t n, grain;
    atomic_size_t next;
};

typedef struct Start {
    Par *par;
    int worker;
} Start;

static void run_chunks(Par *p, int worker) {
    for (;;) {
        size_t begin = atomic_fetch_add(&p->next, p->grain);
        if (begin >= p->n) return;
        size_t end = p->n - begin < p->grain ? p->n : begin + p->grain;
        p->fn(p->ctx, begin, end, worker);
    }
}

static void *worker_main(void *arg) {
    Start start = *(Start *)arg;
    free(arg);
    Par *p = start.par;
    unsigned long seen = 0;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (!p->quit && p->round == seen) pthread_cond_wait(&p->work, &p->lock);
        if (p->quit) break;
        seen = p->round;
        pthread_mutex_unlock(&p->lock);
        run_chunks(p, start.worker);
        pthread_mutex_lock(&p->lock);
        if (--p->busy == 0) pthread_cond_signal(&p->done);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

Par *par_new(int threads) {
    if (threads <= 0) threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
    if (threads < 1) threads = 1;
    if (threads > MAX_THREADS) threads = MAX_THREADS;
    Par *p = mem_alloc(sizeof *p);
    *p = (Par){.threads = 1};
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->work, NULL);
    pthread_cond_init(&p->done, NULL);
    for (int i = 1; i < threads; i++) {
        Start *start = mem_alloc(sizeof *start);
        *start = (Start){p, i};
        if (pthread_create(&p->workers[i], NULL, worker_main, start) != 0) {
            free(start); /* fewer threads give the same result, later */
            break;
        }
        p->threads++;
    }
    return p;
}

void par_free(Par *p) {
    if (!p) return;
    pthread_mutex_lock(&p->lock);
    p->quit = true;
    pthread_cond_broadcast(&p->work);
    pthread_mutex_unlock(&p->lock);
    for (int i = 1; i < p->threads; i++) pthread_join(p->workers[i], NULL);
    pthread_cond_destroy(&p->done);
    pthread_cond_destroy(&p->work);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

int par_threads(const Par *p) {
    return p ? p->threads : 1;
}

Arena **par_arenas_new(const Par *p) {
    Arena **arenas = mem_alloc((size_t)par_threads(p) * sizeof(Arena *));
    for (int i = 0; i < par_threads(p); i++) arenas[i] = arena_new();
    return arenas;
}

void par_arenas_free(Arena **arenas, const Par *p) {
    for (int i = 0; arenas && i < par_threads(p); i++) arena_free(arenas[i]);
    free(arenas);
}

void par_for(Par *p, size_t n, size_t grain, LoopFn fn, void *ctx) {
    if (n == 0) return;
    if (grain == 0) grain = 1;
    if (!p || p->threads == 1 || n <= grain) {
        for (size_t i = 0; i < n; i += grain) fn(ctx, i, n - i < grain ? n : i + grain, 0);
        return;
    }
    pthread_mutex_lock(&p->lock);
    p->fn = fn, p->ctx = ctx, p->n = n, p->grain = grain;
    atomic_store(&p->next, 0);
    p->busy = p->threads - 1;
    p->round++;
    pthread_cond_broadcast(&p->work);
    pthread_mutex_unlock(&p->lock);
    run_chunks(p, 0);
    pthread_mutex_lock(&p->lock);
    while (p->busy) pthread_cond_wait(&p->done, &p->lock);
    pthread_mutex_unlock(&p->lock);
}
