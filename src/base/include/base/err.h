/* err.h - errors that a user can act on.
 *
 * A function that can fail returns bool (or a pointer) and takes `Err *err`
 * last. On failure it fills *err and leaves its outputs untouched. `message`
 * says what happened and where (file, line, value); `hint` says what to do.
 *
 *     if (!str_to_i64(s, &n))
 *         return err_set(err, ERR_INPUT, "give a whole number, like --themes 80",
 *                        "--themes: '%.*s' is not a number", STR_ARG(s));
 *
 * One code maps to one HTTP status and one exit code (err_http_status,
 * err_exit_code), nowhere else.
 */
#pragma once
#include <stdbool.h>

typedef enum ErrCode {
    ERR_NONE,
    ERR_INPUT,      /* what was asked or given is wrong        400  exit 2 */
    ERR_NOT_FOUND,  /* the named thing does not exist          404  exit 3 */
    ERR_CONFLICT,   /* the state does not allow it             409  exit 4 */
    ERR_FORBIDDEN,  /* the caller may not                      403  exit 5 */
    ERR_LIMIT,      /* a cap was hit (size, depth, rate)       413  exit 6 */
    ERR_BUSY,       /* somebody else holds it, try again       503  exit 7 */
    ERR_IO,         /* a file or the network failed            500  exit 8 */
    ERR_STORE,      /* the database failed                     500  exit 9 */
    ERR_CANCELLED,  /* the user stopped it                     499  exit 130 */
    ERR_INTERNAL,   /* a bug of ours                           500  exit 10 */
    ERR_SIGNED_OUT, /* nobody is signed in, or the token is none 401 exit 11 */
    ERR_TOO_OFTEN,  /* too many tries or requests, later again  429  exit 12 */
    ERR_CODES
} ErrCode;

typedef struct Err {
    ErrCode code;
    char message[512];
    char hint[512];
    char see[64]; /* path of the page that goes on from here, such as /themes/7; "": there is none */
} Err;

/* Fills *err (which may be NULL) and returns false, so that a caller can
 * `return err_set(...)`. `hint` is a literal or NULL. Text is cut, never overrun. */
bool err_set(Err *err, ErrCode code, const char *hint, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Says where to go on, after err_set: the door makes the hint a link to that page. Returns false. */
bool err_see(Err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts words in front of the message: "importing a.csv: " + what happened. Returns false. */
bool err_prefix(Err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

const char *err_code_name(ErrCode code); /* "input", "not_found", ...: stable, used in JSON */
int err_http_status(ErrCode code);
int err_exit_code(ErrCode code);
