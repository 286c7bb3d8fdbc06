/* brief_parts.h - what the files that read and write briefs share. Private to problems. */
#pragma once
#include "problems/brief.h"

/* brief_front.c: the YAML between the two "---" lines. `text` begins with the first of them, so that lines are those of
 * the file. */
bool brief_front_read(Arena *a, Str file, Str text, Brief *out, Err *err);

/* An error of a brief: "file, line 12: ...". */
bool brief_fail(Err *err, Str file, size_t line, const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
