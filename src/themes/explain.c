/* explain.c - why a text is in a theme: the share of each word in the difference to the nearest other theme.
 *
 * A score is a sum over features, so it can be taken apart. What a stem and its character n-grams add for
 * the theme, less what they add for the rival, is credited to the words they come from. The weights of all words sum to
 * the difference of the two scores. */
#include <math.h>
#include <stdlib.h>

#include "coder.h"

/* What the feature at a place speaks for `theme` and against `rival` (which may be UNTHEMED), per unit of its weight.
 */
static double verdict(const Codebook *c, uint32_t place, int32_t theme, int32_t rival) {
    double sum = 0;
    uint32_t f = c->feature_at[place];
    for (uint32_t p = c->begin[f]; p < c->begin[f + 1]; p++)
        sum += c->theme[p] == theme ? c->weight[p] : c->theme[p] == rival ? -c->weight[p] : 0;
    return sum;
}

typedef struct Credit {
    uint32_t word; /* index in the coder's table */
    size_t at;     /* first place in the text */
    double sum;
} Credit;

static int by_strength(const void *a, const void *b) {
    const Credit *x = a, *y = b;
    double left = fabs(x->sum), right = fabs(y->sum);
    if (left != right) return left > right ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* The best theme other than `theme`. */
static int32_t rival_of(const Codebook *c, const float *scores, int32_t theme) {
    int32_t best = UNTHEMED;
    for (uint32_t k = 0; k < c->themes; k++)
        if ((int32_t)k != theme && scores[k] > 0 && (best == UNTHEMED || scores[k] > scores[best])) best = (int32_t)k;
    return best;
}

/* Credit per place in the text. */
static void credit_places(const Coder *coder, const Parts *p, int32_t theme, int32_t rival, double *credit) {
    const Codebook *c = coder_codebook(coder);
    for (size_t i = 0; i < p->n; i++) {
        const KnownWord *w = &p->words[p->at[i]];
        for (uint32_t g = 0; g < w->grams_n; g++) {
            uint32_t gram = p->grams[w->grams_at + g];
            credit[i] += coder_gram_share(coder, w, gram) * verdict(c, gram, theme, rival);
        }
        if (w->stem != UINT32_MAX) credit[i] += coder_stem_share(coder, w->stem) * verdict(c, w->stem, theme, rival);
    }
}

static size_t merge_words(const Parts *p, const double *credit, Credit *out) {
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        size_t k = 0;
        while (k < n && p->words[out[k].word].stem_key != p->words[p->at[i]].stem_key) k++;
        if (k == n) out[n++] = (Credit){p->at[i], i, 0};
        out[k].sum += credit[i];
    }
    return n;
}

size_t coder_explain(Coder *coder, Arena *a, Str text, int32_t theme, ThemeTerm *out, size_t max) {
    const Codebook *c = coder_codebook(coder);
    if (theme < 0 || (uint32_t)theme >= c->themes) return 0;
    Parts p = coder_see(coder, text);
    int32_t rival = rival_of(c, p.cosines, theme);
    double *credit = mem_zeros(p.n + 1, sizeof *credit);
    Credit *words = mem_alloc((p.n + 1) * sizeof *words);
    credit_places(coder, &p, theme, rival, credit);
    size_t n = merge_words(&p, credit, words);
    qsort(words, n, sizeof *words, by_strength);
    if (n > max) n = max;
    for (size_t i = 0; i < n; i++)
        out[i] = (ThemeTerm){arena_str(a, str_slice(text, p.scanned[words[i].at].begin, p.scanned[words[i].at].end)),
                             words[i].sum};
    free(words);
    free(credit);
    return n;
}

size_t coder_nearest(Coder *coder, Str text, ThemeNear *out, size_t max) {
    Parts p = coder_see(coder, text);
    size_t n = 0;
    for (uint32_t k = 0; k < coder_codebook(coder)->themes; k++) {
        if (p.cosines[k] <= 0) continue;
        size_t at = n < max ? n++ : max;
        while (at > 0 && (double)p.cosines[k] > out[at - 1].cosine) {
            if (at < max) out[at] = out[at - 1];
            at--;
        }
        if (at < max) out[at] = (ThemeNear){(int32_t)k, fmin((double)p.cosines[k], 1)};
    }
    return n;
}
