/* discovery.c - what finding themes costs: discovery DATA.csv... [--seeds N] [--threads N]
 *
 * Files as for quality.c. Prints the processor time of discovery for each seed, and a hash of the codebook's bytes: a
 * change that should only save time leaves the hash as it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "labelled.h"
#include "stats/agreement.h"

static double seconds(struct timeval t) {
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double processor_time(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return seconds(use.ru_utime) + seconds(use.ru_stime);
}

static bool run(const Set *s, uint64_t seed, Par *par, Err *err) {
    Arena *a = arena_new();
    int32_t *found = mem_alloc(s->n * sizeof *found);
    double wall = clock_monotonic(), cpu = processor_time();
    Codebook *c = codebook_discover(a, s->docs, s->n, &(DiscoverOptions){.seed = seed}, par, NULL, found, err);
    wall = clock_monotonic() - wall, cpu = processor_time() - cpu;
    Buf bytes = buf_new((size_t)1 << 30);
    if (c && codebook_save(c, &bytes)) {
        printf("seed %d: %6.2f cpu s, %6.2f s, %3zu themes, NMI %5.1f, bytes %zu with hash %016llx\n", (int)seed, cpu,
               wall, codebook_themes(c), 100 * agreement_nmi(s->labels, found, s->n), bytes.n,
               (unsigned long long)hash64((Str){bytes.p, bytes.n}));
        fflush(stdout);
    }
    buf_free(&bytes);
    free(found);
    arena_free(a);
    return c != NULL;
}

int main(int argc, char **argv) {
    Set s = {.a = arena_new()};
    Err err;
    int64_t seeds = 1, threads = 0;
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;
        if (more && strcmp(argv[i], "--seeds") == 0 && str_to_i64(str_from_c(argv[i + 1]), &seeds)) i++;
        else if (more && strcmp(argv[i], "--threads") == 0 && str_to_i64(str_from_c(argv[i + 1]), &threads)) i++;
        else if (!set_read(&s, argv[i], &err)) return fprintf(stderr, "%s: %s\n", argv[i], err.message), 1;
    }
    if (!s.n) return fprintf(stderr, "usage: discovery DATA.csv... [--seeds N] [--threads N]\n"), 2;
    Par *par = par_new((int)threads);
    bool ok = true;
    for (int64_t seed = 1; ok && seed <= seeds; seed++) ok = run(&s, (uint64_t)seed, par, &err);
    if (!ok) fprintf(stderr, "%s\n", err.message);
    par_free(par);
    set_free(&s);
    return ok ? 0 : 1;
}
