/* signal_filter.h - a SignalFilter as SQL. Private to the store layer. */
#pragma once
#include "sql_text.h"
#include "store/signal_store.h"

/* What the walk over the signals already takes care of, so that no condition is added for it. */
typedef enum FilterPart {
    PART_THEME = 1,
    PART_SEARCH = 2,
    PART_TIME = 4,
    BY_MATCH = 8 /* the matches of words are walked */
} FilterPart;

bool filter_has_theme(const SignalFilter *f); /* a theme, or unthemed */
int64_t filter_theme(const SignalFilter *f);  /* 0 for unthemed */

/* Do few signals pass one of its parts, so that testing each of these against words costs less than walking the matches
 * of the words? One test costs some seven times as much as one step of that walk. */
bool filter_is_small(Db *db, const SignalFilter *f, bool *small, Err *err);
Str told_by_name(ToldBy told_by); /* as the column has it */

/* Adds "AND ..." for each part of the filter but those `done`. `words` comes from search_words(). */
void filter_add(SqlText *q, const SignalFilter *f, Str words, unsigned done);
