/* codebook.c - a codebook's facts and its look-up table. */
#include <stdlib.h>
#include <string.h>

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

typedef struct Common {
    float idf;
    uint32_t feature;
} Common;

static int by_commonness(const void *x, const void *y) {
    const Common *a = x, *b = y;
    if (a->idf != b->idf) return a->idf < b->idf ? -1 : 1;
    return (a->feature > b->feature) - (a->feature < b->feature);
}

static void order_features(Arena *a, Codebook *c) {
    Common *order = mem_alloc((c->features + 1) * sizeof *order);
    c->feature_at = ARENA_ARRAY(a, uint32_t, c->features + 1);
    c->place_of = ARENA_ARRAY(a, uint32_t, c->features + 1);
    for (uint32_t f = 0; f < c->features; f++) order[f] = (Common){c->idf[f], f};
    qsort(order, c->features, sizeof *order, by_commonness);
    for (uint32_t p = 0; p < c->features; p++) c->feature_at[p] = order[p].feature, c->place_of[order[p].feature] = p;
    free(order);
}

static void build_slots(Arena *a, Codebook *c) {
    uint32_t slots = 16;
    while (slots < c->features * 2) slots *= 2;
    c->slots = ARENA_ARRAY(a, Slot, slots);
    c->slot_mask = slots - 1;
    for (uint32_t p = 0; p < c->features; p++) {
        uint64_t key = c->keys[c->feature_at[p]];
        uint32_t at = (uint32_t)(key >> 20) & c->slot_mask;
        while (c->slots[at].place) at = (at + 1) & c->slot_mask;
        c->slots[at] = (Slot){key, p + 1};
    }
}

/* A feature that many themes know is added up faster as a full row than as a list. */
static bool is_common(const Codebook *c, uint32_t f) {
    return c->begin[f + 1] - c->begin[f] > packed_stride(c->themes) / 8;
}

static Place place_of(const Codebook *c, uint32_t f, size_t *rows, size_t *listed) {
    uint32_t n = is_common(c, f) ? 0 : c->begin[f + 1] - c->begin[f];
    Place place = {(uint32_t)(n ? *listed : *rows), (uint16_t)n, (uint16_t)feature_block(c->keys[f]), 0, c->idf[f]};
    *rows += !n, *listed += n;
    return place;
}

static void build_places(Arena *a, Codebook *c) {
    size_t rows = 0, listed = 0, stride = packed_stride(c->themes);
    c->stride = lanes_stride(c->themes);
    c->place = ARENA_ARRAY(a, Place, c->features + 1);
    for (uint32_t p = 0; p < c->features; p++) c->place[p] = place_of(c, c->feature_at[p], &rows, &listed);
    c->spoken = ARENA_ARRAY(a, Spoken, listed + 1);
    c->rows = arena_lines(a, rows * stride * sizeof *c->rows);
    float *row = mem_alloc((stride + 1) * sizeof *row);
    for (uint32_t p = 0; p < c->features; p++) {
        Place *place = &c->place[p];
        uint32_t f = c->feature_at[p];
        memset(row, 0, stride * sizeof *row);
        for (uint32_t i = c->begin[f]; i < c->begin[f + 1]; i++) {
            row[c->theme[i]] = c->weight[i];
            if (place->n) c->spoken[place->at + i - c->begin[f]] = (Spoken){c->theme[i], c->weight[i]};
        }
        if (!place->n) place->scale = row_pack(row, (uint32_t)stride, c->rows + place->at * stride);
    }
    free(row);
}

void codebook_index_profiles(Arena *a, Codebook *c) {
    c->profile_of = arena_calloc(a, (size_t)c->themes * c->stride, sizeof *c->profile_of);
    for (uint32_t t = 0; t < c->themes; t++)
        for (uint32_t j = 0; j < c->themes; j++)
            c->profile_of[(size_t)j * c->stride + t] = c->profile[(size_t)t * c->themes + j];
}

void codebook_index(Arena *a, Codebook *c) {
    order_features(a, c);
    build_slots(a, c);
    build_places(a, c);
}
