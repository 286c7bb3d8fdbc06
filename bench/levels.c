/* levels.c - areas and facets on labelled texts: levels DATA.csv... [--themes K] [--tree]
 *
 * Each file has the text in its first column and the label in its second. Prints how even the areas are; how well
 * themes, and themes with their facets, agree with the labels, on what was discovered and on a half that was not;
 * what facets cost at coding and in bytes. --tree prints areas, themes and facets. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "labelled.h"
#include "stats/agreement.h"
#include "themes/levels.h"

enum { FACETS = 6 }; /* of a theme at most */

static void print_tree(const Codebook *c) {
    for (int32_t i = 0; i < (int32_t)codebook_areas(c); i++) {
        ThemeArea area = codebook_area(c, i);
        printf("%.*s\n", STR_ARG(area.name));
        for (size_t k = 0; k < area.n; k++) {
            ThemeInfo info = codebook_theme(c, area.themes[k]);
            printf("    %4zu  %.*s\n", info.sample_size, STR_ARG(info.name));
            for (int32_t f = 0; f < (int32_t)codebook_facets(c, area.themes[k]); f++) {
                ThemeFacet facet = codebook_facet(c, area.themes[k], f);
                printf("          %4zu  %.*s\n", facet.sample_size, STR_ARG(facet.name));
            }
        }
    }
}

static void print_areas(const Codebook *c) {
    size_t n = codebook_areas(c), largest = 0, single = 0;
    for (int32_t i = 0; i < (int32_t)n; i++) {
        size_t themes = codebook_area(c, i).n;
        if (themes > largest) largest = themes;
        single += themes == 1;
    }
    printf("%zu themes, %zu areas, the largest of %zu themes, %zu of one\n", codebook_themes(c), n, largest, single);
}

/* Codes docs[from, n); facet numbers count on over the themes. */
static void print_facets(const Codebook *c, const Set *s, size_t from) {
    int32_t *theme = mem_alloc((s->n + 1) * sizeof *theme), *facet = mem_alloc((s->n + 1) * sizeof *facet);
    size_t with = 0, facets = 0, in_theme = 0, in_facet = 0;
    Coder *coder = coder_new(c);
    double spent[2] = {0};
    for (int32_t k = 0; k < (int32_t)codebook_themes(c); k++) {
        with += codebook_facets(c, k) > 0;
        facets += codebook_facets(c, k);
    }
    for (int pass = 0; pass < 10; pass++) { /* with and without facets in turn; the quickest counts */
        clock_t start = clock();
        for (size_t i = from; i < s->n; i++) {
            theme[i] = coder_code(coder, s->docs[i].text).theme;
            if (pass % 2) facet[i] = coder_facet(coder, theme[i]);
        }
        double took = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (pass < 2 || took < spent[pass % 2]) spent[pass % 2] = took;
    }
    for (size_t i = from; i < s->n; i++) {
        bool has = codebook_facets(c, theme[i]) > 0;
        in_theme += has, in_facet += facet[i] >= 0;
        facet[i] = theme[i] * (FACETS + 1) + facet[i] + 1;
    }
    size_t n = s->n - from;
    printf("%zu themes with %zu facets; %.1f %% of their signals in one\n", with, facets,
           in_theme ? 100.0 * (double)in_facet / (double)in_theme : 0);
    printf(
        "themes %.1f NMI %.1f ARI; with facets %.1f NMI %.1f ARI; %.1f and %.1f us a text\n",
        100 * agreement_nmi(s->labels + from, theme + from, n), 100 * agreement_ari(s->labels + from, theme + from, n),
        100 * agreement_nmi(s->labels + from, facet + from, n), 100 * agreement_ari(s->labels + from, facet + from, n),
        1e6 * spent[0] / (double)n, 1e6 * spent[1] / (double)n);
    coder_free(coder);
    free(theme), free(facet);
}

static bool run(const Set *s, int themes, size_t learn, bool tree, Par *par, Err *err) {
    Arena *a = arena_new();
    double start = clock_monotonic();
    Codebook *c =
        codebook_discover(a, s->docs, learn, &(DiscoverOptions){.themes = themes, .seed = 1}, par, NULL, NULL, err);
    if (c) {
        Buf bytes = buf_new((size_t)1 << 30);
        codebook_save(c, &bytes);
        printf("%zu texts, discovered in %.2f s, %zu bytes\n", learn, clock_monotonic() - start, bytes.n);
        buf_free(&bytes);
        print_areas(c);
        print_facets(c, s, learn < s->n ? learn : 0);
        if (tree) print_tree(c);
    }
    arena_free(a);
    return c;
}

int main(int argc, char **argv) {
    Set s = {.a = arena_new()};
    Err err = {0};
    int64_t themes = 0;
    bool ok = true, tree = false;
    for (int i = 1; i < argc && ok; i++) {
        if (strcmp(argv[i], "--tree") == 0) tree = true;
        else if (strcmp(argv[i], "--themes") == 0 && i + 1 < argc)
            ok = str_to_i64(str_from_c(argv[++i]), &themes) && themes >= 0;
        else if (!set_read(&s, argv[i], &err)) return fprintf(stderr, "%s: %s\n", argv[i], err.message), 1;
    }
    if (!ok || !s.n) return fprintf(stderr, "usage: levels DATA.csv... [--themes K] [--tree]\n"), 2;
    set_shuffle(&s);
    Par *par = par_new(0);
    ok = run(&s, (int)themes, s.n, tree, par, &err) && run(&s, (int)themes, s.n / 2, false, par, &err);
    if (!ok) fprintf(stderr, "%s\n", err.message);
    par_free(par);
    set_free(&s);
    return ok ? 0 : 1;
}
