/* problem_life.h - steps of a problem's life, for the operations that take them. */
#pragma once
#include "app/op.h"
#include "store/problem_store.h"

/* From row->state to another one, with a row in the audit log, inside the caller's transaction. Opening again takes the
 * seal off. ERR_CONFLICT when the step is not allowed. */
bool problem_move(Call *call, const ProblemRow *row, ProblemState to, int64_t merged_into, const char *action, Str why,
                  Err *err);
