/* app.c - opening an installation and running operations over it. */
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "app_private.h"
#include "memo.h"
#include "stats_cache.h"
#include "store/account_store.h"

enum { ONCE_SECONDS = 24 * 3600 };

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
    memo_forget(app);
    par_free(app->par);
    db_close(app->db);
    arena_free(app->arena);
}

void app_rest(App *app) {
    coding_forget(app);
    stats_forget(app);
    memo_forget(app);
    if (app->db) db_rest(app->db);
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
        return err_set(err, ERR_FORBIDDEN, "open the store for writing",
                       "%s changes the store, which is open for reading only", call->op->id);
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

/* Does this request carry a key under which the same was answered before? Then *reply is that answer. */
static bool once_answered(const Call *call, Str args, json_t **reply, Err *err) {
    const Actor *who = call->actor;
    bool found;
    Str before, text;
    if (!once_find(call->app->db, call->arena, who->account_id, who->once, call->now - ONCE_SECONDS, &found, &before,
                   &text, err))
        return false;
    if (!found) return true;
    if (!str_eq(before, args))
        return err_set(err, ERR_CONFLICT, "take a new key for each new request",
                       "the Idempotency-Key was used for another request");
    *reply = json_loadb(text.p, text.n, 0, NULL);
    return *reply || err_set(err, ERR_STORE, NULL, "what was answered before cannot be read");
}

/* After the change itself: should the machine fail between the two, the next try does it again. */
static bool once_keep(const Call *call, Str args, Err *err) {
    char *text = json_dumps(call->reply, JSON_COMPACT | JSON_REAL_PRECISION(15));
    bool ok =
        text && once_purge(call->app->db, call->now - ONCE_SECONDS, err) &&
        once_put(call->app->db, call->actor->account_id, call->actor->once, args, call->now, str_from_c(text), err);
    free(text);
    return ok;
}

static Str args_hash(const Call *call, const RawArg *raw, size_t n) {
    Sha256Stream s;
    char hex[2 * sizeof(Sha256) + 1];
    sha256_begin(&s);
    sha256_add(&s, str_from_c(call->op->id));
    for (size_t i = 0; i < n; i++) {
        Str lengths = arena_printf(call->arena, "|%zu,%zu|", raw[i].name.n, raw[i].value.n);
        sha256_add(&s, lengths);
        sha256_add(&s, raw[i].name);
        sha256_add(&s, raw[i].value);
    }
    Sha256 sum = sha256_end(&s);
    hex_encode(hex, sum.bytes, sizeof sum.bytes);
    return arena_str(call->arena, str_from_c(hex));
}

static bool call_run(App *app, const Actor *actor, const Op *op, Arena *a, const RawArg *raw, size_t n, int64_t now,
                     const Progress *progress, json_t **reply, Err *err) {
    Call call = {.app = app, .op = op, .actor = actor, .arena = a, .now = now, .progress = progress};
    bool words;
    if (!call_prepare(&call, raw, n, err) || !access_check(&call, &words, err)) return false;
    /* secrets are not kept for a second answer */
    bool once = actor->once.n && op->writes && !op->secret && app->db;
    Str hash = once ? args_hash(&call, raw, n) : STR("");
    *reply = NULL;
    if (once && !once_answered(&call, hash, reply, err)) return false;
    if (*reply) return true;
    call.reply = json_object();
    if (!op->run(&call, err) || (once && !once_keep(&call, hash, err))) {
        json_decref(call.reply);
        return false;
    }
    if (!words) access_cut(op->reply, call.reply);
    *reply = call.reply;
    return true;
}

bool app_call(App *app, const Actor *actor, const Op *op, Arena *a, const RawArg *raw, size_t n, int64_t now,
              const Progress *progress, json_t **reply, Err *err) {
    if (!app->depth) memo_tidy(app);
    app->depth++;
    bool ok = call_run(app, actor, op, a, raw, n, now, progress, reply, err);
    app->depth--;
    return ok;
}

bool app_stream(App *app, const Actor *actor, const Op *op, Arena *a, const RawArg *raw, size_t n, int64_t now,
                bool (*emit)(void *ctx, json_t *row), void *ctx, Err *err) {
    Call call = {.app = app, .op = op, .actor = actor, .arena = a, .now = now};
    bool words;
    if (!call_prepare(&call, raw, n, err) || !access_check(&call, &words, err)) return false;
    Uncut cut = {emit, ctx, words ? NULL : access_rows(op)};
    return op->stream(&call, cut.rows ? emit_cut : emit, cut.rows ? (void *)&cut : ctx, err);
}
