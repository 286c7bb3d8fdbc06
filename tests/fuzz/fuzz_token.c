/* Any bytes as text: words must lie in order within the text, stems and languages must come out. */
#include <stdlib.h>

#include "text/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *a = arena_new();
    Tokenizer *t = tokenizer_new();
    Tokens tokens = tokenize(t, a, (Str){(const char *)data, size}, (Lang){0});
    uint32_t last = 0;
    for (size_t i = 0; i < tokens.n; i++) {
        if (tokens.at[i].begin < last || tokens.at[i].end <= tokens.at[i].begin || tokens.at[i].end > size) abort();
        last = tokens.at[i].end;
        word_is_stop(tokens.at[i].word, (Lang){"en"});
    }
    tokenizer_free(t);
    arena_free(a);
    return 0;
}
