/* fuzz_multipart.c - parts lie inside the body, one after the other, and a body that is refused says why. The first
 * line is the Content-Type. */
#include <stdlib.h>

#include "multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool inside(Str part, Str whole) {
    return !part.n || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Str body = {(const char *)data, size}, type = str_cut(&body, '\n');
    Multipart m;
    Part part;
    Err err = {0};
    bool end = false, ok = multipart_begin(&m, type, body, &err);
    const char *last = body.p;
    while (ok && (ok = multipart_next(&m, &part, &end, &err)) && !end) {
        if (!part.name.n || !inside(part.name, body) || !inside(part.value, body) || !inside(part.file, body)) abort();
        if (part.value.p < last) abort(); /* it goes on, so it ends */
        last = part.value.p + part.value.n;
    }
    if (!ok && !err.message[0]) abort();
    return 0;
}
