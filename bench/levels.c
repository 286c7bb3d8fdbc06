/* levels.c - areas and facets on labelled texts: levels DATA.csv... [--themes K] [--tree]
 *
 * Each file has the text in its first column and the label in its second. Prints how many areas there are, how even
 * they are, and how often two themes of one label share their area. --tree prints all of it. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "labelled.h"
#include "stats/agreement.h"
#include "themes/levels.h"

static void print_tree(const Codebook *c) {
    for (int32_t i = 0; i < (int32_t)codebook_areas(c); i++) {
        ThemeArea area = codebook_area(c, i);
        printf("%.*s\n", STR_ARG(area.name));
        for (size_t k = 0; k < area.n; k++) {
            ThemeInfo info = codebook_theme(c, area.themes[k]);
            printf("    %4zu  %.*s\n", info.sample_size, STR_ARG(info.name));
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

int main(int argc, char **argv) {
    Set s = {.a = arena_new()};
    Err err = {0};
    int64_t themes = 0;
    bool ok = true, tree = false;
    for (int i = 1; i < argc && ok; i++) {
        if (strcmp(argv[i], "--tree") == 0)
            tree = true;
        else if (strcmp(argv[i], "--themes") == 0 && i + 1 < argc)
            ok = str_to_i64(str_from_c(argv[++i]), &themes) && themes >= 0;
        else if (!set_read(&s, argv[i], &err))
            return fprintf(stderr, "%s: %s\n", argv[i], err.message), 1;
    }
    if (!ok || !s.n) return fprintf(stderr, "usage: levels DATA.csv... [--themes K] [--tree]\n"), 2;
    set_shuffle(&s);
    Par *par = par_new(0);
    Codebook *c = codebook_discover(s.a, s.docs, s.n, &(DiscoverOptions){(int)themes, 1}, par, NULL, NULL, &err);
    if (!c) fprintf(stderr, "%s\n", err.message);
    if (c) print_areas(c);
    if (c && tree) print_tree(c);
    par_free(par);
    set_free(&s);
    return c ? 0 : 1;
}
