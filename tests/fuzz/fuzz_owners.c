/* Any bytes as a CODEOWNERS file, in each dialect; its own lines serve as paths. */
#include <stdlib.h>

#include "problems/codeowners.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Str text = {(const char *)data, size};
    for (int dialect = OWNERS_AUTO; dialect <= OWNERS_GITLAB; dialect++) {
        Arena *a = arena_new();
        Codeowners *c = codeowners_parse(a, text, (OwnersDialect)dialect, NULL);
        size_t paths = 0;
        for (Str rest = text; c && rest.p && paths < 16; paths++) {
            const OwnersRule *hits[4];
            size_t n = codeowners_find(c, str_cut(&rest, '\n'), hits, 4);
            for (size_t i = 0; i < n; i++)
                if (hits[i]->exclude || hits[i]->line < 1 || hits[i]->section >= c->sections_n) abort();
        }
        for (size_t i = 0; c && i < c->rules_n; i++) {
            Str folder;
            if (codeowners_rule_folder(&c->rules[i], &folder) && folder.n > c->rules[i].pattern.n) abort();
        }
        arena_free(a);
    }
    return 0;
}
