/* app.c - opening an installation and running operations over it. */
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "app_private.h"
#include "stats_cache.h"

static Str default_store(Arena *a) {
    const char *env = getenv("RIDEALONG_STORE");
    if (env && *env) return arena_str(a, str_from_c(env));
    Str dir = user_data_dir(a);
    return arena_printf(a, "%.*s/ridealong.db", STR_ARG(dir));
}

App *app_open(const AppOptions *options) {
    Arena *arena = arena_new();
    App *app = ARENA_NEW(arena, App);
    *app = (App){.arena = arena, .threads = options->threads, .write = options->write};
    app->store = options->store.n ? arena_str(arena, options->store) : default_store(arena);
    return app;
}

bool app_need_store(App *app, Err *err) {
    if (!app->db) app->db = db_open(app->store, app->write ? DB_CHANGE : DB_READ, err);
    return app->db != NULL;
}

bool app_make_store(App *app, Err *err) {
    if (!app->db) app->db = db_open(app->store, DB_WRITE, err);
    return app->db != NULL;
}

void app_close(App *app) {
    if (!app) return;
    coding_forget(app);
    stats_forget(app);
    par_free(app->par);
    db_close(app->db);
    arena_free(app->arena);
}

Par *app_par(App *app) {
    if (!app->par) app->par = par_new(app->threads);
    return app->par;
}

/* "postgresql://user:secret@host/db" shows as "postgresql://user@host/db". */
Str app_store_url(const App *app) {
    Str s = app->store;
    size_t scheme = str_find(s, STR("://")), at = str_find(s, STR("@"));
    if (scheme == SIZE_MAX || at == SIZE_MAX) return s;
    Str user = str_slice(s, scheme + 3, at);
    size_t colon = str_find(user, STR(":"));
    if (colon == SIZE_MAX) return s;
    Str rest = str_slice(s, at, s.n);
    return arena_printf(app->arena, "%.*s%.*s", (int)(scheme + 3 + colon), s.p, STR_ARG(rest));
}

bool app_ready(App *app, Err *err) {
    Str value;
    if (!app_need_store(app, err)) return false;
    Arena *a = arena_new();
    bool ok = setting_get(app->db, a, STR("ready"), &value, err) || err->code == ERR_NOT_FOUND;
    arena_free(a);
    return ok;
}

static bool call_prepare(Call *call, const RawArg *raw, size_t n, Err *err) {
    if (call->op->writes && !call->app->write)
        return err_set(err, ERR_FORBIDDEN, "open the store for writing", "%s changes the store, which is open for reading only",
                       call->op->id);
    /* arguments first: a slip in them must not make a store */
    return op_bind(call->op, call->arena, raw, n, &call->args, err) &&
           (call->op->storeless || app_need_store(call->app, err));
}

typedef struct Uncut {
    bool (*emit)(void *ctx, json_t *row);
    void *ctx;
    const Field *rows;
} Uncut;

static bool emit_cut(void *ctx, json_t *row) {
    const Uncut *u = ctx;
    access_cut(u->rows, row);
    return u->emit(u->ctx, row);
}

bool app_call(App *app, const Actor *actor, const Op *op, Arena *a, const RawArg *raw, size_t n, int64_t now,
              const Progress *progress, json_t **reply, Err *err) {
    Call call = {.app = app, .op = op, .actor = actor, .arena = a, .now = now, .progress = progress};
    bool words;
    if (!call_prepare(&call, raw, n, err) || !access_check(&call, &words, err)) return false;
    call.reply = json_object();
    if (!op->run(&call, err)) {
        json_decref(call.reply);
        return false;
    }
    if (!words) access_cut(op->reply, call.reply);
    *reply = call.reply;
    return true;
}

bool app_stream(App *app, const Actor *actor, const Op *op, Arena *a, const RawArg *raw, size_t n, int64_t now,
                bool (*emit)(void *ctx, json_t *row), void *ctx, Err *err) {
    Call call = {.app = app, .op = op, .actor = actor, .arena = a, .now = now};
    bool words;
    if (!call_prepare(&call, raw, n, err) || !access_check(&call, &words, err)) return false;
    Uncut cut = {emit, ctx, words ? NULL : access_rows(op)};
    return op->stream(&call, cut.rows ? emit_cut : emit, cut.rows ? (void *)&cut : ctx, err);
}
