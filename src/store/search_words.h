/* search_words.h - what people type into a search box, as a query that both engines read. Private. */
#pragma once
#include "base/arena.h"

/* Each word and each "quoted phrase" comes out in double quotes, separated by spaces: FTS5 and
 * websearch_to_tsquery both read that as "all of them", and nothing inside quotes is an operator, so that
 * no text is a syntax error. At most 32 words of 200 bytes count. Empty when nothing was typed. */
Str search_words(Arena *a, Str typed);
