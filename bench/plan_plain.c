/* plan_plain.c - plain assignments: the planner's optimum against shortest augmenting paths (stats/assignment.c), case
 * by case: plan_plain [CASES] */
#include <stdio.h>
#include <stdlib.h>

#include "plain.h"
#include "stats/agreement.h"

static double matched(Arena *a, const PlanInput *in, const int32_t *value) {
    size_t seats = in->people_n, col = 0; /* staying at home is worth 0: a column for each person */
    for (size_t s = 0; s < in->sessions_n; s++) seats += (size_t)in->sessions[s].seats;
    double *cost = ARENA_ARRAY(a, double, in->people_n *seats), sum = 0;
    int32_t *to = ARENA_ARRAY(a, int32_t, in->people_n);
    for (size_t s = 0; s < in->sessions_n; s++)
        for (int32_t k = 0; k < in->sessions[s].seats; k++, col++)
            for (size_t i = 0; i < in->people_n; i++) cost[i * seats + col] = -value[i * in->sessions_n + s];
    assignment_solve(cost, in->people_n, seats, to);
    for (size_t i = 0; i < in->people_n; i++) sum -= cost[i * seats + (size_t)to[i]];
    return sum;
}

int main(int argc, char **argv) {
    uint64_t cases = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000, equal = 0, proven = 0;
    for (uint64_t seed = 0; seed < cases; seed++) {
        Arena *a = arena_new();
        int32_t *value;
        PlanInput in = plain_case(a, seed, &value);
        PlanResult r;
        Err err = {0};
        if (!plan_make(a, &in, &r, &err)) {
            fprintf(stderr, "plan_plain: case %llu: %s\n", (unsigned long long)seed, err.message);
            return 1;
        }
        equal += (double)r.objective == matched(a, &in, value);
        proven += r.bound - (double)r.objective < 1e-3;
        arena_free(a);
    }
    printf("%llu cases: %llu equal, %llu with a gap of 0\n", (unsigned long long)cases, (unsigned long long)equal,
           (unsigned long long)proven);
    return equal != cases;
}
