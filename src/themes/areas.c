/* areas.c - areas above the themes: Ward's method over the similarity of themes.
 *
 * Two themes are as like as their centroids and profiles are, by the kernel that the themes were found with, less what
 * all themes have in common. Groups are joined whose joining loses least (Ward 1963, by the update of Lance and
 * Williams), each theme counting as many times as it has signals. Average linkage makes one heap of most themes and
 * leaves the odd ones alone (docs/internals/themes-levels.md).
 *
 * Where to stop: a reader goes through the areas, then through the themes of one. Both lists together are shortest
 * with about sqrt(themes) areas, so that is the middle of the range in which the tree is cut, at its widest gap. */
#include "areas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "select.h"
#include "themes/levels.h"

enum { THEMES_MIN = 12 };
static const double FEWEST = 0.9, MOST = 1.5; /* areas, in units of sqrt(themes) */

size_t codebook_areas(const Codebook *c) {
    return c->areas;
}

ThemeArea codebook_area(const Codebook *c, int32_t area) {
    if (area < 0 || (uint32_t)area >= c->areas) return (ThemeArea){0};
    uint32_t begin = c->area_begin[area], end = c->area_begin[area + 1];
    return (ThemeArea){c->area_name[area], c->area_themes + begin, end - begin};
}

int32_t codebook_theme_area(const Codebook *c, int32_t theme) {
    return c->areas && theme >= 0 && (uint32_t)theme < c->themes ? c->area_of[theme] : AREA_NONE;
}

void areas_index(Arena *a, Codebook *c) {
    if (!c->areas) return;
    c->area_begin = ARENA_ARRAY(a, uint32_t, c->areas + 2);
    c->area_themes = ARENA_ARRAY(a, int32_t, c->themes);
    for (uint32_t t = 0; t < c->themes; t++) c->area_begin[c->area_of[t] + 2]++;
    for (uint32_t i = 2; i < c->areas + 2; i++) c->area_begin[i] += c->area_begin[i - 1];
    for (uint32_t t = 0; t < c->themes; t++) c->area_themes[c->area_begin[c->area_of[t] + 1]++] = (int32_t)t;
}

/* themes * themes: how like two themes are, by centroid and profile. */
static double *similarities(Arena *a, const Codebook *c) {
    size_t k = c->themes;
    double *s = ARENA_ARRAY(a, double, k *k), *length = ARENA_ARRAY(a, double, k);
    for (uint32_t f = 0; f < c->features; f++)
        for (uint32_t p = c->begin[f]; p < c->begin[f + 1]; p++)
            for (uint32_t q = c->begin[f]; q <= p; q++)
                s[c->theme[p] * k + c->theme[q]] += (double)c->weight[p] * c->weight[q];
    for (size_t i = 0; i < k; i++) length[i] = sqrt(s[i * k + i]);
    for (size_t i = 0; i < k; i++) {
        for (size_t j = 0; j < i; j++) {
            double both = length[i] * length[j], likeness = 0;
            double cosine = both > 0 ? s[i * k + j] / both : 0;
            for (size_t x = 0; x < k; x++) likeness += (double)c->profile[i * k + x] * c->profile[j * k + x];
            s[i * k + j] = s[j * k + i] = (1 - PROFILE_SHARE) * cosine + PROFILE_SHARE * likeness;
        }
    }
    return s;
}

/* Takes away what all themes have in common, which is most of it: each similarity less what its two themes have with
 * all others, as a correlation. */
static void centre(Arena *scratch, double *s, const Codebook *c) {
    size_t k = c->themes;
    double *mean = ARENA_ARRAY(scratch, double, k), all = 0, weights = 0;
    for (size_t i = 0; i < k; i++) {
        double weight = (double)c->info[i].sample_size + 1;
        s[i * k + i] = 1;
        for (size_t j = 0; j < k; j++) mean[j] += weight * s[i * k + j];
        weights += weight;
    }
    for (size_t j = 0; j < k; j++) {
        mean[j] /= weights;
        all += mean[j] * ((double)c->info[j].sample_size + 1) / weights;
    }
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) s[i * k + j] += all - mean[i] - mean[j];
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            if (i != j) s[i * k + j] /= sqrt(s[i * k + i] * s[j * k + j]) + 1e-9;
}

