/* life.h - the states of a problem and the steps between them.
 *
 *     draft -> open -> committed -> released
 *       |       |          |
 *       +-------+----------+--> declined -> open (a tripwire, or somebody changed their mind)
 *       +-------+----------+--> merged into another one
 */
#pragma once
#include "base/err.h"
#include "base/str.h"

typedef enum ProblemState {
    PROBLEM_DRAFT,
    PROBLEM_OPEN,
    PROBLEM_COMMITTED, /* its measure is sealed */
    PROBLEM_RELEASED,
    PROBLEM_DECLINED,
    PROBLEM_MERGED, /* into another one */
    PROBLEM_STATES
} ProblemState;

const char *problem_state_name(ProblemState state); /* "draft", "open", ... */
bool problem_state_find(Str name, ProblemState *state);

/* ERR_CONFLICT says what can be done from `from` instead. */
bool problem_step_check(ProblemState from, ProblemState to, Err *err);
