/* app.h - one opened installation: a store, its secret, and the operations over it.
 * An App belongs to one thread; a server opens one per loop. */
#pragma once
#include "app/op.h"
#include "base/par.h"

typedef struct AppOptions {
    Str store;    /* path or URL; empty: RIDEALONG_STORE, else ridealong.db in the user's data directory (XDG) */
    bool write;   /* operations may change it, and it is migrated when needed */
    int threads;  /* for heavy stages; 0: all processors */
    Str actor;    /* who asks, for the audit log: the account's name; empty: nobody the door knows */
} AppOptions;

/* Opens nothing yet: the store is opened by the first operation that needs it. */
App *app_open(const AppOptions *options);
void app_close(App *app);
Str app_store_url(const App *app); /* without a password, for showing */

/* Runs an operation: binds the arguments, calls the handler. *reply is a new reference on success. */
bool app_call(App *app, const Op *op, Arena *a, const RawArg *raw, size_t n, int64_t now, const Progress *progress,
              json_t **reply, Err *err);

/* The same, row by row (op->stream must be set). */
bool app_stream(App *app, const Op *op, Arena *a, const RawArg *raw, size_t n, int64_t now,
                bool (*emit)(void *ctx, json_t *row), void *ctx, Err *err);

/* Opens the store for writing and makes it when it is missing, as an import does. Other operations answer
 * ERR_NOT_FOUND then: a slip in its name must not look like a store that lost everything. */
bool app_make_store(App *app, Err *err);

/* Is the store reachable and of our version? For /readyz. */
bool app_ready(App *app, Err *err);
