/* read_bytes.h - any bytes as a file, through reader and mapping: rows are numbered without a gap, all text is valid.
 */
#pragma once
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "signals/mapping.h"
#include "text/utf8.h"

enum { FUZZ_SAMPLE = 16 };

static inline void fuzz_must(bool holds) {
    if (!holds) abort();
}

static inline Row fuzz_copy(Arena *a, const Row *row) {
    Row copy = *row;
    copy.cells = ARENA_ARRAY(a, Cell, row->n);
    for (size_t i = 0; i < row->n; i++)
        copy.cells[i] = (Cell){arena_str(a, row->cells[i].name), arena_str(a, row->cells[i].value)};
    return copy;
}

static inline void fuzz_map(Arena *a, const Str *header, size_t header_n, const Row *sample, size_t n) {
    static const uint8_t KEY[32] = {1};
    Mapping m;
    Err err;
    if (!mapping_recognise(a, header, header_n, sample, n, &m, &err)) return;
    MapOptions o = {.customer_key = KEY, .now = 1800000000, .day_first = mapping_day_first(&m, sample, n)};
    for (size_t i = 0; i < n; i++) {
        Signal s;
        char reason[256];
        if (mapping_apply(a, &m, &sample[i], &o, &s, reason) != MAP_SIGNAL) continue;
        fuzz_must(utf8_valid(s.text) && utf8_valid(s.meta) && utf8_valid(s.external_id) && utf8_valid(s.url));
        signal_content_hash(&s);
    }
}

/* Small limits, so that short inputs reach them. */
static inline void fuzz_read(const uint8_t *data, size_t size, FileFormat format) {
    ReaderOptions options = {.format = format, .max_row_bytes = 4096, .max_cells = 64};
    int fd = memfd_create("fuzz", 0);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size) abort();
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    Arena *a = arena_new();
    Row sample[FUZZ_SAMPLE];
    size_t n = 0;
    uint64_t number = 0;
    Err err;
    Reader *r = reader_open(path, &options, &err);
    for (bool more = r; more;) {
        Row row;
        Reject bad;
        ReadResult got = reader_next(r, &row, &bad, &err);
        more = got == READ_ROW || got == READ_REJECT;
        if (more) fuzz_must((got == READ_ROW ? row.number : bad.number) == ++number);
        if (got == READ_REJECT) fuzz_must(bad.reason[0] && utf8_valid(bad.raw));
        if (got != READ_ROW) continue;
        for (size_t i = 0; i < row.n; i++) fuzz_must(utf8_valid(row.cells[i].name) && utf8_valid(row.cells[i].value));
        if (n < FUZZ_SAMPLE) sample[n++] = fuzz_copy(a, &row);
    }
    if (r) fuzz_map(a, reader_info(r)->header, reader_info(r)->header_n, sample, n);
    reader_close(r);
    close(fd);
    arena_free(a);
}
