/* fuzz_safe.c - any bytes: nothing that drives a terminal comes out, and a CSV field stays one field. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "text/safe.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_terminal(Str out) {
    if (!utf8_valid(out)) abort();
    int32_t c;
    for (size_t at = 0; at < out.n;) {
        at += utf8_next(out, at, &c);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E)) abort();
    }
}

/* Outside quotes there is no comma, quote or new line. */
static void check_field(Str out) {
    bool quoted = false;
    for (size_t i = 0; i < out.n; i++) {
        if (out.p[i] == '"') quoted = !quoted;
        else if (!quoted && (out.p[i] == ',' || out.p[i] == '\n' || out.p[i] == '\r')) abort();
    }
    if (quoted) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Buf out = buf_new(8 * size + 64);
    safe_terminal(&out, (Str){(const char *)data, size}, true);
    check_terminal(buf_str(&out));
    buf_clear(&out);
    safe_csv_field(&out, (Str){(const char *)data, size});
    check_field(buf_str(&out));
    if (out.overflowed) abort();
    buf_free(&out);
    return 0;
}
