/* shapes.h - shapes that several replies share. */
#pragma once
#include "app/op.h"

extern const Field SHAPE_OF_FREE[];        /* objects of any form */
extern const Field SHAPE_OF_LINK[];        /* {id, name} */
extern const Field SHAPE_OF_SIGNAL_LINK[]; /* {id} */
extern const Field SHAPE_OF_CODEBOOK[];    /* facts of the current codebook */
extern const Field SHAPE_OF_VALUES[];      /* [{value, signals, share}] */
extern const Field SHAPE_OF_IMPORT[];      /* one run over one file */

struct CodebookRow;
struct ImportRow;
struct ThemeRow;
json_t *codebook_json(Arena *a, const struct CodebookRow *row);
/* [{id, name}] by name, but the theme `without` (0: all), so that a person finds one in a choice. New reference. */
json_t *themes_links(Arena *a, const struct ThemeRow *rows, size_t n, int64_t without);
json_t *import_json(Arena *a, const struct ImportRow *row);
