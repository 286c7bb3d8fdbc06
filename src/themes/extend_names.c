/* extend_names.c - what a theme shown by example is called.
 *
 * Discovery names a theme by what many signals say in it and few elsewhere. A handful of examples has no such
 * counts, but the codebook knows which of their words set them apart: each word is credited with what it adds for
 * the theme and against the next best, over all examples. The name is the phrase with the most credit. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/idmap.h"
#include "extend.h"

enum { EXAMPLES_MAX = 50, WORDS_MAX = 64, PHRASE_MAX = 4, TERMS_MAX = 10 };

/* A stem of the examples. */
typedef struct Known {
    Str spelling; /* as first met inside a sentence, else as first met */
    double credit;
    bool inside;
} Known;

/* A run of words that may be the name. */
typedef struct Run {
    Str text;
    double credit;
    size_t uses;
} Run;

typedef struct Namer {
    Arena *a;
    Coder *coder;
    Tokenizer *t;
    Lang prior;
    IdMap stems, runs;
    Known *known;
    Run *run;
    size_t known_size, run_size;
} Namer;

static bool speaks(const Word *w, Lang lang) {
    bool wide = false;
    for (size_t i = 0; i < w->folded.n; i++) {
        if (w->folded.p[i] >= '0' && w->folded.p[i] <= '9') return false;
        wide |= (unsigned char)w->folded.p[i] >= 128;
    }
    return (wide || w->folded.n > 2) && !word_is_stop(w->folded, lang);
}

static Known *know(Namer *n, const Word *w, Lang lang, Str raw) {
    uint32_t before = n->stems.n, id = idmap_add(&n->stems, stem_key(word_stem(n->t, w->folded, lang)));
    if (id >= n->known_size) {
        n->known_size = n->known_size ? n->known_size * 2 : 256;
        n->known = mem_grow(n->known, n->known_size, sizeof *n->known);
    }
    if (id == before) n->known[id] = (Known){raw, 0, !w->sentence_start};
    if (!n->known[id].inside && !w->sentence_start) n->known[id].spelling = raw, n->known[id].inside = true;
    return &n->known[id];
}

/* Credits the words of one example. */
static void credit_example(Namer *n, Str text, int32_t theme) {
    ThemeTerm terms[WORDS_MAX];
    Arena *scratch = arena_new();
    size_t terms_n = coder_explain(n->coder, scratch, text, theme, terms, WORDS_MAX);
    Words words = words_scan(n->t, text);
    Lang lang = words_lang(n->t, words, n->prior);
    for (size_t k = 0; k < terms_n; k++) {
        for (size_t i = 0; i < words.n; i++) { /* the first place that is spelled so */
            Str raw = str_slice(text, words.at[i].begin, words.at[i].end);
            if (!str_eq(raw, terms[k].text)) continue;
            if (speaks(&words.at[i], lang)) know(n, &words.at[i], lang, raw)->credit += terms[k].weight;
            break;
        }
    }
    arena_free(scratch);
}

static void meet_run(Namer *n, uint64_t key, Str text, double credit) {
    uint32_t before = n->runs.n, id = idmap_add(&n->runs, key);
    if (id >= n->run_size) {
        n->run_size = n->run_size ? n->run_size * 2 : 256;
        n->run = mem_grow(n->run, n->run_size, sizeof *n->run);
    }
    if (id == before) n->run[id] = (Run){text, credit, 0};
    n->run[id].uses++;
}

static bool side_by_side(Str text, const Word *left, const Word *right) {
    return right->begin == left->end ||
           (right->begin == left->end + 1 && (text.p[left->end] == ' ' || text.p[left->end] == '-'));
}

/* Runs of words that begin and end with one that speaks. */
static void read_runs(Namer *n, Str text) {
    Words words = words_scan(n->t, text);
    Lang lang = words_lang(n->t, words, n->prior);
    for (size_t i = 0; i < words.n; i++) {
        uint64_t key = 0;
        double credit = 0;
        size_t content = 0;
        for (size_t j = i; j < words.n && j < i + PHRASE_MAX; j++) {
            if (j > i && (words.at[j].sentence_start || !side_by_side(text, &words.at[j - 1], &words.at[j]))) break;
            uint64_t stem = stem_key(word_stem(n->t, words.at[j].folded, lang));
            bool full = speaks(&words.at[j], lang);
            if (j == i && !full) break;
            key = hash_mix(key, stem);
            uint32_t id = full ? idmap_find(&n->stems, stem) : ID_NONE;
            if (id != ID_NONE && n->known[id].credit > 0) credit += n->known[id].credit;
            content += full;
            /* A second word tells more than one alone; further ones must bring credit of their own. */
            double value = credit / (content > 1 ? sqrt((double)content) : 2.5);
            if (full) meet_run(n, key, str_slice(text, words.at[i].begin, words.at[j].end), value);
        }
    }
}

