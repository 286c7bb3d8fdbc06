/* names.c - a name and terms for each theme.
 *
 * A name is a phrase that the theme's signals use, read by the coder like a signal of its own. Four things make it
 * a good one, and they are multiplied:
 *
 *   fit       its cosine to the theme's centroid, less half of that to the nearest other theme: it says what the
 *             theme is about and tells it from its neighbours
 *   coverage  share of the members that use it
 *   distinct  how much more often members use it than others
 *   whole     it is no fragment: not torn from a longer phrase (C-value), and clauses begin and end where it does
 *
 * When a second phrase brings the name clearly nearer to the theme, both are joined. Themes are named from the
 * largest on; a name whose words one theme has is not given again. */
#include "names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/idmap.h"
#include "coder.h"
#include "phrases.h"

enum { TERMS_MAX = 10, TERM_WORDS_MAX = 3, SHORTLIST = 40, NAME_WORDS_MAX = 8, EXAMPLE_WORDS = 6 };

static const double COVERAGE_POWER = 0.3, RIVAL = 0.5, JOIN_GAIN = 1.25, ENDS_MIN = 0.3, EITHER_MIN = 0.6;
static const double CLAUSE = 0.25, LINK = 0.6, TROUBLE = 1.3;
static const double BY_LENGTH[PHRASE_WORDS_MAX + 1] = {0, 0.35, 0.95, 1, 1, 0.95, 0.85, 0.7};
static const double ONE_MEANING = 0.65; /* of "how long", "not to call": one word carries it all */

typedef struct Scored {
    const Phrase *phrase;
    double score, fit;
    Str text;
} Scored;

static int by_score(const void *a, const void *b) {
    const Scored *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return (x->phrase->key > y->phrase->key) - (x->phrase->key < y->phrase->key);
}

typedef struct Namer {
    Arena *a;
    Codebook *c;
    const Sample *s;
    const Members *members;
    ThemePhrases *phrases;
    IdMap used; /* meanings of the names given */
    PhraseReader *reader;
    Coder *coder; /* NULL: no centroids to read names by */
} Namer;

/* How near the words are to the theme and how far from the others. */
static double fit_of(const Namer *n, Str words, size_t theme) {
    if (!n->coder) return 1;
    Parts seen = coder_see(n->coder, words);
    float rival = 0;
    for (size_t k = 0; k < n->c->themes; k++)
        if (k != theme && seen.cosines[k] > rival) rival = seen.cosines[k];
    double fit = seen.cosines[theme] - RIVAL * rival;
    return fit > 0 ? fit : 0;
}

/* 1: stands by itself; towards 0: part of something longer. */
static double wholeness(const Phrase *p) {
    double uses = p->uses, nested = (double)p->longer / p->inside;
    if (p->trailing && p->ends < ENDS_MIN * uses) return 0;
    double open = p->open_right + (p->open_either > EITHER_MIN * uses ? p->open_either : 0);
    double left = 1 - (p->open_left + 0.5) / (uses + 1), right = 1 - (open + 0.5) / (uses + 1);
    double clause = 1 + CLAUSE * (p->begins / uses + p->ends / uses);
    return sqrt(left * right) * (1 - 0.75 * nested * nested) * clause * pow(LINK, p->links);
}

static double distinctness(const Phrase *p, double inside_n, double outside_n) {
    double ratio = log((p->inside / inside_n) / ((p->outside + 0.5) / (outside_n + 1)));
    return ratio > 0 ? ratio / (1 + ratio) : 0;
}

static uint32_t meanings(const Phrase *p) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n; i++) n += p->full[i];
    return n;
}

static size_t rank_phrases(const Namer *n, size_t theme, double outside_n, Scored *out) {
    const ThemePhrases *phrases = &n->phrases[theme];
    double inside_n = (double)n->members[theme].n;
    size_t count = 0;
    for (size_t i = 0; i < phrases->n; i++) {
        const Phrase *p = &phrases->at[i];
        double score = distinctness(p, inside_n, outside_n) * wholeness(p) * pow(p->inside / inside_n, COVERAGE_POWER);
        score *= BY_LENGTH[p->n] * (p->trouble ? TROUBLE : 1) * (p->n > 1 && meanings(p) == 1 ? ONE_MEANING : 1);
        double fit = score > 0 ? fit_of(n, p->sample, theme) : 0;
        if (fit > 0) out[count++] = (Scored){p, score * fit, fit, {"", 0}};
    }
    if (count) qsort(out, count, sizeof *out, by_score);
    return count;
}

static bool shares_word(const Phrase *p, const Phrase *q) {
    for (uint32_t i = 0; i < p->n; i++)
        for (uint32_t j = 0; j < q->n; j++)
            if (p->full[i] && p->words[i] == q->words[j]) return true;
    return false;
}

/* Equal for phrases of the same words that carry meaning, in whatever order. */
static uint64_t meaning_of(const Phrase *p) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < p->n; i++)
        if (p->full[i]) sum += p->words[i] * (p->words[i] | 1);
    return sum;
}

static Str sentence_case(Arena *a, Str s) {
    Str out = arena_str(a, s);
    if (out.n && out.p[0] >= 'a' && out.p[0] <= 'z') ((char *)(uintptr_t)out.p)[0] = (char)(out.p[0] - 32);
    return out;
}

/* The phrase that brings `first` nearest to the theme when it stands beside it, or NULL. A single word takes any
 * that does not lead away; `needed`: the nearest, whatever it brings. */
