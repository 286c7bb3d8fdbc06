/* temp_folder.h - a new directory for a test: in TMPDIR when that is set, else in memory, because hundreds of small
 * stores that wait for the disk take longer than the tests; in /tmp when memory has not the room. */
#pragma once
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

static inline const char *temp_parent(void) {
    static const char MEMORY[] = "/dev/shm";
    const unsigned long long enough = 1ULL << 30;
    const char *asked = getenv("TMPDIR");
    struct statvfs room;
    if (asked && *asked) return asked;
    bool fits = access(MEMORY, W_OK) == 0 && statvfs(MEMORY, &room) == 0 && room.f_bavail * room.f_frsize >= enough;
    return fits ? MEMORY : "/tmp";
}

/* "ridealong-NAME-" and something of its own, made; false when it does not fit in `size` or cannot be made. */
static inline bool temp_folder(char *out, size_t size, const char *name) {
    int n = snprintf(out, size, "%s/ridealong-%s-XXXXXX", temp_parent(), name);
    if (n > 0 && (size_t)n < size && mkdtemp(out)) return true;
    fprintf(stderr, "cannot make a temporary directory %s\n", out);
    return false;
}

static inline int path_remove(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

/* With all that is in it; links are not followed. */
static inline bool folder_remove(const char *path) {
    return nftw(path, path_remove, 16, FTW_DEPTH | FTW_PHYS) == 0;
}
