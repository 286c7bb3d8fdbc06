/* rejects.c - appends to the rejects file so that it always agrees with the committed rows. */
#include "rejects.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "signals/redact.h"
#include "text/safe.h"

enum { PENDING_CAP = 64 << 20 };

Rejects rejects_new(const char *path, int64_t bytes_known) {
    return (Rejects){
        .path = path, .fd = -1, .pending = buf_new(PENDING_CAP), .bytes = bytes_known, .arena = arena_new()};
}

void rejects_close(Rejects *r) {
    if (r->fd >= 0) close(r->fd);
    r->fd = -1;
    buf_free(&r->pending);
    arena_free(r->arena);
}

void rejects_add(Rejects *r, const Reject *reject) {
    if (r->bytes == 0 && r->pending.n == 0) buf_lit(&r->pending, "line,row,reason,beginning of the row\r\n");
    buf_printf(&r->pending, "%llu,%llu,", (unsigned long long)reject->line, (unsigned long long)reject->number);
    safe_csv_field(&r->pending, redact_text(r->arena, str_from_c(reject->reason))); /* which may quote a cell */
    buf_add_char(&r->pending, ',');
    safe_csv_field(&r->pending, redact_text(r->arena, reject->raw));
    buf_lit(&r->pending, "\r\n");
    arena_reset(r->arena);
}

static bool failed(const Rejects *r, Err *err) {
    return err_set(err, ERR_IO, "free some space or check the permissions, then run the same command again",
                   "cannot write the rejects file %s: %s", r->path, strerror(errno));
}

static bool rejects_open(Rejects *r, Err *err) {
    if (r->fd >= 0) return true;
    r->fd = open(r->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (r->fd < 0 || ftruncate(r->fd, r->bytes) != 0 || lseek(r->fd, r->bytes, SEEK_SET) < 0) return failed(r, err);
    return true;
}

bool rejects_flush(Rejects *r, Err *err) {
    if (r->pending.n == 0) return true;
    if (!rejects_open(r, err)) return false;
    for (size_t done = 0; done < r->pending.n;) {
        ssize_t n = write(r->fd, r->pending.p + done, r->pending.n - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed(r, err);
        done += (size_t)n;
    }
    if (fsync(r->fd) != 0) return failed(r, err);
    r->bytes += (int64_t)r->pending.n;
    buf_clear(&r->pending);
    return true;
}
