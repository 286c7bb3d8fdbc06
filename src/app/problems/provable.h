/* provable.h - could the fall that a problem's measure expects be told from chance, before the work starts? */
#pragma once
#include "app/op.h"
#include "problems/measure.h"
#include "store/problem_store.h"

/* {"says", "rows": by weeks after the release, for the measure and for others like it, "advice"}; fits
 * SHAPE_OF_PROVABILITY. By method B of the outcomes layer at today's volume, were it released at `at`. *out is a new
 * reference; null when there is no codebook or no theme. */
extern const Field SHAPE_OF_PROVABILITY[], SHAPE_OF_PROVABLE_ROW[];
bool provability_json(Call *call, const ProblemRow *row, const Measure *m, int64_t at, json_t **out, Err *err);

/* The measure that the problem has; without one a fall of OUTCOME_FALL_WANTED of its themes at the usual looks. */
bool provable_measure(Call *call, const ProblemRow *row, Measure *m, Err *err);

/* One sentence about the problem's own measure; empty when it has none, or nothing can be said. */
bool provable_says(Call *call, const ProblemRow *row, Str *says, Err *err);

/* Voices a week of the measure's customers in the last eight weeks: what a sealed measure starts from. NAN: not known.
 */
bool provable_baseline(Call *call, const ProblemRow *row, const Measure *m, double *voices, Err *err);
