/* data_file.h - where the tests on real files find them: $RIDEALONG_DATA, else beside the source tree. */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/arena.h"

/* Path of a data file in the arena; NULL, with a clear word, when it is not there. */
static inline const char *data_file(Arena *a, const char *name) {
    const char *folder = getenv("RIDEALONG_DATA");
    Str path = arena_printf(a, "%s/%s", folder ? folder : SOURCE_ROOT "/../shared/data", name);
    if (access(path.p, R_OK) == 0) return path.p;
    print_message("skipped: no %s (set RIDEALONG_DATA)\n", path.p);
    return NULL;
}
