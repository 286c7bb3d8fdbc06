/* Any bytes as a codebook. The checksum is made to fit, so that the fuzzer reaches the checks behind it; what
 * loads must be fit for coding. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "themes/codebook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *a = arena_new();
    char *bytes = malloc(size + 1);
    uint64_t sum;
    memcpy(bytes, data, size);
    if (size >= sizeof sum) {
        sum = hash64((Str){bytes, size - sizeof sum});
        memcpy(bytes + size - sizeof sum, &sum, sizeof sum);
    }
    Codebook *c = codebook_load(a, (Str){bytes, size}, NULL);
    if (c) {
        Coder *coder = coder_new(c);
        ThemeTerm terms[4];
        coder_code(coder, STR("My replacement card has not arrived by mail"));
        coder_explain(coder, a, STR("My replacement card"), 0, terms, 4);
        coder_free(coder);
    }
    free(bytes);
    arena_free(a);
    return 0;
}
