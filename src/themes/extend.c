/* extend.c - a codebook and themes shown by example, joined.
 *
 *   keys of the examples --> skeleton (base, and features for those keys) --> rows of the examples
 *   rows of each group   --> sum, its coherence --> scaled centroid --> codebook
 *
 * A centroid of few texts is noisy, and the noise costs it cosine: with mean cosine r between two texts of a theme,
 * a new text has the cosine r to one example and sqrt(r) to the mean of very many. Scaled to what the mean of very
 * many would give, a theme of three examples stands its ground against one of five hundred. */
#include "extend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "areas.h"
#include "coder.h"
#include "dense_block.h"
#include "facets.h"
#include "model.h"

/* How many pairs of examples the codebook's coherence weighs as much as, when that of a group is estimated. */
static const double PRIOR_PAIRS = 10;

/* The features of `base` and new ones; themes of the groups have no part in any of them yet. */
static Codebook *make_skeleton(Arena *a, const Codebook *base, const uint64_t *keys, const float *idf, size_t keys_n,
                               size_t groups_n) {
    Codebook *c = ARENA_NEW(a, Codebook);
    *c = *base;
    c->facets = NULL; /* features get other numbers: see facets_extend */
    c->themes = base->themes + (uint32_t)groups_n;
    c->features = base->features + (uint32_t)keys_n;
    c->keys = ARENA_ARRAY(a, uint64_t, c->features);
    c->idf = ARENA_ARRAY(a, float, c->features);
    c->begin = ARENA_ARRAY(a, uint32_t, c->features + 1);
    size_t old = 0, new = 0;
    for (uint32_t f = 0; f < c->features; f++) {
        bool known = new == keys_n || (old < base->features && base->keys[old] < keys[new]);
        c->keys[f] = known ? base->keys[old] : keys[new];
        c->idf[f] = known ? base->idf[old] : idf[new];
        if (known) old++;
        else new ++;
        c->begin[f + 1] = base->begin[old];
    }
    codebook_index(a, c);
    return c;
}

typedef struct Summing {
    const Codebook *c;
    const ThemeGroup *groups;
    GroupSum *sums;
    Coder **coders;
    float **dense; /* per worker, one per feature, 0 between groups */
    Entry **row;   /* per worker */
    Arena **arenas;
} Summing;

/* Takes the sums of the features met out of `dense`. */
static GroupSum gather(Arena *a, const Codebook *c, float *dense, size_t texts) {
    GroupSum s = {.texts = texts};
    for (uint32_t f = 0; f < c->features; f++) s.n += dense[f] != 0;
    s.at = ARENA_ARRAY(a, Entry, s.n);
    double square = 0, m = (double)texts, pairs = m * (m - 1) / 2;
    size_t out = 0;
    for (uint32_t f = 0; f < c->features; f++) {
        if (dense[f] == 0) continue;
        square += (double)dense[f] * dense[f];
        s.at[out++] = (Entry){f, dense[f]};
        dense[f] = 0;
    }
    s.coherence = (PRIOR_PAIRS * c->coherence + (square > m ? (square - m) / 2 : 0)) / (PRIOR_PAIRS + pairs);
    return s;
}

static void sum_groups(void *ctx, size_t begin, size_t end, int worker) {
    Summing *s = ctx;
    for (size_t g = begin; g < end; g++) {
        size_t texts = 0;
        for (size_t i = 0; i < s->groups[g].n; i++) {
            coder_see(s->coders[worker], s->groups[g].texts[i]);
            size_t n = coder_row(s->coders[worker], s->row[worker]);
            for (size_t k = 0; k < n; k++) s->dense[worker][s->row[worker][k].id] += s->row[worker][k].weight;
            texts += n > 0;
        }
        s->sums[g] = gather(s->arenas[worker], s->c, s->dense[worker], texts);
    }
}

/* What a sum of m unit rows is multiplied with, so that a new text of the theme has the cosine that it would have to
 * the mean of very many. */
