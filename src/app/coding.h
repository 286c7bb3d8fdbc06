/* coding.h - the current codebook in memory, kept by the App until a newer one serves. */
#pragma once
#include "app_private.h"
#include "themes/codebook.h"

/* Position in the codebook to the theme's id and name; valid as long as the codebook. */
typedef struct CodingNames {
    int64_t codebook_id;
    const int64_t *ids;
    const Str *names;
    size_t n;
} CodingNames;

/* ERR_NOT_FOUND when nothing was discovered yet. Owned by the App; valid until the next coding_load. */
Codebook *coding_load(App *app, Arena *scratch, CodingNames *names, Err *err);
