/* stream.c - a ring of batches between the thread that reads and the caller.
 *
 *     reader: fills batches[filled % RING]    caller: works on batches[taken % RING], taken < filled <= taken + RING
 */
#include "stream.h"

#include <stdlib.h>

#include "base/aside.h"

enum { RING = 3, BATCH_BYTES = 8 << 20 };

typedef struct Stream {
    Db *scan;
    Batch batches[RING];
    size_t filled, taken; /* so many ever */
    bool stop, over;      /* the caller wants no more; there are no more */
    bool sketches;        /* instead of texts */
    bool alone;           /* there is one thread: what is filled is worked on at once */
    bool (*each)(void *ctx, const Batch *batch);
    void *ctx;
    pthread_mutex_t lock;
    pthread_cond_t changed;
} Stream;

static Batch *filling(Stream *s) {
    return &s->batches[s->filled % RING];
}

static void batch_empty(Batch *b) {
    b->n = 0;
    arena_reset(b->arena);
}

/* Waits until there is room for the next one; false: no more are wanted. */
static bool hand_over(Stream *s) {
    pthread_mutex_lock(&s->lock);
    s->filled++;
    pthread_cond_broadcast(&s->changed);
    while (s->filled - s->taken == RING && !s->stop) pthread_cond_wait(&s->changed, &s->lock);
    bool go_on = !s->stop;
    pthread_mutex_unlock(&s->lock);
    if (go_on) batch_empty(filling(s));
    return go_on;
}

static bool batch_done(Stream *s) {
    if (!s->alone) return hand_over(s);
    s->stop = !s->each(s->ctx, filling(s));
    batch_empty(filling(s));
    return !s->stop;
}

static bool take_row(void *ctx, const SignalRow *row) {
    Stream *s = ctx;
    Batch *b = filling(s);
    SignalRow *to = &b->rows[b->n++];
    *to = *row;
    to->source = arena_str(b->arena, row->source);
    to->signal.external_id = arena_str(b->arena, row->signal.external_id);
    to->signal.customer = arena_str(b->arena, row->signal.customer);
    to->signal.channel = arena_str(b->arena, row->signal.channel);
    to->signal.product = arena_str(b->arena, row->signal.product);
    to->signal.segment = arena_str(b->arena, row->signal.segment);
    to->signal.text = arena_str(b->arena, row->signal.text);
    to->sketch = arena_str(b->arena, row->sketch);
    return (b->n < STREAM_TEXTS && arena_used(b->arena) < BATCH_BYTES) || batch_done(s);
}

static bool read_all(void *ctx, Err *err) {
    Stream *s = ctx;
    ScanOptions options = {.with_text = true, .bare = true, .sketches = s->sketches};
    bool ok = signals_scan(s->scan, &options, take_row, s, err);
    if (ok && !s->stop && filling(s)->n) batch_done(s);
    pthread_mutex_lock(&s->lock);
    s->over = true;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
    return ok;
}

/* The next batch that is filled; NULL: there are no more. */
static const Batch *wait_for(Stream *s) {
    pthread_mutex_lock(&s->lock);
    while (s->filled == s->taken && !s->over) pthread_cond_wait(&s->changed, &s->lock);
    const Batch *batch = s->filled == s->taken ? NULL : &s->batches[s->taken % RING];
    pthread_mutex_unlock(&s->lock);
    return batch;
}

static void work(Stream *s) {
    const Batch *batch;
    for (bool go_on = true; go_on && (batch = wait_for(s));) {
        go_on = s->each(s->ctx, batch);
        pthread_mutex_lock(&s->lock);
        s->taken++;
        s->stop = !go_on;
        pthread_cond_broadcast(&s->changed);
        pthread_mutex_unlock(&s->lock);
    }
}

bool stream_signals(App *app, Db *scan, bool sketches, bool (*each)(void *ctx, const Batch *batch), void *ctx,
                    Err *err) {
    Stream s = {.scan = scan,
                .sketches = sketches,
                .each = each,
                .ctx = ctx,
                .lock = PTHREAD_MUTEX_INITIALIZER,
                .changed = PTHREAD_COND_INITIALIZER};
    Aside reader = {0};
    for (size_t i = 0; i < RING; i++)
        s.batches[i] = (Batch){.rows = mem_alloc(STREAM_TEXTS * sizeof(SignalRow)), .arena = arena_new()};
    bool ok = true;
    if (par_threads(app_par(app)) > 1 && aside_start(&reader, read_all, &s)) {
        work(&s);
        ok = aside_wait(&reader, err);
    } else {
        s.alone = true;
        ok = read_all(&s, err);
    }
    for (size_t i = 0; i < RING; i++) {
        free(s.batches[i].rows);
        arena_free(s.batches[i].arena);
    }
    pthread_mutex_destroy(&s.lock);
    pthread_cond_destroy(&s.changed);
    return ok;
}
