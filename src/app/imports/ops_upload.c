/* ops_upload.c - a file that a browser or a program sends: kept for the length of its import, then given to the
 * operation that reads such files on the command line. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app_private.h"
#include "import.h"
#include "json_build.h"
#include "ops_work.h"

enum { FILE_BYTES = 8 << 20, NAME_BYTES = 200 };

/* What it holds, after the page that shows it; and who reads it. */
static const char *const KINDS[] = {"signals", "people", "exposure", "components", NULL};
static const char *const READERS[] = {"import", "people.import", "exposure.import", "components.import"};

typedef struct Upload {
    Str folder, path; /* of this upload alone */
} Upload;

/* "C:\Exports\March.csv" -> "March.csv"; nothing that steers a path or a terminal. */
static Str base_name(Arena *a, Str given) {
    Str name = str_trim(given);
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == '/' || name.p[i - 1] == '\\') {
            name = str_slice(name, i, name.n);
            break;
        }
    char *clean = (char *)(uintptr_t)arena_str(a, name).p;
    for (char *p = clean; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f) *p = '_';
    bool usable = *clean && strcmp(clean, ".") != 0 && strcmp(clean, "..") != 0 && strcmp(clean, "-") != 0;
    return usable ? str_from_c(clean) : STR("upload");
}

static bool decode(Arena *a, Str text, Str *bytes, Err *err) {
    unsigned char *out = arena_alloc(a, text.n + 1);
    size_t n;
    if (sodium_base642bin(out, text.n + 1, text.p, text.n, " \r\n", &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
        return err_set(err, ERR_INPUT, "send the file's bytes as base64", "file: this is no base64");
    if (n == 0) return err_set(err, ERR_INPUT, "choose a file", "file: it is empty");
    *bytes = (Str){(const char *)out, n};
    return true;
}

static bool write_all(const char *path, Str bytes, Err *err) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = fd >= 0;
    for (size_t done = 0; ok && done < bytes.n;) {
        ssize_t n = write(fd, bytes.p + done, bytes.n - done);
        ok = n > 0 || (n < 0 && errno == EINTR);
        if (n > 0) done += (size_t)n;
    }
    int why = errno;
    if (fd >= 0) ok = close(fd) == 0 && ok;
    return ok || err_set(err, ERR_IO, "free some space", "cannot keep the file for its import: %s", strerror(why));
}

static bool keep(Call *call, Str name, Str bytes, Upload *u, Err *err) {
    Str dir;
    if (!app_data_dir(call->app, call->arena, &dir, err)) return false;
    dir = arena_printf(call->arena, "%.*s/uploads", STR_ARG(dir));
    if (!make_dirs(dir, err)) return false;
    char *folder = (char *)(uintptr_t)arena_printf(call->arena, "%.*s/XXXXXX", STR_ARG(dir)).p; /* ours: just made */
    if (!mkdtemp(folder))
        return err_set(err, ERR_IO, "check the permissions of its parent", "cannot make a directory in %.*s: %s",
                       STR_ARG(dir), strerror(errno));
    u->folder = str_from_c(folder);
    u->path = arena_printf(call->arena, "%s/%.*s", folder, STR_ARG(name));
    return write_all(u->path.p, bytes, err);
}

static void forget(const Upload *u) {
    if (u->path.n) unlink(u->path.p);
    if (u->folder.n) rmdir(u->folder.p);
}

/* What is said of the file names it as its sender does. */
static void cut_folder(const Upload *u, Err *err) {
    Str message = str_from_c(err->message);
    size_t at = str_find(message, u->folder);
    if (!u->folder.n || at == SIZE_MAX) return;
    memmove(err->message + at, err->message + at + u->folder.n + 1, message.n - at - u->folder.n);
}

static bool read_signals(Call *call, const Upload *u, Str name, Err *err) {
    ImportOptions options = {
        .path = u->path.p, .shown = name, .source = str_trim(call_arg(call, "source")->s), .now = call->now};
    Call inner = *call;
    inner.reply = json_object();
    bool ok = import_take(&inner, &options, err);
    json_decref(inner.reply);
    return ok;
}

static bool read_by(Call *call, const char *id, const Upload *u, Err *err) {
    Call inner = *call;
    RawArg file = {STR("file"), u->path};
    inner.op = op_find(str_from_c(id));
    inner.reply = json_object();
    bool ok = op_bind(inner.op, call->arena, &file, 1, &inner.args, err) && inner.op->run(&inner, err);
    json_decref(inner.reply);
    return ok;
}

static bool take_run(Call *call, Err *err) {
    Upload u = {0};
    Str bytes = STR("");
    int64_t kind = call_arg(call, "what")->i;
    Str name = base_name(call->arena, call_arg(call, "name")->s);
    if (!decode(call->arena, call_arg(call, "file")->s, &bytes, err) || !app_make_store(call->app, err)) return false;
    bool ok = keep(call, name, bytes, &u, err) &&
              (kind == 0 ? read_signals(call, &u, name, err) : read_by(call, READERS[kind], &u, err));
    forget(&u);
    if (!ok) return cut_folder(&u, err), false;
    put(call->reply, "what", json_string(KINDS[kind]));
    put(call->reply, "done", json_str(arena_printf(call->arena, "%.*s was read", STR_ARG(name))));
    return true;
}

static const Param PARAMS[] = {
    {.name = "what", .type = PARAM_ENUM, .choices = KINDS, .fallback = "signals", .help = "what the file holds"},
    {.name = "file",
     .type = PARAM_STR,
     .max = FILE_BYTES / 3 * 4 + 4,
     .required = true,
     .file = true,
     .help = "its bytes; over the API as base64 in JSON, or as multipart/form-data; 8 MiB at most"},
    {.name = "name", .type = PARAM_STR, .max = NAME_BYTES, .fallback = "", .hidden = true, .help = "the file's name"},
    {.name = "source",
     .type = PARAM_STR,
     .max = 100,
     .fallback = "",
     .help = "name of the source, for signals (default: the file's name)"},
    {.name = NULL},
};
static const Field REPLY[] = {
    {"what", SHAPE_STRING, "it held", NULL, false},
    {"done", SHAPE_STRING, "a sentence", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Op OP_UPLOAD = {
    .id = "files.take",
    .method = "POST",
    .path = "/files",
    .summary = "Take a file in",
    .help = "Signals, people, active customers or components, in the formats that the command line takes: its twins "
            "are `import`, "
            "`people import`, `exposure import`, `components import`. Signals are followed by their themes.",
    .doors = DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .job = true,
    .after = "/{what}",
    .params = PARAMS,
    .reply = REPLY,
    .run = take_run,
};
