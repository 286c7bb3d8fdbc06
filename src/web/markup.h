/* markup.h - C functions that print markup for {% markup name(...) %}: charts, marked text, verdicts.
 *
 * Each prints literals and numbers, and any text through html.h. They take JSON as the reply has it and put up
 * with whatever they get: missing values, wrong types, absurd lengths. Same JSON, same bytes. */
#pragma once
#include <jansson.h>

#include "base/arena.h"
#include "base/buf.h"

/* chart_small.c: within a line of a table. */
void markup_spark(Buf *out, Arena *a, const json_t *weeks); /* [{"start","voices"}] as a line, last week dotted */
void markup_score(Buf *out, Arena *a, const json_t *parts); /* {"size","growth","severity","spread"}, 0..1 each */
void markup_share(Buf *out, Arena *a, const json_t *share); /* 0..1 as a bar */
/* Rows of a table: the words of `terms` ([{"text","weight"}]) with bars measured against the strongest of `why`. */
void markup_terms(Buf *out, Arena *a, const json_t *terms, const json_t *why);
void markup_change(Buf *out, Arena *a, const json_t *change); /* sign, words, interval */

/* chart_trend.c: voices a week over the whole history, with the two windows that the change compares. */
void markup_trend(Buf *out, Arena *a, const json_t *weeks, const json_t *change);

/* chart_multiple.c: weekly levels in their band, small, for several side by side:
 * [{"start","level","low","high","whole"}] */
void markup_multiple(Buf *out, Arena *a, const json_t *weeks);

/* chart_outcome.c: weekly rates with the release and what would have been without it,
 * [{"start","rate","expected","low", "high","after"}]; the effect among those of tests where nothing shipped,
 * {"ours","effects":[{"effect"}]} (log ratios). */
void markup_counterfactual(Buf *out, Arena *a, const json_t *weeks);
void markup_placebos(Buf *out, Arena *a, const json_t *placebos);

/* marks.c: a signal's text with what was cut from it shown as such; marks are [{"begin","end","kind","label"}]. */
void markup_marked(Buf *out, Arena *a, const json_t *text, const json_t *marks);

/* when.c: when a session is, on the reader's clock: "Wed 1 Jul 2026, 10:00 - 11:30 CEST"; `page` has the zone. */
void markup_span(Buf *out, Arena *a, const json_t *page, const json_t *from, const json_t *to);
