/* outcome_many.c - the same release in several parts of the customers: looking at many makes chance look like an
 * effect, so each is held to more. */
#include <math.h>
#include <stdlib.h>

#include "outcome_parts.h"
#include "stats/change.h"

static void study_part(Arena *a, OutcomePart *part, const double *share, size_t weeks, Pair *pair) {
    size_t from, themes;
    Panel p = part->panel;
    Rollout rollout = {share, weeks, 0};
    part->tested = false;
    part->verdict = VERDICT_REFUSED;
    part->effect = part->low = part->high = part->p = part->p_adjusted = part->smallest = NAN;
    part->why = REFUSED_EMPTY;
    if (part->theme == SIZE_MAX || p.weeks - p.release < weeks || !has_share(share, weeks)) return;
    part->why = labels_trim(a, &p, &from, &themes);
    if (part->why) return;
    part->why = refusal_of(pair_make(a, &p, part->theme, NULL, 0, &rollout, pair));
    part->tested = part->why == REFUSED_NOT;
}

typedef struct Ranked {
    double p;
    size_t part;
} Ranked;

static int by_p(const void *x, const void *y) {
    const Ranked *a = x, *b = y;
    if (a->p != b->p) return a->p < b->p ? -1 : 1;
    return (a->part > b->part) - (a->part < b->part);
}

/* Holm 1979, "A simple sequentially rejective multiple test procedure". */
static void adjust(Arena *a, OutcomePart *parts, size_t n, size_t tested) {
    Ranked *ranked = ARENA_ARRAY(a, Ranked, tested + 1);
    size_t at = 0;
    double most = 0;
    for (size_t i = 0; i < n; i++)
        if (parts[i].tested) ranked[at++] = (Ranked){parts[i].p, i};
    qsort(ranked, tested, sizeof *ranked, by_p);
    for (size_t i = 0; i < tested; i++) {
        most = fmax(most, fmin(1, (double)(tested - i) * ranked[i].p));
        parts[ranked[i].part].p_adjusted = most;
    }
}

static double bound(const Pair *pair, double quantile) {
    const Study *other = pair->two ? &pair->a : &pair->b;
    double b = pair->b.fit.effect + student_quantile(quantile, pair->b.df) * pair->b.error;
    double a = other->fit.effect + student_quantile(quantile, other->df) * other->error;
    return quantile < 0.5 ? fmin(a, b) : fmax(a, b);
}

size_t outcome_parts(Arena *a, OutcomePart *parts, size_t n, const double *share, size_t weeks, double wanted,
                     double error) {
    Pair *pairs = ARENA_ARRAY(a, Pair, n + 1);
    size_t tested = 0;
    for (size_t i = 0; i < n; i++) {
        study_part(a, &parts[i], share, weeks, &pairs[i]);
        if (parts[i].tested) parts[i].p = pairs[i].p;
        tested += parts[i].tested;
    }
    adjust(a, parts, n, tested);
    for (size_t i = 0; i < n; i++) {
        OutcomePart *part = &parts[i];
        double one = error / (double)tested;
        if (!part->tested) continue;
        part->effect = pairs[i].effect;
        part->low = bound(&pairs[i], 0.05 / (double)tested);
        part->high = bound(&pairs[i], 1 - 0.05 / (double)tested);
        part->smallest = pair_smallest(&pairs[i], one);
        part->verdict = part->p_adjusted < error && part->effect < 0  ? VERDICT_FELL
                        : pair_above(&pairs[i], log(1 - wanted), one) ? VERDICT_DID_NOT_FALL
                                                                      : VERDICT_CANNOT_TELL;
    }
    return tested;
}
