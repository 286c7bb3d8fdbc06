/* show.h - JSON values as people read them: the filters of the templates.
 *
 * {{ path | number }} calls show_number. A missing value or one of another type shows as nothing (numbers and
 * dates: as an en dash), never as an error: the shape of replies is checked elsewhere (op_check_reply). */
#pragma once
#include <jansson.h>

#include "base/arena.h"

Str show_plain(Arena *a, const json_t *v);     /* strings and numbers as they are */
Str show_number(Arena *a, const json_t *v);    /* 12345 -> "12,345" */
Str show_percent(Arena *a, const json_t *v);   /* 0.082 -> "8.2 %"; from 10 % on without decimals */
Str show_whole(Arena *a, const json_t *v);     /* 78.2 -> "78" */
Str show_tenth(Arena *a, const json_t *v);     /* 9.54 -> "9.5" */
Str show_hundredth(Arena *a, const json_t *v); /* 0.415 -> "0.42" */
Str show_day(Arena *a, const json_t *v);       /* RFC 3339 -> "2026-11-20", for <input type="date"> */
Str show_short(Arena *a, const json_t *v);     /* the first 12 characters of a hash */
Str show_words(Arena *a, const json_t *v);     /* "no_data-yet" -> "no data-yet" */
Str show_odds(Arena *a, const json_t *v);      /* 0.00029 -> "one in 3,400" */
/* 1, "copy|copies" -> "1 copy"; 1200, "signal" -> "1,200 signals" */
Str show_count(Arena *a, const json_t *v, const char *one_many);
Str show_json(Arena *a, const json_t *v); /* compact JSON */
Str show_index(Arena *a, size_t i);       /* loop.index: counts from 1 */

bool show_truth(const json_t *v); /* false: null, false, 0, "", [] and {} */
bool show_is(const json_t *v, const char *text);
