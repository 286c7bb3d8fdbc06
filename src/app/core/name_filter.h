/* name_filter.h - the parameter `q` of a list: only rows whose name has it in it, as it is written but for case.
 *
 *     Str q = name_filter(call);
 *     ... if (!utf8_holds(call->arena, row->title, q)) continue;
 *
 * A list that takes it picks its rows before it works out their figures, so that the search over everything pays only
 * for what it shows. */
#pragma once
#include "app/op.h"
#include "text/utf8.h"

#define NAME_PARAM(whose)                                                                                              \
    { .name = "q", .type = PARAM_STR, .max = 200, .fallback = "", .help = "only those with this in their " whose }

/* The words, folded; empty: all rows. */
static inline Str name_filter(const Call *call) {
    return utf8_fold(call->arena, str_trim(call_arg(call, "q")->s));
}
