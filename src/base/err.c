/* err.c - the one table of error codes. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int status, exit;
} CODES[ERR_CODES] = {
    [ERR_NONE] = {"none", 200, 0},
    [ERR_INPUT] = {"input", 400, 2},
    [ERR_NOT_FOUND] = {"not_found", 404, 3},
    [ERR_CONFLICT] = {"conflict", 409, 4},
    [ERR_FORBIDDEN] = {"forbidden", 403, 5},
    [ERR_LIMIT] = {"limit", 413, 6},
    [ERR_BUSY] = {"busy", 503, 7},
    [ERR_IO] = {"io", 500, 8},
    [ERR_STORE] = {"store", 500, 9},
    [ERR_CANCELLED] = {"cancelled", 499, 130},
    [ERR_INTERNAL] = {"internal", 500, 10},
    [ERR_SIGNED_OUT] = {"signed_out", 401, 11},
    [ERR_TOO_OFTEN] = {"too_often", 429, 12},
};

bool err_set(Err *err, ErrCode code, const char *hint, const char *format, ...) {
    if (!err) return false;
    Err fresh = {.code = code};
    va_list args;
    va_start(args, format);
    vsnprintf(fresh.message, sizeof fresh.message, format, args);
    va_end(args);
    if (hint) snprintf(fresh.hint, sizeof fresh.hint, "%s", hint);
    *err = fresh; /* last, since an argument may point into the old message */
    return false;
}

bool err_see(Err *err, const char *format, ...) {
    if (!err) return false;
    va_list args;
    va_start(args, format);
    vsnprintf(err->see, sizeof err->see, format, args);
    va_end(args);
    return false;
}

bool err_prefix(Err *err, const char *format, ...) {
    if (!err) return false;
    char old[sizeof err->message];
    memcpy(old, err->message, sizeof old);
    va_list args;
    va_start(args, format);
    int n = vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof err->message)
        snprintf(err->message + n, sizeof err->message - (size_t)n, "%s", old);
    return false;
}

const char *err_code_name(ErrCode code) {
    return CODES[code].name;
}
int err_http_status(ErrCode code) {
    return CODES[code].status;
}
int err_exit_code(ErrCode code) {
    return CODES[code].exit;
}
