/* fuzz_redact.c - any bytes: redaction ends, stays inside the text, and twice is once. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "signals/redact.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *a = arena_new();
    Str text = utf8_clean(a, (Str){(const char *)data, size}, NULL);
    Redactions cuts = redact_find(a, text);
    for (size_t i = 0; i < cuts.n; i++)
        if (cuts.at[i].begin >= cuts.at[i].end || cuts.at[i].end > text.n ||
            (i && cuts.at[i].begin < cuts.at[i - 1].end))
            abort();
    Str once = redact_text(a, text);
    if (!utf8_valid(once) || !str_eq(once, redact_text(a, once))) abort();
    redact_marks(a, once);
    arena_free(a);
    return 0;
}