static bool name_taken(const Codebook *c, uint32_t but, Str name) {
    for (uint32_t k = 0; k < c->themes; k++)
        if (k != but && str_eq_nocase(c->info[k].name, name)) return true;
    return false;
}

static Str numbered(Arena *a, const Codebook *c, uint32_t theme, Str name) {
    Str out = name;
    for (int i = 2; name_taken(c, theme, out); i++) out = arena_printf(a, "%.*s %d", STR_ARG(name), i);
    return out;
}

static Str sentence_case(Arena *a, Str s) {
    char *out = arena_alloc(a, s.n + 1);
    memcpy(out, s.p, s.n);
    if (s.n && out[0] >= 'a' && out[0] <= 'z') out[0] = (char)(out[0] - 32);
    return (Str){out, s.n};
}

/* The phrase with the most credit that no other theme is called. */
static Str best_name(const Namer *n, const Codebook *c, uint32_t theme) {
    Str best = {0};
    double best_value = 0;
    for (uint32_t i = 0; i < n->runs.n; i++) { /* in the order met, so ties go to the first */
        double value = n->run[i].credit * cbrt((double)n->run[i].uses);
        if (value > best_value && !name_taken(c, theme, n->run[i].text)) best = n->run[i].text, best_value = value;
    }
    return best.n ? sentence_case(n->a, best) : numbered(n->a, c, theme, STR("Own theme"));
}

static int by_credit(const void *a, const void *b) {
    const Known *x = a, *y = b;
    if (x->credit != y->credit) return x->credit > y->credit ? -1 : 1;
    return str_cmp(x->spelling, y->spelling);
}

/* Sorts the known stems, so the table of stems no longer leads to them. */
static void put_terms(Namer *n, ThemeInfo *info) {
    ThemeTerm *terms = ARENA_ARRAY(n->a, ThemeTerm, TERMS_MAX);
    info->terms = terms, info->terms_n = 0;
    if (n->stems.n) qsort(n->known, n->stems.n, sizeof *n->known, by_credit);
    for (uint32_t i = 0; i < n->stems.n && i < TERMS_MAX && n->known[i].credit > 0; i++)
        terms[info->terms_n++] =
            (ThemeTerm){arena_str(n->a, n->known[i].spelling), n->known[i].credit / n->known[0].credit};
}

/* Terms of one theme, and its name unless people gave one. */
static void name_group(Arena *a, Codebook *c, const ThemeGroup *group, uint32_t theme) {
    Namer n = {.a = a, .coder = coder_new(c), .t = tokenizer_new(), .prior = c->lang};
    for (size_t i = 0; i < group->n && i < EXAMPLES_MAX; i++) credit_example(&n, group->texts[i], (int32_t)theme);
    for (size_t i = 0; i < group->n && i < EXAMPLES_MAX; i++) read_runs(&n, group->texts[i]);
    if (!group->fixed_name) c->info[theme].name = best_name(&n, c, theme);
    put_terms(&n, &c->info[theme]);
    idmap_free(&n.stems), idmap_free(&n.runs);
    free(n.known), free(n.run);
    tokenizer_free(n.t);
    coder_free(n.coder);
}

/* People's names come first: discovered themes of the same name give way, the others of the groups avoid them. */
void extend_names(Arena *a, Codebook *c, const Codebook *base, const ThemeGroup *groups, size_t n) {
    for (uint32_t g = 0; g < n; g++)
        if (groups[g].fixed_name) c->info[base->themes + g].name = arena_str(a, groups[g].name);
    for (uint32_t k = 0; k < base->themes; k++) c->info[k].name = numbered(a, c, k, c->info[k].name);
    for (uint32_t g = 0; g < n; g++) name_group(a, c, &groups[g], base->themes + g);
}
