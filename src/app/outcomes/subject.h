/* subject.h - what an outcome is about: a theme, or the themes of a problem, with those next to them. */
#pragma once
#include "outcome_data.h"
#include "problems/measure.h"

/* Of a theme of the codebook that serves; its name. ERR_NOT_FOUND (or where it went) else. `at` is left to the caller.
 */
bool subject_of_theme(Call *call, int64_t theme_id, Subject *out, Str *name, Err *err);
/* Of a problem: the themes, customers, fall and looks of its measure; without one its themes. */
bool subject_of_problem(Call *call, int64_t problem_id, Subject *out, Str *title, Err *err);
/* Of a release: its theme or problem, date and rollout. */
bool subject_of_release(Call *call, const ReleaseRow *release, Subject *out, Str *name, Err *err);
/* Takes themes (when it names some), customers, fall and looks from a measure. */
void subject_measure(Arena *a, const Measure *m, Subject *s);
