/* nearest_reply.h - the neighbours of a signal, for the why of its theme. */
#pragma once
#include "shapes.h"
#include "store/signal_store.h"
#include "theme_map.h"
#include "theme_reply.h"

extern const Field SHAPE_OF_NEAR_THEMES[], SHAPE_OF_NEAR_SIGNALS[];

/* Puts "themes" (nearest by words) and "signals" (nearest of the newest ones of the same theme, or of the unthemed). */
bool nearest_put(Call *call, const ThemeMap *map, const ThemeContext *context, Coder *coder, const SignalRow *row,
                 json_t *why, Err *err);
