/* came_of.h - what came of touchpoints: problems they started, and what became of the fixes that followed them. */
#pragma once
#include "app/op.h"

#define REFLECTION_STARTED "started by a reflection" /* note of a problem's first version */

/* Fits SHAPE_OF_CAME. `since`: of the counts of reflections; releases are judged whenever they were. New reference. */
bool came_of(Call *call, int64_t since, json_t **out, Err *err);
extern const Field SHAPE_OF_CAME[];
