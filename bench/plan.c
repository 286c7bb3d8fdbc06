/* plan.c - how long a plan takes, how good it is proven to be, and what it needs:
 * plan [PEOPLE [DAYS [SUPPLY [SEED]]]] */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "made_org.h"

static bool tell(void *ctx, const char *phase, double done, double total) {
    double *began = ctx;
    if (getenv("VERBOSE")) fprintf(stderr, "%6.2f s  %s %g of %g\n", clock_monotonic() - *began, phase, done, total);
    return true;
}

int main(int argc, char **argv) {
    MadeOrg made = {argc > 1 ? strtoul(argv[1], NULL, 10) : 500, argc > 2 ? strtoul(argv[2], NULL, 10) : 364,
                    argc > 3 ? strtod(argv[3], NULL) : 1.1, argc > 4 ? strtoull(argv[4], NULL, 10) : 1};
    Arena *a = arena_new();
    PlanInput in = made_org(a, made);
    Par *par = par_new(2);
    double began = clock_monotonic();
    Progress progress = {tell, &began};
    in.par = par;
    in.progress = &progress;
    PlanResult result;
    Err err = {0};
    if (!plan_make(a, &in, &result, &err)) {
        fprintf(stderr, "plan: %s\n", err.message);
        return 1;
    }
    double took = clock_monotonic() - began;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("people %zu, days %zu, sessions %zu, windows %zu, seed %llu\n", in.people_n, made.days, in.sessions_n,
           in.windows_n, (unsigned long long)made.seed);
    printf("objective %lld, bound %.0f, gap %.3f %%, %d passes, %zu arcs\n", (long long)result.objective, result.bound,
           100 * result.gap, result.passes, result.arcs);
    printf("%.2f s, %ld MB\n", took, usage.ru_maxrss / 1024);
    par_free(par);
    arena_free(a);
    return 0;
}
