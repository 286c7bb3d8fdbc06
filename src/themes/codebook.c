/* codebook.c - a codebook's facts and its look-up table. */
#include "codebook_data.h"

size_t codebook_themes(const Codebook *c) {
    return c->themes;
}

ThemeInfo codebook_theme(const Codebook *c, int32_t theme) {
    return theme >= 0 && (uint32_t)theme < c->themes ? c->info[theme] : (ThemeInfo){0};
}

void codebook_index(Arena *a, Codebook *c) {
    uint32_t slots = 16;
    while (slots < c->features * 2) slots *= 2;
    c->slots = ARENA_ARRAY(a, uint32_t, slots);
    c->slot_mask = slots - 1;
    for (uint32_t f = 0; f < c->features; f++) {
        uint32_t at = (uint32_t)(c->keys[f] >> 20) & c->slot_mask;
        while (c->slots[at]) at = (at + 1) & c->slot_mask;
        c->slots[at] = f + 1;
    }
}