static float scale_of(const GroupSum *s) {
    return (float)(1 / ((double)s->texts * sqrt(s->coherence)));
}

/* Marks the features to keep: those of the base, and of each group the strongest of each block. */
static bool *choose_features(Arena *a, const Codebook *skeleton, const GroupSum *sums, size_t n) {
    bool *kept = ARENA_ARRAY(a, bool, skeleton->features);
    for (uint32_t f = 0; f < skeleton->features; f++) kept[f] = skeleton->begin[f] < skeleton->begin[f + 1];
    for (size_t g = 0; g < n; g++) {
        Entry *block = mem_alloc((sums[g].n + 1) * sizeof *block);
        for (unsigned b = 0; b < CODED_BLOCKS; b++) {
            size_t m = 0;
            for (size_t i = 0; i < sums[g].n; i++)
                if (feature_block(skeleton->keys[sums[g].at[i].id]) == b) block[m++] = sums[g].at[i];
            size_t keep = m < MODEL_KEEP[b] ? m : MODEL_KEEP[b];
            entries_select(block, m, keep);
            for (size_t i = 0; i < keep; i++) kept[block[i].id] = true;
        }
        free(block);
    }
    return kept;
}

/* The skeleton without what is not kept, and with the centroids of the groups. */
static Codebook *fill_skeleton(Arena *a, const Codebook *skeleton, const Codebook *base, const GroupSum *sums, size_t n,
                               const bool *kept) {
    Codebook *c = ARENA_NEW(a, Codebook);
    *c = *skeleton;
    size_t postings = skeleton->begin[skeleton->features], *next = mem_alloc((n + 1) * sizeof *next);
    for (size_t g = 0; g < n; g++) postings += sums[g].n, next[g] = 0;
    c->features = 0;
    for (uint32_t f = 0; f < skeleton->features; f++) c->features += kept[f];
    c->keys = ARENA_ARRAY(a, uint64_t, c->features);
    c->idf = ARENA_ARRAY(a, float, c->features);
    c->begin = ARENA_ARRAY(a, uint32_t, c->features + 1);
    c->theme = ARENA_ARRAY(a, uint16_t, postings);
    c->weight = ARENA_ARRAY(a, float, postings);
    uint32_t out = 0, to = 0;
    for (uint32_t f = 0; f < skeleton->features; f++) {
        for (uint32_t p = skeleton->begin[f]; p < skeleton->begin[f + 1]; p++)
            c->theme[out] = skeleton->theme[p], c->weight[out++] = skeleton->weight[p];
        for (size_t g = 0; g < n; g++) {
            if (next[g] == sums[g].n || sums[g].at[next[g]].id != f) continue;
            float weight = sums[g].at[next[g]++].weight * scale_of(&sums[g]);
            if (kept[f]) c->theme[out] = (uint16_t)(base->themes + g), c->weight[out++] = weight;
        }
        if (!kept[f]) continue;
        c->keys[to] = skeleton->keys[f], c->idf[to] = skeleton->idf[f];
        c->begin[++to] = out;
    }
    free(next);
    codebook_index(a, c);
    return c;
}

static ThemeInfo copy_info(Arena *a, const ThemeInfo *from) {
    ThemeInfo to = *from;
    ThemeTerm *terms = ARENA_ARRAY(a, ThemeTerm, from->terms_n);
    ThemeNear *near = ARENA_ARRAY(a, ThemeNear, from->near_n);
    for (size_t i = 0; i < from->terms_n; i++)
        terms[i] = (ThemeTerm){arena_str(a, from->terms[i].text), from->terms[i].weight};
    for (size_t i = 0; i < from->near_n; i++) near[i] = from->near[i];
    to.name = arena_str(a, from->name), to.terms = terms, to.near = near;
    return to;
}

