/* coding.h - the current codebook in memory, kept by the App until a newer one serves. */
#pragma once
#include "app_private.h"
#include "theme_map.h"

/* ERR_NOT_FOUND when nothing was discovered yet. Owned by the App; valid until the next coding_load. Names of slots
 * are those of the codebook's bytes: what people see is in the store (themes_names). */
const ThemeMap *coding_load(App *app, Arena *scratch, Err *err);

/* The same with what codes one text after another; kept with it, so that a signal that comes finds its words known. */
typedef struct Arriving {
    int64_t codebook_id;
    const ThemeMap *map;
    Coder *coder;
    Placer *placer;
} Arriving;
bool coding_arriving(App *app, Arena *scratch, Arriving *out, Err *err);