typedef struct Tree {
    size_t k;
    double *similarity; /* k * k, of groups: row i counts while group[i] == i */
    double *weight;     /* signals of each group */
    uint32_t *group;    /* per theme: its group, named by its first theme */
} Tree;

/* Joins the two most similar groups; returns how similar they were. */
static double join_nearest(Tree *t) {
    size_t k = t->k, x = 0, y = 0;
    double best = -HUGE_VAL;
    for (size_t i = 0; i < k; i++)
        for (size_t j = i + 1; j < k && t->group[i] == i; j++)
            if (t->group[j] == j && t->similarity[i * k + j] > best) best = t->similarity[i * k + j], x = i, y = j;
    for (size_t i = 0; i < k; i++) {
        double own = t->weight[i], all = t->weight[x] + t->weight[y] + own;
        double joined =
            (t->weight[x] + own) * t->similarity[x * k + i] + (t->weight[y] + own) * t->similarity[y * k + i];
        if (i != x && i != y) t->similarity[x * k + i] = t->similarity[i * k + x] = (joined - own * best) / all;
        if (t->group[i] == y) t->group[i] = (uint32_t)x;
    }
    t->weight[x] += t->weight[y];
    return best;
}

/* Joins until the widest gap in the range; returns how many groups are left. */
static size_t grow_tree(Arena *a, Tree *t) {
    size_t fewest = (size_t)ceil(FEWEST * sqrt((double)t->k)), most = (size_t)(MOST * sqrt((double)t->k));
    uint32_t *best = ARENA_ARRAY(a, uint32_t, t->k);
    size_t areas = most;
    double widest = -1, last = 1;
    for (size_t left = t->k; left >= fewest; left--) { /* `left` groups stand; what joins next, tells their gap */
        uint32_t *now = ARENA_ARRAY(a, uint32_t, t->k);
        memcpy(now, t->group, t->k * sizeof *now);
        double next = join_nearest(t), gap = last - next;
        if (left <= most && gap > widest) widest = gap, areas = left, memcpy(best, now, t->k * sizeof *now);
        last = next;
    }
    memcpy(t->group, best, t->k * sizeof *best);
    return areas;
}

/* Numbers the areas, the one with most signals first. */
static void number_areas(Arena *scratch, Codebook *c, const uint32_t *group) {
    Entry *size = ARENA_ARRAY(scratch, Entry, c->themes);
    uint32_t *number = ARENA_ARRAY(scratch, uint32_t, c->themes);
    for (uint32_t t = 0; t < c->themes; t++) size[t].id = t;
    for (uint32_t t = 0; t < c->themes; t++) size[group[t]].weight += (float)c->info[t].sample_size;
    qsort(size, c->themes, sizeof *size, entry_compare);
    for (uint32_t i = 0; i < c->themes; i++) number[size[i].id] = i;
    for (uint32_t t = 0; t < c->themes; t++) c->area_of[t] = (uint16_t)number[group[t]];
}

static bool name_taken(const Codebook *c, uint32_t but, Str name) {
    for (uint32_t i = 0; i < c->areas; i++)
        if (i != but && str_eq_nocase(c->area_name[i], name)) return true;
    return false;
}

