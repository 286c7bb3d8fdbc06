/* fuzz_utf8.c - any bytes: cleaning gives valid text, cutting keeps it valid, folding ends. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *a = arena_new();
    Str raw = {(const char *)data, size};
    Str clean = utf8_clean(a, raw, NULL);
    if (!utf8_valid(clean) || utf8_clean(a, clean, NULL).p != clean.p) abort();
    if (!utf8_valid(utf8_fold(a, raw))) abort();
    utf8_width(raw);
    Str cut = utf8_cut(clean, size / 2);
    if (cut.n > size / 2 || !utf8_valid(cut)) abort();
    arena_free(a);
    return 0;
}
