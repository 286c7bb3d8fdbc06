/* ops_backup.c - a live installation into a directory, and out of it again. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app_private.h"
#include "json_build.h"
#include "store/backup.h"

static bool file_sha(const char *path, Sha256 *sha, int64_t *bytes, Err *err) {
    char part[1 << 16];
    Sha256Stream stream;
    FILE *in = fopen(path, "re");
    if (!in) return err_set(err, ERR_IO, NULL, "cannot read %s: %s", path, strerror(errno));
    sha256_begin(&stream);
    *bytes = 0;
    for (size_t n; (n = fread(part, 1, sizeof part, in)) > 0; *bytes += (int64_t)n) sha256_add(&stream, (Str){part, n});
    bool ok = !ferror(in);
    fclose(in);
    *sha = sha256_end(&stream);
    return ok || err_set(err, ERR_IO, NULL, "cannot read %s", path);
}

/* 0600 and on disk; fails when it is there. */
static bool file_write(const char *path, Str content, Err *err) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && write(fd, content.p, content.n) == (ssize_t)content.n && fsync(fd) == 0;
    int failure = errno;
    if (fd >= 0) close(fd);
    return ok || err_set(err, ERR_IO, NULL, "cannot write %s: %s", path, strerror(failure));
}

/* A small file as a whole; empty when it is not there. */
static bool file_read(Arena *a, const char *path, Str *content, Err *err) {
    char text[4096];
    *content = STR("");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT || err_set(err, ERR_IO, NULL, "cannot read %s: %s", path, strerror(errno));
    ssize_t n = read(fd, text, sizeof text);
    close(fd);
    if (n < 0) return err_set(err, ERR_IO, NULL, "cannot read %s", path);
    *content = arena_str(a, (Str){text, (size_t)n});
    return true;
}

typedef struct Parts {
    const char *store, *key, *manifest;
    bool postgres;
} Parts;

static Parts parts_of(Arena *a, Str dir, bool postgres) {
    return (Parts){.store = arena_printf(a, "%.*s/%s", STR_ARG(dir), postgres ? "store.dump" : "ridealong.db").p,
                   .key = arena_printf(a, "%.*s/customer.key", STR_ARG(dir)).p,
                   .manifest = arena_printf(a, "%.*s/manifest.json", STR_ARG(dir)).p,
                   .postgres = postgres};
}

/* ---- backup ---------------------------------------------------------------------------------- */

static bool manifest_write(Call *call, const Parts *p, Err *err) {
    Sha256 sha = {{0}};
    int64_t bytes = 0;
    if (!file_sha(p->store, &sha, &bytes, err)) return false;
    json_t *manifest =
        json_pack("{s:i, s:s, s:o, s:I, s:o}", "format", 1, "engine", p->postgres ? "postgresql" : "sqlite", "made_at",
                  json_time(call->arena, call->now), "bytes", (json_int_t)bytes, "sha256", json_sha(&sha));
    char *text = json_dumps(manifest, JSON_INDENT(2) | JSON_SORT_KEYS);
    bool ok = file_write(p->manifest, str_from_c(text), err);
    put(call->reply, "bytes", json_integer((json_int_t)bytes));
    put(call->reply, "sha256", json_sha(&sha));
    free(text);
    json_decref(manifest);
    return ok;
}

/* Without the key customers would count twice after a restore; a store that never took one in has none. */
static bool key_copy(Call *call, const Parts *p, bool *has_key, Err *err) {
    Str path, key;
    if (!secret_path(call->app, call->arena, &path, err) || !file_read(call->arena, path.p, &key, err)) return false;
    *has_key = key.n > 0;
    return !key.n || file_write(p->key, key, err);
}

static bool backup_run(Call *call, Err *err) {
    Str dir = arena_str(call->arena, call_arg(call, "dir")->s);
    Parts p = parts_of(call->arena, dir, store_is_postgres(call->app->store));
    bool has_key;
    if (mkdir(dir.p, 0700) != 0)
        return err_set(err, errno == EEXIST ? ERR_CONFLICT : ERR_IO,
                       "give a directory that is not there yet, in one that is", "cannot make %s: %s", dir.p,
                       strerror(errno));
    if (!store_backup(call->app->store, p.store, err) || !key_copy(call, &p, &has_key, err) ||
        !manifest_write(call, &p, err))
        return false;
    put(call->reply, "dir", json_str(dir));
    put(call->reply, "key", json_boolean(has_key));
    return true;
}

