/* prose.h - sentences that the program wrote, as people read them: {{ advice | prose }}, {{ hint | hint }}.
 *
 * Replies are also read on terminals and by programs: they have commands in `backticks` and days as 2026-11-20. Pages
 * show the former as code and the latter as other days are shown (when.h); a hint keeps its days, since it says what to
 * type. Nothing else in the text means anything. */
#pragma once
#include <jansson.h>

#include "base/arena.h"
#include "base/buf.h"

Str show_prose(Arena *a, const json_t *page, const json_t *v); /* where no element may stand: without backticks */
Str show_hint(Arena *a, const json_t *page, const json_t *v);
void html_prose(Buf *out, Arena *a, const json_t *page, const json_t *v);
void html_hint(Buf *out, Arena *a, const json_t *page, const json_t *v);
