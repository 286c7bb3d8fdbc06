/* codebook.c - a codebook's facts and its look-up table. */
#include "codebook_data.h"
#include "dense_block.h"
#include "lanes.h"

size_t codebook_themes(const Codebook *c) {
    return c->themes;
}

ThemeInfo codebook_theme(const Codebook *c, int32_t theme) {
    return theme >= 0 && (uint32_t)theme < c->themes ? c->info[theme] : (ThemeInfo){0};
}

uint32_t codebook_dense(const Codebook *c, Str *model) {
    if (c->dense) *model = c->dense->model;
    return c->dense ? c->dense->dim : 0;
}

static void build_slots(Arena *a, Codebook *c) {
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

static void build_skips(Arena *a, Codebook *c) {
    uint32_t n = 0, bits = 64;
    for (uint32_t f = 0; f < c->features; f++) n += feature_block(c->keys[f]) == BLOCK_SKIP;
    while (bits < n * 8) bits *= 2;
    c->skips = ARENA_ARRAY(a, uint64_t, bits / 64);
    c->skips_mask = bits - 1;
    for (uint32_t f = 0; f < c->features; f++) {
        uint32_t at = (uint32_t)(c->keys[f] >> 20) & c->skips_mask;
        if (feature_block(c->keys[f]) == BLOCK_SKIP) c->skips[at / 64] |= (uint64_t)1 << at % 64;
    }
}

/* A feature that most themes know is added up faster as a full row than as a list. */
static bool is_common(const Codebook *c, uint32_t f) {
    return c->begin[f + 1] - c->begin[f] > c->themes / 12;
}

static void build_rows(Arena *a, Codebook *c) {
    size_t rows = 0;
    c->stride = lanes_stride(c->themes);
    c->row = ARENA_ARRAY(a, uint32_t, c->features);
    for (uint32_t f = 0; f < c->features; f++) c->row[f] = is_common(c, f) ? (uint32_t)rows++ : UINT32_MAX;
    c->rows = ARENA_ARRAY(a, float, rows * c->stride);
    for (uint32_t f = 0; f < c->features; f++)
        for (uint32_t p = c->begin[f]; c->row[f] != UINT32_MAX && p < c->begin[f + 1]; p++)
            c->rows[(size_t)c->row[f] * c->stride + c->theme[p]] = c->weight[p];
}

void codebook_index_profiles(Arena *a, Codebook *c) {
    c->profile_of = arena_calloc(a, (size_t)c->themes * c->stride, sizeof *c->profile_of);
    for (uint32_t t = 0; t < c->themes; t++)
        for (uint32_t j = 0; j < c->themes; j++)
            c->profile_of[(size_t)j * c->stride + t] = c->profile[(size_t)t * c->themes + j];
}

void codebook_index(Arena *a, Codebook *c) {
    build_slots(a, c);
    build_skips(a, c);
    build_rows(a, c);
}
