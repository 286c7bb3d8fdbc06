/* ops_doctor.c - what is wrong with an installation, and what to do about it. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "app_private.h"
#include "json_build.h"
#include "store/account_store.h"
#include "store/backup.h"
#include "store/chain_store.h"
#include "store/signal_store.h"

enum { FREE_MIB = 512 };

typedef struct Doctor {
    Call *call;
    json_t *checks;
    int64_t bad;
} Doctor;

/* state: ok, look, bad. `what` and `hint` are copied. */
static void add(Doctor *d, const char *name, const char *state, const char *what, const char *hint) {
    d->bad += strcmp(state, "bad") == 0;
    json_array_append_new(d->checks, json_pack("{s:s, s:s, s:s, s:s?}", "check", name, "state", state, "says", what,
                                               "hint", hint && *hint ? hint : NULL));
}

static void add_err(Doctor *d, const char *name, const Err *err) {
    add(d, name, "bad", err->message, err->hint);
}

static bool check_store(Doctor *d) {
    Err err = {0};
    App *app = d->call->app;
    if (!app_need_store(app, &err)) return add_err(d, "store", &err), false;
    Str what = arena_printf(d->call->arena, "%s, of this program's version", db_engine(app->db));
    return add(d, "store", "ok", what.p, NULL), true;
}

static void check_key(Doctor *d) {
    Err err = {0};
    Str path;
    struct stat st;
    App *app = d->call->app;
    Str check;
    Err none = {0};
    if (!setting_get(app->db, d->call->arena, STR("customer_key_check"), &check, &none))
        add(d, "key", "ok", "none is needed yet: nothing was taken in", NULL);
    else if (!secret_load(app, &err) || !secret_path(app, d->call->arena, &path, &err)) add_err(d, "key", &err);
    else if (stat(path.p, &st) == 0 && (st.st_mode & 077))
        add(d, "key", "bad", arena_printf(d->call->arena, "others of this machine can read %s", path.p).p,
            arena_printf(d->call->arena, "chmod 600 %s", path.p).p);
    else add(d, "key", "ok", "the key of the customer hashes is there and fits", NULL);
}

static void check_space(Doctor *d) {
    Err err = {0};
    Str dir;
    struct statvfs fs;
    if (!app_data_dir(d->call->app, d->call->arena, &dir, &err)) {
        add_err(d, "space", &err);
        return;
    }
    if (access(dir.p, W_OK) != 0 || statvfs(dir.p, &fs) != 0) {
        add(d, "space", "bad", arena_printf(d->call->arena, "%s cannot be written", dir.p).p, "check who owns it");
        return;
    }
    long long free_mib = (long long)fs.f_bavail * (long long)fs.f_frsize >> 20;
    add(d, "space", free_mib < FREE_MIB ? "bad" : "ok",
        arena_printf(d->call->arena, "%lld MiB are free for files", free_mib).p,
        free_mib < FREE_MIB ? "make room before the next import" : NULL);
}

static void check_log(Doctor *d) {
    Err err = {0};
    ChainHead head;
    if (!chain_verify(d->call->app->db, d->call->arena, CHAIN_AUDIT, NULL, &head, &err)) add_err(d, "audit log", &err);
    else
        add(d, "audit log", "ok", arena_printf(d->call->arena, "%lld rows, none was changed", (long long)head.seq).p,
            NULL);
}

static void check_accounts(Doctor *d) {
    Err err = {0};
    bool any;
    int64_t admins;
    Db *db = d->call->app->db;
    if (!account_any(db, &any, &err) || !account_admins(db, &admins, &err)) add_err(d, "accounts", &err);
    else if (!any)
        add(d, "accounts", "look", "there are none: everybody who can use this machine may do everything",
            "open the link that `ridealong serve` prints");
    else if (!admins)
        add(d, "accounts", "bad", "no administrator can sign in",
            "ridealong accounts change ann@example.com --role admin, and ridealong accounts reset ann@example.com");
    else
        add(d, "accounts", "ok",
            arena_printf(d->call->arena, "administrators that can sign in: %lld", (long long)admins).p, NULL);
}

static void check_signals(Doctor *d) {
    Err err = {0};
    SignalTotals totals;
    if (!signals_totals(d->call->app->db, &totals, &err)) add_err(d, "signals", &err);
    else if (!totals.with_text) add(d, "signals", "look", "there are none with words", "ridealong import FILE");
    else add(d, "signals", "ok", arena_printf(d->call->arena, "%lld with words", (long long)totals.with_text).p, NULL);
}

static bool doctor_run(Call *call, Err *err) {
    Doctor d = {.call = call, .checks = json_array()};
    (void)err;
    put(call->reply, "checks", d.checks);
    if (check_store(&d)) {
        check_key(&d);
        check_space(&d);
        check_log(&d);
        check_accounts(&d);
        check_signals(&d);
    }
    put(call->reply, "bad", json_integer(d.bad));
    return true;
}

static const Field CHECK[] = {
    {"check", SHAPE_STRING, NULL, NULL, false}, {"state", SHAPE_STRING, "ok, look or bad", NULL, false},
    {"says", SHAPE_STRING, NULL, NULL, false},  {"hint", SHAPE_STRING, "what to do", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REPLY[] = {
    {"checks", SHAPE_ARRAY, NULL, CHECK, false},
    {"bad", SHAPE_INT, "how many are", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column COLUMNS[] = {{"CHECK", "check", "text", 10},
                                 {"STATE", "state", "text", 5},
                                 {"SAYS, WHAT TO DO", "says", "quote", 0},
                                 {"", "hint", "quote", 0},
                                 {NULL}};
static const Op DOCTOR = {
    .id = "doctor",
    .method = "GET",
    .path = "/doctor",
    .words = "doctor",
    .summary = "Say what is wrong with an installation, and what to do",
    .help = "Looks at the store, the key, the room on the disk, the audit log, the accounts and the signals. Changes "
            "nothing.",
    .doors = DOOR_CLI,
    .role = ROLE_ADMIN,
    .storeless = true,
    .reply = REPLY,
    .rows = "checks",
    .columns = COLUMNS,
    .empty = "Nothing was looked at.",
    .run = doctor_run,
};

const Op *const OPS_DOCTOR[] = {&DOCTOR, NULL};
