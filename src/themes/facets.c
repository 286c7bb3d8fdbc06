/* facets.c - facets as a linear rule that coding can afford, their names, and their facts.
 *
 * What all signals of a theme share does not tell its facets apart, so the mean row of the theme is taken away: a
 * facet is the direction in which its mean lies from there. Few features make up most of it; the others are
 * dropped. */
#include "facets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lanes.h"
#include "names.h"
#include "select.h"
#include "themes/levels.h"

enum { ROUNDS = 4, KEEP_EACH = 48, WIDE = 8 };
static const double LEAST = 1.0 / 25; /* share of the theme's signals that a facet must have */

_Static_assert((int)FACETS_MAX <= (int)WIDE, "a row of the rule has room for all facets");
_Static_assert(KEEP_EACH *FACETS_MAX >= FACET_FEATURES_MAX, "all room for features is used");

size_t codebook_facets(const Codebook *c, int32_t theme) {
    return theme >= 0 && (uint32_t)theme < c->themes ? c->facets[theme].n : 0;
}

ThemeFacet codebook_facet(const Codebook *c, int32_t theme, int32_t facet) {
    if (facet < 0 || (size_t)facet >= codebook_facets(c, theme)) return (ThemeFacet){0};
    return (ThemeFacet){c->facets[theme].name[facet], c->facets[theme].size[facet]};
}

/* Directions of the facets from the mean of the theme, by local features. */
typedef struct Directions {
    size_t k, features;
    float *mean;         /* per feature */
    float *toward;       /* k * features */
    bool *kept;          /* per feature */
    uint16_t *slot;      /* per feature: its row of the rule */
    float (*rule)[WIDE]; /* unit columns, one per facet; row 0, of all that is not kept, is zero */
    double bias[FACETS_MAX];
} Directions;

static Directions directions_new(Arena *a, const FacetRows *r, size_t k) {
    return (Directions){.k = k,
                        .features = r->features,
                        .mean = ARENA_ARRAY(a, float, r->features),
                        .toward = ARENA_ARRAY(a, float, r->features *k),
                        .kept = ARENA_ARRAY(a, bool, r->features),
                        .slot = ARENA_ARRAY(a, uint16_t, r->features),
                        .rule = arena_calloc(a, KEEP_EACH * FACETS_MAX + 1, sizeof(float[WIDE]))};
}

static void count_sizes(const int32_t *facet, size_t n, size_t *size) {
    for (size_t i = 0; i < FACETS_MAX; i++) size[i] = 0;
    for (size_t d = 0; d < n; d++)
        if (facet[d] >= 0) size[facet[d]]++;
}

/* From the mean of all rows that have a facet to that of each facet. */
static void take_means(Directions *d, const FacetRows *r, const int32_t *facet) {
    size_t size[FACETS_MAX], all = 0;
    count_sizes(facet, r->n, size);
    for (size_t i = 0; i < d->k; i++) all += size[i];
    memset(d->mean, 0, d->features * sizeof *d->mean);
    memset(d->toward, 0, d->features * d->k * sizeof *d->toward);
    for (size_t i = 0; i < r->n; i++) {
        if (facet[i] < 0) continue;
        const Row *row = &r->rows[i];
        float *sum = d->toward + (size_t)facet[i] * d->features;
        for (size_t j = 0; j < row->n; j++) sum[row->id[j]] += row->weight[j];
    }
    for (size_t i = 0; i < d->k; i++)
        for (size_t f = 0; f < d->features; f++) d->mean[f] += d->toward[i * d->features + f] / (float)all;
    for (size_t i = 0; i < d->k; i++) {
        float scale = size[i] ? 1 / (float)size[i] : 0, *toward = d->toward + i * d->features;
        for (size_t f = 0; f < d->features; f++) toward[f] = toward[f] * scale - d->mean[f];
    }
}

