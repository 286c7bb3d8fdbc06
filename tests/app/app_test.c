/* app_test.c - a folder for the whole program, an App for each test. */
#include "app_test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../temp_folder.h"
#include "base/clock.h"
#include "demo/demo.h"

enum { MAX_ASKED = 2000, MAX_ARGS = 24, DEMO_SIGNALS = 400 };

static char dir[128];
static Arena *memory; /* until the end */
static Arena *scratch;
static json_t *asked[MAX_ASKED];
static const char *asked_ids[MAX_ASKED];
static size_t asked_n, ids_n;
static const Progress *progress_asked;
static const Actor *actor_now;

App *world_open(const Fixture *f, int threads) {
    return app_open(&(AppOptions){.store = str_from_c(f->url), .write = true, .threads = threads});
}

App *world_filled(Fixture *f, int threads, const char *name, void (*fill)(App *app, const void *ctx), const void *ctx) {
    if (!fixture_restore(f, name)) {
        App *app = world_open(f, 2);
        fill(app, ctx);
        world_close(app);
        fixture_keep(f, name);
    }
    return world_open(f, threads);
}

void world_close(App *app) {
    app_close(app);
    while (asked_n) json_decref(asked[--asked_n]);
    arena_reset(scratch);
    progress_asked = NULL;
    actor_now = NULL;
}

void world_as(const Actor *actor) {
    actor_now = actor;
}

void world_progress(const Progress *progress) {
    progress_asked = progress;
}

static bool call(App *app, const char *id, va_list list, json_t **reply, Err *err) {
    RawArg raw[MAX_ARGS];
    size_t n = 0;
    for (const char *arg; (arg = va_arg(list, const char *));) {
        assert_true(n < MAX_ARGS);
        Str value = str_from_c(arg), name = str_cut(&value, '=');
        raw[n++] = (RawArg){name, value};
    }
    const Op *op = op_find(str_from_c(id));
    assert_non_null(op);
    static const Actor ADMIN = {.name = STR_INIT("a test"), .role = ROLE_ADMIN, .scopes = SCOPE_ALL};
    return app_call(app, actor_now ? actor_now : &ADMIN, op, scratch, raw, n, NOW, progress_asked, reply, err);
}

const json_t *ask(App *app, const char *id, ...) {
    Err err = {0};
    json_t *reply = NULL;
    va_list list;
    va_start(list, id);
    bool ok = call(app, id, list, &reply, &err);
    va_end(list);
    if (!ok) fail_msg("%s: %s (%s)", id, err.message, err.hint);
    const char *wrong = op_check_reply(op_find(str_from_c(id)), reply, scratch);
    if (wrong) fail_msg("%s: %s", id, wrong);
    assert_true(asked_n < MAX_ASKED);
    asked[asked_n++] = reply;
    if (!was_asked(id)) asked_ids[ids_n++] = id;
    return reply;
}

const Err *refusal(App *app, const char *id, ...) {
    static Err err;
    err = (Err){ERR_NONE};
    json_t *reply = NULL;
    va_list list;
    va_start(list, id);
    bool ok = call(app, id, list, &reply, &err);
    va_end(list);
    if (ok) fail_msg("%s did not fail", id);
    assert_true(err.code != ERR_NONE && err.message[0]);
    return &err;
}

bool was_asked(const char *id) {
    for (size_t i = 0; i < ids_n; i++)
        if (strcmp(asked_ids[i], id) == 0) return true;
    return false;
}

const json_t *at_path(const json_t *reply, const char *path) {
    Str rest = str_from_c(path);
    while (rest.p && reply) {
        Str key = str_cut(&rest, '.');
        int64_t i;
        if (json_is_array(reply) && str_to_i64(key, &i)) reply = json_array_get(reply, (size_t)i);
        else reply = json_object_getn(reply, key.p, key.n);
    }
    return reply;
}

long long number(const json_t *reply, const char *path) {
    const json_t *v = at_path(reply, path);
    if (!json_is_integer(v)) fail_msg("%s: no whole number", path);
    return (long long)json_integer_value(v);
}

const char *text(const json_t *reply, const char *path) {
    const json_t *v = at_path(reply, path);
    if (!json_is_string(v)) fail_msg("%s: no text", path);
    return json_string_value(v);
}

const char *folder(void) {
    return dir;
}

const char *file_put(const char *name, const char *content) {
    Str arg = arena_printf(memory, "file=%s/%s", dir, name);
    FILE *out = fopen(arg.p + 5, "w");
    assert_non_null(out);
    assert_true(fputs(content, out) >= 0);
    assert_int_equal(fclose(out), 0);
    return arg.p;
}

Str file_get(Arena *a, const char *path) {
    Buf b = buf_new((size_t)1 << 30);
    FILE *in = fopen(path, "r");
    if (!in) fail_msg("cannot read %s", path);
    char part[65536];
    for (size_t n; (n = fread(part, 1, sizeof part, in)) > 0;) buf_add(&b, (Str){part, n});
    fclose(in);
    Str content = arena_str(a, buf_str(&b));
    buf_free(&b);
    return content;
}

const char *demo_file(size_t i) {
    static const char *const FILES[] = {"support_tickets.csv", "app_reviews.jsonl", "complaints.csv", "chats.json",
                                        "emails.json"};
    static bool written;
    Str to = arena_printf(memory, "%s/demo", dir);
    if (!written) {
        Err err = {0};
        DemoOptions options = {.seed = 1, .signals = DEMO_SIGNALS, .months = 18, .end = NOW - SECONDS_PER_DAY};
        if (!demo_write(&options, to.p, &err)) fail_msg("%s", err.message);
        written = true;
    }
    return i < sizeof FILES / sizeof *FILES ? arena_printf(memory, "file=%s/%s", to.p, FILES[i]).p : NULL;
}

void demo_import(App *app) {
    const json_t *reply =
        ask(app, "import", demo_file(0), demo_file(1), demo_file(2), demo_file(3), demo_file(4), NULL);
    assert_true(json_is_true(at_path(reply, "themes.discovered")));
}

static void fill_demo(App *app, const void *ctx) {
    (void)ctx;
    demo_import(app);
}

App *demo_open(Fixture *f, int threads) {
    return world_filled(f, threads, "demo", fill_demo, NULL);
}

int app_tests_run(const char *group, const StoreTest *tests, size_t n) {
    if (!temp_folder(dir, sizeof dir, "app")) return 1;
    memory = arena_new();
    scratch = arena_new();
    /* one key for both engines, so that the same customer has the same hash */
    setenv("RIDEALONG_KEY_FILE", arena_printf(memory, "%s/key", dir).p, 1);
    setenv("XDG_DATA_HOME", dir, 1);
    unsetenv("RIDEALONG_STORE");
    /* under sanitizers the store's own tests run on both engines; above the store nothing depends on which it is */
    if (getenv("RIDEALONG_SANITIZED")) setenv("RIDEALONG_TEST_ENGINE", "sqlite", 0);
    int failed = store_tests_run(group, tests, n);
    arena_free(scratch);
    arena_free(memory);
    folder_remove(dir);
    return failed;
}
