/* fake_ops.c - writing operations that write nothing but what they were asked. */
#include "fake_ops.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char last[4096];
static atomic_bool held, failing;

void fake_ops_hold(bool hold) {
    held = hold;
}
void fake_ops_fail(bool fail) {
    failing = fail;
}

void fake_ops_last(char *out, size_t size) {
    pthread_mutex_lock(&lock);
    snprintf(out, size, "%s", last);
    pthread_mutex_unlock(&lock);
}

static size_t put_value(char *out, size_t size, const Param *p, const Arg *arg) {
    size_t n = 0;
    if (p->type == PARAM_LIST) {
        for (size_t i = 0; i < arg->list_n && n < size; i++)
            n += (size_t)snprintf(out + n, size - n, "%s=%.*s;", p->name, STR_ARG(arg->list[i]));
        return n;
    }
    return arg->given ? (size_t)snprintf(out, size, "%s=%.*s;", p->name, STR_ARG(arg->s)) : 0;
}

static void record(const Call *call) {
    size_t n = 0;
    pthread_mutex_lock(&lock);
    last[0] = '\0';
    for (size_t i = 0; call->op->params[i].name && n < sizeof last; i++)
        n += put_value(last + n, sizeof last - n, &call->op->params[i], &call->args[i]);
    pthread_mutex_unlock(&lock);
}

static void nap(long ms) {
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

static bool rename_run(Call *call, Err *err) {
    Str name = call_arg(call, "name")->s;
    if (str_eq(name, STR("taken")))
        return err_set(err, ERR_CONFLICT, "choose another", "name: '%.*s' is another theme's", STR_ARG(name));
    record(call);
    json_object_set_new(call->reply, "name", json_stringn(name.p, name.n));
    return true;
}

static bool merge_run(Call *call, Err *err) {
    bool for_ever = str_eq(call_arg(call, "themes")->list[0], STR("777"));
    do {
        if (!progress_tick(call->progress, "coding all signals", 42, 100))
            return err_set(err, ERR_CANCELLED, NULL, "stopped");
        nap(5);
    } while (held || for_ever);
    if (failing) return err_set(err, ERR_STORE, "make room", "the disk is full");
    record(call);
    return true;
}

static bool release_run(Call *call, Err *err) {
    (void)err;
    record(call);
    json_object_set_new(call->reply, "made", json_integer(12));
    json_object_set_new(call->reply, "done", json_string("Release 12 is on record"));
    return true;
}

static bool slow_run(Call *call, Err *err) {
    (void)err;
    nap(2500);
    record(call);
    return true;
}

static bool import_run(Call *call, Err *err) {
    (void)err;
    record(call);
    return true;
}

static const char *const KINDS[] = {"fix", "feature", NULL};
static const Param RENAME_PARAMS[] = {
    {.name = "theme", .type = PARAM_INT, .min = 1, .max = 1000000, .required = true, .help = "number of the theme"},
    {.name = "name", .type = PARAM_STR, .max = 60, .required = true, .help = "what it shall be called"},
    {.name = NULL}};
static const Param MERGE_PARAMS[] = {
    {.name = "themes", .type = PARAM_LIST, .max = 40, .required = true, .help = "numbers of the themes"},
    {.name = NULL}};
static const Param RELEASE_PARAMS[] = {
    {.name = "name", .type = PARAM_STR, .max = 60, .required = true, .help = "as your teams call it"},
    {.name = "at", .type = PARAM_DATE, .help = "day on which it went out"},
    {.name = "kind", .type = PARAM_ENUM, .choices = KINDS, .fallback = "fix", .help = "what it is"},
    {.name = "public", .type = PARAM_BOOL, .fallback = "true", .help = "whether customers were told"},
    {.name = "share", .type = PARAM_INT, .min = 0, .max = 100, .help = "percent of the customers who have it"},
    {.name = "notes", .type = PARAM_STR, .max = 4000, .help = "anything else"},
    {.name = "themes", .type = PARAM_LIST, .max = 40, .help = "what it is meant to help"},
    {.name = NULL}};
static const Param IMPORT_PARAMS[] = {
    {.name = "file", .type = PARAM_STR, .max = 400, .cli_only = true, .help = "path on this machine"}, {.name = NULL}};

static const Field ANYTHING[] = {{NULL, SHAPE_END, NULL, NULL, false}};

const Op FAKE_OPS[FAKE_OPS_N] = {
    {.id = "themes.rename",
     .method = "POST",
     .path = "/themes/{theme}/rename",
     .summary = "Rename a theme",
     .help = "Rename a theme",
     .doors = DOOR_API | DOOR_PAGE,
     .writes = true,
     .params = RENAME_PARAMS,
     .reply = ANYTHING,
     .after = "/themes/{theme}#top",
     .run = rename_run},
    {.id = "themes.merge",
     .method = "POST",
     .path = "/themes/merge",
     .summary = "Merge themes",
     .help = "Merge themes",
     .doors = DOOR_API | DOOR_PAGE,
     .writes = true,
     .job = true,
     .params = MERGE_PARAMS,
     .reply = ANYTHING,
     .run = merge_run},
    {.id = "releases.add",
     .method = "POST",
     .path = "/releases",
     .summary = "Record a release",
     .help = "Record a release",
     .doors = DOOR_API | DOOR_PAGE,
     .writes = true,
     .params = RELEASE_PARAMS,
     .reply = ANYTHING,
     .after = "/themes/{made}?sort=name",
     .run = release_run},
    {.id = "import",
     .method = "POST",
     .path = "/imports",
     .summary = "Import",
     .help = "Import",
     .doors = DOOR_CLI | DOOR_API,
     .writes = true,
     .params = IMPORT_PARAMS,
     .reply = ANYTHING,
     .run = import_run},
    {.id = "slow",
     .method = "POST",
     .path = "/slow",
     .summary = "Take longer than said",
     .help = "Take longer than said",
     .doors = DOOR_API,
     .writes = true,
     .params = IMPORT_PARAMS,
     .reply = ANYTHING,
     .run = slow_run},
    {.id = "discover",
     .method = "POST",
     .path = "/discover",
     .summary = "Find themes anew",
     .help = "Find themes anew",
     .doors = DOOR_API | DOOR_PAGE,
     .writes = true,
     .params = MERGE_PARAMS,
     .reply = ANYTHING,
     .run = import_run},
    {.id = "themes.define",
     .method = "POST",
     .path = "/themes/define",
     .summary = "Define a theme",
     .help = "Define a theme",
     .doors = DOOR_API | DOOR_PAGE,
     .writes = true,
     .params = MERGE_PARAMS,
     .reply = ANYTHING,
     .run = import_run},
};
