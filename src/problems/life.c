/* life.c - which step follows which. */
#include "problems/life.h"

typedef struct StateFacts {
    const char *name;
    unsigned to;      /* bits of the states that may follow */
    const char *hint; /* what can be done */
} StateFacts;

#define TO(state) (1U << PROBLEM_##state)

static const StateFacts FACTS[PROBLEM_STATES] = {
    [PROBLEM_DRAFT] = {"draft", TO(OPEN) | TO(DECLINED) | TO(MERGED),
                       "a draft can be opened, declined, or merged into another problem"},
    [PROBLEM_OPEN] = {"open", TO(COMMITTED) | TO(DECLINED) | TO(MERGED),
                      "an open problem can be committed, declined, or merged into another one"},
    [PROBLEM_COMMITTED] = {"committed", TO(RELEASED) | TO(OPEN) | TO(DECLINED) | TO(MERGED),
                           "a committed problem can be released, opened again, declined, or merged into another one"},
    [PROBLEM_RELEASED] = {"released", TO(OPEN), "a released problem can be opened again, when the fix did not help"},
    [PROBLEM_DECLINED] = {"declined", TO(OPEN), "a declined problem can be opened again"},
    [PROBLEM_MERGED] = {"merged", 0, "go to the problem that it was merged into"},
};

const char *problem_state_name(ProblemState state) {
    return FACTS[state].name;
}

bool problem_state_find(Str name, ProblemState *state) {
    for (int i = 0; i < PROBLEM_STATES; i++)
        if (str_eq(name, str_from_c(FACTS[i].name))) return *state = (ProblemState)i, true;
    return false;
}

bool problem_step_check(ProblemState from, ProblemState to, Err *err) {
    if (FACTS[from].to & 1U << to) return true;
    return err_set(err, ERR_CONFLICT, FACTS[from].hint, "it is %s, and cannot become %s", FACTS[from].name,
                   FACTS[to].name);
}
