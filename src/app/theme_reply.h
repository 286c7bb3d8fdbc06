/* theme_reply.h - themes as JSON, for the list and the page. */
#pragma once
#include "app/op.h"
#include "store/signal_store.h"
#include "store/theme_store.h"

typedef struct ThemeContext {
    const CodebookRow *codebook; /* NULL: nothing discovered yet */
    ThemeRow *themes;            /* by score, falling */
    size_t themes_n;
    SourceRow *sources;
    size_t sources_n;
    double heard;                /* voices of all themes and the unthemed: 100 % */
} ThemeContext;

bool theme_context(Call *call, ThemeContext *out, Err *err);

json_t *theme_stats(const ThemeRow *row); /* new reference; an empty object when damaged */

/* What list and page share. New reference, NULL on error. */
json_t *theme_reply(Call *call, const ThemeContext *context, const ThemeRow *row, json_t *stats, size_t rank, Err *err);
void theme_reply_short(json_t *theme, json_t *stats);
bool theme_reply_long(Call *call, const ThemeContext *context, json_t *theme, const ThemeRow *row, json_t *stats, Err *err);

/* Puts "quotes", each verified against its signal now. */
bool theme_quotes_put(Call *call, int64_t codebook_id, int64_t theme_id, json_t *reply, Err *err);
