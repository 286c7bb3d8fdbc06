/* unpack.h - the bytes of a file, gzip and zstd taken off. Private to signals. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

typedef struct Unpack Unpack;

/* `path` may be "-" (standard input). `max_expansion`: bytes out per byte in before it is called a bomb. */
Unpack *unpack_open(const char *path, uint64_t max_expansion, Err *err);
void unpack_close(Unpack *u); /* NULL is fine */

/* Up to `room` bytes into `out`; *got 0 is the end. False: nothing was written and *err says why; what
 * came before the damage has been delivered by earlier calls. */
bool unpack_read(Unpack *u, char *out, size_t room, size_t *got, Err *err);

const char *unpack_kind(const Unpack *u); /* "none", "gzip", "zstd" */
uint64_t unpack_bytes_read(const Unpack *u);
uint64_t unpack_bytes_total(const Unpack *u); /* 0: not a regular file */