/* A codebook whose themes are the areas: each centroid the mean of those of its themes, by their signals. */
static Codebook *area_view(Arena *a, const Codebook *c) {
    Codebook *v = ARENA_NEW(a, Codebook);
    double *sum = ARENA_ARRAY(a, double, c->areas), *square = ARENA_ARRAY(a, double, c->areas);
    *v = *c;
    v->themes = c->areas;
    v->info = ARENA_ARRAY(a, ThemeInfo, c->areas);
    v->begin = ARENA_ARRAY(a, uint32_t, c->features + 1);
    v->theme = ARENA_ARRAY(a, uint16_t, c->begin[c->features]);
    v->weight = ARENA_ARRAY(a, float, c->begin[c->features]);
    uint32_t out = 0;
    for (uint32_t f = 0; f < c->features; f++) {
        for (uint32_t p = c->begin[f]; p < c->begin[f + 1]; p++)
            sum[c->area_of[c->theme[p]]] += (double)c->info[c->theme[p]].sample_size * c->weight[p];
        for (uint32_t i = 0; i < c->areas; i++) {
            if (sum[i] <= 0) continue;
            v->theme[out] = (uint16_t)i, v->weight[out++] = (float)sum[i];
            square[i] += sum[i] * sum[i], sum[i] = 0;
        }
        v->begin[f + 1] = out;
    }
    for (uint32_t p = 0; p < out; p++) v->weight[p] = (float)(v->weight[p] / sqrt(square[v->theme[p]]));
    codebook_index(a, v);
    return v;
}

/* An area is named like a theme, by what its signals say and others do not. One of a single theme is called like it. */
static void name_areas(Arena *a, Codebook *c, const Sample *s, const Partition *p, Par *par) {
    Arena *scratch = arena_new();
    Partition areas = {.n = p->n, .k = c->areas, .of = ARENA_ARRAY(scratch, int32_t, p->n)};
    Codebook *view = area_view(scratch, c);
    for (size_t i = 0; i < p->n; i++) areas.of[i] = p->of[i] < 0 ? UNTHEMED : c->area_of[p->of[i]];
    names_give(a, view, s, &areas, par);
    c->area_name = ARENA_ARRAY(a, Str, c->areas);
    for (uint32_t i = 0; i < c->areas; i++) c->area_name[i] = view->info[i].name;
    for (uint32_t i = 0; i < c->areas; i++) {
        ThemeArea area = codebook_area(c, (int32_t)i);
        Str name = c->info[area.themes[0]].name;
        if (area.n == 1 && !name_taken(c, i, name)) c->area_name[i] = name;
    }
    arena_free(scratch);
}

void areas_give(Arena *a, Codebook *c, const Sample *s, const Partition *p, Par *par) {
    if (c->themes < THEMES_MIN) return;
    Arena *scratch = arena_new();
    Tree t = {c->themes, similarities(scratch, c), ARENA_ARRAY(scratch, double, c->themes),
              ARENA_ARRAY(scratch, uint32_t, c->themes)};
    for (uint32_t i = 0; i < c->themes; i++) t.weight[i] = (double)c->info[i].sample_size + 1, t.group[i] = i;
    centre(scratch, t.similarity, c);
    c->areas = (uint32_t)grow_tree(scratch, &t);
    c->area_of = ARENA_ARRAY(a, uint16_t, c->themes);
    number_areas(scratch, c, t.group);
    areas_index(a, c);
    name_areas(a, c, s, p, par);
    arena_free(scratch);
}

void areas_extend(Arena *a, Codebook *c, const Codebook *base) {
    if (!base->areas) return;
    Arena *scratch = arena_new();
    double *s = similarities(scratch, c);
    size_t k = c->themes;
    c->area_name = ARENA_ARRAY(a, Str, c->areas);
    c->area_of = ARENA_ARRAY(a, uint16_t, k);
    memcpy(c->area_of, base->area_of, base->themes * sizeof *c->area_of);
    for (uint32_t i = 0; i < c->areas; i++) c->area_name[i] = arena_str(a, base->area_name[i]);
    for (size_t t = base->themes; t < k; t++) {
        double *sum = ARENA_ARRAY(scratch, double, c->areas), *weight = ARENA_ARRAY(scratch, double, c->areas);
        uint32_t best = 0;
        for (size_t j = 0; j < base->themes; j++) {
            double size = (double)base->info[j].sample_size + 1;
            sum[base->area_of[j]] += size * s[t * k + j], weight[base->area_of[j]] += size;
        }
        for (uint32_t i = 1; i < c->areas; i++)
            if (sum[i] * weight[best] > sum[best] * weight[i]) best = i;
        c->area_of[t] = (uint16_t)best;
    }
    areas_index(a, c);
    arena_free(scratch);
}
