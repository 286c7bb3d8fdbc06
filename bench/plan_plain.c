/* plan_plain.c - generated plain assignments and the worth of the plans made for them, for another solver to check:
 * plan_plain [CASES]   prints for each case: people sessions worth bound, the seats of each session, and what each
 * person would gain by each session, row by row (bench/plan_plain.py reads it) */
#include <stdio.h>
#include <stdlib.h>

#include "plain.h"

int main(int argc, char **argv) {
    uint64_t cases = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000;
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
        printf("%zu %zu %lld %.6f", in.people_n, in.sessions_n, (long long)r.objective, r.bound);
        for (size_t s = 0; s < in.sessions_n; s++) printf(" %d", in.sessions[s].seats);
        for (size_t i = 0; i < in.people_n * in.sessions_n; i++) printf(" %d", value[i]);
        putchar('\n');
        arena_free(a);
    }
    return 0;
}
