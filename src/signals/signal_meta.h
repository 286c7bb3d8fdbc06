/* signal_meta.h - the columns that are no field, as a JSON object. Private to signals. */
#pragma once
#include "signals/mapping.h"

/* Leaves out the cells whose `mapped` is set and those without a value. */
Str signal_meta(Arena *a, const Row *row, const bool *mapped, const uint8_t *customer_key);
