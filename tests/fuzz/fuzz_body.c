/* fuzz_body.c - bodies, as JSON and as forms: refused with words, or taken apart into valid UTF-8 without NUL. */
#include <stdlib.h>
#include <string.h>

#include "site.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const Param PARAMS[] = {
    {.name = "name", .type = PARAM_STR}, {.name = "themes", .type = PARAM_LIST}, {.name = NULL}};
static const Op OP = {.id = "fuzz", .params = PARAMS};

static void check(Str body, Str type) {
    Arena *a = arena_new();
    Request r = {.content_type = type, .body = body, .has_length = true};
    const RawArg *args = NULL;
    size_t n = 0;
    int status = 0;
    Err err = {0};
    if (!body_read(&r, &OP, a, &args, &n, &status, &err)) {
        if (!err.code || !err.message[0] || status < 400) abort();
    } else
        for (size_t i = 0; i < n; i++)
            if (!utf8_valid(args[i].name) || !utf8_valid(args[i].value) ||
                (args[i].value.n && memchr(args[i].value.p, 0, args[i].value.n)))
                abort();
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Str body = {(const char *)data, size};
    check(body, STR("application/json"));
    check(body, STR("application/x-www-form-urlencoded"));
    check(STR("{}"), body);
    return 0;
}
