/* extend.c - how well a few examples define a theme: extend DATA.csv... [--themes K] [--step S]
 *
 * Each file has the text in its first column and the label in its second. For every S-th label, a theme is defined
 * by 1, 3, 5, 10 and 20 texts of it, drawn at random, and all other texts are coded.
 *   new    the label was not in the texts that the codebook was discovered from
 *   split  it was: its texts lie in a larger theme
 * "landed" is the share of the label's other texts that land in the new theme, "pure" the share of what lands there
 * that has the label, "foreign" how many others land there for each 100 texts of the label. As a yardstick the same
 * for discovery: the theme that has most texts of the label. */
#include <stdio.h>
#include <string.h>

#include "labelled.h"
#include "themes/extend.h"

enum { SIZES = 5 };
static const size_t EXAMPLES[SIZES] = {1, 3, 5, 10, 20};

typedef struct Score {
    double landed, foreign, texts, runs;
} Score;

static void print_score(const char *what, Score s) {
    printf("%-22s landed %5.1f %%  pure %5.1f %%  foreign %6.1f\n", what, 100 * s.landed / s.texts,
           100 * s.landed / (s.landed + s.foreign), 100 * s.foreign / s.texts);
}

/* Texts of `label`, in the (random) order of the set. */
static size_t texts_of(const Set *s, int32_t label, Str *out) {
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->labels[i] == label) out[n++] = s->docs[i].text;
    return n;
}

static bool is_example(Str text, const Str *examples, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (text.p == examples[i].p) return true;
    return false;
}

static void score_theme(const Set *s, const Coding *codes, int32_t theme, int32_t label, const Str *examples, size_t n,
                        Score *out) {
    for (size_t i = 0; i < s->n; i++) {
        if (is_example(s->docs[i].text, examples, n)) continue;
        out->texts += s->labels[i] == label;
        if (codes[i].theme != theme) continue;
        out->landed += s->labels[i] == label;
        out->foreign += s->labels[i] != label;
    }
}

static int32_t commonest_theme(const Set *s, const Coding *codes, size_t themes, int32_t label) {
    size_t *count = mem_alloc((themes + 1) * sizeof *count);
    memset(count, 0, (themes + 1) * sizeof *count);
    for (size_t i = 0; i < s->n; i++)
        if (s->labels[i] == label && codes[i].theme >= 0) count[codes[i].theme]++;
    size_t best = 0;
    for (size_t k = 1; k < themes; k++)
        if (count[k] > count[best]) best = k;
    free(count);
    return (int32_t)best;
}

static bool define(const Set *s, const Codebook *base, int32_t label, Par *par, Score scores[SIZES], bool tell,
                   Err *err) {
    Str *texts = mem_alloc((s->n + 1) * sizeof *texts), *all = mem_alloc((s->n + 1) * sizeof *all);
    Coding *codes = mem_alloc((s->n + 1) * sizeof *codes);
    size_t n = texts_of(s, label, texts);
    bool ok = true;
    for (size_t i = 0; i < s->n; i++) all[i] = s->docs[i].text;
    for (size_t e = 0; e < SIZES && ok; e++) {
        if (EXAMPLES[e] * 2 > n) continue;
        Arena *a = arena_new();
        ThemeGroup group = {texts, EXAMPLES[e], {"", 0}, false};
        Codebook *c = codebook_extend(a, base, &group, 1, par, err);
        ok = c != NULL;
        if (c) {
            int32_t theme = (int32_t)codebook_themes(base);
            codebook_code_all(c, all, s->n, par, codes);
            score_theme(s, codes, theme, label, texts, EXAMPLES[e], &scores[e]);
            ThemeInfo info = codebook_theme(c, theme);
            if (tell) printf("  %.*s, %zu examples: %.*s\n", STR_ARG(s->names[label]), EXAMPLES[e], STR_ARG(info.name));
        }
        arena_free(a);
    }
    free(texts), free(all), free(codes);
    return ok;
}

/* Themes of all texts but those of `without` (a label, or -1). */
static Codebook *discover(const Set *s, Arena *a, int32_t without, int themes, Par *par, Err *err) {
    ThemeDoc *docs = mem_alloc((s->n + 1) * sizeof *docs);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->labels[i] != without) docs[n++] = s->docs[i];
    Codebook *c = codebook_discover(a, docs, n, &(DiscoverOptions){.themes = themes, .seed = 1}, par, NULL, NULL, err);
    free(docs);
    return c;
}

static void yardstick(const Set *s, const Codebook *c, int step, Par *par) {
    Str *all = mem_alloc((s->n + 1) * sizeof *all);
    Coding *codes = mem_alloc((s->n + 1) * sizeof *codes);
    Score score = {0};
    for (size_t i = 0; i < s->n; i++) all[i] = s->docs[i].text;
    codebook_code_all(c, all, s->n, par, codes);
    for (int32_t label = 0; label < (int32_t)s->labels_n; label += step)
        score_theme(s, codes, commonest_theme(s, codes, codebook_themes(c), label), label, NULL, 0, &score);
    print_score("discovered", score);
    free(all), free(codes);
}

static void print_all(const char *what, const Score scores[SIZES]) {
    for (size_t e = 0; e < SIZES; e++) {
        char line[32];
        snprintf(line, sizeof line, "%s, %zu example%s", what, EXAMPLES[e], EXAMPLES[e] == 1 ? "" : "s");
        if (scores[e].texts > 0) print_score(line, scores[e]);
    }
}

static bool run(const Set *s, int themes, int step, bool tell, Par *par, Err *err) {
    Score missing[SIZES] = {0}, inside[SIZES] = {0};
    Arena *a = arena_new();
    Codebook *whole = discover(s, a, -1, themes, par, err);
    bool ok = whole != NULL;
    if (ok) yardstick(s, whole, step, par);
    for (int32_t label = 0; ok && label < (int32_t)s->labels_n; label += step) {
        Arena *without = arena_new();
        Codebook *c = discover(s, without, label, themes, par, err);
        ok = c && define(s, c, label, par, missing, tell, err) && define(s, whole, label, par, inside, false, err);
        arena_free(without);
    }
    print_all("new", missing);
    print_all("split", inside);
    arena_free(a);
    return ok;
}

int main(int argc, char **argv) {
    Set s = {.a = arena_new()};
    Err err = {0};
    int64_t themes = 0, step = 1;
    bool ok = true, tell = false;
    for (int i = 1; i < argc && ok; i++) {
        if (strcmp(argv[i], "--names") == 0) tell = true;
        else if (strcmp(argv[i], "--themes") == 0 && i + 1 < argc)
            ok = str_to_i64(str_from_c(argv[++i]), &themes) && themes > 0;
        else if (strcmp(argv[i], "--step") == 0 && i + 1 < argc)
            ok = str_to_i64(str_from_c(argv[++i]), &step) && step > 0;
        else if (!set_read(&s, argv[i], &err)) return fprintf(stderr, "%s: %s\n", argv[i], err.message), 1;
    }
    if (!ok || !s.n) return fprintf(stderr, "usage: extend DATA.csv... [--themes K] [--step S] [--names]\n"), 2;
    set_shuffle(&s);
    Par *par = par_new(0);
    ok = run(&s, (int)(themes ? themes : (int64_t)s.labels_n), (int)step, tell, par, &err);
    if (!ok) fprintf(stderr, "%s\n", err.message);
    par_free(par);
    set_free(&s);
    return ok ? 0 : 1;
}
