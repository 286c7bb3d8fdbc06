/* unpack.c - the bytes of a file, gzip and zstd taken off.
 *
 * The kind is told by the first bytes, never by the file's name. Concatenated gzip members and zstd frames
 * are one stream, as gunzip and zstdcat have it. A file that expands a thousandfold is a bomb, but only after
 * it has produced FREE_OUTPUT bytes: a small table of equal rows compresses that well honestly. */
#include "unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/arena.h"

enum { PACKED_BYTES = 64 << 10, FREE_OUTPUT = 64 << 20 };

typedef enum Kind { KIND_PLAIN, KIND_GZIP, KIND_ZSTD } Kind;

struct Unpack {
    int fd;
    Kind kind;
    bool file_end;   /* the file has no more bytes */
    bool frame_open; /* inside a gzip member or zstd frame: the end of the file here is damage */
    uint64_t read, total, produced, max_expansion;
    z_stream gzip;
    ZSTD_DStream *zstd;
    size_t begin, end; /* of what is in `packed` and not used yet */
    char *path;
    char packed[PACKED_BYTES];
};

/* Reads from the file until `packed` is full or the file ends. */
static bool refill(Unpack *u, Err *err) {
    memmove(u->packed, u->packed + u->begin, u->end - u->begin);
    u->end -= u->begin;
    u->begin = 0;
    while (u->end < PACKED_BYTES && !u->file_end) {
        ssize_t n = read(u->fd, u->packed + u->end, PACKED_BYTES - u->end);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err_set(err, ERR_IO, NULL, "%s: reading failed: %s", u->path, strerror(errno));
        u->file_end = n == 0;
        u->end += (size_t)n;
        u->read += (uint64_t)n;
    }
    return true;
}

static bool begins_with(const Unpack *u, const char *magic, size_t n) {
    return u->end - u->begin >= n && memcmp(u->packed + u->begin, magic, n) == 0;
}

static bool is_gzip(const Unpack *u) {
    return begins_with(u, "\x1f\x8b\x08", 3);
}

static bool open_codec(Unpack *u, Err *err) {
    static const char *const HINT = "decompress it first, or save it as plain text, gzip or zstd";
    if (begins_with(u, "BZh", 3) && u->end > 3 && u->packed[3] >= '1' && u->packed[3] <= '9')
        return err_set(err, ERR_INPUT, HINT, "%s: is compressed with bzip2", u->path);
    if (begins_with(u,
                    "\xfd"
                    "7zXZ",
                    5))
        return err_set(err, ERR_INPUT, HINT, "%s: is compressed with xz", u->path);
    if (is_gzip(u)) {
        if (inflateInit2(&u->gzip, 15 + 16) != Z_OK) return err_set(err, ERR_INTERNAL, NULL, "zlib does not start");
        u->kind = KIND_GZIP;
        u->frame_open = true;
    } else if (begins_with(u, "\x28\xb5\x2f\xfd", 4)) {
        u->zstd = ZSTD_createDStream();
        if (!u->zstd) return err_set(err, ERR_INTERNAL, NULL, "zstd does not start");
        u->kind = KIND_ZSTD;
        u->frame_open = true;
    }
    return true;
}

static bool open_file(Unpack *u, Err *err) {
    bool standard_input = strcmp(u->path, "-") == 0;
    u->fd = standard_input ? dup(STDIN_FILENO) : open(u->path, O_RDONLY | O_CLOEXEC);
    if (u->fd < 0) {
        ErrCode code = errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
        return err_set(err, code, "check the path, or give - to read standard input", "%s: %s", u->path,
                       strerror(errno));
    }
    struct stat st;
    if (fstat(u->fd, &st) == 0 && S_ISDIR(st.st_mode))
        return err_set(err, ERR_INPUT, "name the files in it", "%s: is a directory", u->path);
    if (fstat(u->fd, &st) == 0 && S_ISREG(st.st_mode)) u->total = (uint64_t)st.st_size;
    return true;
}

Unpack *unpack_open(const char *path, uint64_t max_expansion, Err *err) {
    Unpack *u = mem_alloc(sizeof *u);
    *u = (Unpack){.fd = -1, .max_expansion = max_expansion, .path = strdup(path)};
    if (!u->path || !open_file(u, err) || !refill(u, err) || !open_codec(u, err)) {
        unpack_close(u);
        return NULL;
    }
    return u;
}

