/* lineage_reply.h - what became of themes, as JSON. */
#pragma once
#include "app/op.h"
#include "store/lineage_store.h"

extern const Field SHAPE_OF_LINEAGE[];

/* Themes by the name they had last, also those that are no more. */
typedef struct Ever {
    ThemeEver *rows;
    size_t n;
} Ever;
bool ever_read(Call *call, Ever *out, Err *err);
Str ever_name(const Ever *ever, int64_t theme_id);
/* {id, name}, or null for 0. New reference. */
json_t *ever_link(const Ever *ever, int64_t theme_id);

/* Sums over the flows of a codebook; -1 counts any theme. */
int64_t flow_sum(const FlowRow *rows, size_t n, int64_t before_id, int64_t after_id);

/* Fits SHAPE_OF_LINEAGE; `flows` are those of the row's codebook. New reference. */
json_t *lineage_json(Arena *a, const Ever *ever, const LineageRow *row, const FlowRow *flows, size_t n);

/* Puts "lineage": what happened to the theme in each codebook, newest first. */
bool theme_lineage_put(Call *call, int64_t theme_id, json_t *reply, Err *err);

/* For a theme that the current codebook does not have: an error that says what became of it. Returns false. */
bool theme_is_gone(Call *call, int64_t theme_id, Err *err);
