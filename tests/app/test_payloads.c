/* What attackers type, into every parameter of every operation: all payload lists beside the source tree. Whatever
 * comes, an operation answers as promised or refuses what was typed; the store never sees it as anything but a text.
 * Each line goes to the next parameter. Skips without the lists. */
#include "app_test.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"

enum { PARAMS_MAX = 2000, LINE_MAX_BYTES = 4096 };

typedef struct Target {
    const Op *op;
    const Param *param;
} Target;

static Target targets[PARAMS_MAX];
static size_t targets_n, asked_n, answered_n;
static App *app;
static Arena *a;
static const char *failure;

/* Operations on files of the machine, and those that code everything anew for each call. */
static bool left_out(const Op *op) {
    return !op->run || op->job || op->storeless || !(op->doors & (DOOR_API | DOOR_PAGE)) ||
           strcmp(op->id, "links.use") == 0;
}

static void gather(void) {
    size_t n;
    const Op *const *ops = ops_all(&n);
    targets_n = 0;
    for (size_t i = 0; i < n; i++)
        for (const Param *p = ops[i]->params; p && p->name && !left_out(ops[i]); p++)
            if (!p->cli_only && targets_n < PARAMS_MAX) targets[targets_n++] = (Target){ops[i], p};
}

/* What else the operation needs, as harmless as can be. */
static size_t fill(const Target *t, Str payload, RawArg *raw) {
    size_t n = 0;
    raw[n++] = (RawArg){str_from_c(t->param->name), payload};
    for (const Param *p = t->op->params; p->name; p++) {
        if (p == t->param || !p->required) continue;
        Str value = p->type == PARAM_ENUM   ? str_from_c(p->choices[0])
                    : p->type == PARAM_DATE ? STR("2026-05-01")
                    : p->type == PARAM_STR  ? STR("words")
                                            : STR("1");
        raw[n++] = (RawArg){str_from_c(p->name), value};
    }
    return n;
}

static void throw(const Target *t, Str payload) {
    static const Actor ADMIN = {.name = STR_INIT("a test"), .role = ROLE_ADMIN, .scopes = SCOPE_ALL};
    RawArg raw[64];
    Err err = {0};
    json_t *reply = NULL;
    Arena *scratch = arena_new();
    size_t n = fill(t, payload, raw);
    asked_n++;
    if (app_call(app, &ADMIN, t->op, scratch, raw, n, NOW, NULL, &reply, &err)) {
        const char *wrong = op_check_reply(t->op, reply, scratch);
        answered_n++;
        if (wrong)
            failure = arena_printf(a, "%s, %s: '%.*s': %s", t->op->id, t->param->name, STR_ARG(payload), wrong).p;
    } else if (err.code == ERR_STORE || err.code == ERR_INTERNAL || err.code == ERR_IO) {
        failure = arena_printf(a, "%s, %s: '%.*s': %s", t->op->id, t->param->name, STR_ARG(payload), err.message).p;
    }
    json_decref(reply);
    arena_free(scratch);
}

static int throw_file(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
    char line[LINE_MAX_BYTES];
    (void)st, (void)ftw;
    if (kind != FTW_F) return 0;
    FILE *in = fopen(path, "r");
    while (in && !failure && fgets(line, sizeof line, in)) {
        throw(&targets[asked_n % targets_n], (Str){line, strcspn(line, "\r\n")});
    }
    if (in) fclose(in);
    return failure != NULL;
}

static void every_payload_is_only_a_text(void **state) {
    Fixture *f = *state;
    const char *folder = getenv("RIDEALONG_DATA");
    a = f->a;
    const char *lists = arena_printf(a, "%s/text/payloads", folder ? folder : SOURCE_ROOT "/../shared/data").p;
    if (access(lists, R_OK) != 0) {
        print_message("skipped: no %s (set RIDEALONG_DATA)\n", lists);
        return;
    }
    asked_n = answered_n = 0;
    failure = NULL;
    app = world_open(f, 1);
    demo_import(app);
    gather();
    nftw(lists, throw_file, 16, FTW_PHYS);
    if (failure) fail_msg("%s", failure);
    print_message("%zu payloads into %zu parameters, %zu answered\n", asked_n, targets_n, answered_n);
    assert_true(asked_n >= targets_n && answered_n > 0 && targets_n > 50);
    ask(app, "audit.verify", NULL); /* and nothing was harmed */
    ask(app, "verify", NULL);
    ask(app, "signals.list", NULL);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(every_payload_is_only_a_text)};
    return app_tests_run("payloads", tests, sizeof tests / sizeof *tests);
}
