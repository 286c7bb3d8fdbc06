/* fuzz_po.c - any bytes as a translation: refused with its line, or taken without one byte of markup of its own. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "texts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_said(const Message *m, const Said *said) {
    int slots = 0;
    for (size_t i = 0; i < said->n; i++) {
        const Piece *p = &said->pieces[i];
        if (p->slot >= m->slots_n) abort();
        slots += p->slot >= 0;
        for (size_t k = 0; p->slot < 0 && k < p->html.n; k++)
            if (strchr("<>\"'", p->html.p[k])) abort();
    }
    if (slots != m->slots_n) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *a = arena_new();
    Texts texts;
    Err err = {0};
    Str po = {(const char *)data, size};
    for (uint64_t n = 0; n < 3; n++) {
        int form = plural_form(po, n);
        if (form < -1 || form >= PLURALS_MAX) abort();
    }
    if (texts_read(a, po, "fuzz.po", &texts, &err)) {
        for (size_t i = 0; i < MESSAGES_N; i++)
            if (texts.said[i]) check_said(&MESSAGES[i], texts.said[i]);
    } else if (!err.code) {
        abort();
    }
    arena_free(a);
    return 0;
}
