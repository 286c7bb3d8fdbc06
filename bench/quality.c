/* quality.c - how well themes agree with labels that people gave: quality DATA.csv... [--seeds N]
 *
 * Each file has the text in its first column and the label in its second; several files are read as one set.
 * Prints NMI, ARI and accuracy (best one-to-one matching) in percent, median over the seeds, for the number of
 * labels known and unknown. "found" is discovery on everything, "coded" what the codebook of a random half says
 * about the other half. An unthemed text counts as a theme of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "labelled.h"
#include "stats/agreement.h"

enum { SEEDS_MAX = 31, FIGURES = 5 };

static int by_double(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void put_figures(const int32_t *labels, const int32_t *found, size_t n, double *out, size_t stride) {
    out[0] = 100 * agreement_nmi(labels, found, n);
    out[stride] = 100 * agreement_ari(labels, found, n);
    out[2 * stride] = 100 * agreement_accuracy(labels, found, n);
    size_t out_of = 0;
    for (size_t i = 0; i < n; i++) out_of += found[i] == UNTHEMED;
    out[3 * stride] = 100.0 * (double)out_of / (double)n;
}

static void print_medians(const char *what, double figures[FIGURES][SEEDS_MAX], size_t seeds, double seconds) {
    for (int f = 0; f < FIGURES; f++) qsort(figures[f], seeds, sizeof(double), by_double);
    size_t mid = seeds / 2;
    printf("%-28s NMI %5.1f  ARI %5.1f  accuracy %5.1f  unthemed %4.1f %%  themes %3.0f  %6.2f s\n", what,
           figures[0][mid], figures[1][mid], figures[2][mid], figures[3][mid], figures[4][mid],
           seconds / (double)seeds);
}

/* Discovery on the first `learn` texts, figures on the texts from `from` on. */
static bool run(const Set *s, const char *what, int themes, size_t learn, size_t from, size_t seeds, Par *par,
                Err *err) {
    double figures[FIGURES][SEEDS_MAX], start = clock_monotonic();
    int32_t *found = mem_alloc(s->n * sizeof *found);
    for (size_t i = 0; i < seeds; i++) {
        Arena *a = arena_new();
        DiscoverOptions options = {.themes = themes, .seed = i + 1};
        Codebook *c = codebook_discover(a, s->docs, learn, &options, par, NULL, found, err);
        if (!c) return false;
        if (from) {
            Coder *coder = coder_new(c);
            for (size_t d = from; d < s->n; d++) found[d] = coder_code(coder, s->docs[d].text).theme;
            coder_free(coder);
        }
        put_figures(s->labels + from, found + from, (from ? s->n : learn) - from, &figures[0][i], SEEDS_MAX);
        figures[4][i] = (double)codebook_themes(c);
        arena_free(a);
    }
    print_medians(what, figures, seeds, clock_monotonic() - start);
    free(found);
    return true;
}

int main(int argc, char **argv) {
    Set s = {.a = arena_new()};
    Err err;
    size_t seeds = 5;
    for (int i = 1; i < argc; i++) {
        int64_t wanted;
        if (strcmp(argv[i], "--seeds") == 0 && i + 1 < argc && str_to_i64(str_from_c(argv[i + 1]), &wanted) &&
            wanted > 0 && wanted <= SEEDS_MAX)
            seeds = (size_t)wanted, i++;
        else if (!set_read(&s, argv[i], &err)) return fprintf(stderr, "%s: %s\n", argv[i], err.message), 1;
    }
    if (!s.n) return fprintf(stderr, "usage: quality DATA.csv... [--seeds N]\n"), 2;
    set_shuffle(&s);
    int known = (int)s.labels_n;
    Par *par = par_new(0);
    printf("%zu texts, %d labels, median of %zu seeds\n", s.n, known, seeds);
    bool ok = run(&s, "found, number known", known, s.n, 0, seeds, par, &err) &&
              run(&s, "found, number unknown", 0, s.n, 0, seeds, par, &err) &&
              run(&s, "coded, number known", known, s.n / 2, s.n / 2, seeds, par, &err);
    if (!ok) fprintf(stderr, "%s\n", err.message);
    par_free(par);
    set_free(&s);
    return ok ? 0 : 1;
}
