/* edits.h - what the operations on people's edits share. */
#pragma once
#include "app/op.h"
#include "discovery.h"
#include "shapes.h"
#include "store/edit_store.h"
#include "store/theme_store.h"
#include "theme_reply.h" /* THEME_PARAM */

extern const Field SHAPE_OF_EDIT[];
extern const Field SHAPE_OF_EDITED[]; /* reply of an operation that edits */
extern const Column EDIT_COLUMNS[];   /* of its facts on a terminal */
/* A new reference; fits SHAPE_OF_EDIT. */
json_t *edit_json(Arena *a, const EditRow *e);

/* How many the next version will heed for the first time, or drop. */
int64_t edits_waiting(const EditRow *rows, size_t n);

/* The name as it will be kept: trimmed, one line. ERR_INPUT when nothing is left, ERR_CONFLICT when another theme of
 * this codebook has it (in any case). `theme_id`: the one that may have it; 0: none. */
bool edit_name(Call *call, int64_t codebook_id, int64_t theme_id, Str given, Str *name, Err *err);

/* What the edits in force make of label, pinned and hidden. */
bool look_refresh(Call *call, int64_t codebook_id, int64_t theme_id, Err *err);

/* Puts "edit", "theme", "result", "waiting" and "done"; makes the new version now unless the caller said --later. */
bool edit_finish(Call *call, int64_t edit_id, bool structural, Err *err);

/* The codebook that serves and the theme in it. */
bool edit_theme(Call *call, int64_t theme_id, CodebookRow *codebook, ThemeRow *theme, Err *err);
EditRow edit_new(const Call *call, const char *kind, int64_t theme_id); /* by whom the call says, now */

enum { EDIT_NAME_BYTES = 200 };

#define BY_PARAM                                                                                                       \
    { .name = "by", .type = PARAM_STR, .max = 200, .fallback = "", .help = "who says so" }
#define LATER_PARAM                                                                                                    \
    {                                                                                                                  \
        .name = "later", .type = PARAM_BOOL, .fallback = "false",                                                      \
        .help = "only note it; \"edits apply\" heeds all noted ones at once"                                           \
    }