/* Keeps the strongest features of each direction; a feature kept for one is kept for all. */
static void keep_strongest(Directions *d) {
    Entry *at = mem_alloc((d->features + 1) * sizeof *at);
    memset(d->kept, 0, d->features * sizeof *d->kept);
    size_t keep = FACET_FEATURES_MAX / d->k < KEEP_EACH ? FACET_FEATURES_MAX / d->k : KEEP_EACH;
    for (size_t i = 0; i < d->k; i++) {
        for (size_t f = 0; f < d->features; f++) at[f] = (Entry){(uint32_t)f, fabsf(d->toward[i * d->features + f])};
        size_t n = d->features < keep ? d->features : keep;
        entries_select(at, d->features, n);
        for (size_t x = 0; x < n; x++) d->kept[at[x].id] = true;
    }
    free(at);
}

static void to_rule(Directions *d) {
    uint16_t slots = 0;
    for (size_t f = 0; f < d->features; f++) d->slot[f] = d->kept[f] ? ++slots : 0;
    for (size_t i = 0; i < d->k; i++) {
        const float *toward = d->toward + i * d->features;
        double square = 0;
        d->bias[i] = 0;
        for (size_t f = 0; f < d->features; f++)
            if (d->kept[f]) square += (double)toward[f] * toward[f];
        for (size_t f = 0; f < d->features; f++) {
            if (!d->kept[f]) continue;
            float weight = square > 0 ? (float)(toward[f] / sqrt(square)) : 0;
            d->rule[d->slot[f]][i] = weight;
            d->bias[i] += (double)weight * d->mean[f];
        }
    }
}

static int32_t best_facet(const Directions *d, const Row *row) {
    Lanes score[WIDE / LANES] = {{0}};
    for (size_t j = 0; j < row->n; j++) {
        const Lanes *rule = (const Lanes *)d->rule[d->slot[row->id[j]]];
        for (int x = 0; x < WIDE / LANES; x++) score[x] += row->weight[j] * rule[x];
    }
    int32_t best = FACET_NONE;
    double most = 0;
    for (size_t i = 0; i < d->k; i++) {
        double above = (double)score[i / LANES][i % LANES] - d->bias[i];
        if (above > most) best = (int32_t)i, most = above;
    }
    return best;
}

/* Drops facets that are too small and numbers the others; returns how many are left. */
static size_t drop_small(int32_t *facet, size_t n, size_t k) {
    size_t size[FACETS_MAX], left = 0, least = (size_t)(LEAST * (double)n) > 4 ? (size_t)(LEAST * (double)n) : 4;
    int32_t number[FACETS_MAX];
    count_sizes(facet, n, size);
    for (size_t i = 0; i < k; i++) number[i] = size[i] >= least ? (int32_t)left++ : FACET_NONE;
    for (size_t d = 0; d < n; d++)
        if (facet[d] >= 0) facet[d] = number[facet[d]];
    return left;
}

static FacetSet to_set(Arena *a, const Directions *d, const FacetRows *r) {
    FacetSet set = {.n = (uint32_t)d->k};
    for (size_t f = 0; f < d->features; f++) set.features += d->kept[f];
    set.feature = ARENA_ARRAY(a, uint32_t, set.features);
    set.weight = ARENA_ARRAY(a, float, set.features * d->k);
    uint32_t out = 0;
    for (size_t f = 0; f < d->features; f++) {
        if (!d->kept[f]) continue;
        set.feature[out] = r->feature[f];
        memcpy(set.weight + out++ * d->k, d->rule[d->slot[f]], d->k * sizeof *set.weight);
    }
    for (size_t i = 0; i < d->k; i++) set.bias[i] = (float)d->bias[i];
    return set;
}

FacetSet facets_fit(Arena *a, const FacetRows *r, const int32_t *start, size_t k, int32_t *facet) {
    Arena *scratch = arena_new();
    Directions d = directions_new(scratch, r, k);
    memcpy(facet, start, r->n * sizeof *facet);
    size_t left = drop_small(facet, r->n, k);
    for (int round = 0; left > 1 && (round < ROUNDS || left < d.k); round++) {
        d.k = left;
        take_means(&d, r, facet);
        keep_strongest(&d);
        to_rule(&d);
        for (size_t i = 0; i < r->n; i++) facet[i] = best_facet(&d, &r->rows[i]);
        left = drop_small(facet, r->n, d.k);
    }
    FacetSet set = left > 1 ? to_set(a, &d, r) : (FacetSet){0};
    for (size_t i = 0; i < r->n; i++)
        if (set.n && facet[i] >= 0) set.size[facet[i]]++;
    arena_free(scratch);
    return set;
}

