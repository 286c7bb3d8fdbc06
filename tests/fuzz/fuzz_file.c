/* fuzz_file.c - any bytes as a file of unknown kind, compressed ones too. */
#include "read_bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_read(data, size, FORMAT_AUTO);
    return 0;
}
