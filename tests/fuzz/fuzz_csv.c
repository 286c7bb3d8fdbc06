/* fuzz_csv.c - any bytes as a delimited file. */
#include "read_bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_read(data, size, FORMAT_DELIMITED);
    return 0;
}
