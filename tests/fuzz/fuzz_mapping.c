/* fuzz_mapping.c - any bytes as --map over a fixed header: a mapping of its columns, or an error that says why. */
#include <stdlib.h>

#include "signals/mapping.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const Str HEADER[] = {STR_INIT("Summary"), STR_INIT("a,b"), STR_INIT("c+d"), STR_INIT(""), STR_INIT("=")};
    Arena *a = arena_new();
    Mapping m;
    Err err = {0};
    if (mapping_parse(a, arena_str(a, (Str){(const char *)data, size}), HEADER, 5, &m, &err)) mapping_json(a, &m);
    else if (!err.message[0]) abort();
    arena_free(a);
    return 0;
}
