/* secret.c - the installation's key for customer hashes, and where its files live.
 *
 * The key lies in a file of its own, not in the store: a copied or leaked database does not let anybody try
 * e-mail addresses against its customer hashes. The store holds only a check value of the key. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app_private.h"

Str user_data_dir(Arena *a) {
    const char *xdg = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (xdg && xdg[0] == '/') return arena_printf(a, "%s/ridealong", xdg);
    return arena_printf(a, "%s/.local/share/ridealong", home && *home ? home : ".");
}

bool make_dirs(Str path, Err *err) {
    char buffer[4096];
    if (path.n >= sizeof buffer) return err_set(err, ERR_INPUT, NULL, "path too long: %.*s", STR_ARG(path));
    for (size_t i = 1; i <= path.n; i++) {
        if (i < path.n && path.p[i] != '/') continue;
        memcpy(buffer, path.p, i);
        buffer[i] = '\0';
        if (mkdir(buffer, 0700) != 0 && errno != EEXIST)
            return err_set(err, ERR_IO, "check the permissions of its parent", "cannot make the directory %s: %s",
                           buffer, strerror(errno));
    }
    return true;
}

static bool is_postgres(Str store) {
    return str_starts(store, STR("postgresql:")) || str_starts(store, STR("postgres:"));
}

static Str sqlite_path(Str store) {
    return str_starts(store, STR("sqlite:")) ? str_slice(store, 7, store.n) : store;
}

/* The id of the installation, made once: names files of a PostgreSQL store in the data directory. */
static bool installation_id(App *app, Arena *a, Str *id, Err *err) {
    Err missing = {0};
    if (setting_get(app->db, a, STR("installation"), id, &missing)) return true;
    if (missing.code != ERR_NOT_FOUND) {
        *err = missing;
        return false;
    }
    uint8_t random[8];
    char hex[17];
    random_secret(random, sizeof random);
    hex_encode(hex, random, sizeof random);
    *id = arena_str(a, str_from_c(hex));
    return setting_put(app->db, STR("installation"), *id, err);
}

bool app_data_dir(App *app, Arena *a, Str *dir, Err *err) {
    if (is_postgres(app->store)) {
        Str id, base = user_data_dir(a);
        if (!installation_id(app, a, &id, err)) return false;
        *dir = arena_printf(a, "%.*s/%.*s", STR_ARG(base), STR_ARG(id));
    } else {
        Str path = sqlite_path(app->store);
        *dir = arena_printf(a, "%.*s.files", STR_ARG(path));
    }
    return make_dirs(*dir, err);
}

bool secret_path(App *app, Arena *a, Str *path, Err *err) {
    const char *env = getenv("RIDEALONG_KEY_FILE");
    if (env && *env) {
        *path = str_from_c(env);
        return true;
    }
    Str dir;
    if (!app_data_dir(app, a, &dir, err)) return false;
    *path = arena_printf(a, "%.*s/customer.key", STR_ARG(dir));
    return true;
}

static bool key_read(int fd, const char *path, uint8_t key[HASH_KEY_BYTES], Err *err) {
    char hex[2 * HASH_KEY_BYTES + 1];
    ssize_t n = read(fd, hex, sizeof hex);
    Str text = n > 0 ? str_trim((Str){hex, (size_t)n}) : (Str){NULL, 0};
    if (hex_decode(key, HASH_KEY_BYTES, text)) return true;
    return err_set(err, ERR_IO, "restore it from a backup, or point RIDEALONG_KEY_FILE at the right one",
                   "%s does not hold a key of 64 hex digits", path);
}

/* A new key, complete on disk before it gets its name. */
static bool key_make(const char *path, uint8_t key[HASH_KEY_BYTES], Err *err) {
    char hex[2 * HASH_KEY_BYTES + 2], temporary[4200];
    random_secret(key, HASH_KEY_BYTES);
    hex_encode(hex, key, HASH_KEY_BYTES);
    hex[2 * HASH_KEY_BYTES] = '\n';
    snprintf(temporary, sizeof temporary, "%s.%ld", path, (long)getpid());
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && write(fd, hex, 2 * HASH_KEY_BYTES + 1) == 2 * HASH_KEY_BYTES + 1 && fsync(fd) == 0;
    int failure = errno;
    if (fd >= 0) close(fd);
    /* link, not rename: when another process was first, its key stays */
    if (ok && link(temporary, path) != 0) ok = false, failure = errno;
    unlink(temporary);
    return ok || err_set(err, ERR_IO, "check the permissions of its directory", "cannot write the key file %s: %s",
                         path, strerror(failure));
}

static bool key_check(App *app, Arena *a, Err *err) {
    uint8_t check[KEYED_HASH_BYTES];
    char hex[2 * KEYED_HASH_BYTES + 1];
    keyed_hash(check, STR("ridealong customer key check"), app->customer_key);
    hex_encode(hex, check, sizeof check);
    Str stored;
    Err missing = {0};
    if (!setting_get(app->db, a, STR("customer_key_check"), &stored, &missing)) {
        if (missing.code == ERR_NOT_FOUND) return setting_put(app->db, STR("customer_key_check"), str_from_c(hex), err);
        *err = missing;
        return false;
    }
    if (str_eq(stored, str_from_c(hex))) return true;
    return err_set(err, ERR_CONFLICT, "put the key file of this installation back, or point RIDEALONG_KEY_FILE at it",
                   "the customer key does not belong to this store: the same customer would count twice");
}

/* False with ERR_NOT_FOUND only when a store that has a check value has lost its key. */
static bool key_load(App *app, Arena *a, const char *path, Err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno != ENOENT) return err_set(err, ERR_IO, NULL, "cannot read %s: %s", path, strerror(errno));
    if (fd >= 0) {
        bool ok = key_read(fd, path, app->customer_key, err);
        close(fd);
        return ok;
    }
    Str stored;
    Err missing = {0};
    if (setting_get(app->db, a, STR("customer_key_check"), &stored, &missing))
        return err_set(err, ERR_NOT_FOUND, "restore it from a backup, or point RIDEALONG_KEY_FILE at it",
                       "this store's customer key is missing: %s", path);
    return key_make(path, app->customer_key, err);
}

bool secret_load(App *app, Err *err) {
    if (app->has_key) return true;
    Arena *a = arena_new();
    Str path;
    bool ok = secret_path(app, a, &path, err) && key_load(app, a, path.p, err) && key_check(app, a, err);
    arena_free(a);
    app->has_key = ok;
    return ok;
}
