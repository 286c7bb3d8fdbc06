/* dense.c - what vectors beside the words are worth: dense DATA.csv... [--noise X] [--confused X] [--dim N] [--seeds N]
 *
 * The vectors are made up, as no embedding model is at hand: a direction of the text's label, noise of X times its
 * length, a common offset as real models have one, and for a share of the texts ("confused") the direction of another
 * label. So the figures tell how words and vectors are joined, not what any model brings. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "labelled.h"
#include "stats/agreement.h"
#include "themes/dense.h"

typedef struct Plan {
    double noise, confused;
    uint32_t dim;
    size_t seeds;
} Plan;

static void give_vectors(Set *s, const Plan *p) {
    Rng r = rng_new(11);
    double *label = ARENA_ARRAY(s->a, double, (s->labels_n + 1) * p->dim), *x = ARENA_ARRAY(s->a, double, p->dim);
    for (size_t i = 0; i < (s->labels_n + 1) * p->dim; i++) label[i] = rng_normal(&r);
    const double *offset = label + s->labels_n * p->dim;
    for (size_t d = 0; d < s->n; d++) {
        size_t of = rng_unit(&r) < p->confused ? rng_below(&r, s->labels_n) : (size_t)s->labels[d];
        for (uint32_t i = 0; i < p->dim; i++) x[i] = 2 * offset[i] + label[of * p->dim + i] + p->noise * rng_normal(&r);
        int8_t *vector = ARENA_ARRAY(s->a, int8_t, p->dim);
        dense_pack(x, p->dim, vector);
        s->docs[d].dense = vector;
    }
}

static void code_rest(const Codebook *c, const Set *s, size_t from, bool dense, int32_t *found) {
    Coder *coder = coder_new(c);
    for (size_t d = from; d < s->n; d++)
        found[d] = coder_code_dense(coder, s->docs[d].text, dense ? s->docs[d].dense : NULL).theme;
    coder_free(coder);
}

static void show(const char *what, const Set *s, const int32_t *found, size_t from, double themes, double seconds) {
    printf("  %-34s NMI %5.1f  ARI %5.1f  accuracy %5.1f  themes %3.0f  %5.1f s\n", what,
           100 * agreement_nmi(s->labels + from, found + from, s->n - from),
           100 * agreement_ari(s->labels + from, found + from, s->n - from),
           100 * agreement_accuracy(s->labels + from, found + from, s->n - from), themes, seconds);
}

static bool run(Set *s, const Plan *p, uint64_t seed, int themes, bool dense, Par *par, Err *err) {
    int32_t *found = ARENA_ARRAY(s->a, int32_t, s->n);
    DiscoverOptions options = {.themes = themes, .seed = seed, .dim = dense ? p->dim : 0, .model = STR("made-up")};
    ThemeDoc *docs = ARENA_ARRAY(s->a, ThemeDoc, s->n);
    for (size_t d = 0; d < s->n; d++) docs[d] = s->docs[d], docs[d].dense = dense ? docs[d].dense : NULL;
    double start = clock_monotonic();
    Arena *a = arena_new();
    Codebook *c = codebook_discover(a, docs, s->n, &options, par, NULL, found, err);
    if (!c) return false;
    show(dense ? "words and vectors" : "words alone", s, found, 0, (double)codebook_themes(c),
         clock_monotonic() - start);
    c = codebook_discover(a, docs, s->n / 2, &options, par, NULL, found, err);
    if (!c) return false;
    code_rest(c, s, s->n / 2, dense, found);
    show(dense ? "  other half, with vectors" : "  other half", s, found, s->n / 2, (double)codebook_themes(c), 0);
    if (dense) code_rest(c, s, s->n / 2, false, found), show("  other half, by words alone", s, found, s->n / 2, 0, 0);
    arena_free(a);
    return true;
}

int main(int argc, char **argv) {
    Set s = {.a = arena_new()};
    Plan p = {1.5, 0.05, 384, 1};
    Err err;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--noise") == 0) p.noise = atof(value), i++;
        else if (strcmp(argv[i], "--confused") == 0) p.confused = atof(value), i++;
        else if (strcmp(argv[i], "--dim") == 0) p.dim = (uint32_t)atoi(value), i++;
        else if (strcmp(argv[i], "--seeds") == 0) p.seeds = (size_t)atoi(value), i++;
        else if (!set_read(&s, argv[i], &err)) return fprintf(stderr, "%s: %s\n", argv[i], err.message), 1;
    }
    if (!s.n || !p.dim || p.dim > DENSE_DIM_MAX) return fprintf(stderr, "usage: dense DATA.csv... [--noise X]\n"), 2;
    set_shuffle(&s);
    give_vectors(&s, &p);
    Par *par = par_new(0);
    printf("%zu texts, %zu labels, noise %.2f, %.0f %% confused, %u numbers\n", s.n, s.labels_n, p.noise,
           100 * p.confused, p.dim);
    bool ok = true;
    for (size_t i = 0; ok && i < p.seeds; i++)
        for (int known = 1; ok && known >= 0; known--)
            for (int dense = 0; ok && dense < 2; dense++)
                ok = run(&s, &p, i + 1, known ? (int)s.labels_n : 0, dense, par, &err);
    if (!ok) fprintf(stderr, "%s\n", err.message);
    par_free(par);
    set_free(&s);
    return !ok;
}
