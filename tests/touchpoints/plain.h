/* plain.h - plans that are plain assignment problems: one seat a person, one window, nothing but relevance. */
#pragma once
#include "base/rng.h"
#include "touchpoints/plan.h"

/* `value` gets people * sessions: what each pair is worth, a session with several seats being one column. All positive.
 */
PlanInput plain_case(Arena *a, uint64_t seed, int32_t **value);