static const Scored *find_second(const Namer *n, size_t theme, const Scored *first, const Scored *ranked,
                                 size_t ranked_n, bool needed) {
    const Scored *best = NULL;
    bool poor = needed || meanings(first->phrase) == 1;
    double best_fit = needed ? 0 : first->fit * (poor ? 1 : JOIN_GAIN);
    for (size_t i = 0; i < ranked_n; i++) {
        const Scored *s = &ranked[i];
        if (s->score < first->score / (poor ? 4 : 2) || first->phrase->n + s->phrase->n > NAME_WORDS_MAX) continue;
        if (s == first || !s->text.n || shares_word(s->phrase, first->phrase)) continue;
        double fit = fit_of(n, arena_printf(n->a, "%.*s, %.*s", STR_ARG(first->text), STR_ARG(s->text)), theme);
        if (fit > best_fit) best = s, best_fit = fit;
    }
    return best;
}

/* The beginning of the member that is nearest to the theme. */
static Str example_of(Namer *n, size_t theme) {
    const Members *m = &n->members[theme];
    Str best = {"", 0};
    double best_fit = -1;
    for (size_t i = 0; i < m->n; i++) {
        double fit = fit_of(n, n->s->docs[m->at[i]]->text, theme);
        if (fit > best_fit) best = n->s->docs[m->at[i]]->text, best_fit = fit;
    }
    size_t end = 0;
    for (size_t words = 0; end < best.n && words < EXAMPLE_WORDS; end++)
        words += best.p[end] == ' ' || best.p[end] == '\n';
    return str_trim(str_slice(best, 0, end));
}

static bool claim(Namer *n, uint64_t meaning) {
    uint32_t before = n->used.n;
    return idmap_add(&n->used, meaning) == before;
}

/* The best phrase, with a second where it helps, that no other theme has. */
static Str choose_name(Namer *n, size_t theme, const Scored *ranked, size_t ranked_n) {
    for (size_t i = 0; i < ranked_n; i++) {
        const Scored *first = &ranked[i];
        if (!first->text.n) continue;
        bool taken = !claim(n, meaning_of(first->phrase));
        const Scored *second = find_second(n, theme, first, ranked, ranked_n, taken);
        if (taken && !second) continue;
        if (second && !claim(n, hash_mix(meaning_of(first->phrase), meaning_of(second->phrase)))) continue;
        if (!second) return sentence_case(n->a, first->text);
        return sentence_case(n->a, arena_printf(n->a, "%.*s · %.*s", STR_ARG(first->text), STR_ARG(second->text)));
    }
    Str example = sentence_case(n->a, example_of(n, theme));
    return example.n && claim(n, hash64(example)) ? example : arena_printf(n->a, "Theme %zu", theme + 1);
}

static void choose_terms(Namer *n, size_t theme, const Scored *ranked, size_t ranked_n) {
    const Phrase *chosen[TERMS_MAX];
    ThemeTerm *terms = ARENA_ARRAY(n->a, ThemeTerm, TERMS_MAX);
    size_t terms_n = 0;
    double best = 0;
    for (size_t i = 0; i < ranked_n && terms_n < TERMS_MAX; i++) {
        const Phrase *p = ranked[i].phrase;
        bool twin = p->n > TERM_WORDS_MAX || !ranked[i].text.n;
        for (size_t j = 0; j < terms_n && !twin; j++) twin = shares_word(p, chosen[j]);
        if (twin) continue;
        if (best == 0) best = ranked[i].score;
        chosen[terms_n] = p;
        terms[terms_n++] = (ThemeTerm){arena_str(n->a, ranked[i].text), ranked[i].score / best};
    }
    n->c->info[theme].terms = terms, n->c->info[theme].terms_n = terms_n;
}

/* Spells the phrases that may be shown. */
static void spell(const Namer *n, Arena *scratch, size_t theme, Scored *ranked, size_t count) {
    const Phrase *wanted[SHORTLIST] = {NULL};
    Str texts[SHORTLIST] = {{NULL, 0}};
    for (size_t i = 0; i < count; i++) wanted[i] = ranked[i].phrase;
    phrases_spell(scratch, n->reader, n->s, &n->members[theme], wanted, count, texts);
    for (size_t i = 0; i < count; i++) ranked[i].text = texts[i];
}

void names_give(Arena *a, Codebook *c, const Sample *s, const Partition *p, Par *par) {
    Arena *scratch = arena_new();
    Namer n = {.a = a, .c = c, .s = s, .members = members_of(scratch, p)};
    n.reader = phrase_reader_new(s), n.coder = c->features ? coder_new(c) : NULL;
    n.phrases = phrases_count(scratch, s, n.members, p->k, par);
    double all = 0;
    for (size_t k = 0; k < p->k; k++) all += (double)n.members[k].n;
    for (size_t k = 0; k < p->k; k++) {
        Scored *ranked = ARENA_ARRAY(scratch, Scored, n.phrases[k].n);
        size_t ranked_n = rank_phrases(&n, k, all - (double)n.members[k].n, ranked);
        if (ranked_n > SHORTLIST) ranked_n = SHORTLIST;
        spell(&n, scratch, k, ranked, ranked_n);
        c->info[k].name = choose_name(&n, k, ranked, ranked_n);
        choose_terms(&n, k, ranked, ranked_n);
    }
    idmap_free(&n.used);
    phrase_reader_free(n.reader);
    coder_free(n.coder);
    arena_free(scratch);
}
