/* names.c - a name and terms for each theme.
 *
 * A phrase names a theme well when many of its signals use it and few others do:
 *     score = sqrt(share inside) * ln(share inside / share outside) * bonus for length
 * The square root lets a telling phrase of four words win over a word that everybody uses. Themes are named from
 * the largest on; a phrase taken by one is not used again. */
#include "names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "idmap.h"
#include "phrases.h"

enum { TERMS_MAX = 10, TERM_WORDS_MAX = 3 };

static const double LENGTH_BONUS[PHRASE_WORDS_MAX + 1] = {0, 0.55, 1.0, 1.25, 1.35, 1.3};

typedef struct Scored {
    const Phrase *phrase;
    double score;
} Scored;

static int by_score(const void *a, const void *b) {
    const Scored *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return (x->phrase->key > y->phrase->key) - (x->phrase->key < y->phrase->key);
}

static double distinctness(const Phrase *p, double inside_n, double outside_n) {
    double inside = p->inside / inside_n, outside = (p->outside + 0.5) / (outside_n + 1);
    double ratio = log(inside / outside);
    return ratio > 0 ? sqrt(inside) * ratio : 0;
}

static size_t rank_phrases(const ThemePhrases *phrases, double inside_n, double outside_n, Scored *out) {
    size_t n = 0;
    for (size_t i = 0; i < phrases->n; i++) {
        const Phrase *p = &phrases->at[i];
        double score = distinctness(p, inside_n, outside_n) * LENGTH_BONUS[p->words];
        if (score > 0) out[n++] = (Scored){p, score};
    }
    if (n) qsort(out, n, sizeof *out, by_score);
    return n;
}

typedef struct Namer {
    Arena *a;
    Codebook *c;
    const Sample *s;
    const Members *members;
    ThemePhrases *phrases;
    IdMap used; /* lower-case names */
    Tokenizer *t;
} Namer;

static bool shares_stem(const Phrase *p, const Phrase *q) {
    for (uint32_t i = 0; i < p->words; i++)
        for (uint32_t j = 0; j < q->words; j++)
            if (p->stems[i] == q->stems[j]) return true;
    return false;
}

/* False when the name, however it is capitalised, belongs to another theme already. */
static bool claim(Namer *n, Str name) {
    char *low = mem_alloc(name.n + 1);
    for (size_t i = 0; i < name.n; i++)
        low[i] = (char)(name.p[i] >= 'A' && name.p[i] <= 'Z' ? name.p[i] + 32 : name.p[i]);
    uint64_t key = hash64((Str){low, name.n});
    free(low);
    uint32_t before = n->used.n;
    return idmap_add(&n->used, key) == before;
}

static Str sentence_case(Arena *a, Str s) {
    Str out = arena_str(a, s);
    if (out.n && out.p[0] >= 'a' && out.p[0] <= 'z') ((char *)(uintptr_t)out.p)[0] = (char)(out.p[0] - 32);
    return out;
}

/* The best phrase that no other theme has; two short ones joined when one word alone says too little. */
static Str choose_name(Namer *n, size_t theme, const Scored *ranked, size_t ranked_n) {
    const Members *m = &n->members[theme];
    for (size_t i = 0; i < ranked_n; i++) {
        Str name = phrase_spelling(n->a, n->t, n->s, m, ranked[i].phrase->key);
        if (!name.n) continue;
        if (ranked[i].phrase->words == 1) {
            size_t j = 0;
            while (j < ranked_n && (j == i || shares_stem(ranked[i].phrase, ranked[j].phrase))) j++;
            Str more = j < ranked_n ? phrase_spelling(n->a, n->t, n->s, m, ranked[j].phrase->key) : (Str){0};
            if (more.n) name = arena_printf(n->a, "%.*s, %.*s", STR_ARG(name), STR_ARG(more));
        }
        if (claim(n, name)) return sentence_case(n->a, name);
    }
    for (size_t i = theme + 1;; i++) {
        Str name = arena_printf(n->a, "Theme %zu", i);
        if (claim(n, name)) return name;
    }
}

static void choose_terms(Namer *n, size_t theme, const Scored *ranked, size_t ranked_n) {
    const Phrase *chosen[TERMS_MAX];
    ThemeTerm *terms = ARENA_ARRAY(n->a, ThemeTerm, TERMS_MAX);
    size_t terms_n = 0;
    double best = 0;
    for (size_t i = 0; i < ranked_n && terms_n < TERMS_MAX; i++) {
        const Phrase *p = ranked[i].phrase;
        bool twin = p->words > TERM_WORDS_MAX;
        for (size_t j = 0; j < terms_n && !twin; j++) twin = shares_stem(p, chosen[j]);
        if (twin) continue;
        Str text = phrase_spelling(n->a, n->t, n->s, &n->members[theme], p->key);
        if (!text.n) continue;
        if (best == 0) best = ranked[i].score;
        chosen[terms_n] = p;
        terms[terms_n++] = (ThemeTerm){text, ranked[i].score / best};
    }
    n->c->info[theme].terms = terms, n->c->info[theme].terms_n = terms_n;
}

void names_give(Arena *a, Codebook *c, const Sample *s, const Partition *p, Par *par) {
    Arena *scratch = arena_new();
    Namer n = {.a = a, .c = c, .s = s, .members = members_of(scratch, p), .t = tokenizer_new()};
    n.phrases = phrases_count(scratch, s, n.members, p->k, par);
    double all = 0;
    for (size_t k = 0; k < p->k; k++) all += (double)n.members[k].n;
    for (size_t k = 0; k < p->k; k++) {
        double inside = (double)n.members[k].n;
        Scored *ranked = ARENA_ARRAY(scratch, Scored, n.phrases[k].n);
        size_t ranked_n = rank_phrases(&n.phrases[k], inside, all - inside, ranked);
        c->info[k].name = choose_name(&n, k, ranked, ranked_n);
        choose_terms(&n, k, ranked, ranked_n);
    }
    idmap_free(&n.used);
    tokenizer_free(n.t);
    arena_free(scratch);
}
