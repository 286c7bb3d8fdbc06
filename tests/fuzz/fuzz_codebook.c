/* Any bytes as a codebook. The checksum is made to fit, so that the fuzzer reaches the checks behind it; what
 * loads must be fit for coding. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "themes/extend.h"
#include "themes/levels.h"

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
        for (int32_t k = 0; k < (int32_t)codebook_themes(c); k++) {
            coder_facet(coder, k);
            codebook_facet(c, k, 1);
            codebook_area(c, codebook_theme_area(c, k));
        }
        coder_explain(coder, a, STR("My replacement card"), 0, terms, 4);
        coder_free(coder);
        const Str example = STR("The parcel locker stays shut");
        codebook_extend(a, c, &(ThemeGroup){&example, 1, {"", 0}, false}, 1, NULL, NULL);
    }
    free(bytes);
    arena_free(a);
    return 0;
}
