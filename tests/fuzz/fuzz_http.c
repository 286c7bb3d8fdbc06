/* fuzz_http.c - the guard must judge a byte stream alike however it is cut; targets must decode or be refused. */
#include <stdlib.h>

#include "guard.h"
#include "request.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int judged(Str bytes, size_t step) {
    Guard g = guard_new();
    bool ok = true;
    for (size_t at = 0; ok && at < bytes.n; at += step) ok = guard_feed(&g, str_slice(bytes, at, at + step));
    int status = ok ? 0 : g.status;
    guard_free(&g);
    return status;
}

static void check_target(Str target) {
    Arena *a = arena_new();
    Request r = {.target = target};
    Err err = {0};
    if (request_parse(&r, a, &err)) {
        for (size_t i = 0; i < r.args_n; i++)
            if (!utf8_valid(r.args[i].name) || !utf8_valid(r.args[i].value)) abort();
        request_url(&r, a, STR("/api/v1"), "cursor", "cursor", STR("next"));
    } else if (!err.code) abort();
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Str bytes = {(const char *)data, size};
    if (judged(bytes, 1) != judged(bytes, size + 1)) abort();
    check_target(bytes);
    return 0;
}
