/* provable.h - could the fall that a problem's measure expects be told from chance? */
#pragma once
#include "app/op.h"
#include "store/problem_store.h"

/* One sentence, by method B of the outcomes layer at today's volume; empty when there is no measure or no codebook. */
bool provable_says(Call *call, const ProblemRow *row, Str *says, Err *err);
