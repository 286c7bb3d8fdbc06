/* news.h - whether there is something to see besides the themes: one look, for the list of themes. */
#pragma once
#include "app/op.h"
#include "store/theme_store.h"

extern const Field SHAPE_OF_NEWS[];

/* New reference. */
bool news_json(Call *call, const CodebookRow *codebook, json_t **out, Err *err);
