/* read_text.h - a file made of a string, and all that the reader says about it as one string. */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/buf.h"
#include "signals/reader.h"

/* A file in memory with these bytes; its path lives in the arena, the descriptor is *fd. */
static inline const char *memory_file(Arena *a, Str bytes, int *fd) {
    *fd = memfd_create("test", 0);
    assert_true(*fd >= 0);
    for (size_t at = 0; at < bytes.n;) {
        ssize_t n = write(*fd, bytes.p + at, bytes.n - at);
        assert_true(n > 0);
        at += (size_t)n;
    }
    return arena_printf(a, "/proc/self/fd/%d", *fd).p;
}

/* Rows as "2: a=1|b=2", rejects as "3! reason", a failure as "FAIL message", one on each line. Checks that
 * rows are numbered without a gap. */
static inline Str read_rows(Arena *a, Reader *r) {
    Buf out = buf_new(1 << 20);
    Err err = {0};
    uint64_t number = 0;
    for (bool more = true; more;) {
        Row row;
        Reject bad;
        switch (reader_next(r, &row, &bad, &err)) {
        case READ_ROW:
            assert_int_equal(row.number, ++number);
            buf_printf(&out, "%d:", (int)row.line);
            for (size_t i = 0; i < row.n; i++)
                buf_printf(&out, "%c%.*s=%.*s", i ? '|' : ' ', STR_ARG(row.cells[i].name), STR_ARG(row.cells[i].value));
            buf_add_char(&out, '\n');
            break;
        case READ_REJECT:
            assert_int_equal(bad.number, ++number);
            assert_true(bad.raw.n <= 2048);
            buf_printf(&out, "%d! %s\n", (int)bad.line, bad.reason);
            break;
        case READ_END:
            more = false;
            break;
        case READ_FAIL:
            assert_true(err.code != ERR_NONE);
            buf_printf(&out, "FAIL %s\n", strchr(err.message, ' ') + 1); /* without the path */
            more = false;
        }
    }
    Str text = arena_str(a, buf_str(&out));
    buf_free(&out);
    return text;
}

static inline Str read_text_with(Arena *a, Str bytes, const ReaderOptions *options) {
    int fd;
    Err err = {0};
    Reader *r = reader_open(memory_file(a, bytes, &fd), options, &err);
    Str text = r ? read_rows(a, r) : arena_printf(a, "OPEN %s\n", strchr(err.message, ' ') + 1);
    reader_close(r);
    close(fd);
    return text;
}

static inline Str read_text(Arena *a, Str bytes) {
    return read_text_with(a, bytes, NULL);
}

static inline void expect_text(Str got, const char *expected) {
    if (!str_eq(got, str_from_c(expected))) fail_msg("gave\n%.*s\nexpected\n%s", STR_ARG(got), expected);
}

/* Each case on a fresh arena. */
static inline void expect_rows(Str bytes, const char *expected) {
    Arena *a = arena_new();
    expect_text(read_text(a, bytes), expected);
    arena_free(a);
}
