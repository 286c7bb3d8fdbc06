/* tally.h - the derived counts of sources, channels, products and customers. Private to the store layer.
 *
 * A batch collects what it changed and writes each count once. */
#pragma once
#include "engine.h"

typedef struct TallyItem {
    const char *kind; /* "channel", "product", "customer" */
    Str value;
    int64_t delta;
} TallyItem;

typedef struct Tally {
    Arena *a;
    TallyItem *items;
    size_t n, room;
    int64_t signals, without_text;
} Tally;

Tally tally_new(Arena *a);
/* Counts a signal in (sign 1) or out (-1). The slices must live until tally_write. */
void tally_add(Tally *t, int sign, Str customer, Str channel, Str product, bool without_text);
bool tally_write(Db *db, Tally *t, int64_t source_id, Err *err);
