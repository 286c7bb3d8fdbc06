/* rejects.h - the file that rows go to that could not be read: line, row number, reason, the row's beginning. Personal
 * data is cut here as well: the line number leads to the original. */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "signals/reader.h"

typedef struct Rejects {
    const char *path;
    int fd;        /* -1 until the first reject */
    Buf pending;   /* not written yet */
    Arena *arena;  /* for one reject */
    int64_t bytes; /* length of the file that is safe on disk */
} Rejects;

Rejects rejects_new(const char *path, int64_t bytes_known);
void rejects_close(Rejects *r);

void rejects_add(Rejects *r, const Reject *reject);
/* Writes what is pending, on disk before it returns. What an earlier run wrote beyond `bytes_known` is cut off: its
 * rows come again. Call before the commit that counts these rows. */
bool rejects_flush(Rejects *r, Err *err);
