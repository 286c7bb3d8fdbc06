/* app.h - one opened installation: a store, its secret, and the operations over it.
 * An App belongs to one thread; a server opens one per loop. */
#pragma once
#include "app/op.h"
#include "base/par.h"

typedef struct AppOptions {
    Str store;   /* path or URL; empty: RIDEALONG_STORE, else ridealong.db in the user's data directory (XDG) */
    bool write;  /* operations may change it, and it is migrated when needed */
    int threads; /* for heavy stages; 0: all processors */
} AppOptions;

/* Opens nothing yet: the store is opened by the first operation that needs it. */
App *app_open(const AppOptions *options);
void app_close(App *app);
/* Gives back what only made the next request faster: nobody has asked for a while. */
void app_rest(App *app);
Str app_store_url(const App *app); /* without a password, for showing */

/* Whoever sits at the machine that this runs on: an administrator. `name` for the audit log. */
Actor actor_of_machine(Str name);

/* What a door knows of who calls. */
typedef struct Caller {
    Str login, bearer;  /* the browser's cookie, the token of an Authorization header; empty: there is none */
    Str address, agent; /* from where, with what */
    bool local;         /* a browser on this machine, not through a proxy */
} Caller;

/* Who is it? By token or cookie; until there is an account, a local caller is the machine's administrator. Else
 * ANYBODY. Texts point into `a`. ERR_SIGNED_OUT: the token is none, or has ended. */
bool app_identify(App *app, Arena *a, const Caller *caller, int64_t now, Actor *actor, Err *err);

/* In whose zone times are shown to them: what their account says, else their person of the plan, else the installation;
 * "UTC" where nobody said, or when the system knows no such zone. An IANA name. */
bool app_zone(App *app, Arena *a, const Actor *actor, Str *zone, Err *err);

/* Sample data (ridealong sample): "none", "loading", "loaded", "removing". */
bool app_sample(App *app, Arena *a, Str *state, Err *err);

/* A one-time link's path that makes the first administrator, "" when there is one already; for `serve`. Writes. */
bool app_first_link(App *app, Arena *a, int64_t now, Str *path, Err *err);

/* May somebody with this role and these scopes run it, on an object that is their own or another's? The one rule that
 * all doors share; app_call asks it, pages ask it for what to show. */
bool app_may(const Op *op, const Actor *actor, bool own);
/* What a page may offer its reader: may[i] for the i-th of ops_all (false for those that pages do not have). `raw` is
 * what the page's address names: for an operation on that object its owner is asked, and the policy for what shows
 * words or people. An object that the address does not name may be their own. Reads only; the operation itself decides
 * in the end. */
void app_offers(App *app, Arena *a, const Actor *actor, const RawArg *raw, size_t n, bool *may);
const char *role_name(Role role); /* "viewer" ... "admin" */

/* Runs an operation: binds the arguments, asks whether the actor may, calls the handler, takes out what the actor may
 * not see. *reply is a new reference on success. ERR_FORBIDDEN: the role or the token does not allow it. */
bool app_call(App *app, const Actor *actor, const Op *op, Arena *a, const RawArg *raw, size_t n, int64_t now,
              const Progress *progress, json_t **reply, Err *err);

/* The same, row by row (op->stream must be set). */
bool app_stream(App *app, const Actor *actor, const Op *op, Arena *a, const RawArg *raw, size_t n, int64_t now,
                bool (*emit)(void *ctx, json_t *row), void *ctx, Err *err);

/* Opens the store for writing and makes it when it is missing, as an import does. Other operations answer
 * ERR_NOT_FOUND then: a slip in its name must not look like a store that lost everything. */
bool app_make_store(App *app, Err *err);

/* Is the store reachable and of our version? For /readyz. */
bool app_ready(App *app, Err *err);
