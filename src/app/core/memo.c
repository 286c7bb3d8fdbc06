/* memo.c - a short list of what was made. */
#include "memo.h"

#include <stdlib.h>

#include "app_private.h"
#include "base/buf.h"
#include "store/theme_store.h"

enum { KEPT = 48, ROOM = 4 * KEPT, KEY_MAX = 4096 };

typedef struct Entry {
    uint64_t hash;
    Str key;
    Memo memo;
} Entry;

struct MemoList {
    Entry *entries[ROOM];
    size_t n;
};

void memo_forget(App *app) {
    MemoList *list = app->memos;
    for (size_t i = 0; list && i < list->n; i++) arena_free(list->entries[i]->memo.arena);
    free(list);
    app->memos = NULL;
}

void memo_tidy(App *app) {
    if (app->memos && app->memos->n > KEPT) memo_forget(app);
}

static Memo *found(const MemoList *list, uint64_t hash, Str key) {
    for (size_t i = 0; i < list->n; i++)
        if (list->entries[i]->hash == hash && str_eq(list->entries[i]->key, key)) return &list->entries[i]->memo;
    return NULL;
}

static Memo *added(MemoList *list, uint64_t hash, Str key) {
    Arena *a = arena_new();
    Entry *e = ARENA_NEW(a, Entry);
    *e = (Entry){hash, arena_str(a, key), {a, NULL}};
    list->entries[list->n++] = e;
    return &e->memo;
}

bool memo_find(Call *call, const char *what, Str key, Memo **out, Err *err) {
    App *app = call->app;
    int64_t version;
    if (!days_version(app->db, &version, err)) return false;
    Buf joined = buf_new(KEY_MAX);
    buf_printf(&joined, "%s %lld ", what, (long long)version);
    buf_add(&joined, key);
    bool keeps = !app->write && !joined.overflowed;
    Str whole = arena_str(call->arena, buf_str(&joined));
    buf_free(&joined);
    uint64_t hash = hash64(whole);
    if (keeps && !app->memos) {
        app->memos = mem_alloc(sizeof *app->memos);
        app->memos->n = 0;
    }
    *out = keeps ? found(app->memos, hash, whole) : NULL;
    if (*out) return true;
    if (keeps && app->memos->n < ROOM) *out = added(app->memos, hash, whole);
    else {
        *out = ARENA_NEW(call->arena, Memo);
        (*out)->arena = call->arena;
    }
    return true;
}
