/* extend_profiles.c - profiles and near themes of a codebook that got new themes.
 *
 * The documents of the base themes are gone, but their mean cosine to any centroid is their centroid's product with
 * it times what they have to their own, so the profiles of the base get their new parts from centroids alone. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "coder.h"
#include "extend.h"

enum { EXAMPLES_MAX = 400 }; /* of a group that are looked at for its profile */

static void to_unit(float *x, size_t n) {
    double square = 0;
    for (size_t i = 0; i < n; i++) square += (double)x[i] * x[i];
    for (size_t i = 0; i < n && square > 0; i++) x[i] = (float)(x[i] / sqrt(square));
}

/* Products of the new centroids with all: [g * themes + k]. */
static double *new_products(Arena *a, const Codebook *c, uint32_t first_new) {
    double *dot = ARENA_ARRAY(a, double, (size_t)(c->themes - first_new) * c->themes);
    for (uint32_t f = 0; f < c->features; f++) {
        for (uint32_t p = c->begin[f + 1]; p-- > c->begin[f] && c->theme[p] >= first_new;) {
            double *row = dot + (size_t)(c->theme[p] - first_new) * c->themes;
            for (uint32_t q = c->begin[f]; q < c->begin[f + 1]; q++)
                row[c->theme[q]] += (double)c->weight[p] * c->weight[q];
        }
    }
    return dot;
}

static double *squared_lengths(Arena *a, const Codebook *c) {
    double *square = ARENA_ARRAY(a, double, c->themes);
    for (uint32_t p = 0; p < c->begin[c->features]; p++) square[c->theme[p]] += (double)c->weight[p] * c->weight[p];
    return square;
}

typedef struct Profiling {
    Codebook *c;
    uint32_t first_new;
    const ThemeGroup *groups;
    const GroupSum *sums;
    Coder **coders;
} Profiling;

/* The mean of how the examples see all themes. An example would see too much of itself in its own, so there it
 * counts as what a new text can be expected to have. */
static void profile_groups(void *ctx, size_t begin, size_t end, int worker) {
    Profiling *p = ctx;
    size_t k = p->c->themes;
    float *unit = mem_alloc((k + 1) * sizeof *unit);
    for (size_t g = begin; g < end; g++) {
        size_t own = p->first_new + g;
        float *profile = p->c->profile + own * k;
        for (size_t i = 0; i < p->groups[g].n && i < EXAMPLES_MAX; i++) {
            memcpy(unit, coder_see(p->coders[worker], p->groups[g].texts[i]).cosines, k * sizeof *unit);
            unit[own] = (float)sqrt(p->sums[g].coherence);
            to_unit(unit, k);
            for (size_t j = 0; j < k; j++) profile[j] += unit[j];
        }
        to_unit(profile, k);
    }
    free(unit);
}

static void widen_profiles(Codebook *c, const Codebook *base, const double *dot) {
    for (uint32_t t = 0; t < base->themes; t++) {
        float *profile = c->profile + (size_t)t * c->themes, *old = base->profile + (size_t)t * base->themes;
        memcpy(profile, old, base->themes * sizeof *profile);
        for (uint32_t j = base->themes; j < c->themes; j++)
            profile[j] = (float)(old[t] * dot[(size_t)(j - base->themes) * c->themes + t]);
        to_unit(profile, c->themes);
    }
}

/* The nearest of the themes already listed and of the candidates. */
static void relist_near(Arena *a, ThemeInfo *info, Entry *candidates, size_t n) {
    for (size_t i = 0; i < info->near_n; i++)
        candidates[n++] = (Entry){(uint32_t)info->near[i].theme, (float)info->near[i].cosine};
    qsort(candidates, n, sizeof *candidates, entry_compare);
    if (n > NEAR_MAX) n = NEAR_MAX;
    ThemeNear *near = ARENA_ARRAY(a, ThemeNear, n);
    for (size_t i = 0; i < n; i++) near[i] = (ThemeNear){(int32_t)candidates[i].id, candidates[i].weight};
    info->near = near, info->near_n = n;
}

static void fill_near(Arena *a, Codebook *c, uint32_t first_new, const double *dot, const double *square) {
    Entry *all = mem_alloc((c->themes + NEAR_MAX + 1) * sizeof *all);
    for (uint32_t k = 0; k < c->themes; k++) {
        size_t n = 0;
        for (uint32_t j = k < first_new ? first_new : 0; j < c->themes; j++) {
            uint32_t one = j < first_new ? k : j, other = j < first_new ? j : k;
            double product = dot[(size_t)(one - first_new) * c->themes + other];
            double cosine = product > 0 ? product / sqrt(square[j] * square[k]) : 0;
            if (j != k) all[n++] = (Entry){j, (float)(cosine < 1 ? cosine : 1)};
        }
        relist_near(a, &c->info[k], all, n);
    }
    free(all);
}

void extend_profiles(Arena *a, Codebook *c, const Codebook *base, const ThemeGroup *groups, const GroupSum *sums,
                     size_t n, Par *par) {
    Arena *scratch = arena_new();
    size_t workers = (size_t)par_threads(par);
    Profiling p = {c, base->themes, groups, sums, ARENA_ARRAY(scratch, Coder *, workers)};
    double *dot = new_products(scratch, c, base->themes);
    c->profile = arena_calloc(a, (size_t)c->themes * c->themes, sizeof *c->profile);
    for (size_t w = 0; w < workers; w++) p.coders[w] = coder_new(c);
    par_for(par, n, 1, profile_groups, &p);
    widen_profiles(c, base, dot);
    codebook_index_profiles(a, c);
    fill_near(a, c, base->themes, dot, squared_lengths(scratch, c));
    for (size_t w = 0; w < workers; w++) coder_free(p.coders[w]);
    arena_free(scratch);
}
