/* stream.h - the signals of the store that have words, in batches. The next batch is read, in a thread of its own,
 * while the caller works on the one before. */
#pragma once
#include "app_private.h"
#include "store/signal_store.h"

enum { STREAM_TEXTS = 8192 };

typedef struct Batch {
    SignalRow *rows; /* up to STREAM_TEXTS, with what a bare scan gives (ScanOptions.bare) */
    size_t n;
    Arena *arena; /* of the texts; the caller may add to it */
} Batch;

/* In the order of their ids; `sketches`: with those instead of texts (ScanOptions.sketches). `scan` is not to be used
 * by anything else meanwhile. `each` runs in the caller's thread; it returns false to stop, and says why by itself:
 * then, as when all were read, this returns true. */
bool stream_signals(App *app, Db *scan, bool sketches, bool (*each)(void *ctx, const Batch *batch), void *ctx,
                    Err *err);
