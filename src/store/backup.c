/* backup.c - copies of whole stores. */
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "engine.h"

extern char **environ;

bool store_is_postgres(Str url) {
    return str_starts(url, STR("postgresql://")) || str_starts(url, STR("postgres://"));
}

/* ---- PostgreSQL: its own programs ------------------------------------------------------------ */

/* postgresql://ann:secret@host/db -> without the secret, which everybody on the machine could read in the list of
 * processes; it goes by the environment, as written (percent signs decoded). */
static Str url_without_password(Arena *a, Str url, Str *password) {
    size_t scheme = str_find(url, STR("://")), at = str_find(url, STR("@"));
    *password = STR("");
    if (at == SIZE_MAX) return arena_str(a, url);
    Str user = str_slice(url, scheme + 3, at);
    size_t colon = str_find(user, STR(":"));
    if (colon == SIZE_MAX) return arena_str(a, url);
    Str rest = str_slice(url, at, url.n), secret = str_slice(user, colon + 1, user.n);
    char *plain = arena_alloc(a, secret.n + 1);
    size_t n = 0;
    uint8_t byte;
    for (size_t i = 0; i < secret.n; i++) {
        bool coded = secret.p[i] == '%' && hex_decode(&byte, 1, str_slice(secret, i + 1, i + 3));
        plain[n++] = coded ? (char)byte : secret.p[i];
        if (coded) i += 2;
    }
    plain[n] = '\0';
    *password = (Str){plain, n};
    return arena_printf(a, "%.*s%.*s", (int)(scheme + 3 + colon), url.p, STR_ARG(rest));
}

static char **environment_with(Arena *a, Str password) {
    size_t n = 0;
    while (environ[n]) n++;
    char **out = ARENA_ARRAY(a, char *, n + 2);
    memcpy(out, environ, n * sizeof *out);
    if (password.n) out[n++] = (char *)(uintptr_t)arena_printf(a, "PGPASSWORD=%.*s", STR_ARG(password)).p;
    out[n] = NULL;
    return out;
}

/* What it said, the beginning of it. */
static void read_all(int fd, char *said, size_t size) {
    size_t n = 0;
    char rest[512];
    for (;;) {
        ssize_t got = n + 1 < size ? read(fd, said + n, size - 1 - n) : read(fd, rest, sizeof rest);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        if (n + 1 < size) n += (size_t)got;
    }
    said[n] = '\0';
}

static bool run_program(const char *const *argv, char **environment, Err *err) {
    int ends[2], status = -1;
    pid_t pid;
    char said[400];
    if (pipe2(ends, O_CLOEXEC) != 0) return err_set(err, ERR_IO, NULL, "making a pipe: %s", strerror(errno));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    int failed = posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environment);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (!failed) {
        read_all(ends[0], said, sizeof said);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    }
    close(ends[0]);
    if (failed)
        return err_set(err, ERR_IO, "install the package postgresql-client", "%s does not start: %s", argv[0],
                       strerror(failed));
    return status == 0 || err_set(err, ERR_STORE, NULL, "%s failed: %s", argv[0], said);
}

static bool postgres_backup(Arena *a, Str url, const char *to, Err *err) {
    Str password, address = url_without_password(a, url, &password);
    const char *const argv[] = {"pg_dump",  "--format=custom", "--no-owner", "--no-privileges", "--file", to,
                                "--dbname", address.p,         NULL};
    return run_program(argv, environment_with(a, password), err);
}

static bool postgres_restore(Arena *a, Str url, const char *from, Err *err) {
    Str password, address = url_without_password(a, url, &password);
    const char *const argv[] = {
        "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--dbname", address.p,
        from,         NULL};
    Err none = {0};
    Db *db = db_open(url, DB_READ, &none);
    if (db) {
        db_close(db);
        return err_set(err, ERR_CONFLICT, "make an empty database and give its address",
                       "there is a store in that database already");
    }
    if (none.code != ERR_NOT_FOUND) return *err = none, false;
    return run_program(argv, environment_with(a, password), err);
}

/* ---- SQLite ---------------------------------------------------------------------------------- */

static bool sqlite_backup(Str url, const char *to, Err *err) {
    Db *db = db_open(url, DB_READ, err);
    if (!db) return false;
    bool ok = db->engine->copy_to(db, to, err);
    db_close(db);
    return ok;
}

static bool copy_bytes(int from, int to) {
    char part[1 << 16];
    for (ssize_t n; (n = read(from, part, sizeof part)) != 0;) {
        if (n < 0) return false;
        for (ssize_t done = 0; done < n;) {
            ssize_t wrote = write(to, part + done, (size_t)(n - done));
            if (wrote < 0) return false;
            done += wrote;
        }
    }
    return fsync(to) == 0;
}

/* Complete on disk under another name first; link, not rename: a store that is there stays. */
static bool sqlite_restore(Arena *a, Str url, const char *from, Err *err) {
    Str path = str_starts(url, STR("sqlite:")) ? str_slice(url, 7, url.n) : url;
    const char *to = arena_str(a, path).p, *half = arena_printf(a, "%s.restoring", to).p;
    int in = open(from, O_RDONLY | O_CLOEXEC), out = open(half, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool ok = in >= 0 && out >= 0 && copy_bytes(in, out) && link(half, to) == 0;
    int failure = errno;
    if (in >= 0) close(in);
    if (out >= 0) close(out);
    unlink(half);
    if (ok) return true;
    if (failure == EEXIST)
        return err_set(err, ERR_CONFLICT, "give another --store, or move that one away first",
                       "there is a store at %s already", to);
    return err_set(err, ERR_IO, "check that the directory is there and can be written", "cannot restore to %s: %s", to,
                   strerror(failure));
}

bool store_backup(Str url, const char *to, Err *err) {
    if (access(to, F_OK) == 0) return err_set(err, ERR_CONFLICT, "give another directory", "%s is there already", to);
    Arena *a = arena_new();
    bool ok = store_is_postgres(url) ? postgres_backup(a, url, to, err) : sqlite_backup(url, to, err);
    if (!ok) unlink(to);
    arena_free(a);
    return ok && (chmod(to, 0600) == 0 || err_set(err, ERR_IO, NULL, "%s: %s", to, strerror(errno)));
}

bool store_restore(Str url, const char *from, Err *err) {
    Arena *a = arena_new();
    bool ok = store_is_postgres(url) ? postgres_restore(a, url, from, err) : sqlite_restore(a, url, from, err);
    arena_free(a);
    return ok;
}
