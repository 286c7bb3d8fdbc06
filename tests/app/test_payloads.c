/* What attackers type, into every parameter of every operation: each different line of all payload lists beside the
 * source tree. Whatever comes, an operation answers as promised or refuses what was typed; the store never sees it as
 * anything but a text. Skips without the lists.
 *
 * A parameter that is a number, date, choice or yes gets each line alone. One that is a text gets them one after the
 * other in values as long as it takes, all parameters in turn, for RIDEALONG_PAYLOAD_SECONDS (40); the test says how
 * far that came. RIDEALONG_PAYLOADS=alone gives each text parameter each line by itself, without a limit. On
 * PostgreSQL, where only the store differs, a quarter of the time. */
#include "app_test.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

#define TURN_SECONDS 0.003
enum { PARAMS_MAX = 2000, LINES_MAX = 100000, LINE_MAX_BYTES = 4096, VALUE_MAX = 3000 };

typedef struct Target {
    const Op *op;
    const Param *param;
    size_t next; /* line; lines_n: it has had all */
} Target;

static Target targets[PARAMS_MAX];
static size_t targets_n, asked_n, answered_n, lines_n;
static Str lines[LINES_MAX];
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
            if (!p->cli_only && targets_n < PARAMS_MAX) targets[targets_n++] = (Target){ops[i], p, 0};
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

static int by_bytes(const void *x, const void *y) {
    return str_cmp(*(const Str *)x, *(const Str *)y);
}

static int read_file(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
    char line[LINE_MAX_BYTES];
    (void)st, (void)ftw;
    FILE *in = kind == FTW_F ? fopen(path, "r") : NULL;
    while (in && lines_n < LINES_MAX && fgets(line, sizeof line, in)) {
        size_t n = strcspn(line, "\r\n");
        if (n) lines[lines_n++] = arena_str(a, (Str){line, n});
    }
    if (in) fclose(in);
    return 0;
}

/* Each once, in the order of their bytes. */
static void read_all(const char *folder) {
    lines_n = 0;
    nftw(folder, read_file, 16, FTW_PHYS);
    assert_true(lines_n < LINES_MAX);
    qsort(lines, lines_n, sizeof *lines, by_bytes);
    size_t kept = 0;
    for (size_t i = 0; i < lines_n; i++)
        if (!kept || str_cmp(lines[kept - 1], lines[i]) != 0) lines[kept++] = lines[i];
    lines_n = kept;
}

static bool is_text(const Param *p) {
    return p->type == PARAM_STR || p->type == PARAM_LIST;
}

/* The next lines, as many as one value takes; one when `alone`, or when it is too long for the parameter. */
static Str next_value(Target *t, bool alone) {
    static char value[VALUE_MAX + LINE_MAX_BYTES];
    size_t most = t->param->type == PARAM_STR && t->param->max < VALUE_MAX ? (size_t)t->param->max : VALUE_MAX, n = 0;
    do {
        Str line = lines[t->next++];
        if (n) value[n++] = ' ';
        memcpy(value + n, line.p, line.n);
        n += line.n;
    } while (!alone && t->next < lines_n && n + 1 + lines[t->next].n <= most);
    return (Str){value, n};
}

static double seconds(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void throw_typed(void) {
    for (size_t i = 0; i < targets_n && !failure; i++)
        for (size_t k = 0; !is_text(targets[i].param) && k < lines_n && !failure; k++) throw(&targets[i], lines[k]);
}

/* Equal time for all, so that those that are refused at once are through soon. *whole: how many parameters had every
 * line. Returns the share of all lines that the text parameters had. */
static double throw_texts(bool alone, double budget, size_t *texts, size_t *whole) {
    double end = seconds() + budget;
    size_t had = 0;
    for (bool more = true; more && !failure && (alone || seconds() < end);) {
        more = false;
        for (size_t i = 0; i < targets_n; i++) {
            double turn = seconds() + TURN_SECONDS;
            while (is_text(targets[i].param) && targets[i].next < lines_n && !failure) {
                throw(&targets[i], next_value(&targets[i], alone));
                more = true;
                if (seconds() > turn) break;
            }
        }
    }
    *texts = *whole = 0;
    for (size_t i = 0; i < targets_n; i++)
        if (is_text(targets[i].param)) had += targets[i].next, ++*texts, *whole += targets[i].next == lines_n;
    return (double)had / (double)(*texts * lines_n);
}

static void every_payload_is_only_a_text(void **state) {
    Fixture *f = *state;
    const char *folder = getenv("RIDEALONG_DATA"), *mode = getenv("RIDEALONG_PAYLOADS"),
               *time = getenv("RIDEALONG_PAYLOAD_SECONDS");
    bool alone = mode && strcmp(mode, "alone") == 0;
    double budget = (time ? strtod(time, NULL) : 40) * (f->postgres ? 0.25 : 1);
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
    read_all(lists);
    if (alone || !f->postgres) throw_typed();
    size_t typed = asked_n;
    size_t texts, whole;
    double share = throw_texts(alone, budget, &texts, &whole);
    if (failure) fail_msg("%s", failure);
    print_message("%zu payloads: %zu calls of %zu typed parameters, each with all; %zu of %zu texts, %zu of them with "
                  "all, together "
                  "with %.0f %% of all; %zu answered\n",
                  lines_n, typed, typed / lines_n, asked_n - typed, texts, whole, 100 * share, answered_n);
    assert_true(lines_n > 1000 && answered_n > 0 && targets_n > 50 && share > 0);
    ask(app, "audit.verify", NULL); /* and nothing was harmed */
    ask(app, "verify", NULL);
    ask(app, "signals.list", NULL);
    world_close(app);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(every_payload_is_only_a_text)};
    return app_tests_run("payloads", tests, sizeof tests / sizeof *tests);
}