static bool groups_sound(const Codebook *base, const ThemeGroup *groups, size_t n, Err *err) {
    if (n > THEMES_MAX - base->themes)
        return err_set(err, ERR_LIMIT, "join or drop some of them", "%u themes and %zu more: a codebook holds %d",
                       base->themes, n, THEMES_MAX);
    for (size_t g = 0; g < n; g++)
        for (size_t h = 0; h < g && groups[g].fixed_name; h++)
            if (groups[h].fixed_name && str_eq_nocase(groups[g].name, groups[h].name))
                return err_set(err, ERR_INPUT, "give one of them another name", "two themes are called '%.*s'",
                               STR_ARG(groups[g].name));
    return true;
}

static bool sums_sound(const ThemeGroup *groups, const GroupSum *sums, size_t n, Err *err) {
    for (size_t g = 0; g < n; g++)
        if (!sums[g].texts)
            return err_set(err, ERR_INPUT, "give at least one example of a few words",
                           "theme %zu%s%.*s has no example with words in it", g + 1, groups[g].fixed_name ? ", " : "",
                           groups[g].fixed_name ? (int)groups[g].name.n : 0,
                           groups[g].fixed_name ? groups[g].name.p : "");
    return true;
}

static GroupSum *sum_all(Arena *a, const Codebook *skeleton, const ThemeGroup *groups, size_t n, Par *par) {
    Arena *scratch = arena_new();
    size_t workers = (size_t)par_threads(par);
    Summing s = {.c = skeleton, .groups = groups, .sums = ARENA_ARRAY(a, GroupSum, n)};
    s.coders = ARENA_ARRAY(scratch, Coder *, workers);
    s.dense = ARENA_ARRAY(scratch, float *, workers);
    s.row = ARENA_ARRAY(scratch, Entry *, workers);
    s.arenas = ARENA_ARRAY(scratch, Arena *, workers);
    for (size_t w = 0; w < workers; w++) {
        s.coders[w] = coder_new(skeleton);
        s.dense[w] = ARENA_ARRAY(scratch, float, skeleton->features);
        s.row[w] = ARENA_ARRAY(scratch, Entry, skeleton->features);
        s.arenas[w] = arena_new();
    }
    par_for(par, n, 1, sum_groups, &s);
    for (size_t g = 0; g < n; g++) { /* out of the workers' arenas */
        Entry *at = ARENA_ARRAY(a, Entry, s.sums[g].n);
        if (s.sums[g].n) memcpy(at, s.sums[g].at, s.sums[g].n * sizeof *at);
        s.sums[g].at = at;
    }
    for (size_t w = 0; w < workers; w++) coder_free(s.coders[w]), arena_free(s.arenas[w]);
    arena_free(scratch);
    return s.sums;
}

Codebook *codebook_extend(Arena *a, const Codebook *base, const ThemeGroup *groups, size_t n, Par *par, Err *err) {
    if (!groups_sound(base, groups, n, err)) return NULL;
    Arena *scratch = arena_new();
    size_t keys_n;
    float *idf;
    uint64_t *keys = extend_keys(scratch, base, groups, n, &keys_n, &idf);
    Codebook *skeleton = make_skeleton(scratch, base, keys, idf, keys_n, n), *c = NULL;
    GroupSum *sums = sum_all(scratch, skeleton, groups, n, par);
    if (sums_sound(groups, sums, n, err)) {
        c = fill_skeleton(a, skeleton, base, sums, n, choose_features(scratch, skeleton, sums, n));
        c->info = ARENA_ARRAY(a, ThemeInfo, c->themes);
        for (uint32_t k = 0; k < base->themes; k++) c->info[k] = copy_info(a, &base->info[k]);
        for (size_t g = 0; g < n; g++) c->info[base->themes + g].sample_size = sums[g].texts;
        extend_profiles(a, c, base, groups, sums, n, par);
        extend_names(a, c, base, groups, n);
        c->dense = dense_block_extend(a, c, base, groups, n);
        areas_extend(a, c, base);
        facets_extend(a, c, base);
    }
    arena_free(scratch);
    return c;
}
