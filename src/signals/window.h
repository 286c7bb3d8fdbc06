/* window.h - the part of a text that is in memory: a buffer that slides over the decoded file. Private to signals.
 *
 * A parser looks at window_text, takes what it understands with window_take, and calls window_more when a row
 * is not all there. The buffer grows only while one row does not fit, up to a cap. */
#pragma once
#include "decode.h"

typedef struct Window {
    Decoder *in;
    char *p; /* writable, so that quotes can be taken out in place */
    size_t begin, end, size, cap;
    uint64_t line; /* of the first byte of the text, from 1 */
    bool at_end;   /* the text runs to the end of the file, or to where it is damaged */
    bool failed;   /* damaged: `failure` says how */
    Err failure;
} Window;

Window window_open(Decoder *in, size_t cap); /* takes over `in` */
void window_close(Window *w);

Str window_text(const Window *w); /* until the next window_more */
void window_take(Window *w, size_t n, uint64_t lines);

/* Makes the text longer. False when it can't: at the end, or at the cap. */
bool window_more(Window *w);
