/* fuzz_json.c - any bytes as JSON lines, and as a JSON document. */
#include "read_bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_read(data, size, FORMAT_JSON_LINES);
    fuzz_read(data, size, FORMAT_JSON_ARRAY);
    return 0;
}