void unpack_close(Unpack *u) {
    if (!u) return;
    if (u->fd >= 0) close(u->fd);
    if (u->kind == KIND_GZIP) inflateEnd(&u->gzip);
    ZSTD_freeDStream(u->zstd);
    free(u->path);
    free(u);
}

static bool damaged(const Unpack *u, const char *how, Err *err) {
    return err_set(err, ERR_IO, "the rows before it are good; fetch the file again and import it again",
                   "%s: the %s data %s after %llu bytes", u->path, unpack_kind(u), how, (unsigned long long)u->read);
}

/* Between two gzip members: the next one, zero padding (tape blocks), or the end. */
static bool next_member(Unpack *u, Err *err) {
    for (;;) {
        while (u->begin < u->end && u->packed[u->begin] == '\0') u->begin++;
        if (u->end - u->begin >= 3 || u->file_end) break;
        if (!refill(u, err)) return false;
    }
    if (u->begin == u->end) return true;
    if (!is_gzip(u)) return damaged(u, "is followed by something else", err);
    inflateReset(&u->gzip);
    return u->frame_open = true;
}

static bool gzip_step(Unpack *u, char *out, size_t room, size_t *got, Err *err) {
    if (!u->frame_open) return next_member(u, err);
    u->gzip.next_in = (unsigned char *)u->packed + u->begin;
    u->gzip.avail_in = (unsigned)(u->end - u->begin);
    u->gzip.next_out = (unsigned char *)out;
    u->gzip.avail_out = (unsigned)room;
    int rc = inflate(&u->gzip, Z_NO_FLUSH);
    u->begin = u->end - u->gzip.avail_in;
    *got = room - u->gzip.avail_out;
    if (rc == Z_STREAM_END) u->frame_open = false;
    if (rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR || *got) return true;
    return damaged(u, "is broken", err);
}

static bool zstd_step(Unpack *u, char *out, size_t room, size_t *got, Err *err) {
    if (u->begin == u->end && !u->frame_open) return true; /* asked again, zstd would want a next frame */
    ZSTD_inBuffer in = {u->packed + u->begin, u->end - u->begin, 0};
    ZSTD_outBuffer to = {out, room, 0};
    size_t rc = ZSTD_decompressStream(u->zstd, &to, &in);
    if (ZSTD_isError(rc)) return damaged(u, "is broken", err);
    u->begin += in.pos;
    u->frame_open = rc != 0;
    *got = to.pos;
    return true;
}

static bool plain_step(Unpack *u, char *out, size_t room, size_t *got) {
    *got = u->end - u->begin < room ? u->end - u->begin : room;
    memcpy(out, u->packed + u->begin, *got);
    u->begin += *got;
    return true;
}

static bool step(Unpack *u, char *out, size_t room, size_t *got, Err *err) {
    switch (u->kind) {
    case KIND_GZIP:
        return gzip_step(u, out, room, got, err);
    case KIND_ZSTD:
        return zstd_step(u, out, room, got, err);
    case KIND_PLAIN:
        break;
    }
    return plain_step(u, out, room, got);
}

bool unpack_read(Unpack *u, char *out, size_t room, size_t *got, Err *err) {
    if (room > UINT32_MAX) room = UINT32_MAX; /* zlib counts in unsigned */
    size_t n = 0;
    while (n == 0) {
        if (u->begin == u->end && !u->file_end && !refill(u, err)) return false;
        bool starved = u->begin == u->end; /* the codec may still hold output back */
        if (!step(u, out, room, &n, err)) return false;
        if (n == 0 && starved && u->begin == u->end) {
            if (u->frame_open) return damaged(u, "is cut off", err);
            break;
        }
    }
    u->produced += n;
    if (u->produced > FREE_OUTPUT && u->produced / u->max_expansion > u->read)
        return err_set(err, ERR_LIMIT, "decompress it yourself first if you trust it",
                       "%s: %llu bytes have grown to more than %llu: this looks like a decompression bomb", u->path,
                       (unsigned long long)u->read, (unsigned long long)u->produced);
    *got = n;
    return true;
}

const char *unpack_kind(const Unpack *u) {
    static const char *const NAMES[] = {"none", "gzip", "zstd"};
    return NAMES[u->kind];
}

uint64_t unpack_bytes_read(const Unpack *u) {
    return u->read - (u->end - u->begin);
}
uint64_t unpack_bytes_total(const Unpack *u) {
    return u->total;
}