static const Param BACKUP_PARAMS[] = {
    {.name = "dir",
     .type = PARAM_STR,
     .max = 4000,
     .required = true,
     .positional = true,
     .cli_only = true,
     .help = "directory to make"},
    {.name = NULL},
};
static const Field REPLY[] = {
    {"dir", SHAPE_STRING, NULL, NULL, false},
    {"bytes", SHAPE_INT, "of the store", NULL, false},
    {"sha256", SHAPE_STRING, "of the store", NULL, false},
    {"key", SHAPE_BOOL, "the key of the customer hashes is in it", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column FACTS[] = {{"directory", "dir", "text", 0},
                               {"bytes", "bytes", "int", 0},
                               {"SHA-256", "sha256", "text", 0},
                               {NULL, NULL, NULL, 0}};
static const Op BACKUP = {
    .id = "backup",
    .method = "POST",
    .path = "/backup",
    .words = "backup",
    .summary = "Copy all of a live installation into a directory",
    .help = "While it serves and imports: the copy is of the moment at which it begins. The directory has the store, "
            "the key of "
            "the customer hashes and a manifest with a checksum. Whoever has it can read everything: keep it like the "
            "original. "
            "PostgreSQL needs pg_dump on this machine.\n\n"
            "ridealong backup /var/backups/ridealong/2026-06-01",
    .doors = DOOR_CLI,
    .role = ROLE_ADMIN,
    .params = BACKUP_PARAMS,
    .reply = REPLY,
    .facts = FACTS,
    .run = backup_run,
};

/* ---- restore --------------------------------------------------------------------------------- */

static bool manifest_check(Call *call, const Parts *p, Err *err) {
    json_error_t at;
    Sha256 sha = {{0}};
    int64_t bytes = 0;
    char hex[65];
    json_t *manifest = json_load_file(p->manifest, 0, &at);
    if (!manifest)
        return err_set(err, ERR_INPUT, "give a directory that `ridealong backup` made", "%s: %s", p->manifest, at.text);
    const char *engine = json_string_value(json_object_get(manifest, "engine")),
               *wanted = json_string_value(json_object_get(manifest, "sha256"));
    bool fits = engine && wanted && strcmp(engine, p->postgres ? "postgresql" : "sqlite") == 0;
    bool ok = fits;
    if (!fits)
        err_set(err, ERR_INPUT, "restore to a --store of the engine that it was made from",
                "this is a backup of another kind of store (%s)", engine ? engine : "unknown");
    ok = ok && file_sha(p->store, &sha, &bytes, err);
    if (ok) {
        hex_encode(hex, sha.bytes, sizeof sha.bytes);
        ok = strcmp(hex, wanted) == 0 || err_set(err, ERR_CONFLICT, "take another backup",
                                                 "%s is not what was backed up: its checksum differs", p->store);
        put(call->reply, "bytes", json_integer((json_int_t)bytes));
        put(call->reply, "sha256", json_sha(&sha));
    }
    json_decref(manifest);
    return ok;
}

static bool key_back(Call *call, const Parts *p, bool *has_key, Err *err) {
    Str path, key, there;
    if (!file_read(call->arena, p->key, &key, err)) return false;
    *has_key = key.n > 0;
    if (!key.n) return true;
    if (!app_need_store(call->app, err) || !secret_path(call->app, call->arena, &path, err) ||
        !file_read(call->arena, path.p, &there, err))
        return false;
    if (str_eq(there, key)) return true;
    return there.n ? err_set(err, ERR_CONFLICT, "move that key file away, or point RIDEALONG_KEY_FILE elsewhere",
                             "%s holds the key of another installation", path.p)
                   : file_write(path.p, key, err);
}

static bool restore_run(Call *call, Err *err) {
    Str dir = call_arg(call, "dir")->s;
    Parts p = parts_of(call->arena, dir, store_is_postgres(call->app->store));
    bool has_key;
    if (!manifest_check(call, &p, err) || !store_restore(call->app->store, p.store, err) ||
        !key_back(call, &p, &has_key, err))
        return false;
    put(call->reply, "dir", json_str(app_store_url(call->app)));
    put(call->reply, "key", json_boolean(has_key));
    return true;
}

static const Param RESTORE_PARAMS[] = {
    {.name = "dir",
     .type = PARAM_STR,
     .max = 4000,
     .required = true,
     .positional = true,
     .cli_only = true,
     .help = "directory that a backup made"},
    {.name = NULL},
};
static const Op RESTORE = {
    .id = "restore",
    .method = "POST",
    .path = "/restore",
    .words = "restore",
    .summary = "Make an installation from a backup",
    .help = "Checks the backup's checksum, and never overwrites a store: the file must not be there, a PostgreSQL "
            "database must be "
            "empty.\n\nridealong restore /var/backups/ridealong/2026-06-01 --store /srv/ridealong/ridealong.db",
    .doors = DOOR_CLI,
    .role = ROLE_ADMIN,
    .writes = true,
    .storeless = true,
    .params = RESTORE_PARAMS,
    .reply = REPLY,
    .facts = FACTS,
    .run = restore_run,
};

const Op *const OPS_BACKUP[] = {&BACKUP, &RESTORE, NULL};