void facets_tell(const FacetRows *r, const int32_t *facet, size_t k, int learn_half, int32_t *told) {
    Arena *scratch = arena_new();
    Directions d = directions_new(scratch, r, k);
    int32_t *learn = ARENA_ARRAY(scratch, int32_t, r->n);
    for (size_t i = 0; i < r->n; i++) learn[i] = facet_half(r->doc[i]) == learn_half ? facet[i] : FACET_NONE;
    take_means(&d, r, learn);
    keep_strongest(&d);
    to_rule(&d);
    for (size_t i = 0; i < r->n; i++)
        if (facet_half(r->doc[i]) != learn_half) told[i] = best_facet(&d, &r->rows[i]);
    arena_free(scratch);
}

/* A codebook whose themes are the facets of one theme, so that names tell them apart. */
static Codebook *facet_view(Arena *a, const Codebook *c, const FacetSet *set) {
    Codebook *v = ARENA_NEW(a, Codebook);
    *v = (Codebook){.lang = c->lang, .sample_n = c->sample_n, .idf_rare = c->idf_rare, .themes = set->n};
    v->info = ARENA_ARRAY(a, ThemeInfo, set->n);
    v->features = set->features;
    v->keys = ARENA_ARRAY(a, uint64_t, set->features);
    v->idf = ARENA_ARRAY(a, float, set->features);
    v->begin = ARENA_ARRAY(a, uint32_t, set->features + 1);
    v->theme = ARENA_ARRAY(a, uint16_t, set->features * set->n);
    v->weight = set->weight;
    for (uint32_t f = 0; f < set->features; f++) {
        v->keys[f] = c->keys[set->feature[f]], v->idf[f] = c->idf[set->feature[f]];
        v->begin[f + 1] = (f + 1) * set->n;
        for (uint32_t i = 0; i < set->n; i++) v->theme[f * set->n + i] = (uint16_t)i;
    }
    codebook_index(a, v);
    return v;
}

void facets_name(Arena *a, Codebook *c, const Sample *s, const Partition *p, const int32_t *facet, Par *par) {
    for (uint32_t t = 0; t < c->themes; t++) {
        FacetSet *set = &c->facets[t];
        if (!set->n) continue;
        Arena *scratch = arena_new();
        Codebook *view = facet_view(scratch, c, set);
        Partition of_theme = {.n = p->n, .k = set->n, .of = ARENA_ARRAY(scratch, int32_t, p->n)};
        for (size_t d = 0; d < p->n; d++) of_theme.of[d] = p->of[d] == (int32_t)t ? facet[d] : UNTHEMED;
        names_give(a, view, s, &of_theme, par);
        for (uint32_t i = 0; i < set->n; i++) set->name[i] = view->info[i].name;
        arena_free(scratch);
    }
}

void facets_extend(Arena *a, Codebook *c, const Codebook *base) {
    c->facets = ARENA_ARRAY(a, FacetSet, c->themes);
    for (uint32_t t = 0; t < base->themes; t++) {
        const FacetSet *from = &base->facets[t];
        FacetSet *to = &c->facets[t];
        *to = *from;
        to->feature = ARENA_ARRAY(a, uint32_t, from->features);
        to->weight = ARENA_ARRAY(a, float, (size_t)from->features * from->n);
        for (uint32_t f = 0; f < from->features; f++)
            to->feature[f] = codebook_feature(c, base->keys[from->feature[f]]);
        if (from->n) memcpy(to->weight, from->weight, (size_t)from->features * from->n * sizeof *to->weight);
        for (uint32_t i = 0; i < from->n; i++) to->name[i] = arena_str(a, from->name[i]);
    }
}
