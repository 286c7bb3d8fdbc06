/* outcome_after.c - what follows from an effect: the counterfactual, contacts avoided, whether it lasts, whether the
 * friction only moved to a theme next to it. */
#include <math.h>
#include <string.h>

#include "outcome_parts.h"
#include "stats/change.h"

double outcome_avoided(const double *observed, const Rollout *rollout, double effect) {
    double sum = 0;
    for (size_t w = rollout->skip; w < rollout->weeks; w++)
        sum += fmax(0.5, observed[w]) * (exp(-effect * rollout_share(rollout, w)) - 1);
    return sum;
}

static size_t last_look(const Outcome *o) {
    return o->looks[o->looks_done - 1].weeks;
}

void outcome_weeks_make(Arena *a, const OutcomeAsk *ask, const Panel *p, Outcome *out) {
    const Study *s = &out->study;
    const double *observed = panel_theme(p, ask->theme);
    double t = student_quantile(0.95, s->df);
    out->weeks = ARENA_ARRAY(a, OutcomeWeek, p->weeks);
    out->weeks_n = p->weeks;
    for (size_t i = 0; i < p->weeks; i++) {
        double week = (double)i - (double)p->release, z = fit_without(&s->fit, week), scale = s->others[i] + 0.5;
        double expected = exp(z) * scale, spread = fit_variance(&s->fit, week, expected, s->others[i]);
        double margin = t * sqrt(spread * s->lambda);
        out->weeks[i] = (OutcomeWeek){.observed = observed[i],
                                      .expected = fmax(0, expected - 0.5),
                                      .low = fmax(0, exp(z - margin) * scale - 0.5),
                                      .high = fmax(0, exp(z + margin) * scale - 0.5),
                                      .after = i >= p->release};
    }
    Rollout rollout = {ask->share, last_look(out), 0};
    out->avoided = outcome_avoided(observed + p->release, &rollout, out->effect);
    out->avoided_low = outcome_avoided(observed + p->release, &rollout, out->high);
    out->avoided_high = outcome_avoided(observed + p->release, &rollout, out->low);
}

/* The same test with the first 13 weeks left out; half of what was found must still be there. */
void outcome_lasting_make(Arena *a, const OutcomeAsk *ask, const Panel *p, Outcome *out) {
    Pair pair;
    Rollout rollout = {ask->share, LASTING_WEEKS, LASTING_SKIP};
    out->lasting = LASTING_EARLY;
    if (p->weeks - p->release < LASTING_WEEKS) return;
    out->lasting = LASTING_UNKNOWN;
    if (pair_make(a, p, ask->theme, ask->near, ask->near_n, &rollout, &pair) != STUDY_OK) return;
    out->lasting_effect = pair.effect, out->lasting_low = pair.low, out->lasting_high = pair.high;
    if (pair.p < OUTCOME_ERROR && pair.effect < 0) out->lasting = LASTING_STILL;
    else if (pair_above(&pair, fmin(0, out->effect) / 2, OUTCOME_ERROR)) out->lasting = LASTING_GONE;
}

/* A panel where the theme's row holds it and its neighbours, whose own rows are empty. */
static Panel join(Arena *a, const OutcomeAsk *ask, const Panel *p) {
    double *counts = ARENA_ARRAY(a, double, p->themes * p->weeks);
    memcpy(counts, p->counts, p->themes * p->weeks * sizeof *counts);
    for (size_t i = 0; i < ask->near_n; i++)
        for (size_t w = 0; w < p->weeks; w++) {
            counts[ask->theme * p->weeks + w] += counts[ask->near[i] * p->weeks + w];
            counts[ask->near[i] * p->weeks + w] = 0;
        }
    return (Panel){counts, p->themes, p->weeks, p->release};
}

static bool neighbours_make(Arena *a, const OutcomeAsk *ask, const Panel *p, const Rollout *rollout, Outcome *out) {
    bool rose = false;
    size_t *touched = ARENA_ARRAY(a, size_t, ask->near_n + 1);
    if (ask->near_n) memcpy(touched, ask->near, ask->near_n * sizeof *touched);
    touched[ask->near_n] = ask->theme;
    out->near = ARENA_ARRAY(a, Neighbour, ask->near_n);
    out->near_n = ask->near_n;
    for (size_t i = 0; i < ask->near_n; i++) {
        Pair pair;
        Neighbour *n = &out->near[i];
        *n = (Neighbour){ask->near[i], NAN, NAN, NAN, NAN, false};
        if (pair_make(a, p, ask->near[i], touched, ask->near_n + 1, rollout, &pair) != STUDY_OK) continue;
        *n = (Neighbour){ask->near[i], pair.effect, pair.low, pair.high, pair.p, true};
        rose |= pair.effect > 0 && pair.p < OUTCOME_ERROR / (double)ask->near_n;
    }
    return rose;
}

void outcome_near_make(Arena *a, const OutcomeAsk *ask, const Panel *p, Outcome *out) {
    Rollout rollout = {ask->share, last_look(out), 0};
    Pair pair;
    out->moved = MOVED_NOT_ASKED;
    if (ask->near_n == 0) return;
    out->moved = MOVED_UNKNOWN;
    bool rose = neighbours_make(a, ask, p, &rollout, out);
    Panel joined = join(a, ask, p);
    if (pair_make(a, &joined, ask->theme, ask->near, ask->near_n, &rollout, &pair) != STUDY_OK) return;
    out->together = pair.effect, out->together_low = pair.low, out->together_high = pair.high;
    if (pair.p < OUTCOME_ERROR && pair.effect < 0) out->moved = MOVED_NOT;
    else if (rose) out->moved = MOVED_ONLY;
}
