/* edit_brief.c - `ridealong problem edit`: export, the person's editor, import. What was typed is never lost: a brief
 * that is refused stays in its file, and the error says which. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli_private.h"

static bool write_all(int fd, Str text) {
    while (text.n) {
        ssize_t n = write(fd, text.p, text.n);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        text = str_slice(text, (size_t)n, text.n);
    }
    return true;
}

/* $VISUAL and $EDITOR may hold options, so a shell takes them apart; the file's name is an argument of its own. */
static bool run_editor(const char *path, Err *err) {
    const char *editor = getenv("VISUAL");
    if (!editor || !*editor) editor = getenv("EDITOR");
    if (!editor || !*editor) editor = "vi";
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", "eval \"$1 \\\"\\$2\\\"\"", "sh", editor, path, (char *)NULL);
        _exit(127);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
    return err_set(err, ERR_IO, "set EDITOR to an editor that waits until you are done",
                   "the editor \"%s\" did not end well; your text is in %s", editor, path);
}

static bool to_file(Arena *a, const json_t *reply, char **path, Err *err) {
    const char *folder = getenv("TMPDIR");
    const json_t *markdown = json_object_get(reply, "markdown");
    Str name = arena_printf(a, "%s/problem-%lld-XXXXXX.md", folder && *folder ? folder : "/tmp",
                            (long long)json_integer_value(json_object_get(reply, "problem")));
    *path = (char *)(uintptr_t)name.p;
    int fd = mkstemps(*path, 3);
    bool ok = fd >= 0 && write_all(fd, (Str){json_string_value(markdown), json_string_length(markdown)});
    if (fd >= 0 && close(fd) != 0) ok = false;
    return ok || err_set(err, ERR_IO, NULL, "cannot write %s: %s", *path, strerror(errno));
}

static bool take_back(App *app, const Actor *actor, Arena *a, const char *path, const CliOptions *o, Err *err) {
    RawArg file = {STR("file"), str_from_c(path)};
    json_t *reply;
    if (!app_call(app, actor, op_find(STR("problems.import")), a, &file, 1, o->now, NULL, &reply, err)) {
        snprintf(err->hint, sizeof err->hint, "your text is kept: correct it, then run ridealong problem import %s",
                 path);
        return false;
    }
    printf("%s\n", json_string_value(json_object_get(reply, "done")));
    json_decref(reply);
    unlink(path);
    return true;
}

bool edit_brief(App *app, const Actor *actor, const Op *op, Arena *a, const RawArg *raw, size_t n, const CliOptions *o,
                Err *err) {
    json_t *reply;
    char *path;
    if (!app_call(app, actor, op, a, raw, n, o->now, NULL, &reply, err)) return false;
    bool ok = to_file(a, reply, &path, err);
    json_decref(reply);
    return ok && run_editor(path, err) && take_back(app, actor, a, path, o, err);
}
