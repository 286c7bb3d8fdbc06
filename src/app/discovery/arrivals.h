/* arrivals.h - signals that come one by one get their themes when they come.
 *
 * By the codebook that serves, by the same rule as all of history, but without the vectors of an embedding endpoint: a
 * signal does not wait for a network. Counts, quotes and what a page says of a theme follow with the next coding pass
 * (themes_due). */
#pragma once
#include "app_private.h"

/* Into the open transaction that stored them: `external` are the ids at their source. Empty texts get no theme. Without
 * a codebook nothing happens. */
bool arrivals_code(App *app, int64_t source_id, const Str *external, const Str *texts, size_t n, Err *err);
